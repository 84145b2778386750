/* SPDX-License-Identifier: MIT */
/* A program that opens libraries by a name that only its own RUNPATH finds: dlopen(3)
 * looks at who called it. Prints what came of each. Usage: opens.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static void open_library(const char *name, int mode)
{
	void *library = dlopen(name, mode);
	const char *error = library ? NULL : dlerror();
	printf("%s: %s\n", name ? name : "itself", error ? error : "opened");
	if (library)
		printf("again: %s\n", library == dlopen(name, mode | RTLD_NOLOAD)
					      ? "the same"
					      : "another");
	if (library)
		dlclose(library);
}

int main(void)
{
	open_library("libneedle.so", RTLD_NOW);
	open_library("libneedle.so", RTLD_LAZY | RTLD_LOCAL);
	open_library("libnowhere.so", RTLD_NOW);
	open_library("libneedle.so", RTLD_NOW | RTLD_NOLOAD);
	open_library("libneedle.so", 0);
	open_library("", RTLD_NOW);
	open_library(NULL, RTLD_NOW);
	return 0;
}
