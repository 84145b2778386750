/* SPDX-License-Identifier: MIT */
/*
 * The commands that ld.so would silently run without the shim, each with a reason and a
 * way out. What can't be read can't be judged, and is run.
 */
#include "launcher.h"
#include <string.h>
#include <sys/stat.h>

/* The loaders of the libc that the shim is built for: every architecture's name. */
static const char *const our_loaders[] = {
#if SHIM_IS_FOR_GLIBC
	"ld-linux",
	"ld64.so.",
	"ld.so.",
	"ld-2.",
#else
	"ld-musl-",
#endif
};

static bool is_our_loader(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	for (size_t i = 0; i < sizeof our_loaders / sizeof *our_loaders; i++)
		if (strncmp(name, our_loaders[i], strlen(our_loaders[i])) == 0)
			return true;
	return false;
}

/* The launcher is static itself, but hands the shim on to what it runs. */
bool is_launcher(const char *path)
{
	struct stat self, other;
	return stat("/proc/self/exe", &self) == 0 && stat(path, &other) == 0 &&
	       self.st_dev == other.st_dev && self.st_ino == other.st_ino;
}

static const char *libc_refusal(const struct target *target, bool audits)
{
	const char *interpreter = elf_interpreter(&target->elf);
	if (!interpreter && (is_our_loader(target->path) || is_launcher(target->path)))
		return NULL;
	if (!interpreter)
		return "is statically linked, so no shim can be loaded into it: use a "
		       "dynamically linked build";
	if (is_of_musl(target))
		return musl_refusal(target, audits);
	if (!is_our_loader(interpreter))
		return join("uses another libc (its loader is ", interpreter,
			    "): use a shim built for that libc", NULL);
	return NULL;
}

const char *refusal(const struct target *target, const struct elf_file *shim, bool audits)
{
	const char *rights = gained_rights(target->path);
	if (rights)
		return join(rights,
			    ", so ld.so drops LD_PRELOAD: ", rights_advice(rights), NULL);
	if (!elf_is_elf(&target->elf))
		return NULL;
	if (!elf_same_machine(&target->elf, shim))
		return "is for another architecture than the shim: use a shim built for "
		       "it";
	return libc_refusal(target, audits);
}
