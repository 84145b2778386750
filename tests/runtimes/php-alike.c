/* SPDX-License-Identifier: MIT
 *
 * A program with PHP's names in it, whose tables are of the right size and whose
 * generators are not PHP's: it is left alone, byte for byte. It forks.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef uint64_t generate(void *status);

struct algorithm {
	size_t generate_size, state_size;
	void (*seed)(void *status, uint64_t seed);
	generate *generate;
	void *others[3];
};

static int draws;

static uint64_t other_generate(void *status)
{
	(void)status;
	draws++;
	return 4;
}

#define ALGORITHM(name, size)                                                            \
	extern const struct algorithm php_random_algo_##name;                            \
	const struct algorithm php_random_algo_##name = {                                \
		8, size, NULL, other_generate, {0}};
ALGORITHM(mt19937, 2504)
ALGORITHM(pcgoneseq128xslrr64, 16)
ALGORITHM(xoshiro256starstar, 32)
ALGORITHM(combinedlcg, 8)

extern char random_globals[32];
char random_globals[32];

uint32_t php_mt_rand(void);
void php_mt_srand(uint32_t seed);
double php_combined_lcg(void);
void *php_random_default_status(void);
void php_random_engine_common_free_object(void *object);
void *php_random_engine_common_clone_object(void *object);

uint32_t php_mt_rand(void)
{
	return 4;
}

void php_mt_srand(uint32_t seed)
{
	draws += (int)seed;
}

double php_combined_lcg(void)
{
	return 4;
}

void *php_random_default_status(void)
{
	return random_globals;
}

void php_random_engine_common_free_object(void *object)
{
	(void)object;
}

void *php_random_engine_common_clone_object(void *object)
{
	return object;
}

int main(void)
{
	static const char zero[sizeof random_globals];
	bool is_same = memcmp(random_globals, zero, sizeof zero) == 0;
	bool is_own = php_random_algo_mt19937.generate == other_generate;
	printf("%s %s\n", is_same ? "zero" : "changed", is_own ? "own" : "hooked");
	printf("asked %s\n", draws ? "yes" : "no");
	fflush(stdout);
	if (fork() == 0)
		_exit(0);
	wait(NULL);
	return 0;
}
