/* SPDX-License-Identifier: MIT */
/* Children that may do next to nothing, and use what they inherited: sandboxes CASE.
 */
#define _GNU_SOURCE
#include "client.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

static void go_away(void)
{
	if (geteuid() != 0 && unshare(CLONE_NEWUSER) < 0) {
		say("no chroot here\n");
		_exit(0);
	}
	if (mkdir("empty", 0700) < 0 || chroot("empty") < 0 || chdir("/") < 0)
		err(3, "chroot");
}

static void chroot_and_ask(int fd)
{
	go_away();
	ask(fd, "a child");
}

static void chrooted(void)
{
	between(client(), chroot_and_ask);
}

/* Nobody else has it: a daemon that shuts itself in. Its parent is not even a zombie. */
static void chrooted_orphan(void)
{
	int fd = client();
	pid_t parent = getpid();
	ask(fd, "the parent");
	if (fork())
		_exit(0);
	for (int i = 0; i < 2000 && kill(parent, 0) == 0; i++)
		usleep(5000);
	chroot_and_ask(fd);
}

static void filter(const struct sock_filter *filters, unsigned short count)
{
	struct sock_fprog program = {count, (struct sock_filter *)filters};
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
		err(3, "seccomp");
}

#define NUMBER BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr))
#define PERMIT(call)                                                                     \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 1),                           \
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define ELSE(what) BPF_STMT(BPF_RET | BPF_K, what)

static void refuse_and_ask(int fd)
{
	static const struct sock_filter filters[] = {
		NUMBER,         PERMIT(read),       PERMIT(write),
		PERMIT(sendto), PERMIT(exit_group), ELSE(SECCOMP_RET_ERRNO | EPERM)};
	filter(filters, sizeof filters / sizeof *filters);
	ask(fd, "a child");
}

static void refused(void)
{
	between(client(), refuse_and_ask);
}

/* A helper that shuts itself in, and has its parent's memory. */
static void helper(void)
{
	int fd = client();
	pid_t pid = vfork();
	if (pid == 0) {
		prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT);
		syscall(SYS_exit, 0);
	}
	waitpid(pid, NULL, 0);
	between(fd, ask_as_child);
}

/* What it inherited otherwise, its parent's pipe, it may use. */
static int inherited_pipe[2];

static void only_read_and_write(int fd)
{
	char line[ANSWER];
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT) < 0)
		_exit(3);
	if (write(inherited_pipe[1], "through a pipe\n", 15) != 15)
		syscall(SYS_exit, 4);
	say("%s\n", get_line(inherited_pipe[0], line));
	if (fd >= 0) {
		ssize_t bytes = write(fd, "a child\n", 8);
		say("%s\n", bytes == 8 ? get_line(fd, line) : "cut off");
	}
	syscall(SYS_exit, 0);
}

static void strict(void)
{
	if (pipe(inherited_pipe) < 0)
		err(3, "pipe");
	between(client(), only_read_and_write);
}

static void strict_and_idle(int fd)
{
	(void)fd;
	only_read_and_write(-1);
}

static void strict_elsewhere(void)
{
	if (pipe(inherited_pipe) < 0)
		err(3, "pipe");
	between(client(), strict_and_idle);
}

/* clang-format off */
static const struct named_case cases[] = {
	CASE(chrooted), CASE(chrooted_orphan), CASE(refused),
	CASE(strict), CASE(strict_elsewhere), CASE(helper),
};
/* clang-format on */

int main(int count, char **words)
{
	return run_case(cases, sizeof cases / sizeof *cases, count > 1 ? words[1] : NULL);
}
