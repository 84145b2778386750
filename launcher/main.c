/* SPDX-License-Identifier: MIT */
/*
 * forkseed COMMAND: looks at the command, puts the shim into LD_PRELOAD and becomes the
 * command by exec, so that signals, descriptors and status need no help; only an audit
 * has to stay behind. The steps only; each is in a file of its own.
 */
#define _GNU_SOURCE
#include "launcher.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *command_file(const char *name)
{
	const char *path;
	int status = find_command(name, &path);
	if (status == EXIT_NOT_FOUND)
		die(status, name, ": no such command", NULL);
	if (status == EXIT_CANNOT_EXECUTE)
		die(status, name, ": cannot be executed", NULL);
	return path;
}

static void set_preload(const struct target *target, const char *shim, bool audits)
{
	const char *preload = getenv("LD_PRELOAD");
	preload = preload ? preload : "";
	const char *list = preload_for(target, preload, shim, audits);
	/* unsetenv: of several LD_PRELOAD ld.so takes the last, setenv changes one. */
	if (strcmp(list, preload) != 0 &&
	    (unsetenv("LD_PRELOAD") < 0 || setenv("LD_PRELOAD", list, 1) < 0))
		die(EXIT_OWN_ERROR, "cannot set LD_PRELOAD: ", strerror(errno), NULL);
}

/* execvp's rule: a text without #! is for the shell. An ELF file never is. */
static void run_by_shell(const char *path, char **words)
{
	size_t count = 0;
	while (words[count])
		count++;
	char **line = calloc(count + 2, sizeof *line);
	line[0] = "/bin/sh";
	line[1] = (char *)path;
	memcpy(line + 2, words + 1, count * sizeof *line);
	execv(line[0], line);
}

_Noreturn void run(const struct command *command)
{
	const char *path = command->path;
	char **words = command->words;
	const struct target *target = command->target;
	bool is_script = target->path != path;
	execv(path, words);
	int error = errno;
	if (error == ENOEXEC && is_script)
		run_by_shell(path, words);
	if (command->failed_fd >= 0 && write(command->failed_fd, "", 1) < 0)
		error = errno;
	if (error == ENOENT && access(path, F_OK) == 0)
		die(EXIT_NOT_FOUND, *words, ": its interpreter or loader does not exist",
		    is_script ? ": " : NULL, target->path, NULL);
	die(error == ENOENT ? EXIT_NOT_FOUND : EXIT_CANNOT_EXECUTE, *words, ": ",
	    strerror(error), NULL);
}

int main(int argc, char **argv)
{
	struct choices choices = {0};
	struct elf_file shim;
	char **words = take_options(argv + (argc > 0), &choices);
	if (choices.pid || choices.examines)
		protect_tables();
	if (choices.pid)
		doctor_process(choices.pid);
	if (choices.examines) {
		check_settings(environ);
		doctor_command(words);
	}
	if (choices.unit)
		print_service(&choices);
	const char *path = command_file(*words), *preload = shim_path(&shim);
	struct target target = find_target(path);
	const char *why = choices.force ? NULL : refusal(&target, &shim, choices.audits);
	if (why)
		die(EXIT_OWN_ERROR, *words, target.path == path ? "" : ": ",
		    target.path == path ? "" : target.path, " ", why,
		    " (--force runs it unprotected)", NULL);
	check_settings(environ);
	if (is_of_musl(&target) && not_for_musl())
		say(*words, " is a program of musl, which goes on without ",
		    not_for_musl(), NULL);
	set_preload(&target, preload, choices.audits);
	struct command command = {path, words, &target, -1};
	if (choices.audits)
		run_audited(&command, &choices);
	run(&command);
}
