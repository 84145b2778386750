/* SPDX-License-Identifier: MIT */
/* memory: the process's proportional set size in kilobytes, after it has drawn once. */
#include "bench.h"

int main(void)
{
	rand();
	long kilobytes = own_kilobytes("Pss");
	printf("%ld\n", kilobytes);
	return kilobytes < 0;
}
