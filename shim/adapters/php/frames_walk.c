/* SPDX-License-Identifier: MIT
 *
 * Reading the frames of the script that PHP executes, where they lie. Nothing is called,
 * and memory is read by php_read() alone: of this process (frames.c), or of one that is
 * stuck (audit/outside/php.c); both prove first where things lie.
 */
#include "frames.h"

enum {
	LONGEST = 1024,
	MOST_FRAMES = 16,
};

struct php_frames php_frames;

const char *php_pointer(const char *at)
{
	const char *value = NULL;
	return php_read(at, &value, sizeof value) ? value : NULL;
}

/* A function of PHP's own has an odd type. */
static bool is_script(const struct php_call *call)
{
	const char *code = php_pointer((const char *)&call->code);
	unsigned char type = 1;
	return code && php_read(code, &type, 1) && (type & 1) == 0;
}

int php_line(const struct php_call *call)
{
	int32_t number = 0;
	const char *line = php_pointer((const char *)&call->line);
	if (line)
		php_read(line + PHP_LINE, &number, sizeof number);
	return number;
}

const struct php_call *php_call_at(const char *at)
{
	uintptr_t call = (uintptr_t)php_pointer(at);
	return call % _Alignof(struct php_call) ? NULL : (const void *)call;
}

const struct php_call *php_caller(const struct php_call *call)
{
	return php_call_at((const char *)&call->previous);
}

const struct php_call *php_script_from(const struct php_call *call)
{
	int hops = 0;
	while (call && !is_script(call) && hops++ < PHP_MOST_HOPS)
		call = php_caller(call);
	return hops < PHP_MOST_HOPS ? call : NULL;
}

static void put(struct script *script, const char *string)
{
	size_t length =
		string ? (size_t)php_pointer(string + PHP_TEXT - sizeof(void *)) : 0;
	char byte = 0;
	for (size_t i = 0; i < length && i < LONGEST; i++) {
		if (!php_read(string + PHP_TEXT + i, &byte, 1) || !byte)
			break;
		script_put(script, (unsigned char)byte);
	}
}

static void put_name(struct script *script, const char *code)
{
	const char *name = php_pointer(code + PHP_NAME),
		   *class = php_pointer(code + PHP_CLASS);
	if (name && class) {
		put(script, php_pointer(class + PHP_NAME));
		script_put(script, ':');
		script_put(script, ':');
	}
	put(script, name);
	for (const char *at = name ? "" : "{main}"; *at; at++)
		script_put(script, (unsigned char)*at);
	script_end_text(script);
}

void php_tell_from(const struct php_call *call, struct script *script)
{
	for (int i = 0; (call = php_script_from(call)); i++) {
		const char *code = php_pointer((const char *)&call->code);
		script->is_cut = i == MOST_FRAMES;
		if (script->is_cut || !code)
			break;
		put(script, php_pointer(code + php_frames.file));
		script_end_text(script);
		put_name(script, code);
		script_end_frame(script, php_line(call));
		call = php_caller(call);
	}
}
