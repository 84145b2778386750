/* SPDX-License-Identifier: MIT */
/* The steps of a process that forks, each announced by a write to descriptor -1, which
 * strace(1) shows: what it asks of the kernel, step by step. With the word prctl or
 * seccomp it first puts a filter on itself by that function, which kills for whatever
 * fork(3), waitpid(2) and their ends need not; with one word more its child draws all the
 * same.
 */
#define _GNU_SOURCE
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static struct sockaddr_in address = {.sin_family = AF_INET};

static void step(const char *name)
{
	ssize_t told = write(-1, name, strlen(name));
	(void)told;
}

#define PERMIT(call)                                                                     \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 1),                           \
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

static void kill_but_for_forks(const char *by)
{
	static struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		PERMIT(clone),
		PERMIT(wait4),
		PERMIT(write),
		PERMIT(exit_group),
		PERMIT(set_robust_list),
		PERMIT(rt_sigprocmask),
		PERMIT(gettid),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)};
	struct sock_fprog program = {sizeof code / sizeof *code, code};
	bool by_prctl = strcmp(by, "prctl") == 0;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    (by_prctl ? prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)
		      : syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program)))
		exit(3);
}

static int begin_listening(void)
{
	socklen_t size = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(fd, (void *)&address, size) || listen(fd, 1) ||
	    getsockname(fd, (void *)&address, &size))
		exit(2);
	return fd;
}

static void be_child(int client, int set, bool draws, bool uses)
{
	struct epoll_event event;
	step("draw");
	if (draws && random() < 0)
		_exit(1);
	step("use");
	if (uses && send(client, "x", 1, MSG_NOSIGNAL) > 1)
		_exit(2);
	step("epoll");
	if (uses && epoll_wait(set, &event, 1, 0) > 1)
		_exit(3);
	step("end");
	_exit(5);
}

int main(int count, char **words)
{
	int status = -1, listener = begin_listening(), set = epoll_create1(0);
	struct epoll_event event = {.events = EPOLLIN};
	char line[32];
	step("socket");
	int client = socket(AF_INET, SOCK_STREAM, 0);
	step("connect");
	if (connect(client, (void *)&address, sizeof address) ||
	    epoll_ctl(set, EPOLL_CTL_ADD, client, &event) ||
	    accept(listener, NULL, NULL) < 0)
		return 2;
	step("filter");
	if (count > 1)
		kill_but_for_forks(words[1]);
	step("fork");
	pid_t child = fork();
	if (child == 0)
		be_child(client, set, count != 2, count == 1);
	step("wait");
	waitpid(child, &status, 0);
	step("last");
	int length = snprintf(line, sizeof line, "child status %#x\n", (unsigned)status);
	return write(STDOUT_FILENO, line, (size_t)length) != length;
}
