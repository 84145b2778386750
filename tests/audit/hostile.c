/* SPDX-License-Identifier: MIT
 *
 * A program that writes what it likes to the recording that it shares with the launcher
 * (hostile size|next|fill|heads|zero|names|astray), puts other things in its place (gone,
 * grown, pipe, folder, other), or in the report's (report-...), or keeps the launcher
 * busy (knock).
 */
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../shim/recorder/door.h"
#include "../../shim/recorder/recording.h"

static struct recording *recording;
static size_t size;
static const char *report;
static char raw[4096];

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

/* Every text in every record is one that terminals and runners obey. */
static void name_evil(void)
{
	static const char evil[] = "\033]0;x\a\n::error::x";
	const size_t first = (sizeof *recording + RECORDING_UNIT - 1) / RECORDING_UNIT *
			     RECORDING_UNIT;
	char *start = (char *)recording;
	for (size_t at = first; at < recording->next;) {
		struct record *head = (struct record *)(start + at);
		for (size_t i = sizeof *head; i + RECORDING_NAME <= head->size; i++)
			if (memcmp(start + at + i, "random", 6) == 0)
				memcpy(start + at + i, evil, RECORDING_NAME - 1);
		at += head->size ? head->size : RECORDING_UNIT;
	}
}

static void draw(void)
{
	for (int i = 0; i < 3; i++) {
		if (fork() == 0)
			_exit(random() < 0);
		wait(NULL);
	}
	srandom(1);
	if (fork() == 0)
		_exit(random() < 0);
	wait(NULL);
	name_evil();
}

/* A record that is whole, of what refers to another one: `to` is beyond the end, or at
 * it. */
static void add_referring(uint32_t kind, uint32_t to)
{
	struct process_record *record =
		(struct process_record *)((char *)recording + recording->next);
	const uint32_t length = 4 * RECORDING_UNIT;
	memset(record, 0, length);
	memset(record + 1, 'x', length - sizeof *record - 1);
	record->head = (struct record){.complete = 1, .kind = kind, .size = length};
	record->head.process = record->parent = record->image = to;
	record->pid = (int32_t)getpid();
	record->way = WAY_FORK;
	recording->next += length;
}

static void lead_astray(void)
{
	const uint32_t end = RECORDING_SIZE / RECORDING_UNIT;
	const uint32_t places[] = {end - 1, end, end + 1, UINT32_MAX};
	draw();
	for (uint32_t kind = RECORD_PROCESS; kind <= RECORD_OPENED; kind++)
		for (size_t i = 0; i < sizeof places / sizeof *places; i++)
			add_referring(kind, places[i]);
}

static void remove_raw(void)
{
	unlink(raw);
}

/* Sparse: whoever reads it all has no memory left. */
static void grow(void)
{
	const uint64_t huge = (uint64_t)1 << 40;
	recording->mark.size = huge;
	recording->next = huge;
	if (truncate(raw, (off_t)huge) != 0)
		_exit(1);
}

static void put_pipe(const char *path)
{
	unlink(path);
	if (mkfifo(path, 0600) != 0)
		_exit(1);
}

static void put_folder(const char *path)
{
	unlink(path);
	if (mkdir(path, 0700) != 0)
		_exit(1);
}

static void put_link(const char *path, int (*make)(const char *, const char *))
{
	unlink(path);
	if (make(getenv("VICTIM"), path) != 0)
		_exit(1);
}

static void pipe_for_raw(void)
{
	put_pipe(raw);
}

static void folder_for_raw(void)
{
	put_folder(raw);
}

static void link_for_raw(void)
{
	put_link(raw, symlink);
}

static void pipe_for_report(void)
{
	put_pipe(report);
}

static void folder_for_report(void)
{
	put_folder(report);
}

static void symlink_for_report(void)
{
	put_link(report, symlink);
}

static void link_for_report(void)
{
	put_link(report, link);
}

/* Daemons that knock at the launcher's door and say nothing, for a while. */
static void knock(void)
{
	struct sockaddr_un address;
	socklen_t length = door_address(&address, report);
	for (int i = 0; i < 4; i++)
		if (fork() == 0) {
			alarm(15);
			setsid();
			for (;;) {
				int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK,
						0);
				if (connect(fd, (void *)&address, length) != 0) {
					close(fd);
					usleep(1000);
				} else if (fd > 200)
					closefrom(3);
			}
		}
	usleep(300000);
}

static const struct {
	const char *name;
	void (*lie)(void);
} lies[] = {
	{"size", lie_about_size},
	{"next", lie_about_next},
	{"fill", fill},
	{"heads", fill_heads},
	{"zero", empty},
	{"names", draw},
	{"astray", lead_astray},
	{"gone", remove_raw},
	{"grown", grow},
	{"pipe", pipe_for_raw},
	{"folder", folder_for_raw},
	{"other", link_for_raw},
	{"report-pipe", pipe_for_report},
	{"report-folder", folder_for_report},
	{"report-symlink", symlink_for_report},
	{"report-link", link_for_report},
	{"knock", knock},
};

int main(int argc, char **argv)
{
	struct stat st;
	const char *another = getenv("REPORT");
	report = another ? another : getenv("FORKSEED_AUDIT");
	snprintf(raw, sizeof raw, "%s.raw", getenv("FORKSEED_AUDIT"));
	int fd = open(raw, O_RDWR);
	if (fd < 0 || fstat(fd, &st) != 0)
		return 1;
	size = (size_t)st.st_size;
	recording = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	for (size_t i = 0; argc > 1 && i < sizeof lies / sizeof *lies; i++)
		if (strcmp(argv[1], lies[i].name) == 0)
			lies[i].lie();
	return 0;
}
