#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# arc4random() in forked children. It is the one generator that needs no care there, whichever C library has it:
# glibc's asks the kernel, libbsd's looks for a fork. dietlibc's, 0.34 (Debian 12), does neither: it fetches a stock
# of some 256 numbers from the kernel and hands them out one by one (source: lib/arc4random.c), so that children of a
# parent that drew one number draw the same ones, until the stock ends; so does arc4random_uniform(), which draws from
# it. arc4random_buf(), which one takes for the same generator, asks the kernel each time: children differ.
# arc4random_stir() in the child parts them. dietlibc's programs are static, out of the reach of a preloaded library.
. "$(dirname "$0")/lib.bash"
packages dietlibc-dev=0.34~cvs20160606-14

cat >"$tmp/program.c" <<'END'
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
uint32_t arc4random(void);
uint32_t arc4random_uniform(uint32_t bound);
void arc4random_buf(void *to, size_t length);
void arc4random_stir(void);
int main(int argc, char **argv)
{
	if (strcmp(argv[1], "drew") == 0)
		arc4random();
	for (int i = 0; i < 8; i++) {
		if (fork() == 0) {
			char line[32];
			uint32_t number = 0;
			int draws = 1;
			if (strcmp(argv[2], "stir") == 0)
				arc4random_stir();
			if (strcmp(argv[2], "hundredth") == 0)
				draws = 100;
			if (strcmp(argv[2], "thousandth") == 0)
				draws = 1000;
			while (draws-- > 0)
				number = arc4random();
			if (strcmp(argv[2], "buf") == 0)
				arc4random_buf(&number, sizeof number);
			if (strcmp(argv[2], "uniform") == 0)
				number = arc4random_uniform(1000000000);
			_exit(write(1, line, (size_t)sprintf(line, "%lx\n", (unsigned long)number)) < 0);
		}
		wait(NULL);
	}
	return 0;
}
END
of=$(dirname "$(find "$root" -name start.o)")
cc -O1 -w -static -fno-pie -no-pie -fno-stack-protector -U_FORTIFY_SOURCE -nostdinc -nostdlib \
	-isystem "$(find "$root/usr/include" -type d -name diet)" -o "$tmp/program" \
	"$of/start.o" "$tmp/program.c" "$of/libc.a" -lgcc "$of/libc.a" 2>"$tmp/err" || { cat "$tmp/err"; exit 1; }

# children PARENT HOW: distinct numbers of eight
children() { "$tmp/program" "$@" | distinct; }
seen 8 "the parent drew none, arc4random(): distinct numbers of 8 children" "$(children none first)"
seen 1 "it drew one, arc4random()" "$(children drew first)"
seen 1 "the hundredth" "$(children drew hundredth)"
seen 8 "the thousandth" "$(children drew thousandth)"
seen 1 "arc4random_uniform()" "$(children drew uniform)"
seen 8 "arc4random_buf()" "$(children drew buf)"
seen 8 "arc4random() after arc4random_stir() in the child" "$(children drew stir)"
finish
