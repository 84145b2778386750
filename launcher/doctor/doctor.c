/* SPDX-License-Identifier: MIT */
/*
 * --doctor COMMAND: says whether the shim will work on a command, and why, and proves
 * it. The command itself is never run. The steps only; each is in a file here.
 */
#include "doctor.h"
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *file_of(const char *name)
{
	const char *path;
	int status = find_command(name, &path);
	if (status == EXIT_NOT_FOUND)
		die(EXIT_OWN_ERROR, name, ": no such command", NULL);
	if (status == EXIT_CANNOT_EXECUTE)
		conclude(name, "cannot be executed", &(struct shortcomings){0});
	return path;
}

static const char *decimal(unsigned number)
{
	static char text[12];
	char *digit = text + sizeof text - 1;
	do
		*--digit = (char)('0' + number % 10);
	while (number /= 10);
	return digit;
}

/* What ld.so showed, as a reason against, or NULL. */
static const char *tell_proof(const struct trace *trace)
{
	if (trace->missing)
		return join("lacks a library: ", trace->missing, " is not found", NULL);
	if (!trace->has_shim)
		return "starts without the shim: ld.so did not load it";
	if (trace->elsewhere)
		return join("has other functions in front of the shim's: ",
			    trace->elsewhere, NULL);
	if (trace->bound == 0)
		tell("proof: ld.so loads the shim into it", NULL);
	else
		tell("proof: ld.so loads the shim into it, and its ",
		     decimal(trace->bound), " references to generators lead there", NULL);
	return NULL;
}

/* The same of the second shim, where it is wanted. */
static const char *tell_second(const struct trace *trace, const char *mode)
{
	if (!trace->has_second)
		return "starts without the second shim: ld.so did not load it";
	tell("proof: ld.so loads the second shim as well, and ",
	     decimal(trace->bound_second), " references lead there", NULL);
	tell_bypasses(&trace->objects, mode);
	return NULL;
}

/* And of the third. */
static const char *tell_third(const struct trace *trace)
{
	if (!trace->has_third)
		return "starts without the third shim: ld.so did not load it";
	tell("proof: ld.so loads the third shim as well, and ",
	     decimal(trace->bound_third), " references lead there", NULL);
	return NULL;
}

/* Of those beside the first that are wanted. */
static const char *tell_others(const struct trace *trace)
{
	const char *why = NULL, *connections = getenv("FORKSEED_CONNECTIONS");
	if (wants_second(connections))
		why = tell_second(trace, connections);
	if (!why && wants_second(getenv("FORKSEED_LOCKS")))
		why = tell_third(trace);
	return why;
}

static const char *switched_off(void)
{
	const char *setting = getenv("FORKSEED");
	return setting && strcmp(setting, "off") == 0
		       ? "would have a shim that FORKSEED=off switches off"
		       : NULL;
}

static const char *prove(const struct trace *trace, bool is_traced, const char *shim)
{
	if (!elf_interpreter(&trace->objects.list->elf))
		return "hands LD_PRELOAD on to what it runs: ask about that program";
	if (auditor_of(&trace->objects.list[0]))
		return join("could not be proved to load the shim: ld.so would run its "
			    "auditing library (DT_AUDIT) ",
			    auditor_of(&trace->objects.list[0]), NULL);
	if (!is_traced)
		return "could not be proved to load the shim: its loader is not the "
		       "system's, or said nothing";
	const char *why = tell_proof(trace);
	if (!why)
		why = tell_others(trace);
	return why ? why : tell_probe(shim);
}

static const char *had_preload(void)
{
	const char *had = getenv("LD_PRELOAD");
	return had ? had : "";
}

/* Tells all that is to be seen in a program; a reason against, or NULL. */
static const char *examine(const struct target *target, const char *shim, bool is_refused,
			   struct shortcomings *lacks)
{
	struct trace trace;
	const char *preload = preload_for(target, had_preload(), shim, false);
	bool is_traced = !is_refused && trace_program(target, preload, &trace);
	if (!is_traced) {
		trace = (struct trace){0};
		objects_add(&trace.objects, "", target->path);
	}
	tell_libc_file(&trace.objects);
	if (elf_interpreter(&target->elf))
		lacks->unhealed = tell_imports(&trace.objects);
	tell_runtimes(&trace.objects, lacks);
	tell_locks(&trace.objects, getenv("FORKSEED_LOCKS"));
	return is_refused ? NULL : prove(&trace, is_traced, shim);
}

/* All that needs no proof; false where connections will be left alone. */
static bool tell_facts(const struct target *target, const struct elf_file *shim)
{
	tell_program(target, shim);
	tell_asan(target);
	tell_rights(target->path);
	tell_kernel();
	bool told = tell_connections_kernel();
	tell_own_seccomp();
	return told;
}

/* Why nothing is known of a target that is no program of this machine. */
static const char *unexamined(const struct target *target, const char *path)
{
	if (target->path == path || access(target->path, F_OK) == 0)
		return "could not be examined";
	return *target->path ? "names an interpreter that does not exist"
			     : "names no interpreter in its first line";
}

/* Looks at the program behind `name`; a reason against, or NULL. */
static const char *look_at(const char *name, struct shortcomings *lacks)
{
	struct elf_file shim;
	const char *path = file_of(name), *preload = shim_path(&shim);
	struct target target = find_target(path);
	bool wants = wants_second(getenv("FORKSEED_CONNECTIONS"));
	if (wants)
		connections_path(preload); /* or dies, before anything is told */
	if (wants_second(getenv("FORKSEED_LOCKS")))
		locks_path(preload);
	if (stale_parts())
		tell("version: ", stale_parts(), NULL);
	tell("command: ", path, NULL);
	if (target.path != path)
		tell("interpreter: ", target.path, NULL);
	lacks->leaves = !tell_facts(&target, &shim) && wants;
	const char *refused = refusal(&target, &shim, false), *off = switched_off();
	const char *why = unexamined(&target, path);
	if (!refused && is_of_musl(&target))
		why = examine_musl(&target,
				   preload_for(&target, had_preload(), preload, false),
				   lacks);
	else if (elf_is_elf(&target.elf) && elf_same_machine(&target.elf, &shim))
		why = examine(&target, preload, refused, lacks);
	return refused ? refused : why ? why : off;
}

_Noreturn void doctor_command(char **words)
{
	signal(SIGCHLD, SIG_DFL); /* ignored, there would be no child to wait for */
	struct wrapped wrapped = look_through(words);
	struct shortcomings lacks = {.hides = wrapped.hides};
	const char *name = *wrapped.words, *against = look_at(name, &lacks);
	conclude(name, against ? against : wrapped.against, &lacks);
}
