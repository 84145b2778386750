/* SPDX-License-Identifier: MIT */
/* Programs whose children rightly use a connection of their parent's: patterns CASE. One
 * of the two has it alone, or they take turns, or have a direction each. And one that is
 * wrong.
 */
#define _GNU_SOURCE
#include "client.h"

static struct gate turn, turn_back;

static void daemonised(void)
{
	int fd = client();
	ask(fd, "before");
	if (daemon(1, 1) < 0)
		exit(3);
	ask(fd, "the daemon");
	ask(fd, "the daemon again");
}

static void double_fork(void)
{
	int fd = client();
	ask(fd, "before");
	if (fork())
		_exit(0);
	setsid();
	if (fork())
		_exit(0);
	ask(fd, "the grandchild");
	ask(fd, "the grandchild again");
}

static void parent_died(void)
{
	int fd = client();
	turn = gate();
	ask(fd, "before");
	if (fork() == 0) {
		close(turn.ends[1]);
		char byte;
		if (read(turn.ends[0], &byte, 1) == 0) /* the parent's end is gone */
			ask(fd, "the orphan");
		ask(fd, "the orphan again");
	}
}

static void hand_over(int fd)
{
	await(turn);
	ask(fd, "the child");
	ask(fd, "the child again");
}

static void handed_over(void)
{
	int fd = client();
	turn = gate();
	ask(fd, "the parent");
	spawn(hand_over, fd);
	close(fd);
	go(turn);
	wait_all();
}

static void handed_over_as_copy(void)
{
	int fd = client(), copy = dup(fd);
	turn = gate();
	ask(fd, "the parent");
	close(fd);
	spawn(hand_over, copy);
	dup2(turn.ends[0], copy); /* closes it */
	go(turn);
	wait_all();
}

static void ask_twice(int fd)
{
	ask(fd, "a child");
	ask(fd, "a child again");
}

/* As it is written mostly: nobody waits for the parent's close(). */
static void handed_over_at_once(void)
{
	int fd = client();
	spawn(ask_twice, fd);
	close(fd);
	wait_all();
}

static void borrowed(void)
{
	int fd = client();
	ask(fd, "the parent");
	for (int i = 0; i < 3; i++) {
		spawn(ask_twice, fd);
		wait_all();
	}
	ask(fd, "the parent at last");
}

static void read_lines(int fd)
{
	char line[ANSWER];
	for (int i = 0; i < 20; i++)
		say("%s\n", get_line(fd, line));
}

static void write_lines(int fd)
{
	char line[32];
	for (int i = 0; i < 20; i++) {
		snprintf(line, sizeof line, "question %d", i);
		put_line(fd, line);
	}
}

static void child_reads(void)
{
	int fd = client();
	spawn(read_lines, fd);
	write_lines(fd);
	wait_all();
}

static void child_writes(void)
{
	int fd = client();
	spawn(write_lines, fd);
	read_lines(fd);
	wait_all();
}

/* UNIX Network Programming's way: the parent writes, and ends that direction. */
static void child_reads_to_the_end(void)
{
	int fd = client();
	spawn(read_lines, fd);
	write_lines(fd);
	shutdown(fd, SHUT_WR);
	wait_all();
}

static void write_to_the_end(int fd)
{
	write_lines(fd);
	shutdown(fd, SHUT_WR);
}

static void child_writes_to_the_end(void)
{
	int fd = client();
	spawn(write_to_the_end, fd);
	read_lines(fd);
	wait_all();
}

static void pass(int over, int fd)
{
	char byte = 0, room[CMSG_SPACE(sizeof fd)] = {0};
	struct iovec part = {&byte, 1};
	struct msghdr message = {.msg_iov = &part,
				 .msg_iovlen = 1,
				 .msg_control = room,
				 .msg_controllen = sizeof room};
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);
	*header = (struct cmsghdr){.cmsg_level = SOL_SOCKET,
				   .cmsg_type = SCM_RIGHTS,
				   .cmsg_len = CMSG_LEN(sizeof fd)};
	memcpy(CMSG_DATA(header), &fd, sizeof fd);
	if (sendmsg(over, &message, 0) != 1)
		err(3, "SCM_RIGHTS");
}

static int receive(int over)
{
	int fd = -1;
	char byte, room[CMSG_SPACE(sizeof fd)];
	struct iovec part = {&byte, 1};
	struct msghdr message = {.msg_iov = &part,
				 .msg_iovlen = 1,
				 .msg_control = room,
				 .msg_controllen = sizeof room};
	if (recvmsg(over, &message, 0) != 1 || !CMSG_FIRSTHDR(&message))
		err(3, "SCM_RIGHTS");
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof fd);
	return fd;
}

static void use_what_comes(int over)
{
	int fd = receive(over);
	ask(fd, "who was sent it");
	ask(fd, "who was sent it, again");
}

static void passed_by_rights(void)
{
	int ends[2], fd;
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		err(3, "socketpair");
	spawn(use_what_comes, ends[1]);
	fd = client();
	ask(fd, "the sender");
	pass(ends[0], fd);
	wait_all();
	ask(fd, "the sender at last");
}

static void be_shell(int fd)
{
	dup2(fd, 5);
	execl("/bin/sh", "sh", "-c",
	      "echo over exec >&5; read -r line <&5; echo \"$line\"", (char *)NULL);
}

/* Handed to a program: who executes one tells it what it may use. */
static void handed_to_program(void)
{
	int fd = client();
	ask(fd, "the parent");
	spawn(be_shell, fd);
	wait_all();
	ask(fd, "the parent at last");
}

/* No pattern: what a checker of patterns must not let pass. */
static void wrong(void)
{
	int fd = client();
	turn = gate(), turn_back = gate();
	ask(fd, "the parent");
	if (fork() == 0) {
		ask(fd, "a child");
		go(turn);
		await(turn_back);
		ask(fd, "a child again");
		_exit(0);
	}
	await(turn);
	ask(fd, "the parent at last");
	go(turn_back);
	wait_all();
}

#define CASE(name)                                                                       \
	{                                                                                \
#name, name                                                              \
	}

/* clang-format off */
static const struct named_case cases[] = {
	CASE(daemonised),
	CASE(double_fork),
	CASE(parent_died),
	CASE(handed_over),
	CASE(handed_over_as_copy), CASE(handed_over_at_once),
	CASE(borrowed),
	CASE(child_reads),
	CASE(child_writes),
	CASE(child_reads_to_the_end),
	CASE(child_writes_to_the_end), CASE(passed_by_rights),
	CASE(handed_to_program),
	CASE(wrong),
};
/* clang-format on */

int main(int count, char **words)
{
	return run_case(cases, sizeof cases / sizeof *cases, count > 1 ? words[1] : NULL);
}
