/* SPDX-License-Identifier: MIT
 *
 * core/lineage.c: the protocol of the life word, and the page in a real child.
 */
#include "core/lineage.h"
#include "unit.h"

#include <sys/wait.h>
#include <unistd.h>

START_TEST(a_root_commits_as_root)
{
	struct life life = {.word = ROOT};
	uint64_t begun = life_begin(&life);
	ck_assert_uint_eq(begun, ROOT);
	ck_assert(life_commit(&life, begun, 99));
	ck_assert_uint_eq(life.word, ROOT);
}
END_TEST

START_TEST(a_wiped_life_gets_the_token)
{
	struct life life = {.word = WIPED};
	uint64_t begun = life_begin(&life);
	ck_assert_uint_eq(begun, FILLING);
	ck_assert_uint_eq(life.word, FILLING);
	ck_assert(life_commit(&life, begun, 99));
	ck_assert_uint_eq(life.word, 99);
}
END_TEST

START_TEST(a_fork_in_between_voids_the_commit)
{
	struct life life = {.word = WIPED};
	uint64_t begun = life_begin(&life);
	life.word = WIPED; /* what the kernel does */
	ck_assert(!life_commit(&life, begun, 99));
	life.word = 77; /* and the child's handler healed */
	ck_assert(!life_commit(&life, begun, 99));
	life.word = ROOT;
	begun = life_begin(&life);
	life.word = 77;
	ck_assert(!life_commit(&life, begun, 99));
}
END_TEST

START_TEST(tokens_never_repeat)
{
	uint64_t first = lineage_token();
	ck_assert_uint_ge(first, FIRST_TOKEN);
	ck_assert_uint_gt(lineage_token(), first);
}
END_TEST

static int status_of(pid_t child)
{
	int status = -1;
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

START_TEST(a_child_finds_the_page_wiped_and_a_new_epoch)
{
	enum lineage_detector detector = lineage_arm();
	ck_assert_int_eq(lineage_arm(), detector);
	ck_assert_uint_eq(lineage_epoch(), ROOT);
	lineage_page->additive.word = ROOT;
	pid_t child = fork();
	if (child == 0) {
		lineage_child(); /* which the fork hooks would call */
		_exit(lineage_page->additive.word == WIPED && lineage_epoch() > ROOT ? 0
										     : 1);
	}
	ck_assert_int_eq(status_of(child), 0);
	ck_assert_uint_eq(lineage_page->additive.word, ROOT);
	ck_assert_uint_eq(lineage_epoch(), ROOT);
}
END_TEST

TCase *case_lineage(void)
{
	TCase *tests = tcase_create("lineage");
	tcase_add_test(tests, a_root_commits_as_root);
	tcase_add_test(tests, a_wiped_life_gets_the_token);
	tcase_add_test(tests, a_fork_in_between_voids_the_commit);
	tcase_add_test(tests, tokens_never_repeat);
	tcase_add_test(tests, a_child_finds_the_page_wiped_and_a_new_epoch);
	return tests;
}
