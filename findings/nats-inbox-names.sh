#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The NATS client in C makes inboxes: names that nobody else has, to which answers are sent. One
# expects two processes never to have the same one. In libnats 3.4.1 (Debian 12) a name is a random
# beginning, made once, and a number that counts on (source: nuid.c): children of a parent that
# made one count on from the same place, so that the first inbox of each of eight is the same, and
# the second too, with the parent's next one among them. What asks first in the child has a
# beginning of its own.
. "$(dirname "$0")/lib.bash"
packages libnats3.4=3.4.1-1+b1 libnats-dev=3.4.1-1+b1 libprotobuf-c1=1.4.1-1+b1

compile -l:libnats.so.3.4 -Wl,--allow-shlib-undefined <<'END'
#include <nats/nats.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
static void tell(void)
{
	natsInbox *first = NULL, *second = NULL;
	natsInbox_Create(&first);
	natsInbox_Create(&second);
	printf("%s %s\n", first, second);
	fflush(stdout);
}
int main(int argc, char **argv)
{
	natsInbox *inbox;
	(void)argv;
	if (argc > 1)
		natsInbox_Create(&inbox);
	for (int i = 0; i < 8; i++) {
		if (fork() == 0) {
			tell();
			_exit(0);
		}
		wait(NULL);
	}
	tell();
	_exit(0);
}
END

seen 9 "nobody had made one: distinct pairs of 8 children and their parent" "$(run "$tmp/program" | distinct)"
seen 1 "the parent had made one before" "$(run "$tmp/program" first | distinct)"
finish
