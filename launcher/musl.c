/* SPDX-License-Identifier: MIT */
/*
 * Programs of musl, from a launcher of glibc's: they have a shim of their own, which lies
 * beside the other where musl-gcc was there to build it. The rest of what forkseed
 * preloads is for glibc: musl's programs load it, hand it on to those that they start,
 * and go on as without it.
 */
#include "launcher.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool is_of_musl(const struct target *target)
{
#if SHIM_IS_FOR_GLIBC
	const char *loader =
		elf_is_elf(&target->elf) ? elf_interpreter(&target->elf) : NULL;
	const char *slash = loader ? strrchr(loader, '/') : NULL;
	return slash && strncmp(slash, "/ld-musl-", strlen("/ld-musl-")) == 0;
#else
	(void)target;
	return false;
#endif
}

const char *musl_shim(void)
{
	const char *file = shim_file("-musl.so");
	return file && access(file, R_OK) == 0 && !strpbrk(file, " :$") ? file : NULL;
}

static const char *add(const char *list, const char *variable, const char *option)
{
	const char *value = getenv(variable);
	if (!value || !*value || strcmp(value, "off") == 0)
		return list;
	return list ? join(list, ", ", option, NULL) : option;
}

const char *not_for_musl(void)
{
	const char *list = add(NULL, "FORKSEED_CONNECTIONS", "--connections");
	list = add(list, "FORKSEED_LOCKS", "--locks");
	list = add(list, "FORKSEED_RUNTIMES", "--runtimes");
	return add(list, "FORKSEED_AUDIT", "FORKSEED_AUDIT");
}

const char *musl_refusal(const struct target *target, bool audits)
{
	if (!musl_shim())
		return join("uses another libc (its loader is ",
			    elf_interpreter(&target->elf),
			    "): install the shim for it (make musl, with musl-gcc)",
			    NULL);
	return audits ? "is a program of musl, and audits see programs of glibc only"
		      : NULL;
}
