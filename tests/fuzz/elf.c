/* SPDX-License-Identifier: MIT */
/*
 * Fuzzes ELF files given to --doctor and to the launcher: all that is read of the file
 * itself. ld.so, which --doctor asks as well, is not fuzzed here.
 */
#include "../../launcher/doctor/doctor.h"
#include "child.h"

#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void work(const uint8_t *data, size_t size)
{
	const char *path = child_file("", data, size);
	struct objects objects = {0};
	struct shortcomings lacks = {0};
	struct strings list = {0};
	struct elf_file self;
	if (!elf_open(&self, "/proc/self/exe"))
		return;
	struct target target = find_target(path);
	tell_program(&target, &self);
	tell_asan(&target);
	refusal(&target, &self, true);
	objects_add(&objects, "", path);
	tell_libc_file(&objects);
	tell_imports(&objects);
	tell_runtimes(&objects, &lacks);
	tell_locks(&objects, "heal,mutexes");
	tell_bypasses(&objects, "warn");
	unwatched_in(&objects, &list);
	auditor_of(&objects.list[0]);
	preload_for(&target, "", path, true);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	child_run(work, data, size);
	return 0;
}
