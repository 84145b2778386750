/* SPDX-License-Identifier: MIT */
/* What a child finds in the arrays and the drand48 state that its ancestors left: a
 * stream of its own, in a state that libc could have written, and which then simply goes
 * on. inherited SIZE: the array in use has SIZE bytes (0: libc's own). Prints one count a
 * line.
 */
#define _GNU_SOURCE
#include "children.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { CHILDREN = 8, DRAWS = 4, ROUNDS = 3 };

struct answer {
	long draws[DRAWS];
	bool holds;
};

static const int degrees[] = {1, 7, 15, 31, 63};
static const unsigned short multipliers[7] = {1, 2, 3, 0x1235, 5, 6, 0x77};

static char first[256], second[256], *in_use;
static int type;

static void draw(long *draws)
{
	for (int i = 0; i < DRAWS; i++)
		draws[i] = random();
}

static int32_t word_of(const char *array, int i)
{
	int32_t word;
	memcpy(&word, array + 4 * i, sizeof word);
	return word;
}

/* What libc would draw next from an array that was put aside. */
static void foresee(const char *array, long *draws)
{
	static char copy[256];
	struct random_data state = {.state = NULL};
	static char scratch[8];
	memcpy(copy, array, 4 + 4 * (size_t)degrees[word_of(array, 0) % 5]);
	initstate_r(1, scratch, sizeof scratch, &state);
	if (setstate_r(copy, &state))
		abort();
	for (int i = 0; i < DRAWS; i++) {
		int32_t value;
		random_r(&state, &value);
		draws[i] = value;
	}
}

static void stay(int index, void *answer)
{
	(void)index;
	draw(((struct answer *)answer)->draws);
}

/* To the array that an ancestor put aside; every other child has drawn before. */
static void cross(int index, void *answer)
{
	long ignored[DRAWS];
	if (index % 2)
		draw(ignored);
	setstate(second);
	draw(((struct answer *)answer)->draws);
}

static bool goes_on(char *array)
{
	long foreseen[DRAWS], draws[DRAWS];
	foresee(array, foreseen);
	setstate(array);
	draw(draws);
	return !memcmp(foreseen, draws, sizeof draws);
}

/* Once healed, an array is the child's own and is never healed again. */
static void go_back_and_forth(int index, void *answer)
{
	struct answer *mine = answer;
	cross(index, answer);
	setstate(in_use);
	draw(mine->draws);
	mine->holds = true;
	for (int i = 0; i < ROUNDS; i++)
		mine->holds = mine->holds && goes_on(second) && goes_on(in_use);
}

static bool well_formed(const char *array)
{
	int32_t header = word_of(array, 0);
	bool odd = type == 0;
	for (int i = 1; i <= degrees[type]; i++)
		odd |= word_of(array, i) & 1;
	return odd && header % 5 == type && header / 5 >= 0 &&
	       header / 5 < (type ? degrees[type] : 1);
}

static void look_inside(int index, void *answer)
{
	struct answer *mine = answer;
	static char own[64];
	if (index % 2)
		draw(mine->draws);
	mine->holds = initstate(5, own, sizeof own) == in_use && setstate(in_use) == own;
	draw(mine->draws);
	mine->holds &= setstate(own) == in_use && well_formed(in_use);
}

/* A child that has made an array its own is an ancestor to its children in turn. */
static void descend(int index, void *answer)
{
	struct answer *below = mmap(NULL, sizeof *below, PROT_READ | PROT_WRITE,
				    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct answer *mine = answer;
	if (below == MAP_FAILED)
		abort();
	cross(index, mine);
	fork_child(index, stay, below);
	wait(NULL);
	draw(mine->draws);
	mine->holds = memcmp(mine->draws, below->draws, sizeof below->draws);
	memcpy(mine->draws, below->draws, sizeof below->draws);
}

static void stay_48(int index, void *answer)
{
	struct answer *mine = answer;
	(void)index;
	for (int i = 0; i < DRAWS; i++)
		mine->draws[i] = lrand48();
}

static uint64_t joined(const unsigned short *parts)
{
	return (uint64_t)parts[2] << 32 | (uint64_t)parts[1] << 16 | parts[0];
}

static uint64_t stepped(uint64_t x)
{
	return (x * joined(multipliers + 3) + multipliers[6]) & 0xffffffffffff;
}

/* Whether some low half-word makes the high words consecutive under the multipliers. */
static bool consecutive(const long *draws)
{
	for (uint64_t low = 0; low < 0x10000; low++) {
		uint64_t x = (uint64_t)(uint32_t)draws[0] << 16 | low;
		int i = 1;
		while (i < DRAWS && (x = stepped(x)) >> 16 == (uint32_t)draws[i])
			i++;
		if (i == DRAWS)
			return true;
	}
	return false;
}

static void keep_multipliers(int index, void *answer)
{
	struct answer *mine = answer;
	unsigned short cell[3] = {(unsigned short)index, 1, 2};
	uint64_t next = stepped(joined(cell));
	mine->holds = nrand48(cell) == (long)(next >> 17) && joined(cell) == next;
	for (int i = 0; i < DRAWS; i++)
		mine->draws[i] = mrand48();
	next = stepped(next);
	mine->holds &= consecutive(mine->draws) && jrand48(cell) == (int32_t)(next >> 16);
}

static void fry(int index, void *answer)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz012345";
	char text[sizeof(struct answer)] = "abcdefghijklmnopqrstuvwxyz012345";
	bool same_letters = strfry(text) == text && strlen(text) == strlen(letters);
	for (const char *p = letters; *p; p++)
		same_letters &= strchr(text, *p) != NULL;
	(void)index;
	memcpy(answer, text, sizeof(long[DRAWS]));
	((struct answer *)answer)->holds = same_letters;
}

static void say(const char *name, child_task *task, const char *property)
{
	const struct answer *answers = ask_children(CHILDREN, sizeof *answers, task);
	int holding = 0;
	for (int i = 0; i < CHILDREN; i++)
		holding += answers[i].holds;
	printf("%s: unique %d", name, different(answers, CHILDREN, sizeof *answers));
	printf(property ? ", %s %d\n" : "\n", property, holding);
}

static void prepare(size_t size)
{
	unsigned short param[7];
	char *built_in = initstate(7, second, size ? size : 128);
	while (size && degrees[type] * 4 + 4 <= (int)size && type < 5)
		type++;
	type = size ? type - 1 : 3;
	random();
	if (size)
		initstate(8, first, size);
	else
		setstate(built_in);
	in_use = size ? first : built_in;
	random();
	memcpy(param, multipliers, sizeof param);
	lcong48(param);
	drand48();
	strfry((char[]){"start"});
}

int main(int argc, char **argv)
{
	prepare(argc > 1 ? strtoul(argv[1], NULL, 10) : 0);
	say("array in use", stay, NULL);
	say("array put aside", cross, NULL);
	say("back and forth", go_back_and_forth, "go on");
	say("grandchildren", descend, "unlike their parent");
	say("inside", look_inside, "well formed");
	say("drand48", stay_48, NULL);
	say("lcong48", keep_multipliers, "multipliers kept");
	say("strfry", fry, "permutations");
	return 0;
}
