/* SPDX-License-Identifier: MIT
 *
 * The generator's variables are the program's, without a name: a pointer to its words,
 * one to their end, and two into them, one word apart; before the words a number that
 * says which kind of generator it is. A draw takes two numbers, and tells the rest: where
 * the new ones are now, others were that said where to put the next.
 */
#include "gawk.h"

#include <link.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>

enum { KINDS = 5, KIND = 4 }; /* TYPE_4 of random(3)'s, the largest */
enum { MOST_TRIES = 8 };

static uintptr_t begin, end; /* of the program's variables */
static const char *copied;   /* the same before a draw */

static struct gawk_state state;
static uint32_t **into[2]; /* the two pointers, in no order */
static bool is_proved;

void gawk_state_begin(const struct dl_phdr_info *program)
{
	for (int i = 0; i < program->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &program->dlpi_phdr[i];
		uintptr_t at = program->dlpi_addr + part->p_vaddr;
		if (part->p_type == PT_LOAD && part->p_flags & PF_W) {
			begin = (at + sizeof(void *) - 1) & -sizeof(void *);
			end = (at + part->p_memsz) & -sizeof(void *);
		}
	}
}

/* The number before them says where the rear was when they were made. */
static bool may_be_words(uintptr_t at)
{
	if (at % sizeof(uint32_t) || at < begin + sizeof(uint32_t) || at >= end ||
	    end - at < sizeof(uint32_t) * GAWK_WORDS)
		return false;
	uint32_t before = ((uint32_t *)at)[-1];
	return before % KINDS == KIND && before < KINDS * GAWK_WORDS;
}

/* The first that points to the beginning is not one of the two. */
static bool has_pointers(uintptr_t at)
{
	uintptr_t last = at + sizeof(uint32_t) * GAWK_WORDS;
	int count = 0, beginnings = 0, ends = 0;
	state.words = (uint32_t *)at;
	for (uintptr_t word = begin; word < end; word += sizeof word) {
		uintptr_t value = *(uintptr_t *)word;
		ends += value == last;
		if (value < at || value >= last || (value == at && beginnings++ == 0))
			continue;
		if (count == 2)
			return false;
		into[count++] = (uint32_t **)word;
	}
	return ends && beginnings && count == 2;
}

static bool has_words(void)
{
	for (uintptr_t word = begin; word < end; word += sizeof word) {
		uintptr_t value = *(uintptr_t *)word;
		if (may_be_words(value) && has_pointers(value))
			return true;
	}
	return false;
}

void gawk_state_before_draw(void)
{
	static int tries;
	if (is_proved || copied || tries == MOST_TRIES || !has_words())
		return;
	tries++;
	void *room = mmap(NULL, end - begin, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (room != MAP_FAILED)
		copied = memcpy(room, (void *)begin, end - begin);
}

/* What a variable was. */
static const void *before(const void *at)
{
	return copied + ((uintptr_t)at - begin);
}

static long long_before(const long *at)
{
	return *(const long *)before(at);
}

/* The two numbers of a draw; false where the words are not what two steps make of them.
 */
static bool steps(long numbers[2])
{
	uint32_t words[GAWK_WORDS];
	memcpy(words, before(state.words), sizeof words);
	int one = (int)(*(uint32_t *const *)before(into[0]) - state.words),
	    other = (int)(*(uint32_t *const *)before(into[1]) - state.words);
	bool is_in_order = one == (other + 1) % GAWK_WORDS;
	int front = is_in_order ? one : other, rear = is_in_order ? other : one;
	for (int i = 0; i < 2; i++) {
		words[front] += words[rear];
		numbers[i] = words[front] >> 1;
		front = (front + 1) % GAWK_WORDS;
		rear = (rear + 1) % GAWK_WORDS;
	}
	return memcmp(words, state.words, sizeof words) == 0 &&
	       *into[is_in_order ? 0 : 1] == &state.words[front];
}

/* The second number is in place of one that was handed out; the first, of the one that
 * said where; and that is where the last one said, which now is the other. */
static bool has_ahead(long *second, const long numbers[2])
{
	for (int at = 0; at < GAWK_AHEAD; at++) {
		long *ahead = second - at;
		if ((uintptr_t)ahead < begin || (uintptr_t)(ahead + GAWK_AHEAD) > end)
			continue;
		for (int first = 0; first < GAWK_AHEAD; first++)
			if (ahead[first] == numbers[0] &&
			    long_before(&ahead[first]) % GAWK_AHEAD == at) {
				state.ahead = ahead;
				return true;
			}
	}
	return false;
}

static bool has_last(const long *second, const long numbers[2])
{
	int count = 0;
	for (long *at = (long *)begin; at < (long *)end; at++) {
		bool is_ahead = at >= state.ahead && at < state.ahead + GAWK_AHEAD;
		if (is_ahead || *at != long_before(second) ||
		    state.ahead[long_before(at) & (GAWK_AHEAD - 1)] != numbers[0])
			continue;
		state.last = at;
		count++;
	}
	return count == 1;
}

static bool proves(void)
{
	long numbers[2], *second = NULL;
	if (!steps(numbers))
		return false;
	for (long *at = (long *)begin; at < (long *)end; at++)
		if (*at == numbers[1] && long_before(at) != numbers[1])
			second = at;
	return second && has_ahead(second, numbers) && has_last(second, numbers);
}

void gawk_state_after_draw(void)
{
	if (!copied)
		return;
	is_proved = proves();
	munmap((void *)copied, end - begin);
	copied = NULL;
}

const struct gawk_state *gawk_state(void)
{
	return is_proved ? &state : NULL;
}
