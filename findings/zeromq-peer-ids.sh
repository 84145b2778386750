#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ZeroMQ gives a peer that named itself nothing a "random" routing id. One expects a process that
# is started anew to give others. In ZeroMQ 4.3.4 (Debian 12) ids are counted up from a number
# made with rand(3), which the library does not seed there (source: src/router.cpp, src/random.cpp):
# every process gives its first peer the same id, unless the *program* calls srand(). The two
# meet the other way round as well: a program that seeded rand() for its own use reads on at
# another place of its sequence once it has made a ROUTER socket.
. "$(dirname "$0")/lib.bash"
packages libzmq5=4.3.4-6 libzmq3-dev=4.3.4-6 libsodium23=1.0.18-1+deb12u1 \
	libpgm-5.3-0=5.3.128~dfsg-2 libnorm1=1.5.9+dfsg-2

compile -l:libzmq.so.5 -Wl,--allow-shlib-undefined <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <zmq.h>
/* ./program [SEED]: the id of a first peer, and what rand() gives next. */
int main(int argc, char **argv)
{
	unsigned char id[256];
	if (argc > 1)
		srand((unsigned)atoi(argv[1]));
	void *context = zmq_ctx_new();
	void *router = zmq_socket(context, ZMQ_ROUTER);
	void *dealer = zmq_socket(context, ZMQ_DEALER);
	zmq_bind(router, "inproc://here");
	zmq_connect(dealer, "inproc://here");
	zmq_send(dealer, "x", 1, 0);
	int length = zmq_recv(router, id, sizeof id, 0);
	int next = rand();
	for (int i = 0; i < length; i++)
		printf("%02x", id[i]);
	srand(argc > 1 ? (unsigned)atoi(argv[1]) : 1);
	printf(" %s\n", next == rand() ? "untouched" : "moved");
	zmq_close(dealer);
	zmq_close(router);
	zmq_ctx_term(context);
	return 0;
}
END

ids() { for _ in {1..8}; do run "$tmp/program"; done | cut -d" " -f1 | distinct; }
seen 1 "8 processes, distinct ids of their first peers" "$(ids)"
seen 2 "srand(1) and srand(2) before, distinct ids" \
	"$({ run "$tmp/program" 1 && run "$tmp/program" 2; } | cut -d' ' -f1 | distinct)"
seen moved "the program's own rand() sequence" "$(run "$tmp/program" 7 | cut -d' ' -f2)"
finish
