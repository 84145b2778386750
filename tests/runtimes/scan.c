/* SPDX-License-Identifier: MIT
 *
 * Engines in the program's own memory, in scan_draws.cc. The first argument says where:
 * global, global64, stepwise (as libc++ has it), local (thread-local), heap, device
 * (seeded by std::random_device), row (60 of them), stack (main()'s own); "filtered":
 * global, under a seccomp filter; "reserved": global, and there are addresses that are
 * only reserved; then as forks.h has it.
 */
#include "forks.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#define KINDS(X) X(global) X(global64) X(stepwise) X(local) X(heap) X(device) X(row)
#define X(name) void draw_##name(char line[256]);
KINDS(X)
#undef X
void seed_all(void);
int with_stack(int (*run)(void (*draw)(char *line)));

/* One that allows everything. */
static void filter(void)
{
	struct sock_filter allow = {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW};
	struct sock_fprog program = {1, &allow};
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0))
		exit(3);
}

/* More than any data: nobody is to look at each page. */
static void reserve(void)
{
	if (mmap(NULL, (size_t)1 << 40, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) == MAP_FAILED)
		exit(3);
}

static const struct {
	const char *name;
	struct runtime runtime;
} kinds[] = {
#define X(name) {#name, {NULL, draw_##name, seed_all}},
	KINDS(X)
#undef X
		{"filtered", {filter, draw_global, seed_all}},
	{"reserved", {reserve, draw_global, seed_all}},
};

static int count;
static char **words;
static int run_stack(void (*draw)(char *line))
{
	struct runtime runtime = {NULL, draw, NULL};
	return run_forks(&runtime, count, words);
}

int main(int argc, char **argv)
{
	count = argc - 1;
	words = argv + 1;
	if (argc > 1 && strcmp(argv[1], "stack") == 0)
		return with_stack(run_stack);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (argc > 1 && strcmp(argv[1], kinds[i].name) == 0)
			return run_forks(&kinds[i].runtime, count, words);
	return 2;
}
