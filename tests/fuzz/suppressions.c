/* SPDX-License-Identifier: MIT */
/*
 * Fuzzes files of suppressions: reading them, and matching them with a verdict that has
 * all that can be matched.
 */
#include "../../audit/suppress.h"
#include "child.h"

#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void work(const uint8_t *data, size_t size)
{
	char *error = NULL;
	struct frame frame = {.function = "work",
			      .object = "/usr/bin/worker",
			      .file = "w.c",
			      .line = 1};
	struct trace trace = {.frames = &frame, .count = 1};
	struct where where = {.fork = &trace, .draw = &trace};
	struct verdict verdict = {.kind = "inherited",
				  .generator = "random",
				  .detail = "10.0.0.7:5432",
				  .program = "/usr/bin/worker",
				  .where = &where};
	struct verdicts verdicts = {.list = &verdict, .count = 1};
	struct suppressions *read = suppressions_read(child_file("", data, size), &error);
	if (!read != !!error)
		__builtin_trap();
	if (!read)
		return;
	suppressions_apply(read, &verdicts);
	int line;
	const char *name = suppressions_next_unused(read, NULL, &line);
	while (name)
		name = suppressions_next_unused(read, name, &line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	child_run(work, data, size);
	return 0;
}
