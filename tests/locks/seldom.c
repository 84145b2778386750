/* SPDX-License-Identifier: MIT */
/*
 * What few programs with threads do: children of children, other forms of a function, a
 * handler on a stack of its own inside a call, a filter that comes late.
 */
#define _GNU_SOURCE
#include "special.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <locale.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

enum { BRIEFLY = 500 };

static int stop_at_first(struct dl_phdr_info *info, size_t size, void *data)
{
	(void)info, (void)size, (void)data;
	return 1;
}

static void use_loader(void)
{
	dl_iterate_phdr(stop_at_first, NULL);
}

static int sit(struct dl_phdr_info *info, size_t size, void *unused)
{
	(void)info, (void)size, (void)unused;
	phase = 1;
	while (!stop)
		usleep(1000);
	return 1;
}

static void *sit_inside(void *unused)
{
	dl_iterate_phdr(sit, NULL);
	return unused;
}

static void fork_and_use(void)
{
	pid_t pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		use_loader();
		_exit(0);
	}
	_exit(hangs(pid, BRIEFLY));
}

/* A child that needs nothing has one that does. */
static void grandchild(void)
{
	double took;
	start(sit_inside);
	wait_for_phase();
	patience = 10 * BRIEFLY;
	printf("grandchild: hung=%d\n", child_of(fork, fork_and_use, &took));
}

static void *use_loader_too(void *unused)
{
	use_loader();
	return unused;
}

static void start_and_wait(void)
{
	pthread_join(start(use_loader_too), NULL);
}

/* A child's thread needs what the child itself does not. */
static void threads_child(void)
{
	double took;
	start(sit_inside);
	wait_for_phase();
	patience = BRIEFLY;
	printf("threads: hung=%d\n", child_of(fork, start_and_wait, &took));
}

static void *wait_for_another(void *unused)
{
	pclose(popen("exec sleep 5", "r"));
	return unused;
}

/* A dozen threads are inside what no child needs, before the one that matters. */
static void crowd(void)
{
	double took;
	for (int i = 0; i < 12; i++)
		start(wait_for_another);
	usleep(1000L * BRIEFLY);
	start(sit_inside);
	wait_for_phase();
	patience = 10 * BRIEFLY;
	printf("crowd: hung=%d\n", child_of(fork, use_loader, &took));
}

static locale_t plain;

static void use_format(void)
{
	char text[64];
	struct tm m = {.tm_year = 100};
	strftime_l(text, sizeof text, "%Z", &m, plain);
}

static void *keep_formatting(void *unused)
{
	while (!stop)
		use_format();
	return unused;
}

/* Until one of them hangs. */
static void formats(void)
{
	int hung = 0;
	double took;
	plain = newlocale(LC_ALL_MASK, "C", NULL);
	start(keep_formatting);
	patience = 10 * BRIEFLY; /* one that is only slow does not hang */
	for (int i = 0; i < 3000 && !hung; i++)
		hung += child_of(fork, use_format, &took);
	printf("formats: hung=%d\n", hung);
}

static void on_signal(int signal)
{
	(void)signal;
	use_time();
}

/* Goes on with the call when the handler has ended. */
static int interrupted(struct dl_phdr_info *info, size_t size, void *data)
{
	(void)info, (void)size, (void)data;
	raise(SIGUSR1);
	phase = 1;
	usleep(1000L * BRIEFLY);
	return 1;
}

static void *interrupt_itself(void *unused)
{
	static char room[65536];
	const stack_t other = {.ss_sp = room, .ss_size = sizeof room};
	const struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_ONSTACK};
	sigaltstack(&other, NULL);
	sigaction(SIGUSR1, &action, NULL);
	dl_iterate_phdr(interrupted, NULL);
	return unused;
}

/* The call that the handler came into holds its lock all the same. */
static void other_stack(void)
{
	double took;
	use_time();
	start(interrupt_itself);
	wait_for_phase();
	patience = 4 * BRIEFLY;
	printf("other stack: hung=%d\n", child_of(fork, use_loader, &took));
}

static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;

/* So long that a fork gives up; then as long as a fork waits, once it has waited itself.
 */
static void *hold_twice(void *unused)
{
	struct timespec soon;
	pthread_mutex_lock(&mutex);
	phase = 1;
	usleep(3000L * BRIEFLY);
	clock_gettime(CLOCK_REALTIME, &soon);
	pthread_cond_timedwait(&condition, &mutex, &soon);
	phase = 2;
	usleep(500L * BRIEFLY);
	pthread_mutex_unlock(&mutex);
	return unused;
}

static void do_nothing(void)
{
}

/* What was given up ends with the wait: the mutex is held anew. */
static void given_up(void)
{
	double took, again;
	start(hold_twice);
	wait_for_phase();
	child_of(fork, do_nothing, &took);
	while (phase != 2)
		usleep(100);
	patience = 4 * BRIEFLY;
	printf("given up: hung=%d\n", child_of(fork, lock_it, &again));
}

/* membarrier(2) is refused from here on. */
static void refuse(void)
{
	static struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_membarrier, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
	struct sock_fprog program = {sizeof code / sizeof *code, code};
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
		exit(3);
}

static void late_filter(void)
{
	int hung = 0;
	double took;
	start(keep_busy);
	for (int i = 0; i < 600 && !(patience < 1000 && hung); i++) {
		if (i == 5)
			refuse();
		hung += child_of(fork, use_time, &took);
	}
	printf("late filter: hung=%d\n", hung);
}

const struct special_case cases[] = {
	{"grandchild", grandchild},
	{"formats", formats},
	{"crowd", crowd},
	{"other_stack", other_stack},
	{"late_filter", late_filter},
	{"given_up", given_up},
	{"threads", threads_child},
	{NULL, NULL},
};
