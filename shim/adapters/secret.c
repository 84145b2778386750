/* SPDX-License-Identifier: MIT
 *
 * Random bytes of a child, no two times the same.
 */
#include "secret.h"

#include <string.h>
#include <sys/auxv.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

const char *secret_single_threaded;

/* Inherited: children differ by their keys, and by what the kernel gives. */
static struct {
	unsigned char told[16], drawn[32]; /* AT_RANDOM's bytes, getrandom(2)'s */
	uint64_t number;
} secret;
static _Atomic uint64_t numbers;

/* A process that asks the kernel in its children anyway does not here. */
void secret_start(void)
{
	const void *told = (const void *)getauxval(AT_RANDOM);
	if (!told || secret.number)
		return;
	secret.number = 1;
	memcpy(secret.told, told, sizeof secret.told);
	if (services.reproducible)
		syscall(SYS_getrandom, secret.drawn, sizeof secret.drawn, GRND_NONBLOCK);
}

void secret_fill(const char *generator, void *buffer, size_t size)
{
	__auto_type mine = secret;
	mine.number = atomic_fetch_add(&numbers, 1);
	adapter_fill(buffer, size, generator, &mine, sizeof mine);
	explicit_bzero(&mine, sizeof mine);
}
