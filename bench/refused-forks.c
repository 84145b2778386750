/* SPDX-License-Identifier: MIT */
/* refused-forks COUNT: nanoseconds per fork() that the kernel refuses (a seccomp filter
 * answers EAGAIN): all that libc and preloaded objects do around a fork in the parent,
 * and no process made; the best of ten turns. A real fork is a thousand times dearer and
 * too noisy to tell a few nanoseconds. Also what valgrind counts instructions of. */
#include "bench.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

enum { TURNS = 10 };

/* fork() is clone(2) in glibc (sysdeps/unix/sysv/linux/arch-fork.h). */
static void refuse_forks(void)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EAGAIN),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		give_up("seccomp");
}

static double one_turn(long count)
{
	double start = now_ns();
	for (long i = 0; i < count; i++)
		if (fork() != -1)
			exit(1);
	return (now_ns() - start) / (double)count;
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fputs("usage: refused-forks COUNT\n", stderr);
		return 2;
	}
	long count = atol(argv[1]);
	pin_to_this_core();
	refuse_forks();
	double best = one_turn(count / TURNS);
	for (int i = 1; i < TURNS; i++) {
		double took = one_turn(count / TURNS);
		best = took < best ? took : best;
	}
	printf("%.4f\n", best);
	return 0;
}
