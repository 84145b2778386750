/* SPDX-License-Identifier: MIT */
/* What a preloaded rand() and its kin can't go below. least-draw.so: a step on a state of
 * its own; before and after it the question whether this is a child, which reads one word
 * of the wiped page; and where there are threads, the plain loads and stores of a lock
 * that leans to the first one, for good. No child draws anything of its own by it, and no
 * other thread is kept out. calls.so (-DCALLS): functions that return at once, for what
 * it costs to call one. */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/single_threaded.h>

#ifdef CALLS
enum { DRAWS = 0 };
#else
enum { DRAWS = 1 };
#endif

#define likely(condition) __builtin_expect(!!(condition), 1)

struct page {
	volatile uint64_t life, owner;
	volatile uint32_t inside, asked;
};

static int32_t array[32];
static struct random_data additive;
static struct drand48_data lcg48 = {.__a = 0x5deece66d, .__c = 0xb, .__init = 1};
static struct page *page;

__attribute__((constructor)) static void start(void)
{
	initstate_r(1, (char *)array, sizeof array, &additive);
	page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		    0);
	if (page == MAP_FAILED || madvise(page, 4096, MADV_WIPEONFORK) != 0)
		abort();
	page->life = 2;
	page->owner = (uintptr_t)__builtin_thread_pointer() + 2;
}

__attribute__((cold, noinline)) static uint32_t fail(void)
{
	abort();
}

static inline uint32_t step(void)
{
	int32_t *front = additive.fptr, *rear = additive.rptr;
	uint32_t sum = (uint32_t)*front + (uint32_t)*rear;
	*front = (int32_t)sum;
	additive.fptr = likely(front + 1 < additive.end_ptr) ? front + 1 : additive.state;
	additive.rptr = likely(rear + 1 < additive.end_ptr) ? rear + 1 : additive.state;
	return sum >> 1;
}

static inline int is_owners(uint64_t life)
{
	uint64_t key = (uintptr_t)__builtin_thread_pointer() + life;
	if (page->owner != key)
		return 0;
	page->inside = 1;
	return page->asked == 0;
}

static inline uint32_t draw_additive(void)
{
	if (!DRAWS)
		return 1;
	uint64_t life = page->life;
	int threads = !likely(__libc_single_threaded);
	if (life < 2 || (threads && !is_owners(life)))
		return fail();
	uint32_t value = step();
	if (threads)
		page->inside = 0;
	return likely(page->life == life) ? value : fail();
}

static inline int64_t draw_lcg48(void)
{
	if (!DRAWS)
		return 1;
	uint64_t life = page->life, x, next;
	if (life < 2)
		return fail();
	memcpy(&x, lcg48.__x, sizeof x);
	next = (x * lcg48.__a + lcg48.__c) & 0xffffffffffff;
	x = next | (x & ~0xffffffffffff);
	memcpy(lcg48.__x, &x, sizeof x);
	return likely(page->life == life) ? (int64_t)next : fail();
}

int rand(void)
{
	return (int)draw_additive();
}

long random(void)
{
	return draw_additive();
}

double drand48(void)
{
	return (double)draw_lcg48() * 0x1p-48;
}

long lrand48(void)
{
	return (long)(draw_lcg48() >> 17);
}
