/* SPDX-License-Identifier: MIT
 *
 * libsodium with its internal generator (randombytes_internal_random.c; "salsa20" before
 * 1.0.18): a stream for each thread, with words of output that it keeps. A child goes on
 * with those of the thread that forked, and is aborted when it needs more. It gets fresh
 * bytes instead, unless it stirs the generator itself. The default, which asks the kernel
 * each time, is safe; a generator of the program's own is its own choice.
 */
#include "objects.h"
#include "secret.h"

#include <pthread.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *(*implementation_name)(void);
static void (*buf)(void *out, size_t size);
static void (*bytes)(unsigned char *out, unsigned long long size);
static uint32_t (*word)(void);
static uint32_t (*below)(uint32_t end);
static void (*stir)(void);

/* Some thread has drawn from its stream, here or in an ancestor. */
static _Atomic bool is_drawn_from;

static void heal(void *thread, uint32_t number)
{
	(void)thread;
	(void)number;
}
static const struct objects kind = {"sodium", INDEX_OF_sodium_adapter, heal, false};

static bool is_internal(void)
{
	const char *name = implementation_name();
	return strcmp(name, "internal") == 0 || strcmp(name, "salsa20") == 0;
}

/* A stream is known by its thread: the one that forked is the child's first, and the
 * others' streams begin there. */
static bool draws_inherited(void)
{
	void *self = (void *)pthread_self();
	if (!is_internal())
		return false;
	if (services.epoch() == ROOT) {
		is_drawn_from = true;
		objects_add(&kind, self);
		return false;
	}
	if (is_drawn_from && syscall(SYS_gettid) == getpid())
		return objects_before_draw(&kind, self);
	is_drawn_from = true;
	objects_add(&kind, self);
	return false;
}

static void hook_buf(void *out, size_t size)
{
	if (draws_inherited())
		secret_fill("sodium", out, size);
	else
		buf(out, size);
}

static void hook_bytes(unsigned char *out, unsigned long long size)
{
	if (draws_inherited())
		secret_fill("sodium", out, (size_t)size);
	else
		bytes(out, size);
}

static uint32_t fresh_word(void)
{
	uint32_t fresh;
	secret_fill("sodium", &fresh, sizeof fresh);
	return fresh;
}

static uint32_t hook_word(void)
{
	return draws_inherited() ? fresh_word() : word();
}

/* What is left of 2^32 by whole multiples of `end` is drawn again, so none is likelier.
 */
static uint32_t fresh_below(uint32_t end)
{
	uint32_t drawn;
	if (end < 2)
		return 0;
	do
		drawn = fresh_word();
	while (drawn < -end % end);
	return drawn % end;
}

static uint32_t hook_below(uint32_t end)
{
	return draws_inherited() ? fresh_below(end) : below(end);
}

static void hook_stir(void)
{
	if (is_internal())
		objects_add(&kind, (void *)pthread_self());
	stir();
}

static bool start(void)
{
	objects_start(&kind);
	secret_start();
	return true;
}

/* clang-format off */
#define HOOKED(name, hooked) {name, (void *)hook_##hooked, (void **)&hooked, false}
static const struct adapted functions[] = {
	{"randombytes_implementation_name", NULL, (void **)&implementation_name, false},
	HOOKED("randombytes_buf", buf), HOOKED("randombytes", bytes),
	HOOKED("randombytes_random", word), HOOKED("randombytes_uniform", below),
	HOOKED("randombytes_stir", stir),
	{0},
};
/* clang-format on */

const struct adapter sodium_adapter = {functions, start};
