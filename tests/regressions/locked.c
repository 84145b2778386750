/* SPDX-License-Identifier: MIT */
/* mlockall(2) of a small program under RLIMIT_MEMLOCK of so many MB (8 is Linux's
 * default), by a user who is not root; for everybody, what this program has mapped fits.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

static long mapped_pages(void)
{
	long pages = -1;
	FILE *file = fopen("/proc/self/statm", "r");
	if (file && fscanf(file, "%ld", &pages) != 1)
		pages = -1;
	if (file)
		fclose(file);
	return pages;
}

int main(int count, char **words)
{
	const rlim_t room = (rlim_t)(count > 1 ? atoi(words[1]) : 0) << 20;
	struct rlimit limit = {room, room};
	if (setrlimit(RLIMIT_MEMLOCK, &limit) ||
	    (getuid() == 0 && (setgid(65534) || setuid(65534))))
		return 2;
	int result = mlockall(MCL_CURRENT | MCL_FUTURE);
	printf("mlockall: %s\n", result ? strerror(errno) : "ok");
	return result != 0 || mapped_pages() * sysconf(_SC_PAGESIZE) > (long)room;
}
