/* SPDX-License-Identifier: MIT
 *
 * One test case a file of the core; main.c runs them all.
 */
#pragma once

#include <check.h>

TCase *case_blake2s(void);
TCase *case_expand(void);
TCase *case_settled(void);
TCase *case_additive_state(void);
TCase *case_arrays(void);
TCase *case_lineage(void);
TCase *case_entropy(void);
TCase *case_lock(void);
TCase *case_bias(void);
TCase *case_libc(void);
TCase *case_origin(void);
TCase *case_objects(void);
TCase *case_recording(void);
TCase *case_sockets(void);
TCase *case_connections(void);
