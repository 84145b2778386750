/* SPDX-License-Identifier: MIT */
/*
 * For the wheel's static forkseed-audit: it must not open the system's libraries, which
 * may be of any version, beside the libc that is inside it. elfutils asks for
 * libdebuginfod only, and does without.
 */
#include <stddef.h>

void *dlopen(const char *file, int mode);
void *dlsym(void *handle, const char *name);
int dlclose(void *handle);

void *dlopen(const char *file, int mode)
{
	(void)file;
	(void)mode;
	return NULL;
}

void *dlsym(void *handle, const char *name)
{
	(void)handle;
	(void)name;
	return NULL;
}

int dlclose(void *handle)
{
	(void)handle;
	return 0;
}
