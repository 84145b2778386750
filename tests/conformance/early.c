/* SPDX-License-Identifier: MIT */
/* A program linked to the early library, which draws in its constructor and destructor;
 * the program itself draws in main and from atexit.
 */
#include <stdlib.h>

extern void early_replay(const char *where);

static void at_exit(void)
{
	early_replay("atexit");
}

int main(void)
{
	atexit(at_exit);
	early_replay("main");
	return 0;
}
