/* SPDX-License-Identifier: MIT
 *
 * core/recording.c: files that are not ours are refused, appending by several threads
 * loses and mixes nothing, what does not fit is counted.
 */
#include "recorder/recording.h"
#include "unit.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { THREADS = 4, RECORDS = 5000 };

static char directory[] = "/tmp/forkseed-unit-XXXXXX";
static char path[64];
static struct recording *recording;

static void make_file(void)
{
	ck_assert_ptr_nonnull(mkdtemp(directory));
	snprintf(path, sizeof path, "%s/file", directory);
	ck_assert_int_eq(recording_create(path), 0);
	recording = recording_map(path);
	ck_assert_ptr_nonnull(recording);
}

static void remove_file(void)
{
	unlink(path);
	rmdir(directory);
	memcpy(directory + strlen(directory) - 6, "XXXXXX", 6);
}

START_TEST(a_file_is_private_and_made_once)
{
	struct stat st;
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0600);
	ck_assert_int_eq(recording_create(path), EEXIST);
	ck_assert_int_eq(recording_create("/no/such/directory/file"), ENOENT);
}
END_TEST

START_TEST(what_is_not_ours_is_refused)
{
	char link[80];
	snprintf(link, sizeof link, "%s.link", path);
	ck_assert_int_eq(symlink(path, link), 0);
	ck_assert_ptr_null(recording_map(link));
	ck_assert_int_eq(unlink(link), 0);
	ck_assert_ptr_null(recording_map(directory));
	ck_assert_ptr_null(recording_map("/dev/null"));
	ck_assert_int_eq(truncate(path, 1 << 20), 0);
	ck_assert_ptr_null(recording_map(path));
}
END_TEST

static void *append(void *number)
{
	for (int i = 0; i < RECORDS; i++) {
		struct escape_record *record = recording_reserve(
			recording, RECORD_ESCAPE, sizeof *record + (size_t)i % 200);
		ck_assert_ptr_nonnull(record);
		ck_assert_int_eq(record->pid, 0);
		record->pid = (int)(intptr_t)number;
		ck_assert_uint_ne(recording_commit(recording, record), 0);
	}
	return NULL;
}

START_TEST(threads_append_side_by_side)
{
	pthread_t threads[THREADS];
	int counts[THREADS + 1] = {0};
	uint64_t at = recording->next;
	for (intptr_t i = 0; i < THREADS; i++)
		ck_assert_int_eq(
			pthread_create(&threads[i], NULL, append, (void *)(i + 1)), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	while (at < recording->next) {
		const struct escape_record *record = (void *)((char *)recording + at);
		ck_assert_uint_eq(record->head.complete, 1);
		counts[record->pid]++;
		at += record->head.size;
	}
	for (int i = 1; i <= THREADS; i++)
		ck_assert_int_eq(counts[i], RECORDS);
	ck_assert_uint_eq(recording->lost, 0);
}
END_TEST

enum { PAGE = 4096 };
static char *absent;
static uint64_t next_at_fault;

static void let_in(int signal)
{
	(void)signal;
	next_at_fault = recording->next;
	mprotect(absent, PAGE, PROT_READ | PROT_WRITE);
}

/* Who is killed while its page comes in has taken no place yet. */
START_TEST(no_place_is_taken_before_its_page_is_there)
{
	uint64_t next = recording->next / PAGE * PAGE + PAGE;
	absent = (char *)recording + next;
	recording->next = next;
	struct sigaction action = {.sa_handler = let_in}, before;
	sigaction(SIGSEGV, &action, &before);
	ck_assert_int_eq(mprotect(absent, PAGE, PROT_NONE), 0);
	void *record = recording_reserve(recording, RECORD_MODULE, sizeof(struct record));
	sigaction(SIGSEGV, &before, NULL);
	ck_assert_ptr_eq(record, absent);
	ck_assert_uint_eq(next_at_fault, next);
}
END_TEST

START_TEST(what_does_not_fit_is_counted)
{
	atomic_store(&recording->next, recording->mark.size - RECORDING_UNIT);
	ck_assert_ptr_null(recording_reserve(recording, RECORD_SITE, 100));
	ck_assert_ptr_null(recording_reserve(recording, RECORD_SITE, 64));
	ck_assert_uint_eq(recording->lost, 2);
	atomic_store(&recording->next, recording->mark.size - RECORDING_UNIT);
	ck_assert_ptr_nonnull(recording_reserve(recording, RECORD_SITE, 64));
	ck_assert_uint_eq(recording->lost, 2);
}
END_TEST

TCase *case_recording(void)
{
	TCase *tests = tcase_create("recording");
	tcase_add_checked_fixture(tests, make_file, remove_file);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, a_file_is_private_and_made_once);
	tcase_add_test(tests, what_is_not_ours_is_refused);
	tcase_add_test(tests, threads_append_side_by_side);
	tcase_add_test(tests, no_place_is_taken_before_its_page_is_there);
	tcase_add_test(tests, what_does_not_fit_is_counted);
	return tests;
}
