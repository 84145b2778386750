#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A recording that is full: what comes then is counted, no check is green for it, and children and
# programs that are executed later run and differ as if nobody recorded.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"

# Each library that is asked for with RTLD_DEEPBIND is a record, with its path.
cat >"$tmp/fill.c" <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static void children(void)
{
	random();
	for (int i = 0; i < 3; i++)
		if (fork() == 0)
			_exit(printf("%ld\n", random()) < 0 || fflush(stdout) != 0);
	while (wait(NULL) > 0)
		;
}
int main(int count, char **words)
{
	char name[4000];
	memset(name, 'a', sizeof name - 1);
	name[0] = '/', name[sizeof name - 1] = 0;
	if (count > 1)
		for (int i = 0; i < 40000; i++)
			dlopen(name, RTLD_NOW | RTLD_DEEPBIND);
	children();
	if (count > 1)
		execl(words[0], words[0], NULL);
	return 0;
}
END
"${CC:-cc}" -O1 -g -o "$tmp/fill" "$tmp/fill.c" -ldl
is "$(bare "$tmp/fill" more | sort | uniq -c | awk '{ print $1 }')" 6 "bare, its children and those of the next program draw one number"
"$launcher" --check --audit="$tmp/report" "$tmp/fill" more >"$tmp/out" 2>"$tmp/summary"
is "$? $(sort -u "$tmp/out" | wc -l)" "99 6" "with a full recording they differ, and --check fails"
says '^forkseed: [0-9]* records were lost: there was no room$' "and says why"
is "$(grep -c unfinished "$tmp/summary")" 0 "but of no process that it was killed"
[ "$(total lost)" -gt 0 ]
ok $? "in the report, too: $(total lost)"
finish
