/* SPDX-License-Identifier: MIT */
/*
 * Executes a program by each function there is. usage: execs list, or execs FUNCTION
 * full|empty [vfork] PROGRAM: with this environment, or none; prints what the parent
 * finds afterwards. execs bad: arguments that lead nowhere; execs filter: under a filter
 * that kills whoever asks the kernel to read memory, on a stack that is not the thread's.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <spawn.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

static const char *path;
static char **env;
static char *words[2];

static void by_execve(void)
{
	execve(path, words, env);
}
static void by_execv(void)
{
	environ = env, execv(path, words);
}
static void by_execvp(void)
{
	environ = env, execvp(path, words);
}
static void by_execvpe(void)
{
	execvpe(path, words, env);
}
static void by_execl(void)
{
	environ = env, execl(path, path, NULL);
}
static void by_execlp(void)
{
	environ = env, execlp(path, path, NULL);
}
static void by_execle(void)
{
	execle(path, path, NULL, env);
}
static void by_fexecve(void)
{
	fexecve(open(path, O_RDONLY | O_CLOEXEC), words, env);
}
static void by_execveat(void)
{
	syscall(SYS_execveat, AT_FDCWD, path, words, env, 0);
}
static void by_syscall(void)
{
	syscall(SYS_execve, path, words, env);
}

static void spawned(int error, pid_t pid)
{
	if (error == 0)
		waitpid(pid, NULL, 0);
}

static void by_posix_spawn(void)
{
	pid_t pid = 0;
	spawned(posix_spawn(&pid, path, NULL, NULL, words, env), pid);
}

static void by_posix_spawnp(void)
{
	pid_t pid = 0;
	spawned(posix_spawnp(&pid, path, NULL, NULL, words, env), pid);
}

#if __GLIBC_PREREQ(2, 39)
static void with_pidfd(int error, int pidfd)
{
	if (error == 0)
		waitid(P_PIDFD, (id_t)pidfd, &(siginfo_t){0}, WEXITED);
}

static void by_pidfd_spawn(void)
{
	int pidfd = -1;
	with_pidfd(pidfd_spawn(&pidfd, path, NULL, NULL, words, env), pidfd);
}

static void by_pidfd_spawnp(void)
{
	int pidfd = -1;
	with_pidfd(pidfd_spawnp(&pidfd, path, NULL, NULL, words, env), pidfd);
}
#endif

static void by_system(void)
{
	environ = env;
	(void)!system(path);
}

static void by_popen(void)
{
	environ = env;
	FILE *output = popen(path, "r");
	for (int c; (c = getc(output)) != EOF;)
		putchar(c);
	pclose(output);
	fflush(stdout);
}

#define X(name)                                                                          \
	{                                                                                \
#name, by_##name                                                         \
	}
static const struct {
	const char *name;
	void (*call)(void);
} functions[] = {X(execve),      X(execv),        X(execvp),  X(execvpe),  X(execl),
		 X(execlp),      X(execle),       X(fexecve), X(execveat), X(syscall),
#if __GLIBC_PREREQ(2, 39)
		 X(pidfd_spawn), X(pidfd_spawnp),
#endif
		 X(posix_spawn), X(posix_spawnp), X(system),  X(popen)};
enum { FUNCTIONS = sizeof functions / sizeof *functions };

static int run(const char *name, int in_vfork)
{
	int status = -1;
	errno = 77;
	pid_t pid = in_vfork ? vfork() : fork();
	if (pid == 0) {
		for (int i = 0; i < FUNCTIONS; i++)
			if (strcmp(functions[i].name, name) == 0)
				functions[i].call();
		_exit(0);
	}
	int after = errno;
	waitpid(pid, &status, 0);
	printf("status %d, errno %d\n", status, after);
	return 0;
}

static char **volatile nowhere = (char **)8, **volatile first_page = (char **)1;

static int bad(void)
{
	char **none = nowhere, *wild[] = {(char *)none, NULL};
	int results[] = {execve((char *)none, none, none),         errno,
			 execve("/bin/true", none, environ),       errno,
			 execve("/bin/true", environ, none),       errno,
			 execve("/bin/true", environ, wild),       errno,
			 execve("/no/such", environ, wild),        errno,
			 execve((char *)first_page, environ, 0),   errno,
			 execve("/bin/true", environ, first_page), errno};
	for (size_t i = 0; i < sizeof results / sizeof *results; i++)
		printf("%d ", results[i]);
	puts("");
	return 0;
}

static ucontext_t here, there;

static void on_its_stack(void)
{
	pid_t pid = fork();
	if (pid == 0)
		_exit(random() < 0);
	int status = -1;
	waitpid(pid, &status, 0);
	printf("status %d\n", status);
}

static int filter(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_process_vm_readv, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
	struct sock_fprog program = {sizeof code / sizeof *code, code};
	char *stack = mmap(NULL, 65536, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
		return 9;
	getcontext(&there);
	there.uc_stack.ss_sp = stack;
	there.uc_stack.ss_size = 65536;
	there.uc_link = &here;
	makecontext(&there, on_its_stack, 0);
	return swapcontext(&here, &there);
}

int main(int count, char **given)
{
	static char *nothing[] = {NULL};
	const char *name = count > 1 ? given[1] : "list";
	if (strcmp(name, "bad") == 0)
		return bad();
	if (strcmp(name, "filter") == 0)
		return filter();
	if (count < 4) {
		for (int i = 0; i < FUNCTIONS; i++)
			puts(functions[i].name);
		return 0;
	}
	path = words[0] = given[count - 1];
	env = strcmp(given[2], "full") == 0 ? environ : nothing;
	return run(name, strcmp(given[3], "vfork") == 0);
}
