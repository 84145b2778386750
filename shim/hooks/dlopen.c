/* SPDX-License-Identifier: MIT
 *
 * dlopen(3) tells that a runtime may be on its way: what it makes from here on can be
 * kept track of. dlclose(3) tells that it may go. A jump, because dlopen looks at who
 * called it (RUNPATH, namespaces).
 */
#include "generators/libc.h"
#include "recorder/findings.h"
#include "recorder/opened.h"
#include "runtimes/runtimes.h"
#include "start.h"

#include <dlfcn.h>

void *dlopen(const char *file, int mode)
{
	(void)steps_aside(&aside.dlopen);
	runtimes_before_open();
	if (findings_wanted())
		opened_note(file, mode, false);
	if (unlikely(!next.dlopen)) /* before glibc 2.34, libdl may have come later */
		libc_find();
	/* Before glibc 2.34 a program may ask for it weakly and have no libdl at all. */
	if (unlikely(!next.dlopen))
		return NULL;
	jump next.dlopen(file, mode);
}

/* Threads that a libc of another namespace makes are not known to ours. */
far_away void *dlmopen(Lmid_t namespace, const char *file, int mode)
{
	(void)steps_aside(&aside.dlmopen);
	if (namespace == LM_ID_BASE)
		runtimes_before_open();
	else
		libc_distrust_flag();
	if (findings_wanted())
		opened_note(file, mode, namespace != LM_ID_BASE);
	if (unlikely(!next.dlmopen))
		libc_find();
	if (unlikely(!next.dlmopen))
		return NULL;
	jump next.dlmopen(namespace, file, mode);
}

int dlclose(void *handle)
{
	(void)steps_aside(&aside.dlclose);
	runtimes_before_close();
	if (unlikely(!next.dlclose))
		libc_find();
	int failed = likely(next.dlclose) ? next.dlclose(handle) : -1;
	runtimes_after_close();
	return failed;
}
