/* SPDX-License-Identifier: MIT
 *
 * SQLite. The first argument says what draws: bytes (sqlite3_randomness), select (SQL's
 * random() and randomblob()), rowid (of a table that is full to its last number), anew
 * (bytes, where the program asks for a new seed before each draw); then as forks.h has
 * it.
 */
#include "forks.h"

#include <sqlite3.h>

static sqlite3 *database;

static void draw_bytes(char line[256])
{
	unsigned char bytes[40];
	sqlite3_randomness(sizeof bytes, bytes);
	for (size_t i = 0; i < sizeof bytes; i++)
		sprintf(line + 2 * i, "%02x", bytes[i]);
}

static void draw_anew(char line[256])
{
	sqlite3_randomness(0, NULL);
	draw_bytes(line);
}

static int print_row(void *line, int columns, char **values, char **names)
{
	(void)names;
	for (int i = 0; i < columns; i++)
		strcat(strcat(line, " "), values[i]);
	return 0;
}

static void ask(const char *what, char *line)
{
	if (sqlite3_exec(database, what, line ? print_row : NULL, line, NULL))
		_exit(3);
}

static void draw_select(char line[256])
{
	line[0] = 0;
	ask("select random(), hex(randomblob(16))", line);
}

static void draw_rowid(char line[256])
{
	line[0] = 0;
	ask("insert into full (x) values (1)", NULL);
	ask("select last_insert_rowid()", line);
}

/* A testing aid of SQLite's; with 0 the stream would be seeded from the system. */
static void seed(void)
{
	sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, 42, NULL);
}

static void open_memory(void)
{
	sqlite3_open(":memory:", &database);
	ask("create table full (x); insert into full (rowid, x) values "
	    "(9223372036854775807, 0)",
	    NULL);
}

static const struct {
	const char *name;
	struct runtime runtime;
} kinds[] = {
	{"bytes", {NULL, draw_bytes, seed}},
	{"anew", {NULL, draw_anew, NULL}},
	{"select", {open_memory, draw_select, seed}},
	{"rowid", {open_memory, draw_rowid, seed}},
};

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (argc > 1 && strcmp(argv[1], kinds[i].name) == 0)
			return run_forks(&kinds[i].runtime, argc - 1, argv + 1);
	return 2;
}
