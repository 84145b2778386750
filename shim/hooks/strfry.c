/* SPDX-License-Identifier: MIT
 *
 * strfry(3): siblings must not shuffle alike. See core/permutation.h.
 */
#include "generators/libc.h"
#include "generators/permutation.h"
#include "start.h"

/* Asked again afterwards: a signal handler may fork inside libc's strfry. */
char *strfry(char *string)
{
	if (steps_aside(&aside.strfry) || !permutation_is_ours()) {
		permutation_note_libc();
		next.strfry(string);
	}
	if (!aside.strfry && permutation_is_ours())
		permutation_apply(string);
	return string;
}
