/* SPDX-License-Identifier: MIT */
/*
 * What a gate must not be harmed by: threads that leave a call without returning, that
 * sit inside for long, forks from anywhere. Usage: special CASE. Prints one line: what a
 * shell test compares, times in coarse steps. Each case ends by itself in 20 seconds.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <pty.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

pid_t _Fork(void);

static const time_t then = 1700000000;
static atomic_int phase, stop;

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void use_time(void)
{
	struct tm m;
	localtime_r(&then, &m);
}

static void *keep_busy(void *unused)
{
	while (!stop)
		use_time();
	return unused;
}

static pthread_t start(void *(*run)(void *))
{
	pthread_t thread;
	pthread_create(&thread, NULL, run, NULL);
	return thread;
}

/* Waits for a child: 1 when it had to be killed. */
static int hangs(pid_t pid, double patience)
{
	double until = now() + patience;
	int status;
	while (waitpid(pid, &status, WNOHANG) == 0) {
		if (now() > until) {
			kill(pid, SIGKILL);
			waitpid(pid, &status, 0);
			return 1;
		}
		usleep(200);
	}
	return status != 0;
}

static double patience = 10000;

/* The gate waits two seconds here, so that no other delay is taken for it. */
enum { SLOW = 1500 };

/* Forks, the child does it; how long the fork took goes to `took`. */
static int child_of(pid_t (*make)(void), void (*work)(void), double *took)
{
	double before = now();
	pid_t pid = make();
	if (pid == 0) {
		work();
		_exit(0);
	}
	*took = now() - before;
	return hangs(pid, patience);
}

static int inside(struct dl_phdr_info *info, size_t size, void *data)
{
	(void)info, (void)size;
	phase = 1;
	double until = now() + *(int *)data;
	while (now() < until)
		usleep(1000);
	return 1;
}

static void *sit_inside(void *unused)
{
	int long_time = 10000;
	dl_iterate_phdr(inside, &long_time);
	return unused;
}

static void wait_for_phase(void)
{
	while (!phase)
		usleep(100);
}

/* Forks five times; prints how many of them waited. */
static void count_slow(const char *what)
{
	int slow = 0, hung = 0;
	for (int i = 0; i < 5; i++) {
		double took;
		hung += child_of(fork, use_time, &took);
		slow += took >= SLOW;
	}
	printf("%s: slow=%d hung=%d\n", what, slow, hung);
}

/* A thread sits inside for long: one fork waits for it, and that is told. */
static void long_stay(void)
{
	start(sit_inside);
	wait_for_phase();
	count_slow("long");
}

/* Inside perror(3), which writes into a pipe that is full: a cancellation point. */
static void *write_in_vain(void *unused)
{
	phase = 1;
	perror("x");
	return unused;
}

static pthread_t start_writer(void)
{
	int ends[2];
	if (pipe2(ends, O_NONBLOCK) < 0)
		exit(1);
	while (write(ends[1], "x", 1) == 1)
		;
	fcntl(ends[1], F_SETFL, 0);
	dup2(ends[1], 2);
	pthread_t thread = start(write_in_vain);
	wait_for_phase();
	usleep(20000);
	return thread;
}

/* A thread is cancelled inside. */
static void cancelled(void)
{
	pthread_t thread = start_writer();
	pthread_cancel(thread);
	pthread_join(thread, NULL);
	count_slow("cancelled");
}

/* The same, and nobody joins it. */
static void cancelled_unjoined(void)
{
	pthread_t thread = start_writer();
	pthread_cancel(thread);
	usleep(100000);
	count_slow("cancelled");
}

static sigjmp_buf away;

static void jump(int signal)
{
	(void)signal;
	siglongjmp(away, 1);
}

static void *leave_by_jump(void *unused)
{
	FILE *pipe = popen("exec sleep 3", "r");
	if (sigsetjmp(away, 1) == 0) {
		phase = 1;
		pclose(pipe);
	}
	phase = 2;
	return keep_busy(unused);
}

/* A handler leaves a call by siglongjmp(3); the thread's later calls are seen. */
static void jumped(void)
{
	signal(SIGUSR1, jump);
	pthread_t thread = start(leave_by_jump);
	wait_for_phase();
	usleep(100000);
	pthread_kill(thread, SIGUSR1);
	while (phase != 2)
		usleep(100);
	int hung = 0, slow = 0;
	for (int i = 0; i < 300; i++) {
		double took;
		hung += child_of(fork, use_time, &took);
		slow += took >= SLOW;
	}
	printf("jumped: slow=%d hung=%d\n", slow > 1, hung);
}

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

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void lock_it(void)
{
	pthread_mutex_lock(&mutex);
}

static void unlock_it(void)
{
	pthread_mutex_unlock(&mutex);
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

/* Mutexes. */
static void *hold_for_minutes(void *unused)
{
	lock_it();
	phase = 1;
	pause();
	return unused;
}

/* A thread holds a mutex for minutes. */
static void minutes(void)
{
	start(hold_for_minutes);
	wait_for_phase();
	count_slow("minutes");
}

static void *lock_and_stay(void *unused)
{
	lock_it();
	phase = 1;
	while (phase == 1)
		usleep(100);
	pause();
	return unused;
}

static int slow_forks(int count)
{
	int slow = 0;
	for (int i = 0; i < count; i++) {
		double took;
		child_of(fork, use_time, &took);
		slow += took >= SLOW;
	}
	return slow;
}

/* A mutex that another thread unlocks than has locked it: one wait, then it is known. */
static void handed(void)
{
	start(lock_and_stay);
	wait_for_phase();
	unlock_it();
	phase = 2;
	printf("handed on: slow=%d\n", slow_forks(5));
}

static void *want_it(void *unused)
{
	phase = 1;
	lock_it();
	return unused;
}

/* The forking thread has the mutex that another one waits for. */
static void owned(void)
{
	lock_it();
	start(want_it);
	wait_for_phase();
	usleep(50000);
	printf("owned: slow=%d\n", slow_forks(5));
}

static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;

static void *wait_for_ever(void *unused)
{
	lock_it();
	phase = 1;
	pthread_cleanup_push((void (*)(void *))unlock_it, NULL);
	for (;;)
		pthread_cond_wait(&condition, &mutex);
	pthread_cleanup_pop(1);
	return unused;
}

/* A thread waits for a condition: it holds nothing. */
static void waiting(void)
{
	start(wait_for_ever);
	wait_for_phase();
	usleep(50000);
	printf("waiting: slow=%d\n", slow_forks(5));
}

/* It is cancelled meanwhile; its cleanup handler unlocks. */
static void cancelled_wait(void)
{
	pthread_t thread = start(wait_for_ever);
	wait_for_phase();
	usleep(50000);
	pthread_cancel(thread);
	pthread_join(thread, NULL);
	printf("cancelled_wait: slow=%d\n", slow_forks(5));
}

static const struct {
	const char *name;
	void (*run)(void);
} cases[] = {{"minutes", minutes},
	     {"handed", handed},
	     {"owned", owned},
	     {"waiting", waiting},
	     {"cancelled_wait", cancelled_wait},
	     {"long", long_stay},
	     {"cancelled", cancelled},
	     {"unjoined", cancelled_unjoined},
	     {"jumped", jumped},
	     {"ways", ways},
	     {"inside", from_inside},
	     {"handlers", from_handlers},
	     {"logger", logger},
	     {"signals", from_signals},
	     {"crowd", crowd},
	     {"generations", generations},
	     {"forkers", forkers}};

int main(int count, char **words)
{
	alarm(60);
	signal(SIGPIPE, SIG_IGN);
	if (count > 2)
		patience = atof(words[2]);
	for (size_t i = 0; count > 1 && i < sizeof cases / sizeof *cases; i++)
		if (strcmp(cases[i].name, words[1]) == 0) {
			cases[i].run();
			fflush(stdout);
			_exit(0);
		}
	return 2;
}
