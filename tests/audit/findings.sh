#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What a finding says: function, file and line of fork, draw and seeding; who, how often,
# healed or not; in the summary and in the report, which is JSON.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
hazards=$programs/audit/hazards

cat >"$tmp/bug.c" <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
__attribute__((noinline)) static void work(void)
{
	printf("%d\n", rand()); /* line 7 */
	fflush(stdout);
}
__attribute__((noinline)) static void spawn(void)
{
	if (fork() == 0) { /* line 12 */
		work(); /* line 13 */
		_exit(0);
	}
}
int main(void)
{
	srand(42); /* line 19 */
	rand();
	for (int i = 0; i < 4; i++)
		spawn(); /* line 22 */
	while (wait(NULL) > 0)
		;
	return 5;
}
END
"${CC:-cc}" -g -O1 -o "$tmp/bug" "$tmp/bug.c"
is "$(bare "$tmp/bug" | sort -u | wc -l)" 1 "bare, four children draw one number"
audited "$tmp/bug"
is $? 5 "audited, the status is the program's"
is "$(sort -u "$tmp/out" | wc -l)" 4 "and the children draw four numbers"
says '^forkseed: 4 children drew from the random stream that they inherited (healed)$' \
	"the summary counts them, in one group"
says "^    forked in spawn ($tmp/bug.c:12)\$" "the fork, by function, file and line"
says "^        called by main ($tmp/bug.c:22)\$" "and its caller"
says "^    drew in work ($tmp/bug.c:7)\$" "the draw"
says "^        called by spawn ($tmp/bug.c:13)\$" "and its caller"
says "^    seeded by srandom(42), main ($tmp/bug.c:19)\$" "the seeding"
says '^    the parent had drawn from it before$' "that the parent had drawn"
says '^    what to do: ' "and what to do"
says '^forkseed: 4 findings in 1 group, 5 processes$' "the last line has the totals"
! grep -q forkseed "$tmp/out"
ok $? "nothing of it is on stdout"
if need python3 "the report is JSON"; then
	python3 - "$tmp/report" "$tmp/bug" >"$tmp/read" <<'END'
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1])]
found = [line for line in lines if line["type"] == "finding"]
processes = {line["id"]: line for line in lines if line["type"] == "process"}
print(lines[0]["type"], lines[0]["schema"], lines[-1]["type"], lines[-1]["findings"])
print(len(processes), sum(p["way"] == "fork" for p in processes.values()))
own = [f for f in found if f["program"] == sys.argv[2] and f["healed"] and f["parent_drew"]]
print(len(own), {processes[f["process"]]["ppid"] for f in own} == {f["ppid"] for f in own})
for part in "fork", "draw":
    print(part, *["%s:%s" % (f["function"], f["line"]) for f in found[0][part]
                  if f["object"] == sys.argv[2] and f["file"]])
print(found[0]["seeded"]["seed"], found[0]["seeded"]["at"][0]["line"])
print({f["build_id"] for f in found[0]["draw"] if f["object"] == sys.argv[2]}.pop())
END
	is "$(cat "$tmp/read")" "recording 1 summary 4
5 4
4 True
fork spawn:12 main:22
draw work:7 spawn:13 main:22
42 19
$(readelf -n "$tmp/bug" | sed -n 's/.*Build ID: //p')" "the report is JSON, and says the same"
fi

audited "$hazards" inherit_drand48
says 'children drew from the drand48 stream' "drand48 is named"
says 'inherit_drand48 (' "and the function that forked"
"$launcher" --keep=random --audit="$tmp/report" "$hazards" inherit_random >"$tmp/out" 2>"$tmp/summary"
says '^forkseed: 3 children drew.*(not healed)$' "--keep: not healed"
is "$(kinds)" "3 inherited/random" "but found"
"$launcher" --clock-seeds=replace --audit="$tmp/report" "$hazards" clock_seed >"$tmp/out" 2>"$tmp/summary"
is "$(kinds)" "1 clock-seed/random" "--clock-seeds=replace: a clock's seed is found"
says 'seeded random from the clock (healed)' "and healed"
"$launcher" --seed text --audit="$tmp/report" "$hazards" inherit_raw >"$tmp/out" 2>"$tmp/summary"
is "$(kinds)" "3 inherited/random, 3 unnumbered/random" "--seed: children made by raw system calls"
says 'forked in a place that is not known' "whose fork nobody saw"
"$launcher" --seed text --audit="$tmp/report" "$hazards" inherit_random >"$tmp/out" 2>"$tmp/summary"
is "$(kinds)" "3 inherited/random" "--seed: children that have a number"

# One line is one place, however many calls a compiler makes of it.
cat >"$tmp/line.c" <<'END'
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
static void spawn(int how)
{
	if (how ? fork() == 0 : fork() == 0) _exit(how ? rand() < 0 : rand() + 1 < 0);
	wait(NULL);
}
int main(void)
{
	spawn(0);
	spawn(1);
	return 0;
}
END
"${CC:-cc}" -g -O0 -o "$tmp/line" "$tmp/line.c"
audited "$tmp/line"
says '^forkseed: 2 findings in 1 group, 3 processes$' "two calls in one line are one group"

# In a thread, in a library that was loaded after the start.
cat >"$tmp/plugin.c" <<'END'
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
void plug(void);
void plug(void)
{
	if (fork() == 0) /* line 7 */
		_exit(rand() < 0); /* line 8 */
	wait(NULL);
}
END
cat >"$tmp/host.c" <<'END'
#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
static void *run(void *plug)
{
	((void (*)(void))plug)(); /* line 6 */
	return NULL;
}
int main(int count, char **words)
{
	pthread_t thread;
	void *library = dlopen(words[count - 1], RTLD_NOW);
	pthread_create(&thread, NULL, run, dlsym(library, "plug"));
	return pthread_join(thread, NULL);
}
END
"${CC:-cc}" -g -O1 -shared -fPIC -o "$tmp/plugin.so" "$tmp/plugin.c"
"${CC:-cc}" -g -O1 -fno-optimize-sibling-calls -o "$tmp/host" "$tmp/host.c" -pthread -ldl
audited "$tmp/host" "$tmp/plugin.so"
if getconf GNU_LIBC_VERSION | awk '{ exit !($2 >= 2.35) }'; then
	says "forked in plug ($tmp/plugin.c:7)" "a plugin's fork is named"
	says "called by run ($tmp/host.c:6)" "and its thread's function"
	says "drew in plug ($tmp/plugin.c:8)" "and its draw"
else
	skip "glibc before 2.35" "a plugin's names"
fi
audited "$hazards" inherit_clone
says 'drew in draw (' "on a stack that the program gave to clone(): the draw"
says 'forked in inherit_clone (' "and the fork"

# Without the launcher: the shim makes the file, forkseed-audit reads it.
FORKSEED_AUDIT=$tmp/hand shimmed "$hazards" inherit_random >"$tmp/out" 2>&1
is "$(stat -c %a "$tmp/hand.raw")" 600 "FORKSEED_AUDIT by hand makes FILE.raw, which only its owner reads"
FORKSEED_AUDIT=$tmp/hand shimmed "$hazards" inherit_drand48 >"$tmp/out" 2>&1
"$audit_program" "$tmp/hand" 2>"$tmp/summary"
is $? 1 "forkseed-audit FILE reports findings by its status"
cp "$tmp/hand" "$tmp/report"
is "$(kinds)" "3 inherited/drand48, 3 inherited/random" "of both runs that recorded into it"
(cd "$tmp" && FORKSEED_AUDIT=relative shimmed "$hazards" inherit_random >/dev/null)
[ ! -e "$tmp/relative.raw" ]
ok $? "a relative FILE is ignored by the shim"
(cd "$tmp" && FORKSEED_AUDIT=relative "$launcher" "$hazards" inherit_random >/dev/null)
[ -e "$tmp/relative.raw" ]
ok $? "and made absolute by the launcher"
finish
