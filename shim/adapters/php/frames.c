/* SPDX-License-Identifier: MIT
 *
 * The frames of the script that PHP executes, read where they lie, for auditing. Where
 * what is in them differs from version to version, it is found by what PHP itself says of
 * a call that is being made: the file, the line, the function (Zend/zend_execute_API.c);
 * without that, nothing is told. Only the thread that PHP runs in is looked at.
 */
#include "frames.h"

#include "recorder/elf_symbols.h"

#include <pthread.h>
#include <string.h>

enum { PAGE = 4096 };

static char *globals;
static const char *(*executed_file)(void);
static uint32_t (*executed_line)(void);
static const char *(*active_function)(void);

static pthread_t thread;
static bool is_proved, is_tried;

/* A library may have been closed since, unseen, and another one lie there: each word is
 * asked for before it is read, and what is told is nonsense, at worst. */
static bool is_library, may_read;

static uintptr_t readable; /* that page is, as it was asked for just now */

static bool is_there(uintptr_t address)
{
	bool is_known = !is_library || (may_read && readable == address / PAGE);
	if (address < PAGE ||
	    (!is_known &&
	     (!may_read || !services.is_readable(address & -sizeof(void *)))))
		return false;
	readable = address / PAGE;
	return true;
}

bool php_read(const char *at, void *to, size_t size)
{
	bool can = (uintptr_t)at % size == 0 && is_there((uintptr_t)at);
	if (can)
		memcpy(to, at, size);
	return can;
}

/* Where in `at` that pointer lies: 0 where it does not, or twice. */
static size_t place_of(const char *at, size_t size, const void *wanted)
{
	size_t found = 0;
	for (size_t i = sizeof(void *); i < size; i += sizeof(void *)) {
		if (php_pointer(at + i) != wanted)
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
	return php_frames.current && php_frames.file && name &&
	       php_pointer(call->code + PHP_NAME) + PHP_TEXT == name &&
	       php_line(script) == (int)executed_line() &&
	       php_pointer(globals + php_frames.current) == (const char *)call;
}

static void tell(struct script *script, bool may_ask)
{
	if (!is_proved || pthread_self() != thread)
		return;
	may_read = may_ask;
	readable = 0;
	php_tell_from(php_call_at(globals + php_frames.current), script);
}

void php_frames_prove(const struct php_call *call)
{
	const struct php_call *script;
	if (!services.audited || is_tried || !globals || !executed_file ||
	    !executed_line || !active_function || !(script = php_script_from(call)))
		return;
	is_tried = may_read = true;
	readable = 0;
	php_frames.current = place_of(globals, PHP_GLOBALS_SEARCHED, call);
	php_frames.file =
		place_of(script->code, PHP_CODE_SEARCHED, executed_file() - PHP_TEXT);
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

void php_frames_end(void)
{
	is_proved = false;
}

void php_frames_meet(const struct dl_phdr_info *info, struct object *object)
{
	struct elf_symbols symbols;
	bool is_php = php_is_in(info);
	elf_symbols_open(&symbols, info); /* as slots.c has, before it meets any */
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
