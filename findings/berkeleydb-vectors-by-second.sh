#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Berkeley DB with encryption gives each page that it writes an initialization vector, which stands in the page. A worker
# opens its environment after the fork, as the manual has it, and one expects vectors of its own. Seen in Berkeley DB
# 5.3.28 (Debian 12): each of eight children that begin within one second writes the same vectors, one after the other,
# in environments of their own and in one that they share; children of another second have others. They come from a
# Mersenne Twister, which each process has to itself in each environment, and whose seed is the second of the clock
# and nothing else (source: crypto/mersenne/mt19937db.c). Two databases of one process and environment differ.
. "$(dirname "$0")/lib.bash"
packages libdb5.3=5.3.28+dfsg2-1 libdb5.3-dev=5.3.28+dfsg2-1

compile -l:libdb-5.3.so <<'END_OF_PROGRAM'
// program own|shared|one second|seconds FOLDER: eight databases, and how many vectors their pages have, of two each
#include <db.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
enum { WORKERS = 8, PAGE = 4096 };
static DB_ENV *open_environment(const char *folder, unsigned flags)
{
	DB_ENV *environment;
	mkdir(folder, 0700);
	if (db_env_create(&environment, 0) || environment->set_encrypt(environment, "password", DB_ENCRYPT_AES) ||
	    environment->open(environment, folder, DB_CREATE | DB_INIT_MPOOL | flags, 0600))
		_exit(9);
	return environment;
}
static void write_database(DB_ENV *environment, const char *path)
{
	DB *database;
	DBT word = {.data = "word", .size = 5};
	if (db_create(&database, environment, 0) || database->set_flags(database, DB_ENCRYPT) ||
	    database->set_pagesize(database, PAGE) ||
	    database->open(database, NULL, path, NULL, DB_BTREE, DB_CREATE, 0600) ||
	    database->put(database, NULL, &word, &word, 0) || database->close(database, 0))
		_exit(9);
}
// The vector of the first page, of a Btree's metadata, and of the second, its leaf
static void print_vectors(const char *path)
{
	static const long at[] = {476, PAGE + 48};
	unsigned char vector[16];
	int file = open(path, O_RDONLY);
	for (int page = 0; page < 2; page++) {
		if (pread(file, vector, sizeof(vector), at[page]) != sizeof(vector))
			_exit(9);
		for (unsigned i = 0; i < sizeof(vector); i++)
			printf("%02x", vector[i]);
	}
	puts("");
	close(file);
}
static void wait_for_next_second(void)
{
	for (time_t now = time(NULL); time(NULL) == now;)
		usleep(1000);
}
int main(int argc, char **argv)
{
	char path[4096];
	const char *how = argv[1], *folder = argv[2];
	DB_ENV *environment = NULL;
	if (argc < 4 || mkdir(folder, 0700))
		return 9;
	if (strcmp(how, "one") == 0)
		environment = open_environment(folder, DB_PRIVATE);
	wait_for_next_second();
	time_t began = time(NULL);
	for (int worker = 0; worker < WORKERS; worker++) {
		snprintf(path, sizeof(path), "%s/%d", folder, worker);
		if (strcmp(argv[3], "seconds") == 0)
			wait_for_next_second();
		if (environment) {
			write_database(environment, path);
			continue;
		}
		if (fork() == 0) {
			int own = strcmp(how, "own") == 0;
			environment = open_environment(own ? path : folder, own ? DB_PRIVATE : 0);
			strcat(path, own ? "/database" : "");
			write_database(environment, path);
			_exit(0);
		}
		wait(NULL);
	}
	if (strcmp(argv[3], "second") == 0 && time(NULL) != began)
		return 3;
	for (int worker = 0; worker < WORKERS; worker++) {
		snprintf(path, sizeof(path), "%s/%d%s", folder, worker, strcmp(how, "own") ? "" : "/database");
		print_vectors(path);
	}
	return 0;
}
END_OF_PROGRAM

# vectors HOW second|seconds: once more if the second was over before the last worker was
vectors() {
	local try
	for try in 1 2 3 4 5 6 7 8; do
		run timeout 60 "$tmp/program" "$1" "$tmp/$1-$2-$try" "$2" >"$tmp/vectors"
		[ $? = 3 ] || break
	done
	distinct <"$tmp/vectors"
}
seen 1 "pairs of vectors of 8 children within one second, an environment each" "$(vectors own second)"
seen 8 "8 children, a second each" "$(vectors own seconds)"
seen 1 "8 children within one second, one environment that they share" "$(vectors shared second)"
seen 8 "8 databases of one process within one second, one environment" "$(vectors one second)"
finish
