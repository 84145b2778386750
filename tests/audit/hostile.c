/* SPDX-License-Identifier: MIT
 *
 * A program that writes what it likes to the recording that it shares with the launcher:
 * hostile size|next|fill|zero.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "../../shim/recorder/recording.h"

static struct recording *recording;
static size_t size;

static void lie_about_size(void)
{
	recording->mark.size = (uint64_t)1 << 40;
}

static void lie_about_next(void)
{
	recording->next = UINT64_MAX - 100;
}

/* Whatever a record may be, something is wrong with most of them. */
static void fill(void)
{
	uint32_t *word = (uint32_t *)(recording + 1),
		 *end = (uint32_t *)recording + size / 4;
	for (uint32_t value = 1; word < end; word++)
		*word = value = value * 1664525 + 1013904223;
	recording->next = size;
}

/* Heads that are whole, of every kind, with sizes that are not. */
static void fill_heads(void)
{
	char *start = (char *)recording;
	for (size_t at = 98304; at + sizeof(struct record) < size; at += RECORDING_UNIT) {
		struct record *head = (struct record *)(start + at);
		head->complete = 1;
		head->kind = 1 + (uint32_t)(at / RECORDING_UNIT % RECORD_EXEC);
		head->size = at / RECORDING_UNIT % 3 ? RECORDING_UNIT : UINT32_MAX;
	}
	recording->next = size;
}

static void empty(void)
{
	memset(recording, 0, size);
}

static const struct {
	const char *name;
	void (*lie)(void);
} lies[] = {
	{"size", lie_about_size}, {"next", lie_about_next}, {"fill", fill},
	{"heads", fill_heads},    {"zero", empty},
};

int main(int argc, char **argv)
{
	char path[4096];
	struct stat st;
	snprintf(path, sizeof path, "%s.raw", getenv("FORKSEED_AUDIT"));
	int fd = open(path, O_RDWR);
	if (fd < 0 || fstat(fd, &st) != 0)
		return 1;
	size = (size_t)st.st_size;
	recording = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	for (size_t i = 0; argc > 1 && i < sizeof lies / sizeof *lies; i++)
		if (strcmp(argv[1], lies[i].name) == 0)
			lies[i].lie();
	return 0;
}
