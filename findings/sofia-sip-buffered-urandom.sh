#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Sofia-SIP's su_randmem(), from which its Call-IDs, tags and branches come. It reads /dev/urandom,
# and what reads the kernel's generator is thought to be safe in forked children. In Sofia-SIP
# 1.12.11 (Debian 12) it reads through stdio (source: su_uniqueid.c): the first eight bytes fetch a
# buffer full, children inherit the rest of it and draw the same bytes, each from its own copy,
# until the buffer is used up. A parent that drew nothing, or 4096 bytes, hands on no rest.
. "$(dirname "$0")/lib.bash"
packages libsofia-sip-ua0=1.12.11+20110422.1+1e14eea~dfsg-6 \
	libsofia-sip-ua-dev=1.12.11+20110422.1+1e14eea~dfsg-6

compile -l:libsofia-sip-ua.so.0 -Wl,--allow-shlib-undefined <<'END'
#include <sofia-sip/su_uniqueid.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	static char drawn[4096];
	unsigned long number;
	char line[32];
	if (argc > 1)
		su_randmem(drawn, (size_t)atoi(argv[1]));
	for (int i = 0; i < 8; i++) {
		if (fork() == 0) {
			su_randmem(&number, sizeof number);
			_exit(write(1, line, (size_t)sprintf(line, "%lx\n", number)) < 0);
		}
		wait(NULL);
	}
	return 0;
}
END

seen 8 "the parent drew nothing: distinct numbers of 8 children" "$(run "$tmp/program" | distinct)"
seen 1 "the parent drew 8 bytes" "$(run "$tmp/program" 8 | distinct)"
seen 1 "the parent drew 4088 bytes" "$(run "$tmp/program" 4088 | distinct)"
seen 8 "the parent drew 4096 bytes" "$(run "$tmp/program" 4096 | distinct)"
finish
