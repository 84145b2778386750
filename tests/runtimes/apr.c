/* SPDX-License-Identifier: MIT
 *
 * APR's generators. The first argument says which: insecure, secure, fixed (constant
 * entropy), told (each child tells APR of itself, as apr_proc_fork() does: safe); then as
 * forks.h has it.
 */
#include "forks.h"

#include <apr_general.h>
#include <apr_random.h>
#include <apr_thread_proc.h>

static apr_random_t *generator;
static pid_t parent;

static void hex(char line[256], const unsigned char *bytes, int failed)
{
	snprintf(line, 256, "failed: %d", failed);
	for (int i = 0; !failed && i < 16; i++)
		snprintf(line + 2 * i, 3, "%02x", bytes[i]);
}

static void draw_insecure(char line[256])
{
	unsigned char bytes[16];
	hex(line, bytes, apr_random_insecure_bytes(generator, bytes, 16));
}

static void draw_secure(char line[256])
{
	unsigned char bytes[16];
	hex(line, bytes, apr_random_secure_bytes(generator, bytes, 16));
}

static void draw_told(char line[256])
{
	apr_proc_t here = {.pid = getpid()};
	if (here.pid != parent)
		apr_random_after_fork(&here);
	draw_insecure(line);
}

static void make(void)
{
	apr_pool_t *pool;
	parent = getpid();
	if (apr_initialize() || apr_pool_create(&pool, NULL) ||
	    !(generator = apr_random_standard_new(pool)))
		abort();
}

static void make_insecure(void)
{
	unsigned char entropy[32];
	make();
	while (apr_random_insecure_ready(generator) != APR_SUCCESS) {
		apr_generate_random_bytes(entropy, 32);
		apr_random_add_entropy(generator, entropy, 32);
	}
}

static void make_secure(void)
{
	unsigned char entropy[32];
	make();
	while (apr_random_secure_ready(generator) != APR_SUCCESS) {
		apr_generate_random_bytes(entropy, 32);
		apr_random_add_entropy(generator, entropy, 32);
	}
}

static void make_fixed(void)
{
	make();
	while (apr_random_insecure_ready(generator) != APR_SUCCESS)
		apr_random_add_entropy(generator, "0123456789abcdef", 16);
}

static const struct {
	const char *name;
	struct runtime runtime;
} kinds[] = {
	{"insecure", {make_insecure, draw_insecure, NULL}},
	{"secure", {make_secure, draw_secure, NULL}},
	{"fixed", {make_fixed, draw_insecure, NULL}},
	{"told", {make_insecure, draw_told, NULL}},
};

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (argc > 1 && strcmp(argv[1], kinds[i].name) == 0)
			return run_forks(&kinds[i].runtime, argc - 1, argv + 1);
	return 2;
}
