/* SPDX-License-Identifier: MIT
 *
 * One poll(2) for 64 descriptors tells which are open.
 */
#include "open.h"
#include "sockets.h"
#include "system.h"

#include <poll.h>
#include <time.h>

enum { BLOCK = 64, HANDED_ON = 64 };

static uint64_t handed_on[HANDED_ON];

/* How many of a block are open. */
static int visit_block(int first, void (*visit)(int fd))
{
	static const struct timespec at_once = {0};
	struct pollfd block[BLOCK];
	int open = 0;
	for (int i = 0; i < BLOCK; i++)
		block[i] = (struct pollfd){.fd = first + i};
	if (raw_syscall5(SYS_ppoll, (long)block, BLOCK, (long)&at_once, 0, 0) < 0)
		return 0;
	for (int i = 0; i < BLOCK; i++)
		if (!(block[i].revents & POLLNVAL) && ++open)
			visit(first + i);
	return open;
}

void open_visit(void (*visit)(int fd), int highest, int most)
{
	for (int first = OPEN_FIRST; first + BLOCK <= most; first += BLOCK)
		if (!visit_block(first, visit) && first > highest)
			return;
}

bool open_was_handed_on(uint64_t cookie)
{
	int i = 0;
	while (i < HANDED_ON && handed_on[i] != cookie)
		i++;
	return i < HANDED_ON;
}

static void hand_on(int fd)
{
	uint64_t cookie = socket_cookie(fd), i = 0;
	while (i < HANDED_ON && handed_on[i] && handed_on[i] != cookie)
		i++;
	if (cookie && i < HANDED_ON)
		handed_on[i] = cookie;
}

void open_hand_on(int most)
{
	open_visit(hand_on, OPEN_FIRST - 1, most);
}
