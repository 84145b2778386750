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

static char *add_number(char *end, uint64_t number)
{
	char digits[24], *digit = digits + sizeof digits - 1;
	*digit = 0;
	do
		*--digit = (char)('0' + number % 10);
	while (number /= 10);
	return add(end, digit);
}

bool tell_is_wanted(void)
{
	return forkseed_record && forkseed_record(NULL);
}

void tell_inherited(const char *function, const char *held_in, int tid)
{
	char detail[MOST_TEXT], *end = add(add(detail, function), "(): thread ");
	end = add(add(add_number(end, (uint64_t)tid), " was in "), held_in);
	add(end, "() at the fork");
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
