/* SPDX-License-Identifier: MIT
 *
 * Putting findings into words. The recorder is the other preloaded object's: a weak
 * reference, because nothing is recorded without it.
 */
#include "tell.h"
#include "recorder/findings.h"

#include <string.h>

enum { MOST_TEXT = 120 };

static char *add(char *end, const char *text)
{
	size_t length = strnlen(text, 40);
	memcpy(end, text, length);
	end[length] = 0;
	return end + length;
}

static char *add_digits(char *end, uint64_t number, unsigned base)
{
	char digits[24], *digit = digits + sizeof digits - 1;
	*digit = 0;
	do
		*--digit = "0123456789abcdef"[number % base];
	while (number /= base);
	return add(end, digit);
}

static char *add_number(char *end, uint64_t number)
{
	return add_digits(end, number, 10);
}

static char *add_hexadecimal(char *end, uint64_t number)
{
	return add_digits(end, number, 16);
}

bool tell_is_wanted(void)
{
	return forkseed_record && forkseed_record(NULL);
}

/* Of the thread's call: forkseed-audit names it (audit/callers.c). */
static char *add_caller(char *end, const void *caller)
{
	return caller ? add_hexadecimal(add(end, ", called from @"), (uintptr_t)caller)
		      : end;
}

static char *add_holder(char *end, const struct presence *holder)
{
	end = add(add_number(end, (uint64_t)holder->tid), " was in ");
	return add_caller(add(add(end, holder->function), "()"), holder->caller);
}

void tell_inherited(const char *function, const struct presence *holders, unsigned count)
{
	char detail[TELL_MOST * MOST_TEXT], *end = add(detail, function);
	end = add(end, "(): at the fork");
	for (unsigned i = 0; i < count; i++)
		end = add_holder(add(end, i ? "; thread " : " thread "), &holders[i]);
	forkseed_record(&(struct finding){
		.kind = "lock-inherited", .generator = "lock", .detail = detail});
}

void tell_given_up(const struct presence *presence, int64_t waited)
{
	char detail[MOST_TEXT], *end = detail;
	if (!tell_is_wanted())
		return;
	end = add(end, "thread ");
	end = add_number(end, (uint64_t)presence->tid);
	end = add(end, presence->why == IN_CALL ? " was in " : " held a mutex");
	if (presence->why == IN_CALL)
		end = add(add(end, presence->function), "()");
	end = add(add_number(add(end, ", waited "), (uint64_t)waited / 1000000), " ms");
	forkseed_record(&(struct finding){
		.kind = "lock-held", .generator = "lock", .detail = detail});
}
