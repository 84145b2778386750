# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154
# A small project whose workers share a random stream, and its mended form; sourced after lib.sh.

# make_project DIRECTORY: `make` builds it, `make test` runs it; MENDED in CFLAGS mends it.
make_project() {
	mkdir -p "$1/src"
	cat >"$1/src/workers.c" <<'EOF'
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>
static void work(void)
{
	unsigned seed = 1;
#ifdef MENDED
	if (getrandom(&seed, sizeof seed, 0) < 0)
		_exit(1);
	srandom(seed);
#endif
	printf("%u %ld\n", seed, random()); /* the draw */
	fflush(stdout);
}
int main(void)
{
	int status, bad = 0;
	for (int i = 0; i < 3; i++)
		if (fork() == 0) {
			work();
			_exit(0);
		}
	while (wait(&status) > 0)
		bad |= status;
	return bad != 0;
}
EOF
	printf '%s\n' 'CFLAGS += -g -O1' 'workers: src/workers.c' $'\tcc $(CFLAGS) -o $@ $<' \
		'test: workers' $'\t./workers' '.PHONY: test' >"$1/Makefile"
	line=$(grep -n 'the draw' "$1/src/workers.c" | cut -d: -f1)
}
