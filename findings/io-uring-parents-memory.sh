#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# An io_uring that a forked child inherits, by which it reads a file into a buffer of its own private
# memory. One expects the data there or, as with the kernel's older AIO contexts, an error. Seen with
# liburing 2.3 (Debian 12) and Linux 6.18: each read succeeds with the full count, and where its bytes
# are depends on how the ring was set up. A plain ring's are in the child's buffer. With registered
# buffers, or with IORING_SETUP_SQPOLL, the child's buffer is as it was, and its *parent's*, at the
# same address, has changed: registered pages are those of who registered them, and the polling thread
# works in the memory of the process that made the ring. With IORING_SETUP_SINGLE_ISSUER the submission
# is refused (EEXIST). The manual tells how to keep a ring from children, not this.
. "$(dirname "$0")/lib.bash"
packages liburing2=2.3-3 liburing-dev=2.3-3
echo "kernel: $(uname -r)"

compile -l:liburing.so.2 <<'END_OF_PROGRAM'
#include <errno.h>
#include <fcntl.h>
#include <liburing.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
static struct io_uring ring;
static char *buffer;
/* What becomes of a read of 4 bytes, 5 seconds later at the latest. */
static const char *reads(int fd, int registered)
{
	struct io_uring_sqe *entry = io_uring_get_sqe(&ring);
	struct io_uring_cqe *done;
	struct __kernel_timespec limit = {5, 0};
	if (registered)
		io_uring_prep_read_fixed(entry, fd, buffer, 4, 0, 0);
	else
		io_uring_prep_read(entry, fd, buffer, 4, 0);
	int submitted = io_uring_submit(&ring);
	if (submitted < 0)
		return submitted == -EEXIST ? "refused" : "error";
	if (io_uring_wait_cqe_timeout(&ring, &done, &limit) != 0)
		return "lost";
	return done->res == 4 ? "read" : "short";
}
int main(int argc, char **argv)
{
	if (argc < 3)
		return 2;
	int registered = strcmp(argv[2], "registered") == 0;
	struct io_uring_params how = {.sq_thread_idle = 5000};
	if (strcmp(argv[2], "polled") == 0)
		how.flags = IORING_SETUP_SQPOLL;
	if (strcmp(argv[2], "single") == 0)
		how.flags = IORING_SETUP_SINGLE_ISSUER;
	int fd = open(argv[1], O_RDONLY);
	buffer = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct iovec page = {buffer, 4096};
	if (io_uring_queue_init_params(8, &ring, &how) != 0)
		return 77; /* switched off, or too old a kernel */
	if (registered && io_uring_register_buffers(&ring, &page, 1) != 0)
		return 77;
	memcpy(buffer, "old", 4);
	if (fork() == 0) {
		const char *what = reads(fd, registered);
		printf("%s, its own buffer %s, ", what, memcmp(buffer, "old", 4) ? "new" : "old");
		fflush(stdout);
		_exit(0);
	}
	wait(NULL);
	printf("its parent's %s\n", memcmp(buffer, "old", 4) ? "new" : "old");
	return 0;
}
END_OF_PROGRAM

by() {
	run "$tmp/program" "$0" "$1" >"$tmp/told"
	[ $? != 77 ] || {
		echo "no io_uring here: $1"
		exit 77
	}
}
for how in plain registered polled single; do
	by $how
	case $how in
	plain) wanted="read, its own buffer new, its parent's old" ;;
	single) wanted="refused, its own buffer old, its parent's old" ;;
	*) wanted="read, its own buffer old, its parent's new" ;;
	esac
	seen "$wanted" "ring $how, a child reads" "$(cat "$tmp/told")"
done
finish
