<?php
// SPDX-License-Identifier: MIT
// Draws in a server's first process, or one that it forks before it forks its workers.
mt_rand();
@lcg_value(); // deprecated from 8.4 on
(new Random\Engine\Mt19937())->generate();
