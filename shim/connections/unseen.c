/* SPDX-License-Identifier: MIT
 *
 * One look at all descriptors that are open. A number that a hook has had to do with as a
 * connection is not among them; what was looked at once is known by its cookie.
 */
#include "unseen.h"
#include "descriptors.h"
#include "open.h"
#include "peers.h"
#include "sockets.h"
#include "table.h"
#include "tell.h"

enum { OFTEN = 8 };

static bool is_new(int fd)
{
	enum mark mark = descriptors_mark(fd);
	return mark == MARK_NEW || mark == MARK_PLAIN;
}

static void judge(int fd, uint64_t cookie)
{
	struct peer peer;
	if (open_was_handed_on(cookie) || socket_side(fd) != SIDE_CLIENT ||
	    !socket_peer(fd, &peer) || (peer.path && !peers_list(&peer)))
		return;
	tell_unseen(cookie, peer.text);
}

static void visit(int fd)
{
	uint64_t cookie = is_new(fd) ? socket_cookie(fd) : 0;
	struct descriptor *known = cookie ? table_make(fd) : NULL;
	if (!known || known->cookie == cookie)
		return;
	known->cookie = cookie;
	judge(fd, cookie);
}

/* The first forks, then ever fewer: each costs as much as all descriptors that are open.
 */
static bool is_due(void)
{
	static _Atomic unsigned forks;
	unsigned now = forks++;
	return now < OFTEN || !(now & (now - 1));
}

void unseen_tell(void)
{
	if (!is_due())
		return;
	open_visit(visit, OPEN_FIRST, TABLE_MOST);
}
