/* SPDX-License-Identifier: MIT
 *
 * States of GSL's generators that are filled whole: the Mersenne twisters (the default),
 * Tausworthe's and the four-tap shift register (rng/mt.c, taus.c, taus113.c, gfsr4.c),
 * and of some that take but few seeds (slatec.c, uni.c, zuf.c).
 */
#include "gsl.h"
#include "twister.h"

#include <string.h>
#include <sys/mman.h>

#define WORD(value) ((unsigned long)(value)&0xffffffffu)

struct twister {
	unsigned long words[TWISTER_WORDS];
	int next;
};

static void cut(unsigned long *words, int count)
{
	for (int i = 0; i < count; i++)
		words[i] = WORD(words[i]);
}

static void make_twister(void *state)
{
	struct twister *twister = state;
	cut(twister->words, TWISTER_WORDS);
	twister->words[0] |= 0x80000000u; /* never all zero */
	twister->next = TWISTER_WORDS;
}

static void predict_twister(const void *state, unsigned long numbers[2])
{
	const unsigned long *words = ((const struct twister *)state)->words;
	for (int i = 0; i < 2; i++)
		numbers[i] =
			twister_number(words[i], words[i + 1], words[i + TWISTER_AHEAD]);
}

/* A component of Tausworthe's generators; too small a one would be without effect. */
struct component {
	int shift, back;
	unsigned long keep;
	int up;
};
static const struct component three[] = {{13, 19, 4294967294u, 12},
					 {2, 25, 4294967288u, 4},
					 {3, 11, 4294967280u, 17}},
			      four[] = {{6, 13, 4294967294u, 18},
					{2, 27, 4294967288u, 2},
					{13, 21, 4294967280u, 7},
					{3, 12, 4294967168u, 13}};

static void make_components(unsigned long *words, int count)
{
	cut(words, count);
	for (int i = 0; i < count; i++)
		words[i] |= 0x80000000u;
}

static void predict_components(const unsigned long *words, const struct component *rules,
			       int count, unsigned long numbers[2])
{
	unsigned long now[4];
	memcpy(now, words, (size_t)count * sizeof *now);
	for (int draw = 0; draw < 2; draw++) {
		numbers[draw] = 0;
		for (int i = 0; i < count; i++) {
			const struct component *rule = &rules[i];
			now[i] = WORD((now[i] & rule->keep) << rule->up) ^
				 (WORD(now[i] << rule->shift) ^ now[i]) >> rule->back;
			numbers[draw] ^= now[i];
		}
	}
}

static void make_three(void *state)
{
	make_components(state, 3);
}

static void predict_three(const void *state, unsigned long numbers[2])
{
	predict_components(state, three, 3, numbers);
}

static void make_four(void *state)
{
	make_components(state, 4);
}

static void predict_four(const void *state, unsigned long numbers[2])
{
	predict_components(state, four, 4, numbers);
}

enum { TAPS_WORDS = 16384 };
struct taps {
	int last;
	unsigned long words[TAPS_WORDS];
};

static void make_taps(void *state)
{
	struct taps *taps = state;
	cut(taps->words, TAPS_WORDS);
	taps->last = 32;
}

static void predict_taps(const void *state, unsigned long numbers[2])
{
	static const int back[] = {471, 1586, 6988, 9689};
	const struct taps *taps = state;
	for (int draw = 0; draw < 2; draw++) {
		numbers[draw] = 0;
		for (int i = 0; i < 4; i++)
			numbers[draw] ^= taps->words[(taps->last + 1 + draw + TAPS_WORDS -
						      back[i]) %
						     TAPS_WORDS];
	}
}

/* Three old ones, which take so few seeds that children would meet. */
enum { LCG_HALF = 2048 };
struct halves {
	long low, high;
};

static void make_halves(void *state)
{
	struct halves *halves = state;
	halves->low &= LCG_HALF - 1;
	halves->high &= LCG_HALF - 1;
}

static void predict_halves(const void *state, unsigned long numbers[2])
{
	const struct halves *halves = state;
	unsigned long number = (unsigned long)(halves->high * LCG_HALF + halves->low);
	for (int draw = 0; draw < 2; draw++)
		numbers[draw] = number =
			(3146757 * number + 1731) % (LCG_HALF * LCG_HALF);
}

enum { UNI_WORDS = 17, UNI_MODULUS = 32767 };
struct uni {
	int one, other;
	unsigned long words[UNI_WORDS];
};

static void make_uni(void *state)
{
	struct uni *uni = state;
	for (int i = 0; i < UNI_WORDS; i++)
		uni->words[i] %= UNI_MODULUS;
	uni->one = 4;
	uni->other = 16;
}

static void predict_uni(const void *state, unsigned long numbers[2])
{
	const struct uni *uni = state;
	for (int i = 0; i < 2; i++)
		numbers[i] = (uni->words[4 - i] + UNI_MODULUS - uni->words[16 - i]) %
			     UNI_MODULUS;
}

enum { ZUF_WORDS = 607, ZUF_AHEAD = 334, ZUF_MASK = 0xffffff };
struct zuf {
	int next;
	unsigned long words[ZUF_WORDS];
};

static void make_zuf(void *state)
{
	struct zuf *zuf = state;
	for (int i = 0; i < ZUF_WORDS; i++)
		zuf->words[i] &= ZUF_MASK;
	zuf->next = 0;
}

static void predict_zuf(const void *state, unsigned long numbers[2])
{
	const struct zuf *zuf = state;
	for (int i = 0; i < 2; i++)
		numbers[i] = (zuf->words[i] + zuf->words[i + ZUF_AHEAD]) & ZUF_MASK;
}

/* taus113 before taus: the first that fits. */
static const struct gsl_layout layouts[] = {
	{"mt19937", sizeof(struct twister), make_twister, predict_twister},
	{"taus113", 4 * sizeof(unsigned long), make_four, predict_four},
	{"taus", 3 * sizeof(unsigned long), make_three, predict_three},
	{"gfsr4", sizeof(struct taps), make_taps, predict_taps},
	{"slatec", sizeof(struct halves), make_halves, predict_halves},
	{"uni32", 0, NULL, NULL}, /* it takes seeds enough */
	{"uni", sizeof(struct uni), make_uni, predict_uni},
	{"zuf", sizeof(struct zuf), make_zuf, predict_zuf},
};

static bool draws_as_predicted(const struct gsl_layout *layout,
			       const struct gsl_type *type, unsigned char *state)
{
	unsigned long numbers[2];
	uint32_t word = 1;
	for (size_t i = 0; i < layout->size; i++)
		state[i] = (unsigned char)((word = word * 1103515245 + 12345) >> 16);
	layout->make(state);
	layout->predict(state, numbers);
	return type->get(state) == numbers[0] && type->get(state) == numbers[1];
}

/* A made-up state may have 130 KB, which every fork would go on paying for. */
static bool is_proved(const struct gsl_layout *layout, const struct gsl_type *type)
{
	if (type->size != layout->size)
		return false;
	void *state = mmap(NULL, layout->size, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (state == MAP_FAILED)
		return false;
	bool is_right = draws_as_predicted(layout, type, state);
	munmap(state, layout->size);
	return is_right;
}

const struct gsl_layout *gsl_layout_of(const struct gsl_type *type)
{
	for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
		if (strncmp(type->name, layouts[i].name, strlen(layouts[i].name)) == 0)
			return is_proved(&layouts[i], type) ? &layouts[i] : NULL;
	return NULL;
}
