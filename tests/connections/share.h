/* SPDX-License-Identifier: MIT */
/* What share.py does, for clients in C: the parent, its children, and the lines that they
 * print. What a connection is and how it is asked is the including program's. Settings
 * come from the environment, as for share.py. */
#ifndef TESTS_CONNECTIONS_SHARE_H
#define TESTS_CONNECTIONS_SHARE_H

#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TEXT = 80, CHILDREN_MOST = 64 };

/* The including program's. ask() returns NULL, or what went wrong. */
static void *open_client(void);
static const char *ask_client(void *client, const char *text, char answer[TEXT]);
static void close_client(void *client);

static inline const char *setting(const char *name)
{
	const char *value = getenv(name);

	return value ? value : errx(2, "%s is not set", name), value;
}

static inline int is_setting(const char *name, const char *value)
{
	return !strcmp(setting(name), value);
}

static inline void say(const char *who, const char *what)
{
	dprintf(STDOUT_FILENO, "%s %.*s\n", who, (int)strcspn(what, "\n"), what);
}

static inline void ask(void *client, const char *who, const char *text)
{
	char answer[TEXT] = "", line[3 * TEXT] = "ok";
	const char *error = ask_client(client, text, answer);

	if (error)
		snprintf(line, sizeof(line), "error %s", error);
	else if (strcmp(answer, text))
		snprintf(line, sizeof(line), "WRONG got %s, wanted %s", answer, text);
	say(who, line);
}

static inline void ask_often(void *client, const char *who)
{
	int count = atoi(setting("TEST_QUERIES"));
	char text[TEXT];

	for (int question = 0; question < count; question++) {
		snprintf(text, sizeof(text), "%d-%d", (int)getpid(), question);
		ask(client, who, text);
	}
}

static inline _Noreturn void child(void *client, const int start[2])
{
	char who[16];

	close(start[1]);
	if (read(start[0], who, 1) != 0) /* until the parent has forked all of us */
		errx(2, "read");
	alarm((unsigned)atoi(setting("TEST_PATIENCE")));
	if (!is_setting("TEST_USE", "inherited"))
		client = open_client();
	snprintf(who, sizeof(who), "%d", (int)getpid());
	ask_often(client, who);
	if (is_setting("TEST_END", "close"))
		close_client(client);
	if (is_setting("TEST_END", "return"))
		exit(0);
	_exit(0);
}

static inline void await_child(pid_t pid)
{
	char who[16];
	int status;

	snprintf(who, sizeof(who), "%d", (int)pid);
	if (waitpid(pid, &status, 0) != pid || status)
		say(who, WTERMSIG(status) == SIGALRM ? "hung" : "error wait status");
}

static inline void fork_children(void *client, pid_t *pids, int count)
{
	int start[2];

	if (pipe(start))
		err(2, "pipe");
	for (int i = 0; i < count; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			child(client, start);
		if (pids[i] < 0)
			err(2, "fork");
	}
	close(start[0]);
	close(start[1]);
}

static inline int share(void)
{
	void *client = open_client();
	pid_t pids[CHILDREN_MOST];
	int count = atoi(setting("TEST_CHILDREN"));

	signal(SIGPIPE, SIG_IGN);
	ask(client, "first", "first");
	if (is_setting("TEST_USE", "disposed"))
		close_client(client);
	fork_children(client, pids, count < CHILDREN_MOST ? count : CHILDREN_MOST);
	if (is_setting("TEST_USE", "disposed"))
		client = open_client();
	alarm((unsigned)atoi(setting("TEST_PATIENCE")));
	ask_often(client, "parent");
	for (int i = 0; i < count; i++)
		await_child(pids[i]);
	ask(client, "last", "last");
	_exit(0);
}

#endif
