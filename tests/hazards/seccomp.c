/* SPDX-License-Identifier: MIT */
/*
 * Promises 1 and 7: children that shut themselves into a sandbox before their first draw.
 * getrandom refused (EPERM, ENOSYS, EAGAIN), refused while no clock moves, interrupted
 * again and again (EINTR), or deadly. Prints a line per sandbox and way; judged by
 * seccomp.sh. Usage: seccomp CHILDREN [refuse]: in a sandbox that
 * the program itself starts in. Not here: the filters' code (filters.h).
 */
#include "filters.h"
#include "generators.h"
#include "ways.h"
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/random.h>

enum { INTERRUPTIONS = 5, ERRNO_KEPT = 12345 };

static struct crowd *crowd;
static const struct generator *generator;
static void (*enter_sandbox)(void);
static bool frozen;

/* Comes before libc's, as under libfaketime: in a sandbox without a clock, time stands
   still and siblings must differ by something else. */
int clock_gettime(clockid_t clock, struct timespec *time)
{
	*time = (struct timespec){1000000000, 0};
	return frozen ? 0 : (int)syscall(SYS_clock_gettime, clock, time);
}

static void refuse_with_eperm(void)
{
	require(filter_call(SYS_getrandom, FILTER_ERROR(EPERM), 0) >= 0, "seccomp");
}

static void refuse_with_enosys(void)
{
	require(filter_call(SYS_getrandom, FILTER_ERROR(ENOSYS), 0) >= 0, "seccomp");
}

/* As in early boot: whoever does not want to wait gets nothing, but for GRND_INSECURE. */
static void refuse_with_eagain(void)
{
	require(filter_third_argument(SYS_getrandom, GRND_NONBLOCK,
				      FILTER_ERROR(EAGAIN)) >= 0,
		"seccomp");
}

static void refuse_with_clocks(void)
{
	refuse_with_eperm();
	require(filter_call(SYS_clock_gettime, FILTER_ERROR(EPERM), 0) >= 0, "seccomp");
	frozen = true;
}

static void kill_on_getrandom(void)
{
	require(filter_call(SYS_getrandom, SECCOMP_RET_KILL_PROCESS, 0) >= 0, "seccomp");
}

/* errno is the program's: drawing must leave it alone even where a system call fails. */
static void child(void)
{
	enter_sandbox();
	errno = ERRNO_KEPT;
	draw_report(claim(crowd), generator);
	if (errno != ERRNO_KEPT)
		_exit(93);
}

static void make_children(const struct way *way, size_t count)
{
	struct outcome ignored = {0};

	for (size_t i = 0; i < count; i++) {
		way->make(child, generator->start);
		if (i % 256 == 255)
			watch(&ignored, 10);
	}
}

static void run(const char *sandbox, void (*enter)(void), const struct way *way,
		size_t count)
{
	char label[128];

	crowd = crowd_new(count);
	enter_sandbox = enter;
	generator->start();
	make_children(way, count);
	struct outcome outcome = conclude(crowd, 10);
	snprintf(label, sizeof(label), "%s %s %s missing=%zu", sandbox, way->name,
		 generator->name, count - outcome.reported);
	print_outcome(label, outcome);
	crowd_free(crowd);
}

/* The descriptor through which the parent answers, as numbered in the child; -1: taken.
 */
static atomic_int *listener;

static void be_supervised(void)
{
	int own = filter_call(SYS_getrandom, SECCOMP_RET_USER_NOTIF,
			      SECCOMP_FILTER_FLAG_NEW_LISTENER);

	require(own >= 0, "seccomp listener");
	*listener = own;
	while (*listener >= 0)
		sched_yield();
	close(own);
}

/* Takes the child's listener over, and lets the child go on. */
static int take_listener(pid_t pid)
{
	int handle = (int)syscall(SYS_pidfd_open, pid, 0);
	double start = now();

	while (*listener < 0 && now() - start < 10)
		sched_yield();
	int descriptor = (int)syscall(SYS_pidfd_getfd, handle, *listener, 0);
	require(handle >= 0 && descriptor >= 0, "pidfd_getfd");
	close(handle);
	*listener = -1;
	return descriptor;
}

static bool answer(int descriptor, int error)
{
	struct seccomp_notif question = {0};
	struct seccomp_notif_resp response = {0};

	if (ioctl(descriptor, SECCOMP_IOCTL_NOTIF_RECV, &question) != 0)
		return false;
	response.id = question.id;
	response.error = -error;
	response.flags = error ? 0 : SECCOMP_USER_NOTIF_FLAG_CONTINUE;
	return ioctl(descriptor, SECCOMP_IOCTL_NOTIF_SEND, &response) == 0;
}

/* Answers until the child is gone or silent; returns how often it asked. */
static int supervise(pid_t pid)
{
	struct pollfd listened = {.fd = take_listener(pid), .events = POLLIN};
	int asked = 0;

	while (poll(&listened, 1, 10000) == 1 && listened.revents & POLLIN &&
	       answer(listened.fd, asked < INTERRUPTIONS ? EINTR : 0))
		asked++;
	close(listened.fd);
	return asked;
}

static void run_interrupted(void)
{
	enum { CHILDREN = 10 };
	int asked = 0;

	crowd = crowd_new(CHILDREN);
	enter_sandbox = be_supervised;
	generator->start();
	for (int i = 0; i < CHILDREN; i++) {
		*listener = -1;
		pid_t pid = fork();
		run_in_child(pid, child);
		asked += supervise(pid);
	}
	printf("interrupted fork %s asked=%d", generator->name, asked);
	print_outcome("", conclude(crowd, 10));
	crowd_free(crowd);
}

/* Raw system calls are left out where the child must be prepared by the shim's own hooks.
 */
static void run_deadly(void)
{
	for (int way = 0; way < WAYS; way++)
		if (strncmp(ways[way].name, "SYS_", 4) != 0)
			run("deadly", kill_on_getrandom, &ways[way], 10);
}

static void stay(void)
{
}

/* A program that never had it, not even at its start. */
static int run_refused(char **arguments, size_t children)
{
	if (strcmp(arguments[2], "refuse") == 0) {
		refuse_with_eperm();
		execl("/proc/self/exe", arguments[0], arguments[1], "refused", NULL);
	}
	for (generator = generators; generator < generators + GENERATORS; generator++)
		run("refused from the start", stay, &ways[0], children);
	return 0;
}

int main(int count, char **arguments)
{
	require(count == 2 || count == 3, "usage: seccomp CHILDREN [refuse]");
	size_t children = (size_t)atoi(arguments[1]);

	adopt_orphans();
	if (count == 3)
		return run_refused(arguments, children);
	signal(SIGHUP, SIG_IGN);
	listener = shared_memory(sizeof(*listener));
	for (generator = generators; generator < generators + GENERATORS; generator++) {
		run("eperm", refuse_with_eperm, &ways[0], children);
		run("enosys", refuse_with_enosys, &ways[0], children);
		run("eagain", refuse_with_eagain, &ways[0], children);
		run("no-clock", refuse_with_clocks, &ways[0], children);
		run_interrupted();
		run_deadly();
	}
	return 0;
}
