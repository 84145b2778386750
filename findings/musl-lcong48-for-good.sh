#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# lcong48() gives the drand48() family another multiplier and addend. POSIX has srand48() and seed48()
# restore the standard ones, so one expects srand48(1) to begin the same stream whatever was called
# before; glibc 2.36 does. Seen in musl 1.2.3 (Debian 12): both change X alone, so that after a
# lcong48() anywhere in the process, a library's even, no seed leads to its stream again.
. "$(dirname "$0")/lib.bash"
packages libc6=2.36-9+deb12u14 musl=1.2.3-1 musl-dev=1.2.3-1

cat >"$tmp/program.c" <<'END'
#define _XOPEN_SOURCE 700
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(int argc, char **argv)
{
	unsigned short other[7] = {1, 2, 3, 4, 5, 6, 7}, x[3] = {0x330e, 1, 0};
	if (strcmp(argv[1], "after") == 0)
		lcong48(other);
	if (argc > 2)
		seed48(x);
	else
		srand48(1);
	printf("%ld\n", lrand48());
	return 0;
}
END
compile_for_both -w

seen 89400484 "glibc, srand48(1)" "$(with_glibc first)"
seen 89400484 "glibc, srand48(1) after lcong48()" "$(with_glibc after)"
seen 89400484 "glibc, seed48() with the same X after lcong48()" "$(with_glibc after seed48)"
seen 89400484 "musl, srand48(1)" "$(with_musl first)"
seen 422379429 "musl, srand48(1) after lcong48()" "$(with_musl after)"
seen 422379429 "musl, seed48() with the same X after lcong48()" "$(with_musl after seed48)"
finish
