/* SPDX-License-Identifier: MIT */
/*
 * PHP without threads of its own: which word of its globals has the call that is being
 * made, and which of a function its file, is found: a chain of calls to its end, each of
 * a function, and a name of a file that is there.
 */
#include "adapters/php/frames.h"
#include "outside.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
	LENGTH = 16, /* in a string */
	MOST_LENGTH = PATH_MAX - 64,
	MOST_TYPE = 4, /* of a function: PHP's own, a script's, and text's */
	MOST_LINE = 1 << 24,
};

static uint64_t globals;
static int process;

bool php_read(const char *at, void *to, size_t size)
{
	return outside_read((uintptr_t)at, to, size);
}

static const struct php_call *current(void)
{
	return php_call_at((const char *)(uintptr_t)globals + php_frames.current);
}

static bool is_call(const struct php_call *call)
{
	unsigned char type = 0;
	const char *code = php_pointer((const char *)&call->code);
	return code && php_read(code, &type, 1) && type >= 1 && type <= MOST_TYPE;
}

/* To the end, and a script's among them. A call that C makes has no function. */
static bool is_chain(const struct php_call *call)
{
	int hops = 0;
	const struct php_call *script = php_script_from(call);
	int line = script ? php_line(script) : 0;
	for (; call && hops < PHP_MOST_HOPS; hops++) {
		if (php_pointer((const char *)&call->code) && !is_call(call))
			return false;
		const struct php_call *caller = php_caller(call);
		if (!caller && php_pointer((const char *)&call->previous))
			return false;
		call = caller;
	}
	return hops < PHP_MOST_HOPS && line > 0 && line < MOST_LINE;
}

/* In its own root; or a script that is no file. */
static bool is_file(const char *string)
{
	char path[PATH_MAX] = "";
	uint64_t length = outside_word((uintptr_t)string + LENGTH);
	int before = snprintf(path, sizeof path, "/proc/%d/root", process);
	char *name = path + before;
	if (length < 1 || length > MOST_LENGTH ||
	    !outside_read((uintptr_t)string + PHP_TEXT, name, length + 1) ||
	    strlen(name) != length)
		return false;
	return strcmp(name, "Command line code") == 0 ||
	       strcmp(name, "Standard input code") == 0 ||
	       (*name == '/' && access(path, F_OK) == 0);
}

static size_t find_file(const char *code)
{
	for (size_t at = sizeof(void *); at < PHP_CODE_SEARCHED; at += sizeof(void *)) {
		const char *string = php_pointer(code + at);
		if (string && (uintptr_t)string % sizeof(void *) == 0 && is_file(string))
			return at;
	}
	return 0;
}

/* Every script's function has its file there. */
static bool have_files(const struct php_call *call)
{
	while ((call = php_script_from(call))) {
		const char *code = php_pointer((const char *)&call->code);
		if (!is_file(php_pointer(code + php_frames.file)))
			return false;
		call = php_caller(call);
	}
	return true;
}

static bool prove(void)
{
	const struct php_call *call = current(), *script;
	if (!call || !is_call(call) || !is_chain(call))
		return false;
	script = php_script_from(call);
	php_frames.file = find_file(php_pointer((const char *)&script->code));
	return php_frames.file && have_files(call);
}

static void tell(struct script *script, bool may_ask)
{
	(void)may_ask;
	php_tell_from(current(), script);
}

outside_source *outside_php(const struct outside_thread *thread,
			    const struct outside_symbols *symbols)
{
	globals = symbols->executor_globals;
	process = thread->pid;
	if (!globals || thread->tid != thread->pid)
		return NULL;
	for (php_frames.current = sizeof(void *);
	     php_frames.current < PHP_GLOBALS_SEARCHED;
	     php_frames.current += sizeof(void *))
		if (prove())
			return tell;
	return NULL;
}
