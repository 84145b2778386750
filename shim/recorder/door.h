/* SPDX-License-Identifier: MIT
 *
 * The door: a socket of the launcher's, for processes of its tree that can't open the
 * recording by its name (they gave up the right to, or see other files), and for those
 * that can't record at all. It hands the file out, and takes down why not. Its name is
 * abstract (unix(7)), so that neither rights nor a chroot keep anybody from it, and made
 * from the name that FORKSEED_AUDIT gives; whom it serves is the launcher's to judge.
 */
#pragma once

#include "recording.h"

#include <sys/socket.h>
#include <sys/un.h>

enum door_request { DOOR_ASK = 1, DOOR_TELL };

/* A packet; it is answered by a byte, and with the file, open, if that was asked for. */
struct door_message {
	uint32_t version; /* RECORDING_VERSION */
	uint32_t request;
	uint32_t cause;  /* enum escape_cause */
	char path[1024]; /* of the program */
};

/* The address; its length. */
static inline socklen_t door_address(struct sockaddr_un *address, const char *file)
{
	static const char start[] = "forkseed-";
	uint64_t value = 0xcbf29ce484222325; /* FNV-1a */
	char *to = address->sun_path;
	for (; *file; file++)
		value = (value ^ (unsigned char)*file) * 0x100000001b3;
	address->sun_family = AF_UNIX;
	*to++ = 0;
	for (int i = 0; start[i]; i++)
		*to++ = start[i];
	for (int i = 60; i >= 0; i -= 4)
		*to++ = (char)('a' + (value >> i & 15));
	return (socklen_t)(to - (char *)address);
}

/* In a process at its start: a descriptor of the recording, or -1 where nobody answers.
 * Waits 2 seconds at most. `file` is FORKSEED_AUDIT's. */
int door_ask(const char *file);

/* Tells why this process won't record. */
void door_tell(const char *file, enum escape_cause cause);

/* Whether somebody would answer. */
bool door_is_there(const char *file);
