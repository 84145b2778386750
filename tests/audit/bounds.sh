#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# forkseed-audit where there is more than it shows or takes: groups, frames, a suppression's
# patterns; findings that are healed in part; words that it does not know.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # inner shells expand what is quoted
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
hazards=$programs/audit/hazards
compile() { "${CC:-cc}" -g -O0 -w "$@"; }

# Sixty places that fork: the summary shows fifty, the report has all.
{
	printf '#include <stdlib.h>\n#include <sys/wait.h>\n#include <unistd.h>\n'
	printf 'static void f%d(void) { if (fork() == 0) _exit(random() < 0); }\n' {1..60}
	echo 'int main(void) { srandom(42);'
	printf 'f%d();\n' {1..60}
	echo 'while (wait(NULL) > 0); return 0; }'
} | compile -x c - -o "$tmp/many"
audited "$tmp/many"
is "$(total findings)" 60 "sixty places: the report has them"
is "$(grep -c '^forkseed: 1 child drew' "$tmp/summary")" 50 "the summary shows fifty"
says '^forkseed: and 10 groups more' "and says how many more there are"

# Two hundred calls deep.
printf '%s\n' '#include <stdlib.h>' '#include <sys/wait.h>' '#include <unistd.h>' \
	'static int deep(int n) { if (n > 0) return deep(n - 1) + 1; if (fork() == 0) _exit(random() < 0); return wait(NULL) < 0; }' \
	'int main(void) { srandom(42); return deep(200) < 0; }' | compile -x c - -o "$tmp/deep"
audited "$tmp/deep"
is "$(kinds)" "1 inherited/random" "a fork two hundred calls deep"
says '^    forked in deep (.*:4)' "its line is known"
says '^        (more frames than are shown)' "and that there are more frames than are shown"
shown=$(grep '"type":"finding"' "$tmp/report" | grep -o '"fork":\[[^]]*\]' | grep -o '"function":"deep"' | wc -l)
[ "$shown" -ge 120 ] && [ "$shown" -le 127 ]
ok $? "which are 128 with fork()'s own: $shown"

# Records that a killed process did not finish: such a draw is no finding, such a program no process.
if need /usr/bin/python3 "unfinished records"; then
	FORKSEED_AUDIT=$tmp/unfinished shimmed "$hazards" inherit_random >/dev/null
	"$audit_program" "$tmp/unfinished" 2>"$tmp/summary"
	is "$? $(grep -c unfinished "$tmp/summary")" "1 0" "a recording that is whole"
	whole=$(grep -c '"kind":"inherited"' "$tmp/unfinished")
	# shim/recorder/recording.h: the first record is at 131200, its size at 8, its kind at 4.
	cat >"$tmp/unfinish.py" <<'END'
import struct, sys
FINDING, PROCESS, at, left = 5, 1, 131200, {5: 1, 1: 1}
with open(sys.argv[1], "r+b") as file:
    data = bytearray(file.read(1 << 22))
    while at + 24 <= len(data):
        complete, kind, size = struct.unpack_from("=III", data, at)
        sound = 1 <= kind <= 12 and size >= 24 and size % 64 == 0
        if sound and complete and left.get(kind):
            left[kind] -= 1
            file.seek(at)
            file.write(bytes(4))
        at += size if sound else 64
print(left)
END
	is "$(/usr/bin/python3 "$tmp/unfinish.py" "$tmp/unfinished.raw")" "{5: 0, 1: 0}" "a draw and a program are made unfinished"
	"$audit_program" "$tmp/unfinished" 2>"$tmp/summary"
	is $? 1 "it is incomplete"
	says '^forkseed: 1 record is unfinished: its process was killed' "the record is counted"
	says '^forkseed: 1 program left no trace of its start' "and so is the program"
	is "$(grep -c '"kind":"inherited"' "$tmp/unfinished")" $((whole - 1)) "the others are told"
fi

# Code that was made without lines has none, and is told all the same. (Before 3.11 it was given one.)
if need /usr/bin/python3 "code without lines" && /usr/bin/python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
	cat >"$tmp/made.py" <<'END'
import ast, os, random
tree = ast.parse("if os.fork() == 0:\n    r.random()\n    os._exit(0)\nos.wait()")
for node in ast.walk(tree):
    if hasattr(node, "lineno"):
        node.lineno = node.end_lineno = 0
r = random.Random()
r.random()
exec(compile(tree, "made", "exec"))
END
	audited /usr/bin/python3 "$tmp/made.py"
	says '^    forked in <module> (made)$' "code without lines: its function and file"
	is "$(grep -c '"file":"made","line":null,' "$tmp/report")" 1 "and null in the report"
fi

# One line that was healed once, and once was not.
"$launcher" --check sh -c 'FORKSEED_KEEP=random "$0" inherit_random; "$0" inherit_random' "$hazards" >/dev/null 2>"$tmp/summary"
count=$("$launcher" --check "$hazards" inherit_random 2>&1 >/dev/null | sed -n 's/^forkseed: \([0-9]*\) children drew.*/\1/p')
says "^forkseed: $((2 * count)) children drew from the random stream that they inherited ($count of them healed)" \
	"findings that are healed in part"

# Suppressions with as many patterns as there may be, and one more.
patterns() { printf '{\n it\n forkseed:inherited\n'; for ((i = 1; i < $1; i++)); do echo ' fun:*'; done; echo '}'; }
patterns 32 >"$tmp/most"
patterns 33 >"$tmp/more"
"$launcher" --check --suppressions="$tmp/most" true 2>"$tmp/summary"
is $? 0 "32 patterns"
fails 125 'more:35: too many patterns' "33 are too many" "$launcher" --check --suppressions="$tmp/more" true
fails 125 "suppressions: $tmp:.* Is a directory" "a folder of suppressions" "$launcher" --check --suppressions="$tmp" true

# A repository that is the root folder; names that are no UTF-8 in what must be.
cd / || exit
GITHUB_WORKSPACE=/ "$launcher" --check --format=github "$tmp/many" 2>"$tmp/summary" >/dev/null
grep -q '^::[a-z]* file=[^/]' "$tmp/summary"
ok $? "files below the root folder are told without a slash in front"
mkdir "$tmp/gone" && cd "$tmp/gone" && rmdir "$tmp/gone" || exit
"$launcher" --check --format=github "$tmp/many" 2>"$tmp/summary" >/dev/null
is "$? $(grep -c '^::[a-z]* file=' "$tmp/summary")" "99 $(grep -c '^::' "$tmp/summary")" "from a folder that is gone the report is made"
cd /
odd=$tmp/$'a\303b\342\202c'
cp "$hazards" "$odd"
"$launcher" --check --report="$tmp/page.html" --format=junit:"$tmp/junit" --format=gitlab:"$tmp/quality" \
	"$odd" inherit_random >/dev/null 2>&1
is "$(iconv -f UTF-8 -t UTF-8 "$tmp/junit" "$tmp/quality" "$tmp/page.html" 2>&1 >/dev/null)" "" \
	"reports of a program whose name is cut off in a character are UTF-8"
if need xmllint "JUnit's XML"; then
	check "and JUnit's is XML" xmllint --noout "$tmp/junit"
fi

# forkseed-audit by hand.
"$audit_program" --help >"$tmp/out"
is "$? $(head -n 1 "$tmp/out" | cut -c1-6)" "0 Usage:" "forkseed-audit --help"
"$audit_program" --help >/dev/full 2>/dev/null
is $? 125 "on a full device"
"$audit_program" --banana 2>"$tmp/err"
is "$?" 125 "an option that it does not know"
fails 125 'expected one FILE: see forkseed-audit --help' "no FILE" "$audit_program"
fails 125 'expected one FILE: see forkseed-audit --help' "two" "$audit_program" a b
finish
