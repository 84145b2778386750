/* SPDX-License-Identifier: MIT */
/*
 * --audit and what implies it: makes the file that the shim records into, runs the
 * command as a child, and has forkseed-audit report. The recording holds slices of
 * stacks, and so perhaps secrets: only its owner can read it, and it is removed
 * afterwards.
 */
#define _GNU_SOURCE
#include "../shim/recorder/recording.h"
#include "launcher.h"
#include "memory.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { DEFAULT_SECONDS = 10 };

/* Where an audit's files are. */
struct places {
	const char *file;     /* the report's, or where it would be */
	const char *raw;      /* the recording */
	const char *reporter; /* forkseed-audit */
	const char *suppressions;
	const struct choices *choices; /* what else is to be written */
};

static const char *reporter(void)
{
	const char *path = beside_launcher("forkseed-audit");
	if (!path || access(path, X_OK) < 0)
		die(EXIT_OWN_ERROR, "there is no ", path ? path : "forkseed-audit",
		    ": install libdw-dev (make deps-audit) and run make again", NULL);
	return path;
}

static const char *temporary_directory(void)
{
	const char *parent = getenv("TMPDIR");
	char *name = join(parent && *parent == '/' ? parent : "/tmp", "/forkseed-XXXXXX",
			  NULL);
	if (!mkdtemp(name))
		die(EXIT_OWN_ERROR, "cannot make a directory ", name, ": ",
		    strerror(errno), NULL);
	return name;
}

/* What this process made, and has to remove. */
static struct {
	const char *raw, *directory;
} made;

static void remove_files(void)
{
	if (made.raw)
		unlink(made.raw);
	if (made.directory)
		rmdir(made.directory);
}

static struct places prepare(const struct choices *choices)
{
	struct places places = {
		.reporter = reporter(), .file = choices->file, .choices = choices};
	if (stale_parts())
		say(stale_parts(), NULL);
	say_rank();
	try_outputs(choices);
	places.suppressions = setting("FORKSEED_SUPPRESSIONS");
	if (!places.file) {
		memory_at_death(remove_files);
		made.directory = temporary_directory();
		places.file = join(made.directory, "/findings", NULL);
	}
	places.raw = join(places.file, RECORDING_SUFFIX, NULL);
	int error = recording_create(places.raw);
	if (error == EEXIST)
		die(EXIT_OWN_ERROR, places.raw,
		    " is there already: an audit is running, or was killed (then remove "
		    "it)",
		    NULL);
	made.raw = places.raw;
	memory_at_death(remove_files);
	if (error)
		die(EXIT_OWN_ERROR, "cannot make ", places.raw, ": ", strerror(error),
		    NULL);
	return places;
}

enum { MOST_WORDS = MOST_FORMATS + 7 };

static void compose(const char **word, const struct places *places, const char *mode)
{
	const struct choices *choices = places->choices;
	*word++ = places->reporter;
	if (mode)
		*word++ = mode;
	if (places->suppressions)
		*word++ = join("--suppressions=", places->suppressions, NULL);
	if (choices->strict)
		*word++ = "--strict";
	if (choices->page)
		*word++ = join("--report=", choices->page, NULL);
	for (int i = 0; choices->formats[i]; i++)
		*word++ = join("--format=", choices->formats[i], NULL);
	*word++ = places->file;
	*word = NULL;
}

/* Not with the shim, and not in an audit of its own. */
int run_reporter(const char *const words[])
{
	int status;
	pid_t pid = fork();
	if (pid == 0) {
		memory_at_death(NULL);
		restore_signals();
		unsetenv("LD_PRELOAD");
		unsetenv("FORKSEED_AUDIT");
		execv(words[0], (char **)words);
		die(EXIT_OWN_ERROR, words[0], ": ", strerror(errno), NULL);
	}
	while (pid < 0 || waitpid(pid, &status, 0) < 0) {
		if (pid > 0 && errno == EINTR)
			continue;
		say("cannot run ", words[0], ": ", strerror(errno), NULL);
		return EXIT_OWN_ERROR;
	}
	if (WIFSIGNALED(status))
		say(words[0], " was ended by a signal: ", strsignal(WTERMSIG(status)),
		    NULL);
	return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_OWN_ERROR;
}

static int report(const struct places *places, const char *mode)
{
	const char *words[MOST_WORDS];
	compose(words, places, mode);
	return run_reporter(words);
}

static int seconds_to_wait(void)
{
	const char *seconds = setting("FORKSEED_AUDIT_WAIT");
	return seconds ? atoi(seconds) : DEFAULT_SECONDS;
}

static void note_running(struct recording *recording, unsigned running)
{
	struct escape_record *record =
		running ? recording_reserve(recording, RECORD_RUNNING, sizeof *record + 1)
			: NULL;
	if (!record)
		return;
	record->number = running;
	recording_commit(recording, record);
}

/* What is wrong with the suppressions is said before the command runs. */
static void try_suppressions(const struct places *places)
{
	if (!places->suppressions || report(places, "--try") == 0)
		return;
	memory_call_last_words();
	_exit(EXIT_OWN_ERROR);
}

static void look(void)
{
	escapes_look();
	stuck_look();
}

_Noreturn void run_audited(struct command *command, const struct choices *choices)
{
	protect_tables();
	struct places places = prepare(choices);
	try_suppressions(&places);
	struct recording *recording = recording_map(places.raw);
	nested_tell(command->path);
	if (!recording || setenv("FORKSEED_AUDIT", places.file, 1) < 0)
		die(EXIT_OWN_ERROR, "cannot use ", places.raw, ": ", strerror(errno),
		    NULL);
	cut_off_survive(recording, RECORDING_SIZE);
	escapes_start(recording);
	door_open(places.file, places.raw);
	stuck_start(places.reporter, places.file, recording);
	struct outcome outcome = supervise(command, seconds_to_wait(), look);
	int found = 0;
	if (outcome.started) {
		stuck_look_again();
		escapes_add_command(&outcome, command->path);
		note_running(recording, outcome.running);
		unwatched_note(recording);
		found = report(&places, choices->file ? NULL : "--summary");
	}
	remove_files();
	if (found && choices->check)
		_exit(found == EXIT_OWN_ERROR ? EXIT_OWN_ERROR : choices->check);
	end_like(outcome.status);
}
