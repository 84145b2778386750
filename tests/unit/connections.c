/* SPDX-License-Identifier: MIT
 *
 * What of shim/connections needs no socket: lists of peers, first bytes of protocols, and
 * the table that processes share.
 */
#include "connections/peers.h"
#include "connections/protocols.h"
#include "connections/shared.h"
#include "unit.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static bool lists(const char *list, unsigned port, const char *path)
{
	struct peer peer = {.port = (uint16_t)port, .path = path};
	peers_start(list);
	return peers_list(&peer);
}

START_TEST(ports_match_whole)
{
	ck_assert(lists("3306", 3306, NULL));
	ck_assert(lists("1,3306,2", 3306, NULL));
	ck_assert(!lists("330", 3306, NULL));
	ck_assert(!lists("33060", 3306, NULL));
	ck_assert(!lists("1,2", 3306, NULL));
	ck_assert(lists("all", 1, NULL));
	ck_assert(lists("all", 0, "/x"));
}
END_TEST

START_TEST(paths_match_patterns)
{
	ck_assert(lists("unix:/run/x.sock", 0, "/run/x.sock"));
	ck_assert(!lists("unix:/run/x.soc", 0, "/run/x.sock"));
	ck_assert(lists("1,unix:*/.s.PGSQL.*,2", 0, "/run/postgresql/.s.PGSQL.5432"));
	ck_assert(lists("unix:*a*b", 0, "xaxbaxb"));
	ck_assert(!lists("unix:*a*b", 0, "xaxbaxbx"));
	ck_assert(!lists("unix:*a,unix:b", 0, "ab"));
	ck_assert(!lists("unix:*", 3306, NULL));
}
END_TEST

START_TEST(the_default_has_databases_and_https)
{
	ck_assert(lists(NULL, 3306, NULL));
	ck_assert(lists("", 443, NULL));
	ck_assert(lists(NULL, 0, "/var/run/mysqld/mysqld.sock"));
	ck_assert(!lists(NULL, 80, NULL));
	ck_assert(!lists(NULL, 0, "/run/dbus/system_bus_socket"));
}
END_TEST

START_TEST(items_are_judged)
{
	ck_assert_uint_eq(peers_item("3306,1"), 4);
	ck_assert_uint_eq(peers_item("all"), 3);
	ck_assert_uint_eq(peers_item("unix:/x,1"), 7);
	const char *wrong[] = {"",   ",",    "0", "65536",  "99999999999", "unix:",
			       "al", "alls", "x", "3306:1", "-1",          " 1"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		ck_assert_uint_eq(peers_item(wrong[i]), 0);
}
END_TEST

START_TEST(a_list_survives_its_text)
{
	char list[] = "77";
	peers_start(list);
	memset(list, 'x', 2);
	ck_assert(peers_list(&(struct peer){.port = 77}));
}
END_TEST

static enum goodbye goodbye(const char *bytes, size_t size)
{
	return protocol_goodbye(bytes, size);
}

START_TEST(goodbyes_are_known_and_nothing_else)
{
	char alert[31] = "\x15\3\3\0\x1a", record[31] = "\x17\3\3\0\x1a";
	char late_alert[24] = "\x17\3\3\0\x13";
	ck_assert_int_ne(goodbye("\1\0\0\0\1", 5), GOODBYE_NONE);
	ck_assert_int_eq(goodbye("\1\0\0\0\3", 5), GOODBYE_NONE);
	ck_assert_int_eq(goodbye("\1\0\0\0\1x", 6), GOODBYE_NONE);
	ck_assert_int_ne(goodbye("X\0\0\0\4", 5), GOODBYE_NONE);
	ck_assert_int_eq(goodbye("Q\0\0\0\4", 5), GOODBYE_NONE);
	ck_assert_int_ne(goodbye(alert, sizeof alert), GOODBYE_NONE);
	ck_assert_int_eq(goodbye(alert, sizeof alert - 1), GOODBYE_NONE);
	ck_assert_int_eq(goodbye(record, sizeof record), GOODBYE_NONE);
	ck_assert_int_ne(goodbye(late_alert, sizeof late_alert), GOODBYE_NONE);
	ck_assert_int_eq(goodbye(NULL, 0), GOODBYE_NONE);
}
END_TEST

START_TEST(records_of_tls_are_known)
{
	ck_assert(protocol_is_tls("\x17\3\3\0\1", 5));
	ck_assert(protocol_is_tls("\x16\3\1\2\0x", 6));
	ck_assert(!protocol_is_tls("\x17\3\3\0", 4));
	ck_assert(!protocol_is_tls("GET / HTTP/1.1", 14));
	ck_assert(!protocol_is_tls("\x18\3\3\0\1", 5));
	ck_assert(!protocol_is_tls(NULL, 0));
}
END_TEST

START_TEST(processes_share_what_is_told)
{
	ck_assert(shared_start());
	struct shared *shared = shared_find(42, 7, "somebody");
	pid_t child = fork();
	if (child == 0) {
		bool same = shared_find(42, 8, "") == shared && shared->owner == 7;
		_exit(same && shared_move(shared, READ, 1001) == 0 &&
				      shared_tell(shared, TOLD_READ)
			      ? 0
			      : 1);
	}
	int status;
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
	ck_assert(!shared_tell(shared, TOLD_READ));
	ck_assert(shared_tell(shared, TOLD_WRITTEN));
	ck_assert_int_eq(shared_move(shared, READ, 1002), 1001);
	ck_assert_int_eq(shared_move(shared, READ, 1002), 0);
	ck_assert_int_eq(shared_move(shared, WRITTEN, 1002), 0);
	ck_assert_str_eq(shared->peer, "somebody");
}
END_TEST

/* More connections than there is room for: new ones find some, old ones are not mistaken
 * for them. */
START_TEST(a_full_table_forgets_the_oldest)
{
	ck_assert(shared_start());
	struct shared *first = shared_find(1, 1, "");
	for (uint64_t cookie = 2; cookie < 20000; cookie++)
		ck_assert_uint_eq(shared_find(cookie, 1, "")->cookie, cookie);
	ck_assert_uint_ne(first->cookie, 1);
	ck_assert_uint_eq(shared_find(19999, 2, "")->owner, 1);
}
END_TEST

TCase *case_connections(void)
{
	TCase *tests = tcase_create("connections");
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, ports_match_whole);
	tcase_add_test(tests, paths_match_patterns);
	tcase_add_test(tests, the_default_has_databases_and_https);
	tcase_add_test(tests, items_are_judged);
	tcase_add_test(tests, a_list_survives_its_text);
	tcase_add_test(tests, goodbyes_are_known_and_nothing_else);
	tcase_add_test(tests, records_of_tls_are_known);
	tcase_add_test(tests, processes_share_what_is_told);
	tcase_add_test(tests, a_full_table_forgets_the_oldest);
	return tests;
}
