#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Names of programs, scripts, functions and sources are what strangers chose: nothing in them is
# obeyed by a terminal, by a CI system's runner, or by who reads the page, JSON and XML.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
python=/usr/bin/python3
# What terminals obey, lines of workflow commands, what runners obey anywhere in a line, a
# script's end, markup, the end of XML's raw text, a percent that GitHub would decode, and a
# direction that hides the rest.
evil=$'\e]0;owned\a\e[2J\r\n::stop-commands::x\n##[add-mask]a ##vso[task.complete result=Succeeded] ##teamcity[x]\u202e\x9b31m</script><img src=x onerror=alert(1)>]]>&"\'%0A::debug::'

# harmless WHO: the last audit's text and files obey nobody.
harmless() {
	sed 's/^[ \t]*//' "$tmp/summary" >"$tmp/lines"
	is "$(grep -c $'[\x01-\x08\x0b-\x1f\x7f]' "$tmp/summary") $(grep -c $'\xe2\x80\xae\|\xc2\x9b' "$tmp/summary")" "0 0" \
		"$1: no escape or direction reaches the terminal"
	is "$(grep '^::' "$tmp/lines" | grep -vc '^::error \(file\|title\)=[^:]*::')" 0 "$1: GitHub's runner obeys our lines only"
	is "$(grep -v '^::error' "$tmp/lines" | grep -c '##[a-z]*\[')" 0 "$1: nor what stands inside of them"
	grep -q '#?vso\[' "$tmp/summary"
	ok $? "$1: which is there, and told"
	is "$(grep -c '<img' "$tmp/page.html") $(grep -c '</script>' "$tmp/page.html")" "0 $(grep -c '</script>' "$root/audit/report.html")" \
		"$1: the page has no element of theirs"
}

# readable WHO: each file is what it should be, and says it whole.
readable() {
	"$python" - "$tmp" "$evil" <<'PY' >"$tmp/read" 2>&1
import json, os, sys, xml.etree.ElementTree as xml

def texts(value):
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [value] if isinstance(value, str) else [text for one in inside for text in texts(one)]

folder, evil = sys.argv[1:]
told = os.fsencode(evil).split(b"\x9b")[0].decode("latin-1")  # the page's and JSON's way
for lines in (open(folder + "/report").read(),
              open(folder + "/page.html").read().split('id="data">')[1].split("</script>")[0]):
    assert any(told in text for line in lines.strip().splitlines() for text in texts(json.loads(line)))
json.load(open(folder + "/gitlab.json"))
xml.parse(folder + "/junit.xml")
PY
	is "$? $(cat "$tmp/read")" "0 " "$1: JSON, the page's data, Code Quality and JUnit XML are whole"
}

formats=(--format=github --format=gitlab:"$tmp/gitlab.json" --format=junit:"$tmp/junit.xml" --report="$tmp/page.html")
if need "$python" "names of scripts and functions"; then
	audited "${formats[@]}" "$python" "$root/tests/audit/evil.py" "$evil"
	is "$? $(kinds)" "0 2 inherited/python.Random" "a script and functions with such names"
	harmless "names of a script"
	readable "names of a script"
fi

# A name in a path has no '/', and 255 bytes at most.
evil=${evil//\//}
folder=$tmp/$evil
mkdir "$folder"
cat >"$folder/$evil.c" <<'C'
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
	for (int i = 0; i < 2; i++, wait(NULL))
		if (fork() == 0)
			_exit(random() < 0);
	return 0;
}
C
(cd "$folder" && "${CC:-cc}" -g -o "$evil" "$evil.c")
(cd "$folder" && audited "${formats[@]}" "./$evil")
is "$(kinds)" "2 inherited/random" "a program and its source with such names"
harmless "a program's name"
need "$python" "files of a program's name" && readable "a program's name"

# The launcher's own lines: one each.
for command in --no-such-"$evil" --seed= "$evil" --doctor\ "$evil"; do
	# shellcheck disable=SC2086 # two words, the second of them with blanks or not
	"$launcher" ${command%%[[:cntrl:]]*} "$evil" >"$tmp/summary" 2>&1
	is "$(grep -c $'[\x01-\x08\x0b-\x1f\x7f]' "$tmp/summary") $(grep -c '##[a-z]*\[' "$tmp/summary")" "0 0" "the launcher's lines: ${command%%[[:cntrl:]]*}"
done
finish
