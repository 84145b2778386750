/* SPDX-License-Identifier: MIT
 *
 * The file that an audited process tree records into: its layout, which the shim, the
 * launcher and forkseed-audit share, and appending to it. Every process maps the file
 * MAP_SHARED, so that a record needs no descriptor and no system call, and outlives
 * whoever wrote it. What a record means is in findings.h; it is read by audit/.
 *
 * Records begin at multiples of RECORDING_UNIT; a reference to one is its offset in these
 * units, 0 for none. All integers are the machine's; 32-bit and 64-bit programs share a
 * file, so every field lies at a multiple of its size.
 */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RECORDING_MAGIC "forkseed raw\n"
#define RECORDING_SUFFIX ".raw" /* behind the name that FORKSEED_AUDIT gives */

enum {
	RECORDING_VERSION = 4,
	RECORDING_UNIT = 64,
	RECORDING_SIZE = 32 << 20, /* of the file: what it says of itself may be a lie */
	RECORDING_SITES = 8192,    /* places that are told apart; a power of two */
	RECORDING_NAME = 16,
	RECORDING_BUILD_ID = 20,
	RECORDING_REGISTERS = 33,
};

struct recording_mark {
	char magic[16];
	uint32_t version, padding;
	uint64_t size;
};

/* A place that is known: both on one page. */
struct recording_slot {
	_Atomic uint64_t key; /* 0: free */
	_Atomic uint32_t reference;
	uint32_t padding;
};

struct recording {
	struct recording_mark mark;
	int64_t started;         /* CLOCK_REALTIME, seconds */
	_Atomic uint64_t next;   /* where the next record goes; may lie behind the end */
	_Atomic uint64_t lost;   /* records that did not fit */
	_Atomic uint64_t unseen; /* seedings and findings past the limit of a process */
	/* The file of the launcher, which is static and yet hands the shim on. */
	uint64_t launcher_device, launcher_inode;
	struct recording_slot sites[RECORDING_SITES];
};

/* Where the first record lies, behind the head. */
enum {
	RECORDING_FIRST = (sizeof(struct recording) + RECORDING_UNIT - 1) /
			  RECORDING_UNIT * RECORDING_UNIT
};

enum record_kind {
	RECORD_PROCESS = 1,
	RECORD_MODULE,
	RECORD_SITE,
	RECORD_SEED,
	RECORD_FINDING,
	RECORD_ESCAPE,  /* a process that runs, or will run, unseen */
	RECORD_RUNNING, /* by the launcher: how many processes were still running */
	RECORD_SCRIPT,
	RECORD_STUCK,     /* by forkseed-audit: a process that waits for ever */
	RECORD_UNWATCHED, /* by the launcher: a program, and its generators, in words */
	RECORD_EXEC,   /* a program is about to be executed, and the shim will be in it */
	RECORD_OPENED, /* an object that a process opened; number: enum opened_way */
};

struct record {
	_Atomic uint32_t complete;
	uint32_t kind, size; /* in bytes, with this head */
	uint32_t process;
	int64_t time; /* CLOCK_MONOTONIC_COARSE, nanoseconds */
};

enum process_way { WAY_EXEC, WAY_FORK, WAY_UNSEEN };

/* A process, or the program that it became by execve(2). */
struct process_record {
	struct record head;
	_Atomic int32_t pid; /* negative: announced before its fork, and not claimed */
	int32_t ppid;
	uint32_t parent;       /* 0 for a program's first process */
	uint32_t image;        /* the program's first process */
	uint32_t site, script; /* of the fork */
	uint32_t way;
	uint32_t reproducible, by_hooks;
	_Atomic uint32_t seeds, findings;
	char path[]; /* of the program; empty in a forked child */
};

struct module_record {
	struct record head;
	uint64_t base, start, end; /* base: what to add to the file's addresses */
	uint32_t build_id_size, padding;
	unsigned char build_id[RECORDING_BUILD_ID];
	char path[]; /* empty for the program itself */
};

/* A place in the program: registers by DWARF number, and what was on the stack. */
struct site_record {
	struct record head;
	uint32_t registers, stack_size;
	uint32_t is_cut, padding; /* there is more stack, which was not to be had */
	uint64_t pc, sp;
	uint64_t values[RECORDING_REGISTERS];
	unsigned char stack[];
};

/* What an interpreter was executing at a place. */
struct script_record {
	struct record head;
	uint32_t size, is_cut; /* there were more frames */
	char text[]; /* for each frame, the innermost first: file, function, line (0: not
			known), each with a 0 behind it */
};

struct seed_record {
	struct record head;
	char generator[RECORDING_NAME], function[RECORDING_NAME];
	uint64_t seed;
	uint32_t has_seed, is_second; /* the clock's second, or one just before it */
	uint32_t replaced, site, script, padding;
};

struct finding_record {
	struct record head;
	char kind[RECORDING_NAME], generator[RECORDING_NAME];
	uint64_t state; /* a hash of what was inherited: equal ones, equal streams */
	uint32_t healed, seed, site, script;
	uint32_t parent_drew; /* enum drew */
	uint32_t unnumbered, no_entropy, padding;
	char detail[]; /* what else there is to say */
};

enum drew { DREW_UNKNOWN, DREW_NOT, DREW_YES };

/* Why a process is not seen. */
enum escape_cause {
	CAUSE_UNKNOWN,
	CAUSE_NONE,    /* it was not to be: the program could not be executed */
	CAUSE_PRELOAD, /* there is no shim in its LD_PRELOAD */
	CAUSE_OFF,     /* FORKSEED=off */
	CAUSE_STATIC,
	CAUSE_RIGHTS, /* it gains some, so that ld.so ignores LD_PRELOAD */
	CAUSE_IDS,    /* its caller has such: effectively another user than really */
	CAUSE_LIBC,   /* another one */
	CAUSE_MACHINE,
	CAUSE_SHIM, /* it may not read the shim's file, or does not find it */
	/* From here on the shim heals it all the same. */
	CAUSE_AUDIT,   /* there is no FORKSEED_AUDIT */
	CAUSE_OPEN,    /* it can't open the recording */
	CAUSE_ADDRESS, /* it can't map it: there is too little address space */
	CAUSES,
	CAUSE_HEALED = CAUSE_AUDIT,
};

/* What a RECORD_UNWATCHED says where it names no generator. */
#define UNWATCHED_LIBC                                                                   \
	"what it looks up in libc.so.6 by dlsym(3) (from dlopen(NULL), in Python "       \
	"CDLL(None), it is watched)"
#define UNWATCHED_NESTED                                                                 \
	"what it does in an audit of its own (forkseed), which says what was found"

/* What is called by way of it may pass by our hooks. */
enum opened_way {
	OPENED_PLAIN,
	OPENED_DEEP, /* with RTLD_DEEPBIND: it looks elsewhere first */
	OPENED_LIBC, /* libc itself, by its name: dlsym(3) finds libc's functions there */
	OPENED_APART, /* in another namespace (dlmopen(3)), with a libc of its own */
};

struct escape_record {
	struct record head;
	int32_t pid;     /* 0: not known */
	uint32_t number; /* enum escape_cause, opened_way; RECORD_RUNNING: how many */
	char path[];
};

/* A process that will never go on, and its stack then; audit/stuck/record.c has the text.
 */
struct stuck_record {
	struct record head;
	int32_t pid;
	uint32_t size, frames;   /* size: of the text */
	uint32_t script, is_cut; /* its last part, as a script_record has it */
	uint32_t padding;
	char text[];
};

/* Makes the file, mode 0600, its blocks allocated so that no full disk can hurt a
 * process that writes to it later. An errno value, EEXIST where there is one by that
 * name. */
int recording_create(const char *path);

/* Maps the file; NULL with errno where it is not one of ours, or a symbolic link; ENOMEM
 * where there is no address space for it. */
struct recording *recording_map(const char *path);
struct recording *recording_map_open(int fd); /* and closes it */

/* Room for a record, zeroed but for its head, or NULL: then it is counted as lost. */
void *recording_reserve(struct recording *recording, enum record_kind kind, size_t size);

/* Where the reference of a place with this key is kept, or goes; NULL when there is no
 * room for it. */
_Atomic uint32_t *recording_slot(struct recording *recording, uint64_t key);

/* Declares it complete; returns its reference. */
uint32_t recording_commit(struct recording *recording, void *record);
