#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A program whose children each seed rand(3) from the kernel, as they should, and then make a client of
# gloox, an XMPP library, for themselves. One expects them to differ in all that follows: a library that uses
# rand() may draw from it, but leaves its seed to the program. In gloox 1.0.24 (Debian 12) making a client
# calls srand() with the time in seconds (source: src/clientbase.cpp, init): the good seed is gone, and
# the children that begin in one second have one rand() from there on, their program's own numbers too,
# and one beginning for the ids of their stanzas. A client that was made before the fork leaves their seeds
# alone, but its ids go on alike in all of them.
. "$(dirname "$0")/lib.bash"
packages libgloox18=1.0.24-3+b1 libgloox-dev=1.0.24-3+b1 libidn12=1.41-1

# shellcheck disable=SC2086 # flags are words
c++ -O1 -x c++ - -x none -o "$tmp/program" $headers "$(find "$root" -name 'libgloox.so.18')" \
	-Wl,--allow-shlib-undefined <<'END_OF_PROGRAM'
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <gloox/client.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>
static gloox::Client *make()
{
	return new gloox::Client(gloox::JID("worker@example.org/farm"), "secret");
}
int main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	gloox::Client *client = NULL;
	if (strcmp(argv[1], "before") == 0)
		client = make();
	/* All children in one second, which has just begun. */
	for (time_t now = time(NULL); time(NULL) == now; usleep(1000))
		;
	for (int i = 0; i < 8; i++) {
		if (fork() == 0) {
			unsigned seed = 0;
			if (getrandom(&seed, sizeof(seed), 0) != sizeof(seed))
				_exit(1);
			srand(seed);
			if (strcmp(argv[1], "after") == 0)
				client = make();
			printf("%d %s\n", rand(), client ? client->getID().c_str() : "-");
			fflush(stdout);
			_exit(0);
		}
		wait(NULL);
	}
	return 0;
}
END_OF_PROGRAM

# numbers WHEN, ids WHEN: of 8 children, when their client is made
numbers() { run "$tmp/program" "$1" | cut -d' ' -f1 | distinct; }
ids() { run "$tmp/program" "$1" | cut -d' ' -f2 | distinct; }

seen 8 "no client: distinct rand() of 8 children that seeded it" "$(numbers never)"
seen 1 "a client made in each child, after the seed" "$(numbers after)"
seen 1 "and the first ids of these clients" "$(ids after)"
seen 8 "one client, made before the fork: distinct rand()" "$(numbers before)"
seen 1 "and its next id in each child" "$(ids before)"
finish
