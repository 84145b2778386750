/* SPDX-License-Identifier: MIT */
/*
 * Fuzzes recordings: forkseed-audit whole, with every report, on a file whose records are
 * the input. What precedes them (the mark, how much is used) is as it must be: without
 * that a recording is refused.
 */
#include "../../shim/recorder/recording.h"
#include "child.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int audit_main(int argc, char **argv); /* audit/main.c's */

static void make(const char *path, const uint8_t *data, size_t size)
{
	struct recording *recording = calloc(1, RECORDING_FIRST + size);
	memcpy(recording->mark.magic, RECORDING_MAGIC, sizeof RECORDING_MAGIC);
	recording->mark.version = RECORDING_VERSION;
	recording->mark.size = RECORDING_SIZE;
	recording->next = RECORDING_FIRST + size;
	memcpy((char *)recording + RECORDING_FIRST, data, size);
	FILE *file = fopen(path, "w");
	if (!file ||
	    fwrite(recording, 1, RECORDING_FIRST + size, file) !=
		    RECORDING_FIRST + size ||
	    fclose(file) != 0 || truncate(path, RECORDING_SIZE) != 0)
		_exit(0);
}

static void work(const uint8_t *data, size_t size)
{
	char *raw = strdup(child_file(RECORDING_SUFFIX, "", 0)), *file = strdup(raw);
	file[strlen(file) - strlen(RECORDING_SUFFIX)] = 0;
	make(raw, data, size);
	char *words[] = {"forkseed-audit",
			 "--strict",
			 "--report=/dev/null",
			 "--format=github",
			 "--format=gitlab:/dev/null",
			 "--format=junit:/dev/null",
			 file,
			 NULL};
	int status = audit_main(7, words);
	/* Nothing at all was recorded only where there is no record. */
	_exit(status == 0 || status == 1 ? 0 : 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	child_run(work, data, size);
	return 0;
}
