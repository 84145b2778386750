/* SPDX-License-Identifier: MIT */
/*
 * growth draws|leaks CHILDREN: what a parent's first child and its last one cost,
 * counted: instructions and page faults of a child's first draw, and the parent's
 * resident kilobytes before and behind. Prints the six numbers in pairs. `leaks` is a
 * parent that keeps something of each child, for its children to look through.
 * Instructions are counted by the processor's trap flag: on x86-64; elsewhere they are 0.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

struct node {
	struct node *next;
	long number;
};

static struct {
	long steps, faults;
} * childs; /* in shared memory */
static struct node *kept;
static volatile long looked_at;
static volatile sig_atomic_t is_stepping;

static void keep_one(void)
{
	struct node *node = calloc(1, sizeof *node);
	if (!node)
		abort();
	*node = (struct node){kept, kept ? kept->number + 1 : 1};
	kept = node;
}

static void draw(void)
{
	looked_at = rand();
	for (struct node *node = kept; node; node = node->next)
		looked_at += node->number;
}

/* The first trap is the breakpoint that starts the stepping. */
static void on_trap(int number, siginfo_t *info, void *context)
{
	(void)number, (void)info, (void)context;
	childs->steps++;
#ifdef __x86_64__
	greg_t *flags = &((ucontext_t *)context)->uc_mcontext.gregs[REG_EFL];
	*flags = is_stepping ? *flags | 0x100 : *flags & ~0x100;
#endif
}

static void count_steps(void)
{
	struct sigaction action = {.sa_sigaction = on_trap, .sa_flags = SA_SIGINFO};
	sigaction(SIGTRAP, &action, NULL);
	childs->steps = 0;
	is_stepping = 1;
#ifdef __x86_64__
	__asm__ volatile("int3" ::: "memory");
#endif
	draw();
	is_stepping = 0;
}

static long faults_so_far(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_minflt;
}

/* Once without the draw, for what this takes itself. */
static void count_faults(void)
{
	childs->faults = -faults_so_far();
	childs->faults = -faults_so_far();
	draw();
	childs->faults += faults_so_far();
}

static void one_child(void (*body)(void))
{
	pid_t child = fork();
	if (child == 0) {
		body();
		_exit(0);
	}
	int status;
	if (waitpid(child, &status, 0) != child || status)
		exit(1);
}

static long resident_kilobytes(void)
{
	char line[256];
	long kilobytes = -1;
	FILE *f = fopen("/proc/self/smaps_rollup", "r");
	while (f && fgets(line, sizeof line, f))
		if (sscanf(line, "Rss: %ld", &kilobytes) == 1)
			break;
	if (f)
		fclose(f);
	return kilobytes;
}

static void count(long *steps, long *faults)
{
	one_child(count_steps);
	*steps = childs->steps;
	one_child(count_faults);
	*faults = childs->faults;
}

int main(int argc, char **argv)
{
	long steps[2], faults[2], kilobytes[2];
	childs = mmap(NULL, sizeof *childs, PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (argc != 3 || childs == MAP_FAILED)
		return 2;
	rand();
	count(&steps[0], &faults[0]);
	resident_kilobytes(); /* which takes pages itself, once */
	kilobytes[0] = resident_kilobytes();
	for (long i = atol(argv[2]); i > 0; i--) {
		one_child(draw);
		if (strcmp(argv[1], "leaks") == 0)
			keep_one();
	}
	kilobytes[1] = resident_kilobytes();
	count(&steps[1], &faults[1]);
	printf("%ld %ld %ld %ld %ld %ld\n", steps[0], steps[1], faults[0], faults[1],
	       kilobytes[0], kilobytes[1]);
	return 0;
}
