/* SPDX-License-Identifier: MIT
 *
 * What the shim offers forkseed's other preloaded objects: its recorder. Not a function
 * of libc's, and none for programs.
 */
#include "recorder/findings.h"
#include "start.h"

bool forkseed_is_starting(void)
{
	return start_is_under_way();
}

/* The caller's constructor may run before ours. */
struct recording *forkseed_record(const struct finding *finding)
{
	start_once();
	if (findings_wanted() && finding)
		findings_add(finding);
	return findings_recording();
}
