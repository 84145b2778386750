#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# --report=FILE.html: the page, in a browser that clicks: both backtraces are there, the
# filters filter, 10 000 processes load, and what a program is called does no harm.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
hazards=$programs/audit/hazards
crowd=$programs/audit/crowd
page=$tmp/page.html

# reported COMMAND...: under --report, the page in $page.
reported() {
	rm -f "$page"
	"$launcher" --report="$page" "$@" >"$tmp/out" 2>"$tmp/summary"
}

# asked NAME WANTED: what the JavaScript on stdin finds in $page; the console stays empty.
asked() {
	mkdir -p "$tmp/browser"
	timeout 120 python3 "$root/tests/audit/browser.py" "$page" "$tmp/browser" >"$tmp/said" 2>&1
	is "$(cat "$tmp/said")" "console: 0
$2" "$1"
}

"$launcher" "$hazards" inherit_random >"$tmp/out" 2>&1
[ ! -e "$page" ]
ok $? "without --report there is no page"
reported sh -c 'exit 7'
is $? 7 "--report: the status is the command's"
says '^forkseed: 0 findings' "and the summary is on stderr: --report implies --audit"
[ ! -e "$page.raw" ]
ok $? "no recording is left behind"
"$launcher" --check --report="$page" --audit="$tmp/report" "$hazards" inherit_random >"$tmp/out" 2>"$tmp/summary"
is $? 99 "--check and --report: 99 when there is a finding"
is "$(kinds)" "3 inherited/random" "and with --audit=FILE the lines are in FILE"
is "$(sed -n 's/.*"type":"finding".*"stream":\([0-9]*\),.*/\1/p' "$tmp/report" | sort -u)" 1 \
	"which say that the three had one stream"
is "$(grep -c -e '@DATA@' -e '@STYLE@' -e '@SCRIPT@' -e 'https\{0,1\}://' "$page")" 0 \
	"nothing in the page is left to fill in, and nothing is somewhere else"
fails 125 'needs a value: --report=FILE.html' "--report without a file" "$launcher" --report
fails 125 'name one file' "--audit and --report with one file" \
	"$launcher" --audit="$tmp/x" --report="$tmp/x" true
fails 125 'names the file that --audit=.* records into' "--report names the recording" \
	"$launcher" --audit="$tmp/y" --report="$tmp/./y.raw" true
[ ! -e "$tmp/y" ] && [ ! -e "$tmp/y.raw" ]
ok $? "which makes neither"
fails 125 'records into' "by a relative name, by --format" env -C "$tmp" "$launcher" --audit=y --format=junit:y.raw true
fails 125 'cannot write the report' "a file that can't be made" "$launcher" --report=/no/such true
ln -s "$tmp/elsewhere" "$tmp/link"
fails 125 'symbolic link' "a symbolic link" "$launcher" --report="$tmp/link" true
[ ! -e "$tmp/elsewhere" ]
ok $? "is not followed"
(cd "$tmp" && "$launcher" --report=relative.html sh -c 'cd /' 2>/dev/null)
[ -s "$tmp/relative.html" ]
ok $? "a relative name is meant from where the launcher starts"

if ! need chromedriver "the page in a browser" || ! need chromium "the page in a browser"; then
	finish
	exit 0
fi
if ! need python3 "the page in a browser"; then
	finish
	exit 0
fi

cat >"$tmp/both" <<END
"$hazards" inherit_random
"$hazards" inherit_drand48
"$hazards" clock_seed
END
reported sh "$tmp/both"
asked "a known program's two backtraces, and filters that filter" "sh – forkseed
cards: inherited inherited clock-seed
filters: All 7, inherited 6, clock-seed 1
fork: true draw: true
clock-seed: clock-seed
all: 3
one process: 1 card, 1 member
resources: 0" <<'END'
const kinds = () => [...document.querySelectorAll(".card")].map((card) => card.dataset.kind).join(" ");
const buttons = [...document.querySelectorAll("#filters button")];
const said = [document.title.replace(/^(dash|bash)/, "sh"), "cards: " + kinds(),
	"filters: " + buttons.map((button) => button.textContent).join(", ")];
const card = [...document.querySelectorAll(".card")].find((one) => /random stream/.test(one.textContent));
const [fork, draw] = [...card.querySelectorAll(".traces > div")].map((block) => block.textContent);
said.push("fork: " + (/^Forked in.*children .*corpus.h:\d+.*inherit_random .*hazards.c:\d+.*main/.test(fork)) +
	" draw: " + (/^Drew in.*draw .*corpus.h:\d+.*inherit_random .*hazards.c:\d+.*main/.test(draw)));
buttons.find((button) => button.dataset.kind === "clock-seed").click();
said.push("clock-seed: " + kinds());
buttons[0].click();
said.push("all: " + document.querySelectorAll(".card").length);
document.querySelector(".pids button").click();
said.push("one process: " + document.querySelectorAll(".card").length + " card, " +
	document.querySelectorAll(".card .pids button").length + " member");
said.push("resources: " + performance.getEntriesByType("resource").length);
return said;
END

# The picture: a bar's colour is its stream's. Two servers, three workers each.
reported "$crowd" 2 3
asked "workers of one server have one colour, those of another one another" "9 rows
1 1 2
painted: true" <<'END'
const colours = (row) => new Set(row.children.map((child) => child.streams.map(colourOf).join()));
const [one, other] = rows[0].children.map(colours);
const row = rows[2], y = Math.round((26 + row.index * 18 + 9) * devicePixelRatio);
const x = Math.round((at(row.parts[0].time) + 2) * devicePixelRatio);
const painted = document.getElementById("picture").getContext("2d").getImageData(x, y, 1, 1).data;
const probe = document.createElement("canvas").getContext("2d");
probe.fillStyle = colourOf(row.streams[0]);
probe.fillRect(0, 0, 1, 1);
const wanted = probe.getImageData(0, 0, 1, 1).data;
return [rows.length + " rows", [one.size, other.size, new Set([...one, ...other]).size].join(" "),
	"painted: " + wanted.every((value, i) => Math.abs(value - painted[i]) < 8)];
END

python=/usr/bin/python3
if need "$python" "lines of Python"; then
	reported "$python" "$root/tests/audit/scripts.py" quiet
	asked "lines of Python come before those of C" "fork: true draw: true
top: quiet scripts.py" <<'END'
const [fork, draw] = [...document.querySelectorAll(".traces > div")].map((block) => block.textContent);
const top = document.querySelector(".traces li.top").textContent;
return ["fork: " + /^Forked in *quiet .*scripts.py:\d+<module> .*in C/.test(fork) +
	" draw: " + /^Drew in *quiet .*scripts.py:\d+<module> .*in C/.test(draw),
	"top: " + top.replace(/ .*\/(.*):\d+/, " $1")];
END
fi

reported "$crowd" 20 500
size=$(stat -c %s "$page")
[ "$size" -lt 20000000 ]
ok $? "a page of 10 000 processes is smaller than 20 MB ($size bytes)"
asked "10 000 processes load, and the last row is drawn" "10,021 processes, 10,000 findings
1 card, 24 members
few elements: true
last: true" <<'END'
const numbers = [...document.querySelectorAll("#totals dd")].map((number) => number.textContent);
scroller.scrollTop = 1e9;
draw();
const cards = document.querySelectorAll(".card");
return [`${numbers[0]} processes, ${numbers[1]} findings`,
	`${cards.length} card, ${cards[0].querySelectorAll(".pids button").length} members`,
	"few elements: " + (document.querySelectorAll("*").length < 1000),
	"last: " + (scroller.scrollTop + scroller.clientHeight >= AXIS + rows.length * ROW)];
END

# A path that closes the script element and opens one of its own, if it is let.
mkdir "$tmp/x<"
evil="$tmp/x</script><img src=x onerror='hacked=1'>\"&amp;<!--é"
cp "$crowd" "$evil"
reported "$evil" 1 2
asked "a program's path is text" "harmless: true
img: 0
shown: true" <<'END'
await new Promise((resolve) => setTimeout(resolve, 100));
return ["harmless: " + (typeof hacked === "undefined"), "img: " + document.images.length,
	"shown: " + document.getElementById("about").textContent
		.includes("/x</script><img src=x onerror='hacked=1'>\"&amp;<!--é ")];
END
finish
