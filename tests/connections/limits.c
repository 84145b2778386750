/* SPDX-License-Identifier: MIT */
/* Descriptors that are not what they were, have high numbers or none are left, and
 * children that may do next to nothing: limits CASE. A child uses what it inherited, in
 * between.
 */
#define _GNU_SOURCE
#include "client.h"

#include <sys/resource.h>

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

static void exhaust(int fd, bool for_good)
{
	enum { FEW = 64 };
	struct rlimit limit;
	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = FEW;
	if (for_good)
		limit.rlim_max = FEW;
	setrlimit(RLIMIT_NOFILE, &limit);
	while (dup(fd) >= 0)
		;
	ask(fd, "a child");
	getrlimit(RLIMIT_NOFILE, &limit);
	say("the limit is %s\n", limit.rlim_cur == FEW ? "as it was" : "changed");
}

static void exhaust_for_good(int fd)
{
	exhaust(fd, true);
}

static void exhaust_softly(int fd)
{
	exhaust(fd, false);
}

/* There is no descriptor left to cut it off with. */
static void no_descriptor_left(void)
{
	between(client(), exhaust_for_good);
}

static void soft_limit(void)
{
	between(client(), exhaust_softly);
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
	CASE(reopened_in_parent), CASE(accepted_in_parent), CASE(closefrom_in_child),
	CASE(number_1500), CASE(number_70000), CASE(no_descriptor_left),
	CASE(soft_limit), CASE(duplicated), CASE(stdio),
};
/* clang-format on */

int main(int count, char **words)
{
	return run_case(cases, sizeof cases / sizeof *cases, count > 1 ? words[1] : NULL);
}
