/* SPDX-License-Identifier: MIT
 *
 * Runs the unit tests of the core with Check, in one process, reporting TAP on stdout.
 */
#include "unit.h"

#include <stdlib.h>

int main(void)
{
	static TCase *(*const cases[])(void) = {
		case_blake2s,     case_additive_state, case_arrays,    case_lineage,
		case_entropy,     case_lock,           case_bias,      case_libc,
		case_origin,      case_objects,        case_recording, case_sockets,
		case_connections, case_expand,         case_settled,
	};
	Suite *suite = suite_create("core");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		suite_add_tcase(suite, cases[i]());
	SRunner *runner = srunner_create(suite);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_set_tap(runner, "-");
	srunner_run_all(runner, CK_SILENT);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
