/* SPDX-License-Identifier: MIT */
/*
 * The stack of a living thread by libunwind's ptrace interface (libunwind-ptrace(3)), its
 * functions, files and lines by elfutils. PTRACE_SEIZE sends no signal, and a wait
 * without a time limit goes on where it was when the thread is let go.
 */
#include "../../launcher/roots.h"
#include "../symbols.h"
#include "stuck.h"

#include <elf.h>
#include <errno.h>
#include <libunwind-ptrace.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <time.h>

enum { MOST_FRAMES = 64, FEW_FRAMES = 3, PATIENCE_MS = 1000 };

/* One that sleeps in the kernel for good does not stop: it is let go again. */
static bool stops(int tid, int *status)
{
	const struct timespec pause = {0, 1000000};
	for (int i = 0; i < PATIENCE_MS; i++) {
		pid_t got = waitpid(tid, status, __WALL | WNOHANG);
		if (got != 0)
			return got == tid;
		nanosleep(&pause, NULL);
	}
	return false;
}

/* NULL, or why not. */
static const char *stop(int tid)
{
	int status;
	if (ptrace(PTRACE_SEIZE, tid, NULL, NULL) < 0)
		return errno == EPERM ? "ptrace(2) is not permitted here"
				      : strerror(errno);
	if (ptrace(PTRACE_INTERRUPT, tid, NULL, NULL) < 0 || !stops(tid, &status)) {
		ptrace(PTRACE_DETACH, tid, NULL, NULL);
		return "it does not stop";
	}
	return WIFSTOPPED(status) ? NULL : "it has just ended";
}

/* Where it was, the innermost first. */
struct places {
	uint64_t pc[MOST_FRAMES];
	bool is_exact[MOST_FRAMES]; /* not behind a call */
	int count;
};

static void unwind(struct places *places, unw_addr_space_t space, void *who)
{
	unw_cursor_t cursor;
	unw_word_t pc;
	if (unw_init_remote(&cursor, space, who) < 0)
		return;
	do {
		if (unw_get_reg(&cursor, UNW_REG_IP, &pc) < 0 || pc == 0)
			return;
		places->is_exact[places->count] =
			places->count == 0 || unw_is_signal_frame(&cursor) > 0;
		places->pc[places->count++] = pc;
	} while (places->count < MOST_FRAMES && unw_step(&cursor) > 0);
}

/* Where the thread's own memory is: the register that says it. */
static uint64_t thread_pointer(int tid)
{
	uint64_t words[64] = {0};
	struct iovec registers = {words, sizeof words};
#ifdef __x86_64__
	const int kind = NT_PRSTATUS;
	const size_t at = offsetof(struct user_regs_struct, fs_base) / sizeof *words;
#else
	const int kind = 0x401; /* NT_ARM_TLS: that register alone */
	const size_t at = 0;
#endif
	return ptrace(PTRACE_GETREGSET, tid, (void *)(uintptr_t)kind, &registers) < 0
		       ? 0
		       : words[at];
}

static void walk(struct places *places, int tid)
{
	unw_addr_space_t space = unw_create_addr_space(&_UPT_accessors, 0);
	void *who = space ? _UPT_create(tid) : NULL;
	if (who) {
		unwind(places, space, who);
		_UPT_destroy(who);
	}
	if (space)
		unw_destroy_addr_space(space);
}

/* By elfutils, where libunwind would open files that are others' here, or does not get
 * far (a libc that is newer than it). */
static int add_frame(Dwfl_Frame *frame, void *data)
{
	struct places *places = data;
	Dwarf_Addr pc;
	bool is_exact;
	if (!dwfl_frame_pc(frame, &pc, &is_exact) || pc == 0 ||
	    places->count == MOST_FRAMES)
		return DWARF_CB_ABORT;
	places->is_exact[places->count] = is_exact;
	places->pc[places->count++] = pc;
	return DWARF_CB_OK;
}

static void walk_by_objects(struct places *places, int pid, int tid, Dwfl *objects)
{
	struct places found = {.count = 0};
	if (objects &&
	    (dwfl_pid(objects) > 0 || dwfl_linux_proc_attach(objects, pid, true) == 0))
		dwfl_getthread_frames(objects, tid, add_frame, &found);
	if (found.count > places->count)
		*places = found;
}

static void name(struct stack *stack, const struct places *places, Dwfl *objects)
{
	for (int i = 0; i < places->count && stack->count < MOST_FRAMES; i++) {
		struct frame *frame = stack->frames + stack->count;
		*frame = (struct frame){.pc = places->pc[i]};
		stack->count += symbols_name(objects, frame, MOST_FRAMES - stack->count,
					     places->pc[i] - !places->is_exact[i]);
	}
}

/* It is let go before the names are looked up, which takes far longer. */
struct stack stack_of(int pid, int tid, Dwfl *objects)
{
	struct places places = {.count = 0};
	struct stack stack = {.frames = calloc(MOST_FRAMES, sizeof *stack.frames)};
	stack.why_not = stop(tid);
	if (stack.why_not)
		return stack;
	if (!roots_is_elsewhere(pid))
		walk(&places, tid);
	if (places.count < FEW_FRAMES)
		walk_by_objects(&places, pid, tid, objects);
	stack.thread_pointer = thread_pointer(tid);
	ptrace(PTRACE_DETACH, tid, NULL, NULL);
	name(&stack, &places, objects);
	if (stack.count == 0)
		stack.why_not = "nothing could be unwound";
	return stack;
}
