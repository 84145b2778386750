/* SPDX-License-Identifier: MIT */
/*
 * What concerns --connections: whether the kernel tells a client's end from a server's,
 * by a connection of the doctor's own on loopback; whether the second shim is loaded, and
 * what bypasses its hooks. Which descriptors of a process are whose is not asked.
 */
#include "../../shim/connections/sockets.h"
#include "doctor.h"
#include "elf-names.h"
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

enum knowledge { TOLD, NOT_TOLD, NOT_KNOWN };

/* Neither connect(2) nor accept(2) waits longer than this. */
static bool limit(int fd)
{
	const struct timeval wait = {.tv_sec = 5};
	return setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait) == 0 &&
	       setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait) == 0;
}

/* False where loopback can't be used. */
static bool connect_pair(int *client, int *server)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof address;
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	*client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (listener < 0 || *client < 0 || !limit(listener) || !limit(*client) ||
	    bind(listener, (void *)&address, size) < 0 || listen(listener, 1) < 0 ||
	    getsockname(listener, (void *)&address, &size) < 0 ||
	    connect(*client, (void *)&address, size) < 0)
		return false;
	*server = accept(listener, NULL, NULL);
	return *server >= 0;
}

/* All that the second shim asks before it touches a connection. */
static enum knowledge try_pair(void)
{
	int client, server;
	if (!connect_pair(&client, &server))
		return NOT_KNOWN;
	return socket_cookie(client) && socket_side(client) == SIDE_CLIENT &&
			       socket_side(server) == SIDE_OTHER
		       ? TOLD
		       : NOT_TOLD;
}

/* In a child, since a filter of system calls may kill it. */
static enum knowledge ask_kernel(void)
{
	int status;
	pid_t child = fork();
	if (child == 0)
		_exit(try_pair());
	if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status))
		return NOT_KNOWN;
	return (enum knowledge)WEXITSTATUS(status);
}

bool tell_connections_kernel(void)
{
	static const char *const words[] = {
		[TOLD] = "the kernel tells client connections from accepted ones",
		[NOT_TOLD] = "unknown: left alone (needs Linux 4.19 and its TCP_INFO)",
		[NOT_KNOWN] = "not known: no connection could be made on 127.0.0.1",
	};
	enum knowledge knowledge = ask_kernel();
	tell("connections: ", words[knowledge], NULL);
	return knowledge != NOT_TOLD;
}

bool is_second_shim(const char *path)
{
	return strcmp(base_name(path), "libforkseed-connections.so") == 0;
}

static void visit(const char *name, enum name_kind kind, void *data)
{
	if (kind != NAME_IMPORTED && strcmp(name, "php_mt_rand") == 0)
		*(bool *)data = true;
}

/* Recognised as in runtimes.c. */
static bool has_php(const struct objects *objects)
{
	bool has = false;
	for (size_t i = 0; i < objects->count; i++)
		elf_for_each_name(&objects->list[i].elf, visit, &has);
	return has;
}

void tell_bypasses(const struct objects *objects, const char *mode)
{
	if (strstr(mode, ",eager"))
		return;
	if (has_php(objects))
		tell("connections: PHP loads its extensions with RTLD_DEEPBIND: use "
		     "isolate,eager",
		     NULL);
	else
		tell("connections: not seen are C stdio over a socket, libraries that "
		     "are opened with RTLD_DEEPBIND, and code that makes system calls "
		     "itself: for these, isolate,eager",
		     NULL);
}
