#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A timer of timer_create(2), whose id a forked child still has in a variable. Timers are not inherited, and one expects
# the child to be told that there is none by that id, as it is (EINVAL), and tidying it up to be harmless. Seen with glibc
# 2.36 and musl 1.2.3 (Debian 12) on Linux 6.18: only until the child makes a timer of its own. A process's ids begin at 0,
# and a child's do again (source: kernel/time/posix-timers.c, posix_timer_add), so its first timer has the id of its parent's
# first. From then on a destructor or a handler of pthread_atfork(3) that deletes the inherited timer, and succeeds,
# has deleted the child's own; one that sets it winds that one up. Both C libraries hand the kernel's number on as it
# is, unless the timer is one of SIGEV_THREAD, whose id is an address.
. "$(dirname "$0")/lib.bash"
packages libc6=2.36-9+deb12u14 musl=1.2.3-1 musl-dev=1.2.3-1
echo "Linux $(uname -r)"

# program HOW: what a child finds out about a timer of its own after it has deleted, or set, the one it inherited.
cat >"$tmp/program.c" <<'END'
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
static const struct itimerspec of_parent = { .it_value.tv_sec = 1000 }, of_child = { .it_value.tv_sec = 100 };
static timer_t make(const struct itimerspec *when)
{
	struct sigevent event;
	timer_t timer;
	memset(&event, 0, sizeof event);
	event.sigev_notify = SIGEV_NONE;
	if (timer_create(CLOCK_MONOTONIC, &event, &timer) != 0 || timer_settime(timer, 0, when, NULL) != 0) _exit(1);
	return timer;
}
static void tell(const char *name, timer_t timer)
{
	struct itimerspec left;
	if (timer_gettime(timer, &left) != 0)
		printf("%s: %s", name, errno == EINVAL ? "none" : "another error");
	else
		printf("%s: %s", name, left.it_value.tv_sec > 900 ? "1000 s" : left.it_value.tv_sec > 90 ? "100 s" : "0 s");
}
int main(int argc, char **argv)
{
	timer_t inherited = make(&of_parent), own = 0;
	if (fork() == 0) {
		if (strcmp(argv[1], "early") != 0) own = make(&of_child);
		if (strcmp(argv[1], "set") == 0) timer_settime(inherited, 0, &of_parent, NULL);
		if (strcmp(argv[1], "delete") == 0 || strcmp(argv[1], "early") == 0)
			printf("%s, ", timer_delete(inherited) == 0 ? "deleted" : "not deleted");
		if (strcmp(argv[1], "early") == 0) own = make(&of_child);
		tell("its own", own);
		fflush(stdout);
		_exit(0);
	}
	wait(NULL);
	tell("; the parent's", inherited);
	puts("");
	return 0;
}
END
compile_for_both -w || exit 1
for library in glibc musl; do
	seen "not deleted, its own: 100 s; the parent's: 1000 s" "$library, a child deletes what it inherited, and then makes one" \
		"$("with_$library" early)"
	seen "deleted, its own: none; the parent's: 1000 s" "$library, it makes one, and then deletes what it inherited" \
		"$("with_$library" delete)"
	seen "its own: 1000 s; the parent's: 1000 s" "$library, it makes one, and then sets what it inherited" \
		"$("with_$library" set)"
done
finish
