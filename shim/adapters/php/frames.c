/* SPDX-License-Identifier: MIT
 *
 * The frames of the script that PHP executes, read where they lie, for auditing. Where
 * what is in them differs from version to version, it is found by what PHP itself says of
 * a call that is being made: the file, the line, the function (Zend/zend_execute_API.c);
 * without that, nothing is told. Only the thread that PHP runs in is looked at.
 */
#include "php.h"

#include "recorder/elf_symbols.h"

#include <pthread.h>
#include <string.h>

enum {
	GLOBALS_SEARCHED = 0x600, /* bytes of executor_globals */
	CODE_SEARCHED = 0xf0,     /* bytes of a script's function */
	LINE = 24,                /* in an instruction */
	NAME = 8,                 /* in a function, and in a class */
	CLASS = 16,               /* in a function */
	TEXT = 24,                /* in a string; its length before it */
	LONGEST = 1024,
	PAGE = 4096,
	MOST_FRAMES = 16,
	MOST_HOPS = 1000,
};

static char *globals;
static const char *(*executed_file)(void);
static uint32_t (*executed_line)(void);
static const char *(*active_function)(void);

static size_t current, file; /* offsets: in the globals, in a function */
static pthread_t thread;
static bool is_proved, is_tried;

/* A library may have been closed since, and another one lie there: then each word is
 * asked for before it is read, and what is told is nonsense, at worst. */
static bool is_library, may_read;

static bool is_there(const char *at)
{
	uintptr_t address = (uintptr_t)at;
	return !is_library ||
	       (may_read && address >= PAGE && address % sizeof(uint32_t) == 0 &&
		services.is_readable(address & -sizeof(void *)));
}

static const char *pointer(const char *at)
{
	const char *value = NULL;
	if (is_there(at))
		memcpy(&value, at, sizeof value);
	return value;
}

/* A function of PHP's own has an odd type. */
static bool is_script(const struct php_call *call)
{
	const char *code = pointer((const char *)&call->code);
	return code && is_there(code) && (*code & 1) == 0;
}

static int line_of(const struct php_call *call)
{
	int32_t number = 0;
	const char *line = pointer((const char *)&call->line);
	if (line && is_there(line + LINE))
		memcpy(&number, line + LINE, sizeof number);
	return number;
}

static const struct php_call *script_from(const struct php_call *call)
{
	int hops = 0;
	while (call && !is_script(call) && hops++ < MOST_HOPS)
		call = (const void *)pointer((const char *)&call->previous);
	return hops < MOST_HOPS ? call : NULL;
}

/* Where in `at` that pointer lies: 0 where it does not, or twice. */
static size_t place_of(const char *at, size_t size, const void *wanted)
{
	size_t found = 0;
	for (size_t i = sizeof(void *); i < size; i += sizeof(void *)) {
		if (pointer(at + i) != wanted)
			continue;
		if (found)
			return 0;
		found = i;
	}
	return found;
}

static bool is_like_php(const struct php_call *call, const struct php_call *script)
{
	const char *name = active_function();
	return current && file && name && pointer(call->code + NAME) + TEXT == name &&
	       line_of(script) == (int)executed_line() &&
	       pointer(globals + current) == (const char *)call;
}

static void put(struct script *script, const char *string)
{
	size_t length = string ? (size_t)pointer(string + TEXT - sizeof(void *)) : 0;
	for (size_t i = 0; i < length && i < LONGEST && string[TEXT + i]; i++) {
		bool is_new_page = ((uintptr_t)string + TEXT + i) % PAGE == 0;
		if (is_new_page && !is_there(string + TEXT + i))
			break;
		script_put(script, (unsigned char)string[TEXT + i]);
	}
}

static void put_name(struct script *script, const char *code)
{
	const char *name = pointer(code + NAME), *class = pointer(code + CLASS);
	if (name && class) {
		put(script, pointer(class + NAME));
		script_put(script, ':');
		script_put(script, ':');
	}
	put(script, name);
	for (const char *at = name ? "" : "{main}"; *at; at++)
		script_put(script, (unsigned char)*at);
	script_end_text(script);
}

static void tell(struct script *script, bool may_ask)
{
	if (pthread_self() != thread)
		return;
	may_read = may_ask;
	const struct php_call *call = (const void *)pointer(globals + current);
	for (int i = 0; (call = script_from(call)); i++, call = call->previous) {
		const char *code = pointer((const char *)&call->code);
		script->is_cut = i == MOST_FRAMES;
		if (script->is_cut || !code)
			break;
		put(script, pointer(code + file));
		script_end_text(script);
		put_name(script, code);
		script_end_frame(script, line_of(call));
	}
}

void php_frames_prove(const struct php_call *call)
{
	const struct php_call *script;
	if (!services.audited || is_tried || !globals || !executed_file ||
	    !executed_line || !active_function || !(script = script_from(call)))
		return;
	is_tried = may_read = true;
	current = place_of(globals, GLOBALS_SEARCHED, call);
	file = place_of(script->code, CODE_SEARCHED, executed_file() - TEXT);
	thread = pthread_self();
	is_proved = is_like_php(call, script);
	if (is_proved)
		services.set_scripts(tell);
}

enum { SHOWN = 8 };
static struct php_listed shown[SHOWN + 1];

#define SHOW(i)                                                                          \
	static void show_##i(struct php_call *call, struct php_value *result)            \
	{                                                                                \
		php_frames_prove(call);                                                  \
		shown[i].next(call, result);                                             \
	}
SHOW(0)
SHOW(1)
SHOW(2)
SHOW(3)
SHOW(4)
SHOW(5)
SHOW(6)
SHOW(7)
static struct php_listed shown[SHOWN + 1] = {
	{show_0, NULL}, {show_1, NULL}, {show_2, NULL}, {show_3, NULL}, {show_4, NULL},
	{show_5, NULL}, {show_6, NULL}, {show_7, NULL}, {NULL, NULL}};
static const struct php_wanted wanted[] = {
	{"pcntl_fork", NULL, NULL, shown},
	{"mt_rand", NULL, NULL, shown},
	{"rand", NULL, NULL, shown},
	{"shuffle", NULL, NULL, shown},
	{"array_rand", NULL, NULL, shown},
	{"str_shuffle", NULL, NULL, shown},
	{0},
};

void php_frames_start(void)
{
	is_tried = false;
	php_tables_forget(wanted);
}

void php_frames_meet(const struct dl_phdr_info *info, struct object *object)
{
	struct elf_symbols symbols;
	bool is_php = php_is_in(info);
	if (!elf_symbols_open(&symbols, info))
		return;
	if (is_php) {
		is_library = *info->dlpi_name;
		globals = elf_symbols_find(&symbols, "executor_globals");
		*(void **)&executed_file =
			elf_symbols_find(&symbols, "zend_get_executed_filename");
		*(void **)&executed_line =
			elf_symbols_find(&symbols, "zend_get_executed_lineno");
		*(void **)&active_function =
			elf_symbols_find(&symbols, "get_active_function_name");
	}
	if (is_php || elf_symbols_find(&symbols, "get_module"))
		php_tables_hook(info, object, wanted);
}
