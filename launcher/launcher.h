/* SPDX-License-Identifier: MIT */
/*
 * What the launcher's files offer each other; main.c puts them together in order.
 * The launcher runs for a moment and then execs, so nothing here is ever freed.
 */
#ifndef FORKSEED_LAUNCHER_H
#define FORKSEED_LAUNCHER_H

#include "doctor/elf-file.h"
#include <signal.h>
#include <stdbool.h>

/* The shim is for the libc of CC, whichever the launcher is linked with (static.mk). */
#if defined __GLIBC__ || defined FOR_GLIBC
#define SHIM_IS_FOR_GLIBC 1
#else
#define SHIM_IS_FOR_GLIBC 0
#endif

/* As env(1): the launcher's own error, found but not executable, not found. */
enum { EXIT_OWN_ERROR = 125, EXIT_CANNOT_EXECUTE = 126, EXIT_NOT_FOUND = 127 };

#define SENTINEL __attribute__((sentinel))

/* say.c: the parts, up to NULL, as one string; as one line on stderr; and then exit. */
char *join(const char *first, ...) SENTINEL;
void say(const char *first, ...) SENTINEL;
_Noreturn void die(int status, const char *first, ...) SENTINEL;
void print(const char *text);
void tell(const char *first, ...) SENTINEL; /* one line on stdout */

/* options-table.c, options.c */
enum option_kind {
	OPTION_CHOICE, /* a setting: one of its values */
	OPTION_LIST,   /* a setting: some of its values, separated by commas */
	OPTION_TEXT,   /* a setting: any text that is neither empty nor too long */
	OPTION_FILE,   /* a setting: a file, which becomes absolute */
	OPTION_SECONDS,
	OPTION_VARIABLE,    /* a setting: the name of a variable */
	OPTION_CONNECTIONS, /* a setting: a mode, and words behind commas */
	OPTION_PEERS,       /* a setting: peers, separated by commas */
	OPTION_LOCKS,       /* a setting: a mode, and words behind commas */
	OPTION_AUDIT,
	OPTION_CHECK,
	OPTION_REPORT,
	OPTION_FORMAT,
	OPTION_FORCE,
	OPTION_DOCTOR,
	OPTION_PID,
	OPTION_DROPIN,
	OPTION_ENV_FILE,
	OPTION_LIST_RUNTIMES,
	OPTION_HELP,
	OPTION_VERSION,
};

struct option {
	enum option_kind kind;
	const char *name;
	const char *variable; /* the same setting in the environment */
	const char *values;   /* what it takes: the known ones, or a word for any */
	const char *help;
	bool is_optional; /* its value is, and therefore needs "=" */
};

enum { MOST_FORMATS = 8 };

/* In the help, where an option's text begins, behind two blanks; and its next line. */
enum { HELP_COLUMN = 28 };
#define NEXT_LINE "\n                              "

/* What the options say that is no setting of the shim's. */
struct choices {
	bool force;
	bool examines;    /* the command, instead of running it */
	const char *pid;  /* of the process to examine instead, or NULL */
	const char *unit; /* of the service to print settings for instead, or NULL */
	bool as_file;     /* as a file of variables, and not as a part of a unit */
	bool audits;      /* stay behind as the parent, and report */
	const char *file; /* the report's, absolute, or NULL */
	const char *page; /* the report's for a browser, absolute, or NULL */
	/* FORMAT, or FORMAT:FILE with FILE absolute; up to a NULL */
	const char *formats[MOST_FORMATS + 1];
	int check;              /* the exit status when there are findings, or 0 */
	bool strict;            /* what could not be seen is a finding */
	const char *for_audits; /* an option that only an audit reads, or NULL */
	const char *for_runs;   /* one that says how the command is run, or NULL */
};

extern const struct option options[];                       /* ends with a NULL name */
char **take_options(char **words, struct choices *choices); /* the command's words */
bool is_for_audits(const struct option *option); /* nobody else reads its variable */

/*
 * values.c: NULL when the setting can hold the value; otherwise "'PART'WHERE: RULE", with
 * the part of the value that is wrong and the rule that it breaks.
 */
const char *objection(const struct option *option, const char *value, const char *where);
/* A text from outside, as long as a message can take it. */
const char *shortened(const char *text);
bool has_word(const char *list, const char *word); /* between commas */

/* settings.c: warns of FORKSEED variables that nobody will read. What such a variable
 * holds, for the launcher's own use: NULL where it is empty or was warned of. */
void check_settings(char **environment);
const char *setting(const char *variable);

/* search.c: what execvp would run; 0, EXIT_NOT_FOUND or EXIT_CANNOT_EXECUTE. */
int find_command(const char *name, const char **path);

/* script.c: the program that ld.so will see when path is run, behind any #! lines. */
struct target {
	const char *path;
	struct elf_file elf; /* empty when it couldn't be read */
};
struct target find_target(const char *path);

/* privilege.c: how running path would gain rights (so that ld.so drops us), or NULL. */
const char *gained_rights(const char *path);
/* What to do about what that has returned. */
const char *rights_advice(const char *rights);

/* judge.c: whether that is this launcher's own file. */
bool is_launcher(const char *path);
/* Why the shim, or the audit, can't reach the target, and what to do; NULL when
 * it can. */
const char *refusal(const struct target *target, const struct elf_file *shim,
		    bool audits);

/* musl.c: is it a program of musl (and the launcher not)? The file of the shim for those,
 * or NULL; why it can't reach the target, or NULL; the settings in the environment that
 * are not for them, in words, or NULL. */
bool is_of_musl(const struct target *target);
const char *musl_shim(void);
const char *musl_refusal(const struct target *target, bool audits);
const char *not_for_musl(void);

/* shim-path.c: finds and opens the shim; dies when there is none. */
const char *shim_path(struct elf_file *shim);
/* The second shim, beside the first; dies when there is none. */
const char *connections_path(const char *shim);
const char *locks_path(const char *shim); /* the same of the third */
/* Likewise what an audit preloads, to see programs being executed. */
const char *execs_path(const char *shim);
/* The file of this name beside the launcher, or NULL where there is no /proc. */
const char *beside_launcher(const char *name);

/* The file of the first shim with this end (".so", "-locks.so") in place of its own, or
 * NULL where there is none; nothing is said. */
const char *shim_file(const char *end);

/* rank.c: for an audit of a repeatable run, in one line, as what rank; if as any. */
void say_rank(void);

/* parts.c: the files of ours that are of another version than the launcher, in words, or
 * NULL. */
const char *stale_parts(void);

/* asan.c: the AddressSanitizer runtime that must be loaded before the shim, or NULL. */
const char *needed_asan(const struct target *target, const char *preload);

/* main.c: becomes the command. */
struct command {
	const char *path;
	char **words;
	const struct target *target;
	int failed_fd; /* told when the command can't be executed, or -1 */
};
_Noreturn void run(const struct command *command);

/* audit.c: runs the command as a child, then forkseed-audit; ends as the command did. */
_Noreturn void run_audited(struct command *command, const struct choices *choices);

/* outputs.c: dies where one of an audit's reports can't be written, or two are one. */
void try_outputs(const struct choices *choices);
/* What stands behind a format's name, or NULL. */
const char *format_file(const char *format);

/* supervise.c: what became of a command that was run as a child. */
struct outcome {
	int pid;
	int status;       /* as waitpid(2) has it */
	bool started;     /* it could be executed */
	unsigned running; /* descendants that had not ended after the wait */
};
/* Runs it; calls `look` now and then. Waits `seconds` for what it leaves behind. */
struct outcome supervise(struct command *command, int seconds, void (*look)(void));
/* Of a clock that nobody sets, in milliseconds. */
long now_ms(void);
/* For a child of the launcher: signals as the caller had them. */
void restore_signals(void);
/* Ends as a command did that ended with this status. */
_Noreturn void end_like(int status);

/* masks.c: all signals. Keeps all but SIGBUS from the launcher; and as its caller had
 * them; lets one through. */
sigset_t every_signal(void);
void mask_signals(void);
void unmask_signals(void);
void unblock_signal(int signal);
/* NULL: what the kernel does by itself. */
void handle_signal(int signal, void (*handler)(int, siginfo_t *, void *));

/* tables.c: nothing that was relocated can be written to any more. */
void protect_tables(void);

/* stops.c: a signal that reached the launcher, perhaps as one of a process group; and a
 * command that stopped or went on, as waitpid(2) has it. */
void stops_note(int signal, bool from_group);
void stops_follow(int status);

/* cut-off.c: from now on a mapped file that is cut off reads as zeros behind its end, and
 * ends nobody; SIGBUS must not be blocked. And as it was, for a child of the launcher. */
void cut_off_survive(const void *mapped, size_t size);
void cut_off_restore(void);
/* Whether somebody has sent a SIGBUS, and what it tells: it can't be blocked, and one may
 * come while nobody waits for signals. */
bool cut_off_was_sent(siginfo_t *info);

/* descendants.c: calls `visit` for every living descendant; how many there are. */
unsigned for_each_descendant(void (*visit)(int pid));
/* But for those in an audit of their own. */
void for_each_audited(void (*visit)(int pid));

/* nested.c: whether a process is a launcher, too; and tells the audit in which this one
 * is, if there is one, that it is there. */
bool is_inner_launcher(int pid);
void nested_tell(const char *program);

/* mapped.c: whether a process has mapped the file that is mapped here; true as well when
 * that can't be told. */
bool has_mapped(int pid, const void *mapped);

/* escapes.c: notes descendants that run without the shim; why is an enum escape_cause. */
struct recording;
void escapes_start(struct recording *recording);
void escapes_look(void);
void escapes_add(int pid, unsigned cause, const char *path);
void escapes_add_command(const struct outcome *outcome, const char *path);

/* stuck.c: has forkseed-audit look at descendants that have not moved for a while, now
 * and then; once more before the report, also at those that came to rest just now. */
void stuck_start(const char *reporter, const char *file, struct recording *into);
void stuck_look(void);
void stuck_look_again(void);
/* stuck-unseen.c: the same, without forkseed-audit, where that may not look, of a process
 * in that pose. True if it is stuck: then that is said, and kept. */
struct pose;
bool stuck_unseen(struct recording *recording, int pid, const struct pose *pose);

/* audit.c: runs forkseed-audit with these words: its exit status, or EXIT_OWN_ERROR. */
int run_reporter(const char *const words[]);

/* unwatched.c: notes which generators of the recorded programs nobody watched. */
void unwatched_note(struct recording *recording);
void tell_unwatched(struct recording *recording, int pid, const char *program,
		    const char *what);

/* door.c: opens it, for an audit that FORKSEED_AUDIT=`file` names; has it send SIGIO,
 * which must be blocked; lets in who waits, for a second at most: busy, it has left some.
 */
void door_open(const char *file, const char *raw);
void door_watch(void);
void door_serve(void);
bool door_is_busy(void);

/* doctor/doctor.c, doctor/process.c: tell what the shim can do for it; exit with 0 or 1.
 */
_Noreturn void doctor_command(char **words);
_Noreturn void doctor_process(const char *pid);

/* service.c: to stdout, the settings of choices->unit; exits with 0. */
_Noreturn void print_service(const struct choices *choices);

/* list-runtimes.c: for --list-runtimes, to stdout. */
void list_runtimes(void);

/* preload.c: the new LD_PRELOAD, from the caller's; with the second and third shim, if
 * they are wanted, and what an audit needs. */
const char *preload_for(const struct target *target, const char *preload,
			const char *shim, bool audits);
/* `mode`: FORKSEED_CONNECTIONS or FORKSEED_LOCKS, or NULL */
bool wants_second(const char *mode);

#endif
