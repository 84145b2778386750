<?php
// SPDX-License-Identifier: MIT
// A request's numbers: PHP seeds its generators anew for each.
echo 'drawn ', mt_rand(), ' ', mt_rand(), ' ', sprintf('%.17g', @lcg_value()), ' ',
	bin2hex((new Random\Engine\Mt19937())->generate()), "\n";
