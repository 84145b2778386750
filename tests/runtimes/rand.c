/* SPDX-License-Identifier: MIT
 *
 * libc's generator, beside those of libraries: as forks.h has it.
 */
#include "forks.h"

static void draw(char line[256])
{
	snprintf(line, 256, "%08lx %08lx", random(), random());
}

static const struct runtime libc = {NULL, draw, NULL};

int main(int argc, char **argv)
{
	return run_forks(&libc, argc, argv);
}
