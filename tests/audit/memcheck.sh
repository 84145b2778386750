#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A test that runs under valgrind's memcheck ends under an audit as without one: the copies
# of stacks, in which words lie that nobody wrote, are no errors of the program's; its own
# errors are still told, after the same calls.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
cc=${CC:-cc}

cat >"$tmp/draws.c" <<'END'
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void *nothing(void *data)
{
	return data;
}

static void draw(void)
{
	volatile char hole[2048]; /* what lies in it is not known */
	hole[0] = 0;
	random();
	drand48();
	srandom(7);
	if (fork() == 0)
		_exit((int)(random() & 0));
	wait(NULL);
}

int main(int argc, char **argv)
{
	pthread_t thread;
	char *own = malloc(8);
	srandom(1);
	draw();
	if (fork() == 0) {
		draw();
		_exit(0);
	}
	wait(NULL);
	pthread_create(&thread, NULL, nothing, NULL);
	pthread_join(thread, NULL);
	draw();
	if (argc > 1 && strcmp(argv[1], "wrong") == 0 && own[3] == 'x')
		write(2, "x", 1);
	free(own);
	return 0;
}
END

memcheck() { valgrind -q --error-exitcode=9 --log-file="$tmp/valgrind" "$tmp/draws" "$@"; }
audited_memcheck() {
	audited valgrind -q --error-exitcode=9 --log-file="$tmp/valgrind" "$tmp/draws" "$@"
}

if ! need valgrind "memcheck"; then
	finish
	exit 0
fi
$cc -g -w -o "$tmp/draws" "$tmp/draws.c" -pthread || exit 1
memcheck
is "$? $(wc -c <"$tmp/valgrind")" "0 0" "bare the program has no error"
audited_memcheck
is "$? $(wc -c <"$tmp/valgrind")" "0 0" "nor has it under an audit"
head -n 12 "$tmp/valgrind" | sed 's/^/#   /'
says "drew from the random stream that they inherited" "which has its findings"
says "forked in draw (.*draws.c:" "with their places"
memcheck wrong
is "$?" 9 "an error of the program's own"
audited_memcheck wrong
is "$? $(grep -c 'Conditional jump' "$tmp/valgrind")" "9 1" "is told under an audit, and alone"

# Memory that the program names is looked at before it is read: words that end behind a block,
# or that nobody wrote, as a pollfd's revents.
cat >"$tmp/names.c" <<'END'
#include <arpa/inet.h>
#include <poll.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

int main(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t size = sizeof address;
	int server = socket(AF_INET, SOCK_STREAM, 0), fd = socket(AF_INET, SOCK_STREAM, 0), count = 0, status;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	bind(server, (void *)&address, size);
	listen(server, 1);
	getsockname(server, (void *)&address, &size);
	connect(fd, (void *)&address, size);
	pid_t child = fork();
	if (child == 0) {
		struct pollfd *one = malloc(sizeof *one);
		one->fd = fd;
		one->events = POLLIN;
		poll(one, 1, 0);
		free(one);
		_exit(0);
	}
	waitpid(child, &status, 0);
	while (environ[count])
		count++;
	char **own = malloc((count + 2) * sizeof *own), *words[] = {"true", NULL};
	own[0] = strdup("A=1");
	memcpy(own + 1, environ, (count + 1) * sizeof *own);
	posix_spawn(&child, "/bin/true", NULL, NULL, words, own);
	free(own[0]);
	free(own);
	return WEXITSTATUS(status) || wait(&status) != child || status;
}
END
$cc -g -w -o "$tmp/names" "$tmp/names.c" || exit 1
for settings in "" --connections=warn --connections=isolate --locks=warn; do
	audited ${settings:+$settings} valgrind -q --error-exitcode=9 --log-file="$tmp/valgrind" "$tmp/names"
	is "$? $(grep -v 'ioctl\|IOCTL\|This could cause' "$tmp/valgrind")" "0 " \
		"memory that is asked for${settings:+, $settings}: no error"
done
finish
