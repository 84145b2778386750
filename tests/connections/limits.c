/* SPDX-License-Identifier: MIT */
/* Descriptors that are not what they were, have high numbers or none are left, and
 * children that may do next to nothing: limits CASE. A child uses what it inherited, in
 * between.
 */
#define _GNU_SOURCE
#include "client.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>

static int temporary(const char *text)
{
	FILE *file = tmpfile();
	if (!file || fputs(text, file) < 0 || fflush(file) != 0)
		err(3, "a file");
	rewind(file);
	return fileno(file);
}

static void read_there(int fd)
{
	char line[ANSWER];
	say("there: %s\n", get_line(fd, line));
}

static void put_file_there(int fd)
{
	int file = temporary("a file\n");
	dup2(file, fd);
	close(file);
	read_there(fd);
}

/* A child has something else by that number. */
static void reopened_in_child(void)
{
	between(client(), put_file_there);
}

static void put_pair_there(int fd)
{
	int ends[2];
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0 || dup2(ends[0], fd) < 0)
		err(3, "socketpair");
	put_line(ends[1], "a pair");
	read_there(fd);
}

static void pair_in_child(void)
{
	between(client(), put_pair_there);
}

static void own_in_child(int fd)
{
	int own = client();
	dup2(own, fd);
	close(own);
	ask(fd, "its own");
}

static void connected_in_child(void)
{
	between(client(), own_in_child);
}

/* Its parent has, after a fork that noticed the connection. */
static void reopened_in_parent(void)
{
	int fd = client(), file;
	between(fd, put_file_there);
	file = temporary("the parent's file\n");
	dup2(file, fd);
	spawn(read_there, fd);
	wait_all();
}

static void accepted_in_parent(void)
{
	int fd = client(), listening = listen_here();
	between(fd, put_file_there);
	int other = connect_to(own_port);
	int taken = accept(listening, NULL, NULL);
	dup2(taken, fd);
	close(taken);
	put_line(other, "who connected");
	spawn(read_there, fd);
	wait_all();
}

static void close_all(int fd)
{
	char byte;
	closefrom(3);
	ssize_t bytes = read(fd, &byte, 1);
	say("%zd %s\n", bytes, strerrorname_np(errno));
	ask(client(), "its own");
}

static void closefrom_in_child(void)
{
	between(client(), close_all);
}

static void raise_limit(rlim_t wanted)
{
	struct rlimit limit;
	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = wanted;
	if (limit.rlim_max < wanted)
		limit.rlim_max = wanted;
	if (setrlimit(RLIMIT_NOFILE, &limit) < 0) {
		say("the limit is too low\n");
		exit(0);
	}
}

static void at_number(int number)
{
	int fd = client();
	raise_limit((rlim_t)number + 10);
	if (dup2(fd, number) < 0)
		err(3, "dup2");
	close(fd);
	between(number, ask_as_child);
}

static void number_1500(void)
{
	at_number(1500);
}

static void number_70000(void)
{
	at_number(70000);
}

static void exhaust(int fd)
{
	struct rlimit limit = {(rlim_t)fd + 1, (rlim_t)fd + 1};
	while (dup(fd) >= 0 && dup(fd) < 64)
		;
	setrlimit(RLIMIT_NOFILE, &limit);
	ask(fd, "a child");
}

/* There is no descriptor left to cut it off with. */
static void no_descriptor_left(void)
{
	between(client(), exhaust);
}

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

static void copy_and_ask(int fd)
{
	ask(dup(fd), "a child");
}

static void duplicated(void)
{
	between(client(), copy_and_ask);
}

static void ask_by_stdio(int fd)
{
	char line[ANSWER] = "nothing\n";
	FILE *stream = fdopen(fd, "r+");
	fputs("a child\n", stream);
	fflush(stream);
	say("by stdio: %s", fgets(line, sizeof line, stream) ? line : "end\n");
}

static void stdio(void)
{
	between(client(), ask_by_stdio);
}

/* clang-format off */
static const struct named_case cases[] = {
	CASE(reopened_in_child), CASE(pair_in_child), CASE(connected_in_child),
	CASE(reopened_in_parent), CASE(accepted_in_parent),
	CASE(closefrom_in_child), CASE(number_1500), CASE(number_70000),
	CASE(no_descriptor_left), CASE(chrooted), CASE(chrooted_orphan),
	CASE(refused), CASE(strict), CASE(strict_elsewhere), CASE(duplicated),
	CASE(stdio),
};
/* clang-format on */

int main(int count, char **words)
{
	return run_case(cases, sizeof cases / sizeof *cases, count > 1 ? words[1] : NULL);
}
