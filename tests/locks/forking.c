/* SPDX-License-Identifier: MIT */
/*
 * Forks of every kind, from handlers, from inside, by several threads; many threads.
 */
#define _GNU_SOURCE
#include "special.h"

static pid_t by_pty(void)
{
	static int terminal = -1; /* closed, it would be a hangup for the child */
	if (terminal >= 0)
		close(terminal);
	return forkpty(&terminal, NULL, NULL, NULL);
}

static atomic_int *reported;

static int run_clone(void *unused)
{
	(void)unused;
	use_time();
	_exit(0);
}

static pid_t by_clone(void)
{
	static char stack[65536] __attribute__((aligned(16)));
	return clone(run_clone, stack + sizeof stack, SIGCHLD, NULL);
}

/* The first child is daemon(3)'s parent: it ends at once, and the daemon reports. */
static pid_t by_daemon(void)
{
	pid_t pid = _Fork();
	if (pid)
		return pid;
	start(keep_busy);
	usleep(3000);
	if (daemon(1, 1) == 0) {
		alarm(2); /* nobody else ends it when it hangs */
		use_time();
		(*reported)++;
	}
	_exit(0);
}

/* Every way to fork but raw ones. */
static void ways(void)
{
	static const struct {
		const char *name;
		pid_t (*make)(void);
	} all[] = {{"fork", fork},
		   {"_Fork", _Fork},
		   {"forkpty", by_pty},
		   {"clone", by_clone}};
	reported = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
			-1, 0);
	start(keep_busy), start(keep_busy);
	usleep(2000);
	for (int way = 0; way < 4; way++) {
		int hung = 0;
		double took;
		for (int i = 0; i < 150 && !(patience < 1000 && hung); i++)
			hung += child_of(all[way].make, use_time, &took);
		printf("%s: hung=%d\n", all[way].name, hung);
	}
	for (int i = 0; i < 20; i++)
		waitpid(by_daemon(), NULL, 0);
	for (double until = now() + patience; *reported < 20 && now() < until;)
		usleep(1000);
	printf("daemon: hung=%d\n", 20 - *reported);
}

static int fork_inside(struct dl_phdr_info *info, size_t size, void *data)
{
	double took;
	(void)info, (void)size;
	*(int *)data += child_of(fork, use_time, &took);
	*(int *)data += took >= SLOW;
	return 1;
}

/* A fork from inside a wrapped call does not wait for itself. */
static void from_inside(void)
{
	int bad = 0;
	start(keep_busy);
	for (int i = 0; i < 50; i++)
		dl_iterate_phdr(fork_inside, &bad);
	printf("from inside: bad=%d\n", bad > 2);
}

static void prepare(void)
{
	use_time();
	syslog(LOG_DEBUG, "x");
}

/* The program's fork handlers call what is wrapped. */
static void from_handlers(void)
{
	int hung = 0;
	double took, slow = 0;
	pthread_atfork(prepare, prepare, prepare);
	start(keep_busy);
	for (int i = 0; i < 50; i++) {
		hung += child_of(fork, use_time, &took);
		slow += took >= SLOW;
	}
	printf("handlers: hung=%d slow=%d\n", hung, slow > 0);
}

static void *log_lines(void *unused)
{
	while (!stop) {
		lock_it();
		use_time();
		unlock_it();
	}
	return unused;
}

/* A logger's handlers take its mutex, under which it asks for the time. */
static void logger(void)
{
	int hung = 0;
	double took, longest = 0;
	pthread_atfork(lock_it, unlock_it, unlock_it);
	start(log_lines);
	for (int i = 0; i < 100; i++) {
		hung += child_of(fork, use_time, &took);
		longest = took > longest ? took : longest;
	}
	printf("logger: hung=%d slow=%d\n", hung, longest >= SLOW);
}

static atomic_int handler_forks, handler_hung;

static void fork_in_handler(int signal)
{
	double took;
	(void)signal;
	handler_hung += child_of(fork, use_time, &took) || took >= SLOW;
	handler_forks++;
}

/* Signal handlers of a thread that is not inside fork, while another one is. */
static void from_signals(void)
{
	sigset_t alarm;
	sigemptyset(&alarm);
	sigaddset(&alarm, SIGALRM);
	pthread_sigmask(SIG_BLOCK, &alarm, NULL);
	start(keep_busy);
	pthread_sigmask(SIG_UNBLOCK, &alarm, NULL);
	signal(SIGALRM, fork_in_handler);
	setitimer(ITIMER_REAL, &(struct itimerval){{0, 5000}, {0, 5000}}, NULL);
	while (handler_forks < 100)
		usleep(1000);
	setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 0}}, NULL);
	printf("signals: hung=%d\n", handler_hung);
}

/* Many threads that come and go: their slots are used again. */
static void *one_call(void *unused)
{
	use_time();
	return unused;
}

static void crowd(void)
{
	double took;
	int hung = 0;
	start(keep_busy);
	for (int round = 0; round < 60; round++) {
		pthread_t threads[100];
		for (int i = 0; i < 100; i++)
			threads[i] = start(one_call);
		for (int i = 0; i < 100; i++)
			pthread_join(threads[i], NULL);
		hung += child_of(fork, use_time, &took);
	}
	printf("crowd: hung=%d\n", hung);
}

/* Children that thread and fork themselves. */
static void generation(void)
{
	double took;
	start(keep_busy), start(keep_busy);
	usleep(1000);
	if (child_of(fork, use_time, &took))
		_exit(1);
}

static void generations(void)
{
	int hung = 0;
	double took;
	start(keep_busy);
	for (int i = 0; i < 100; i++)
		hung += child_of(fork, generation, &took);
	printf("generations: hung=%d\n", hung);
}

static void *in_vain(void *unused)
{
	while (!stop) {
		pid_t pid = fork();
		if (pid == 0)
			_exit(0);
		waitpid(pid, NULL, 0);
	}
	return unused;
}

/* Several threads fork at a time. */
static void forkers(void)
{
	int hung = 0;
	double took;
	start(keep_busy), start(in_vain), start(in_vain);
	for (int i = 0; i < 200; i++)
		hung += child_of(fork, use_time, &took);
	printf("forkers: hung=%d\n", hung);
}

const struct special_case cases[] = {
	{"ways", ways},
	{"inside", from_inside},
	{"handlers", from_handlers},
	{"logger", logger},
	{"signals", from_signals},
	{"crowd", crowd},
	{"generations", generations},
	{"forkers", forkers},
	{NULL, NULL},
};
