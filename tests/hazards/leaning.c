/* SPDX-License-Identifier: MIT */
/* Threads that draw so often in a row that the shim's lock leans to one (core/bias.h),
 * and others that draw then. "turns": one after the other, each while the other sleeps;
 * "filtered": the same where a system call but futex(2) kills, "refused": where futex(2)
 * is refused; "ended": by threads that end; "vfork": with a child that shares memory in
 * between; "signals": while signals keep ending the naps. These print how many numbers
 * are not the stream's. "together N": two threads at once, N times; "unlocked": on a
 * state without any lock; these print how many numbers were lost. "forks N PATIENCE":
 * children of a process one of whose threads draws all the time.
 */
#include "filters.h"
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <sys/time.h>

enum { SEED = 7, BOTH = 200000, ROW = 3000, SECOND_ROW = 80000, THIRD_ROW = 4400000 };

static struct random_data own_data;
static char own_array[128];
static size_t wrong;

static void begin_streams(void)
{
	initstate_r(SEED, own_array, sizeof own_array, &own_data);
	srandom(SEED);
}

static long draw_own(void)
{
	int32_t value;
	random_r(&own_data, &value);
	return value;
}

static void draw_in_order(long count)
{
	for (long i = 0; i < count; i++)
		wrong += random() != draw_own();
}

/* --- one after the other --- */

/* How many the other thread is to draw. */
static volatile long wanted;
static volatile bool served = true;

static void *serve(void *unused)
{
	for (;;) {
		while (served)
			sched_yield();
		draw_in_order(wanted);
		served = true;
	}
	return unused;
}

static void let_other_draw(long count)
{
	wanted = count;
	served = false;
	while (!served)
		sched_yield();
}

/* Its own system calls are behind it when it has drawn. */
static void start_other(void)
{
	pthread_t other;
	require(pthread_create(&other, NULL, serve, NULL) == 0, "thread");
	let_other_draw(1);
}

static void take_turns(void (*before)(void))
{
	start_other();
	if (before)
		before();
	draw_in_order(ROW);
	let_other_draw(SECOND_ROW);
	draw_in_order(THIRD_ROW);
	let_other_draw(10);
	draw_in_order(10);
}

static void allow_little(void)
{
	struct sock_filter code[] = {
		FILTER_LOAD(nr),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_futex, 4, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_sched_yield, 3, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_write, 2, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit_group, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	static char buffer[BUFSIZ];

	setvbuf(stdout, buffer, _IOLBF, sizeof buffer);
	require(filter_install(code, sizeof code / sizeof *code,
			       SECCOMP_FILTER_FLAG_TSYNC) >= 0,
		"filter");
}

static void refuse_futex(void)
{
	require(filter_call(SYS_futex, FILTER_ERROR(ENOSYS), SECCOMP_FILTER_FLAG_TSYNC) >=
			0,
		"filter");
}

static void on_alarm(int number)
{
	(void)number;
}

static void send_signals(void)
{
	const struct itimerval often = {{0, 100}, {0, 100}};

	signal(SIGALRM, on_alarm);
	require(setitimer(ITIMER_REAL, &often, NULL) == 0, "timer");
}

/* --- threads that end, and a child in between --- */

static void *draw_and_end(void *count)
{
	draw_in_order(*(long *)count);
	return NULL;
}

static void draw_in_thread(long count)
{
	pthread_t thread;
	require(pthread_create(&thread, NULL, draw_and_end, &count) == 0, "thread");
	pthread_join(thread, NULL);
}

static void end_and_begin(void)
{
	draw_in_thread(ROW);
	draw_in_thread(10); /* with the pointer of the one before, as a rule */
	draw_in_order(10);
	draw_in_thread(SECOND_ROW);
	draw_in_order(SECOND_ROW);
}

static void share_memory(void)
{
	start_other();
	draw_in_order(ROW);
	for (int i = 0; i < 3; i++) {
		pid_t pid = vfork();
		if (pid == 0) {
			draw_in_order(10);
			_exit(0);
		}
		waitpid(pid, NULL, 0);
		draw_in_order(10);
	}
	let_other_draw(10);
	draw_in_order(10);
}

/* --- at once --- */

static long (*draw)(void);
static long *got, *expected;
static atomic_int ready;

static void *draw_beside(void *to)
{
	long *values = to;
	ready++;
	while (ready < 2)
		sched_yield();
	for (int i = 0; i < BOTH; i++)
		values[i] = draw();
	return NULL;
}

static int compare(const void *a, const void *b)
{
	long x = *(const long *)a, y = *(const long *)b;
	return (x > y) - (x < y);
}

/* Both sorted: how many of those expected are not there. */
static size_t lost(void)
{
	size_t missing = 0;
	qsort(got, 2 * BOTH, sizeof *got, compare);
	qsort(expected, 2 * BOTH, sizeof *expected, compare);
	for (int i = 0, j = 0; i < 2 * BOTH; i++) {
		while (j < 2 * BOTH && got[j] < expected[i])
			j++;
		if (j < 2 * BOTH && got[j] == expected[i])
			j++;
		else
			missing++;
	}
	return missing;
}

static size_t draw_together(void)
{
	pthread_t other;
	begin_streams();
	ready = 0;
	for (int i = 0; i < 2 * BOTH; i++)
		expected[i] = draw_own();
	initstate_r(SEED, own_array, sizeof own_array, &own_data);
	require(pthread_create(&other, NULL, draw_beside, got + BOTH) == 0, "thread");
	draw_beside(got);
	pthread_join(other, NULL);
	return lost();
}

/* Each in a process of its own: there are few turns in one. */
static void together(int times)
{
	size_t *sum = shared_memory(sizeof *sum);
	got = calloc(2 * BOTH, sizeof *got);
	expected = calloc(2 * BOTH, sizeof *expected);
	require(got && expected, "memory");
	for (int i = 0; i < times; i++) {
		pid_t pid = fork();
		if (pid == 0) {
			*sum += draw_together();
			_exit(0);
		}
		waitpid(pid, NULL, 0);
	}
	printf("lost=%zu\n", *sum);
}

/* --- which of them --- */

static const struct {
	const char *name;
	void (*before)(void);
} turns[] = {{"turns", NULL},
	     {"filtered", allow_little},
	     {"refused", refuse_futex},
	     {"signals", send_signals}};

/* Whatever the mode, no thread ends here: that takes system calls. */
static void draw_in_mode(const char *mode)
{
	for (size_t i = 0; i < sizeof turns / sizeof *turns; i++)
		if (strcmp(mode, turns[i].name) == 0)
			take_turns(turns[i].before);
	if (strcmp(mode, "ended") == 0)
		end_and_begin();
	if (strcmp(mode, "vfork") == 0)
		share_memory();
	printf("wrong=%zu\n", wrong);
	fflush(stdout);
	_exit(0);
}

int main(int count, char **words)
{
	const char *mode = count > 1 ? words[1] : "";
	draw = strcmp(mode, "unlocked") == 0 ? draw_own : random;
	begin_streams();
	if (count == 2)
		draw_in_mode(mode);
	else
		together(atoi(words[2]));
	return 0;
}
