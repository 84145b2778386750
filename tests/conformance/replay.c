/* SPDX-License-Identifier: MIT */
/* replay MODE FIRST COUNT: prints the trace of COUNT seeds, one line each. MODE is
 * letters:
 *   -  the program's own calls     d  and libc's, by dlsym     x  and a DEEPBIND plugin's
 *   t  a second thread is alive    f  children are forked      v  say each step (last
 * seed) w  only say which object the calls of each table belong to
 */
#define _GNU_SOURCE
#include "steps.h"

#include <pthread.h>

enum { STEPS_A_SEED = 120 };

static struct libc_table libc_direct;

static void *idle(void *unused)
{
	pause();
	return unused;
}

static void add_libc(void)
{
	libc_table_of(&libc_direct, dlopen("libc.so.6", RTLD_LAZY | RTLD_NOLOAD));
	tables[table_count++] = &libc_direct;
}

static void add_plugin(const char *program)
{
	char path[4096];
	const struct libc_table *(*table)(void) = NULL;
	const char *slash = strrchr(program, '/');
	snprintf(path, sizeof path, "%.*s/plugin", (int)(slash - program), program);
	void *plugin = dlopen(path, RTLD_NOW | RTLD_DEEPBIND);
	if (plugin)
		table = (const struct libc_table *(*)(void))dlsym(plugin, "plugin_table");
	if (!table)
		abort();
	tables[table_count++] = table();
}

static void say_owners(void)
{
	for (unsigned i = 0; i < table_count; i++) {
		Dl_info info;
		if (!dladdr((void *)tables[i]->random, &info))
			abort();
		printf("%s\n", strrchr(info.dli_fname, '/') + 1);
	}
}

static void prepare(const char *mode, const char *program)
{
	pthread_t thread;
	forks = strchr(mode, 'f');
	if (strchr(mode, 'd'))
		add_libc();
	if (strchr(mode, 'x'))
		add_plugin(program);
	if (strchr(mode, 't') && pthread_create(&thread, NULL, idle, NULL))
		abort();
}

int main(int argc, char **argv)
{
	if (argc < 4)
		return 2;
	uint64_t first = strtoull(argv[2], NULL, 10), count = strtoull(argv[3], NULL, 10);
	setvbuf(stdout, NULL, _IOLBF, 0);
	prepare(argv[1], argv[0]);
	if (strchr(argv[1], 'w')) {
		say_owners();
		return 0;
	}
	for (uint64_t seed = first; seed < first + count; seed++) {
		verbose = strchr(argv[1], 'v') && seed == first + count - 1;
		printf("seed %llu: %016llx\n", (unsigned long long)seed,
		       (unsigned long long)replay(seed, STEPS_A_SEED));
	}
	return 0;
}
