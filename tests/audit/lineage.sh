#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Who made whom, where a child that did nothing itself makes others behind the shim's back
# (raw system calls), and these again: each process' parent is the one that made it.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
python=/usr/bin/python3
need "$python" "who made whom" || { finish && exit 0; }

cat >"$tmp/family.c" <<'END'
#define _GNU_SOURCE
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
static int make(int how)
{
	return how == 'r' ? (int)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) : fork();
}
/* Each letter is a generation; the last draws. */
int main(int count, char **words)
{
	const char *how = words[count - 1];
	random();
	while (*how && make(*how) == 0)
		how++;
	if (!*how)
		_exit(random() < 0);
	while (wait(NULL) > 0)
		;
	return 0;
}
END
"${CC:-cc}" -O1 -g -o "$tmp/family" "$tmp/family.c"

# family: the ways of the one that drew and of its parents, as the report's ids have them, and
# whether their pids say the same.
family() {
	"$python" - "$tmp/report" <<'END'
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1])]
processes = {line["id"]: line for line in lines if line["type"] == "process"}
found = next(line for line in lines if line["type"] == "finding")
at, ways, right = processes[found["process"]], [], True
while at:
    ways.append(at["way"])
    parent = processes.get(at["parent"])
    right = right and (parent is None or parent["pid"] == at["ppid"])
    at = parent
print(*ways, right)
END
}
# made HOW WANTED
made() {
	audited "$tmp/family" "$1"
	is "$(kinds) $(family)" "1 inherited/random $2 True" "$1: ${2// / of }"
}
made f "fork exec"
made ff "fork fork exec"
made r "unseen exec"
made fr "unseen fork exec"
made ffr "unseen fork fork exec"
made frf "fork unseen fork exec"
finish
