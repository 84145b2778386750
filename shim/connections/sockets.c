/* SPDX-License-Identifier: MIT
 *
 * Telling a client's socket from a server's. TCP counts the SYN of the side that opened a
 * connection as acknowledged, but never as sent (tcp_ack(), net/ipv4/tcp_input.c): so
 * TCP_INFO's bytes_acked, plus what is under way, is one more than bytes_sent there, and
 * equal on the accepting side, throughout a connection's life. A FIN counts like the SYN
 * as soon as it is sent.
 */
#include "sockets.h"
#include "system.h"
#include "text.h"

#include <errno.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/un.h>

#ifndef SO_COOKIE
#define SO_COOKIE 57 /* Linux 4.12, <asm-generic/socket.h> */
#endif

enum { LOOKS = 4 };

/* The beginning of the kernel's struct tcp_info, as far as Linux 4.19 has it
 * (<linux/tcp.h>; glibc's <netinet/tcp.h> ends earlier). */
struct tcp_counts {
	uint8_t state, more_states[7];
	uint32_t options[24];
	uint64_t pacing_rate, max_pacing_rate;
	uint64_t bytes_acked, bytes_received;
	uint32_t segments_sent, segments_received, segments[4];
	uint64_t rates[4];
	uint32_t delivered[2];
	uint64_t bytes_sent, bytes_retransmitted;
};
_Static_assert(offsetof(struct tcp_counts, bytes_acked) == 120, "the kernel's layout");
_Static_assert(offsetof(struct tcp_counts, bytes_sent) == 200, "the kernel's layout");

static int option_of(int fd, int option)
{
	int value = -1;
	socklen_t size = sizeof value;
	return system_getsockopt(fd, SOL_SOCKET, option, &value, &size) < 0 ? -1 : value;
}

uint64_t socket_cookie(int fd)
{
	uint64_t cookie = 0;
	socklen_t size = sizeof cookie;
	return system_getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &size) < 0 ? 0
										: cookie;
}

static int queued(int fd, unsigned long what)
{
	int bytes = 0;
	raw_syscall(SYS_ioctl, fd, (long)what, (long)&bytes, 0);
	return bytes;
}

/* The size of what the kernel tells; 0 where it tells nothing. */
static socklen_t tcp_counts(int fd, struct tcp_counts *counts)
{
	socklen_t size = sizeof *counts;
	*counts = (struct tcp_counts){0};
	return system_getsockopt(fd, IPPROTO_TCP, TCP_INFO, counts, &size) < 0 ? 0 : size;
}

/* Ours is sent, or will be when all before it is. */
static bool has_fin(unsigned state)
{
	return state == TCP_FIN_WAIT1 || state == TCP_FIN_WAIT2 || state == TCP_CLOSING ||
	       state == TCP_LAST_ACK;
}

/* The queues are asked for after the counts, and bytes may move in between. */
static enum side tcp_side(int fd)
{
	for (int look = 0; look < LOOKS; look++) {
		struct tcp_counts counts;
		socklen_t size = tcp_counts(fd, &counts);
		if (!size)
			return SIDE_NOT_TOLD;
		if (counts.state != TCP_ESTABLISHED && counts.state != TCP_CLOSE_WAIT &&
		    !has_fin(counts.state))
			return SIDE_NOT_YET;
		if (size < sizeof counts)
			return SIDE_NOT_TOLD;
		int unsent = queued(fd, SIOCOUTQNSD);
		int flying = queued(fd, SIOCOUTQ) - unsent;
		int64_t more = (int64_t)(counts.bytes_acked + (uint64_t)flying -
					 counts.bytes_sent + counts.bytes_retransmitted);
		more -= has_fin(counts.state) && !unsent;
		if (more == 0 || more == 1)
			return more == 1 ? SIDE_CLIENT : SIDE_OTHER;
	}
	return SIDE_NOT_TOLD;
}

/* A client of a Unix socket knows its peer's path, and rarely has one itself. */
static enum side unix_side(int fd)
{
	struct sockaddr_un own = {0}, peer = {0};
	socklen_t own_size = sizeof own, peer_size = sizeof peer;
	if (raw_syscall(SYS_getpeername, fd, (long)&peer, (long)&peer_size, 0) < 0)
		return SIDE_NOT_YET;
	raw_syscall(SYS_getsockname, fd, (long)&own, (long)&own_size, 0);
	bool has_path =
		peer_size > offsetof(struct sockaddr_un, sun_path) && peer.sun_path[0];
	bool is_bound = own_size > offsetof(struct sockaddr_un, sun_path);
	return has_path && !is_bound ? SIDE_CLIENT : SIDE_OTHER;
}

enum side socket_side(int fd)
{
	int family = option_of(fd, SO_DOMAIN);
	if (option_of(fd, SO_TYPE) != SOCK_STREAM || option_of(fd, SO_ACCEPTCONN) != 0)
		return SIDE_OTHER;
	if (family == AF_UNIX)
		return unix_side(fd);
	bool is_tcp = option_of(fd, SO_PROTOCOL) == IPPROTO_TCP;
	return is_tcp && (family == AF_INET || family == AF_INET6) ? tcp_side(fd)
								   : SIDE_OTHER;
}

bool socket_is_fresh(int fd)
{
	struct tcp_counts counts;
	if (option_of(fd, SO_PROTOCOL) != IPPROTO_TCP || !tcp_counts(fd, &counts))
		return true;
	return counts.state == TCP_SYN_SENT ||
	       (counts.state == TCP_CLOSE && !counts.segments_sent &&
		!counts.segments_received);
}

static char *put_bytes(char *to, const unsigned char *bytes)
{
	for (int i = 0; i < 4; i++) {
		to = text_put_number(to, bytes[i]);
		*to++ = i < 3 ? '.' : ':';
	}
	return to;
}

/* In full, without the short form's "::". */
static char *put_groups(char *to, const unsigned char *bytes)
{
	static const char digits[] = "0123456789abcdef";
	*to++ = '[';
	for (int i = 0; i < 16; i += 2) {
		for (int nibble = 12; nibble >= 0; nibble -= 4)
			*to++ = digits[(bytes[i] << 8 | bytes[i + 1]) >> nibble & 15];
		*to++ = i < 14 ? ':' : ']';
	}
	*to++ = ':';
	return to;
}

static void describe_internet(struct peer *peer, const struct sockaddr_storage *address)
{
	const struct sockaddr_in *four = (const void *)address;
	const struct sockaddr_in6 *six = (const void *)address;
	bool is_mapped = false;
	const unsigned char *bytes = (const void *)&four->sin_addr;
	if (address->ss_family == AF_INET6) {
		bytes = six->sin6_addr.s6_addr;
		is_mapped = IN6_IS_ADDR_V4MAPPED(&six->sin6_addr);
	}
	peer->port = ntohs(four->sin_port); /* in the same place in both */
	char *to = address->ss_family == AF_INET6 && !is_mapped
			   ? put_groups(peer->text, bytes)
			   : put_bytes(peer->text, bytes + (is_mapped ? 12 : 0));
	text_put_number(to, peer->port);
}

static void describe_path(struct peer *peer, const struct sockaddr_un *address)
{
	static const char prefix[] = "unix:";
	size_t room = sizeof peer->text - sizeof prefix;
	size_t length = strnlen(address->sun_path, sizeof address->sun_path);
	memcpy(peer->text, prefix, sizeof prefix);
	memcpy(peer->text + sizeof prefix - 1, address->sun_path,
	       length < room ? length : room);
	peer->path = peer->text + sizeof prefix - 1;
}

static bool describe(struct peer *peer, const struct sockaddr_storage *address)
{
	*peer = (struct peer){0};
	if (address->ss_family == AF_UNIX)
		describe_path(peer, (const void *)address);
	else if (address->ss_family == AF_INET || address->ss_family == AF_INET6)
		describe_internet(peer, address);
	return peer->text[0];
}

bool socket_peer(int fd, struct peer *peer)
{
	struct sockaddr_storage address = {0};
	socklen_t size = sizeof address;
	return raw_syscall(SYS_getpeername, fd, (long)&address, (long)&size, 0) >= 0 &&
	       describe(peer, &address);
}

bool socket_peer_at(const struct sockaddr *address, socklen_t size, struct peer *peer)
{
	struct sockaddr_storage copy = {0};
	if (!address || size > sizeof copy || !system_can_read(address, size))
		return false;
	memcpy(&copy, address, size);
	return describe(peer, &copy);
}

int socket_like(int fd)
{
	int domain = option_of(fd, SO_DOMAIN);
	return domain < 0
		       ? -1
		       : (int)raw_syscall(SYS_socket, domain, SOCK_STREAM | SOCK_CLOEXEC,
					  option_of(fd, SO_PROTOCOL), 0);
}
