#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Each advice about locks, and about connections that were opened unseen: followed, and then the
# finding, or what it is about, is gone. The other kinds are in advice-kinds.sh.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
. "$(dirname "$0")/advice.bash"

cat >"$tmp/locks.c" <<'END'
#define _GNU_SOURCE
#include <link.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static int ready[2], stays = 300;
static int sit(struct dl_phdr_info *info, size_t size, void *data)
{
	(void)info, (void)size, (void)data;
	if (write(ready[1], "x", 1) == 1)
		usleep((unsigned)stays * 1000);
	return 1;
}
static int pass(struct dl_phdr_info *info, size_t size, void *data)
{
	return (void)info, (void)size, (void)data, 1;
}
static void *sit_inside(void *unused)
{
	dl_iterate_phdr(sit, NULL);
	return unused;
}
/* locks WHEN CHILD: a thread sits inside a function whose lock children inherit; the fork is
 * within or after; the child needs the lock or not, and is ended when it has hung for a while. */
int main(int argc, char **argv)
{
	char byte;
	pthread_t thread;
	int status = 0;
	if (argc < 3 || pipe(ready) < 0 || pthread_create(&thread, NULL, sit_inside, NULL) != 0 ||
	    read(ready[0], &byte, 1) != 1)
		return 9;
	if (strcmp(argv[1], "after") == 0)
		pthread_join(thread, NULL);
	if (fork() == 0) {
		alarm(1);
		if (strcmp(argv[2], "execs") == 0)
			execl("/bin/true", "true", NULL);
		if (strcmp(argv[2], "needs") == 0)
			dl_iterate_phdr(pass, NULL);
		_exit(0);
	}
	wait(&status);
	return puts(status ? "hung" : "through") < 0;
}
END
"${CC:-cc}" -pthread -o "$tmp/locks" "$tmp/locks.c"
locks=$tmp/locks

"$locks" within needs >"$tmp/out"
is "$(cat "$tmp/out")" hung "bare, a child needs a lock that another thread held at the fork: it hangs"
told lock-inherited 'call only async-signal-safe functions in the child; or run with --locks=heal' \
	--locks=warn "$locks" within needs
ends lock-inherited --locks=warn "$locks" within nothing
ends lock-inherited --locks=warn "$locks" within execs
ends stuck --stuck=1 --stuck-action=kill --locks=heal,wait=5000 "$locks" within needs
is "$("$launcher" --locks=heal,wait=5000 "$locks" within needs)" through "as advised, with --locks=heal: it does not"
told lock-held 'let that thread finish first; or give the fork longer: --locks=heal,wait=MS' \
	--locks=heal,wait=10 "$locks" within nothing
ends lock-held --locks=heal,wait=10 "$locks" after nothing
ends lock-held --locks=heal,wait=5000 "$locks" within nothing

# A client that connects by system calls of its own, before a fork or after it.
cat >"$tmp/unseen.c" <<'END'
#define _GNU_SOURCE
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
static struct sockaddr_in address = {.sin_family = AF_INET};
static int connect_unseen(void)
{
	int fd = (int)syscall(SYS_socket, AF_INET, SOCK_STREAM, 0);
	return syscall(SYS_connect, fd, &address, sizeof address) == 0 ? fd : -1;
}
int main(int argc, char **argv)
{
	socklen_t size = sizeof address;
	int own = argc > 1 && strcmp(argv[1], "own") == 0, status = 0;
	int server = socket(AF_INET, SOCK_STREAM, 0), fd = -1;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(server, (void *)&address, size) < 0 || listen(server, 4) < 0 ||
	    getsockname(server, (void *)&address, &size) < 0 || (!own && (fd = connect_unseen()) < 0))
		return 9;
	if (fork() == 0) {
		if (own)
			fd = connect_unseen();
		_exit(send(fd, "x", 1, MSG_NOSIGNAL) != 1);
	}
	wait(&status);
	return puts(status ? "cut off" : "shared") < 0;
}
END
"${CC:-cc}" -o "$tmp/unseen" "$tmp/unseen.c"
unseen=$tmp/unseen
if "$launcher" --doctor --connections=warn true | grep -q '^connections: the kernel tells'; then
	told shared-unseen 'open it after the fork, in each process; or run with --connections=isolate,eager --peers=' \
		--connections=warn "$unseen" shared
	is "$(cat "$tmp/out")" shared "it is used by a child"
	ends shared-unseen --connections=warn "$unseen" own
	is "$("$launcher" --connections=isolate,eager --peers=all "$unseen" shared)" "cut off" "as advised, cut off"
else
	skip "the kernel does not tell whose a connection is" "advice about connections that are not seen"
fi
finish
