#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Children that few programs have: under their parent's filter, with sockets that nobody has
# connected yet, with bad arguments, with no descriptor left for a look at an epoll set.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/innocent.bash"
peers=all

# untouched CASE WANTED: bare a line matches; warned and isolated nothing differs.
untouched() {
	run bare "$built/seldom" "$1"
	grep -q -- "$2" "$tmp/bare/out"
	ok $? "$1: bare, it works"
	warned "$built/seldom" "$1"
	same warn "$1: warned, as bare"
	isolated --audit="$tmp/report" "$built/seldom" "$1"
	same isolate "$1: isolated, as bare"
}

untouched filtered_parent "^a child: answer"
is "$(accused | cut -d' ' -f1) $(grep -c '"kind":"shared-touch".*"healed":false' "$tmp/report")" \
	"shared-touch 1" "filtered_parent: isolated, the report says that it could not be"
untouched bad_arguments "^-1 14 -1 14"
untouched connected_later "^its own: answer"
untouched filtered_later "^its own: answer"
untouched closed_in_parent "^its own: answer"
untouched set_at_limit "^1 ready"
untouched set_near_limit "^1 ready: the pipe"
run bare "$built/seldom" set_read_later
is "$(grep -c "^1 ready later" "$tmp/bare/out")" 1 "set_read_later: bare, the set has the pipe"
isolated "$built/seldom" set_read_later
is "$(grep -c "^2 ready later" "$tmp/isolate/out")" 1 \
	"set_read_later: isolated, the connection's end as well, once there is a descriptor to read the set by"
run bare "$built/seldom" set_with_number_anew
is "$(grep -c "^0 added, 1 told" "$tmp/bare/out")" 1 "set_with_number_anew: bare, the child's own pipe is added"
isolated "$built/seldom" set_with_number_anew
is "$(grep -c "^0 added, 1 told" "$tmp/isolate/out")" 1 \
	"set_with_number_anew: isolated, what the number was before is not in the child's set"
run bare "$built/seldom" replaced_unseen
warned "$built/seldom" replaced_unseen
same warn "replaced_unseen: warned, as bare"
is "$(accused)" "" "replaced_unseen: nobody is accused"

# A library that takes leave when its process ends, as clients of databases do, later than all
# handlers: a child that did nothing else with the connection ends its parent's.
cat >"$tmp/library.c" <<'END'
#include <sys/socket.h>
int leave_by = -1;
__attribute__((destructor)) static void leave(void)
{
	if (leave_by >= 0)
		send(leave_by, "good bye\n", 9, MSG_NOSIGNAL);
}
END
cat >"$tmp/program.c" <<'END'
#define _GNU_SOURCE
#include "client.h"
extern int leave_by;
int main(void)
{
	int fd = client(), child;
	ask(fd, "the parent");
	if ((child = fork()) == 0) {
		leave_by = fd;
		exit(0);
	}
	waitpid(child, NULL, 0);
	ask(fd, "the parent at last");
	return 0;
}
END
cc=${CC:-cc}
$cc -shared -fPIC -o "$tmp/library.so" "$tmp/library.c"
$cc -I "$here" -o "$tmp/program" "$tmp/program.c" "$tmp/library.so" -Wl,-rpath,"$tmp"
run bare "$tmp/program"
is "$(tail -n 1 "$tmp/bare/out")" "the parent at last: answer to good bye" "a goodbye at exit: bare, the parent gets its answer"
warned "$tmp/program"
is "$(accused | grep -c "^shared-end .*written to at a child's exit")" 1 "a goodbye at exit: warned of"
isolated "$tmp/program"
is "$(tail -n 1 "$tmp/isolate/out")" "the parent at last: answer to the parent at last" \
	"a goodbye at exit: isolated, the parent has its own"

finish
