/* SPDX-License-Identifier: MIT */
/*
 * What the files here offer each other: a look at one living process that seems to wait
 * for ever. wait.c asks the kernel, lock.c names the lock, stack.c unwinds, script.c
 * reads an interpreter's frames, judge.c decides; stuck.c puts them in order, record.c
 * keeps what was found for the report. Nothing here ends or wakes a process; its thread
 * is stopped for as long as it is unwound.
 */
#ifndef FORKSEED_STUCK_H
#define FORKSEED_STUCK_H

#include "../outside/outside.h"
#include "../verdicts.h"
#include <elfutils/libdwfl.h>
#include <stdint.h>
#include <sys/types.h>

enum { MOST_THREADS = 256 };

/* The threads of a process; more than there is room for are left out. */
struct threads {
	int list[MOST_THREADS];
	int own[MOST_THREADS]; /* as it knows them (pid_namespaces(7)), and its locks */
	int count;
};

/* What a thread does, as far as /proc tells. */
struct wait {
	int pid, tid;
	struct threads threads; /* of its process, that could do anything for it */
	int others;             /* of its process, that can't: they wait as well */
	enum { WAITS_NOT, WAITS_ON_FUTEX, SPINS } how;
	bool is_private, has_timeout; /* FUTEX_PRIVATE_FLAG; a time limit */
	uint64_t address;             /* of the futex word */
	uint32_t word, expected;      /* what is there; what it slept on */
	bool in_private_memory;       /* no other process can reach the word */
};

/* The kind of what it waits for, by the words around the futex's. */
struct lock {
	char *name;     /* "tzset_lock in libc.so.6", "a mutex on the heap", ... */
	int owner;      /* the thread that holds it; 0: not known */
	bool is_owned;  /* by a thread of the process itself */
	bool is_thread; /* the word is the tid of a thread, which is joined */
	bool is_robust; /* a mutex; these are woken as shared ones, wherever they lie */
	bool is_libcs;  /* it is in libc's own data, and libc's own kind of lock */
	const char
		*shape; /* of glibc's it has, in brackets; NULL: of none that is known */
};

/* How a process came to be, and what is left of where it came from. */
struct origin {
	int parent;                           /* its parent's pid */
	enum { NO, YES, UNKNOWN } was_forked; /* and has executed nothing since */
	bool parent_has_threads;              /* more than one, now */
	bool shares_memory;                   /* with its parent: CLONE_VM */
	bool catches_signals;                 /* with handlers of its own */
};

struct stack {
	struct frame *frames;
	int count;
	const char *why_not;     /* NULL, or why there are none */
	uint64_t thread_pointer; /* 0: not known */
};

/* wait.c. Its first thread, or that one. False when it has ended or can't be looked at;
 * errno says why. */
bool wait_read(struct wait *wait, int pid);
bool wait_read_thread(struct wait *wait, int pid, int tid);
void threads_read(struct threads *threads, int pid);
bool threads_have(const struct threads *threads, int own);
/* Reads `size` bytes of a process's memory; false when not all are there. */
bool peek(int pid, uint64_t address, void *to, size_t size);

/* maps.c: the mapping around an address; false when there is none. */
struct mapping {
	uint64_t start, end;
	bool is_shared;
	char path[512];  /* "" for anonymous memory, "[heap]", ... */
	uint64_t behind; /* anonymous, behind this object's last byte (.bss); 0: not */
};
bool mapping_of(int pid, uint64_t address, struct mapping *mapping);

/* origin.c. A number behind NAME: in a thread's status (proc(5)), in the base given; 0
 * when there is none. */
unsigned long long status_number(int pid, int tid, const char *name, int base);
struct origin origin_of(int pid);

/* objects.c: the objects of a living process; NULL without memory. */
Dwfl *objects_open(int pid);

/* lock.c */
struct lock lock_of(const struct wait *wait, Dwfl *objects);

/* stack.c, or none/stack.c where libunwind was not to be had. */
struct stack stack_of(int pid, int tid, Dwfl *objects);

/* script.c: what a script was executing there; without text where nothing is known. */
struct outside_script stuck_script(const struct wait *wait, const struct stack *stack,
				   Dwfl *objects);

/* judge.c: why it will wait for ever, or NULL: then it may still be woken. */
const char *judge(const struct wait *wait, const struct lock *lock,
		  const struct origin *origin, const struct stack *stack);

/* Whether it is a lock that it waits for, and not a condition or the like. */
bool judge_is_lock(const struct wait *wait, const struct stack *stack);

/* several.c: of a process with several threads, all of which wait for ever: one that
 * waits for a lock which none of them holds, or for the end of a thread that is none of
 * them. False when there is none. */
bool several_wait(struct wait *wait, int pid, Dwfl *objects);

/* record.c: adds the finding to the recording of `file`; makes verdicts of all such. */
struct stuck_record;
struct found {
	int pid;
	const char *program, *what;
	const struct stack *stack;
	const struct outside_script *script;
};
void stuck_keep(const char *file, const struct found *found);
void stuck_judge(const struct records *records, struct verdicts *verdicts);

/* stuck.c: the whole way for one process; 0 it is stuck, 1 it is not known to be, 125 it
 * can't be told. `file` is the report's, or NULL; `seconds` how long it was seen so. */
int stuck_look(int pid, int seconds, const char *file);

#endif
