#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SQLite: what random(), randomblob() and rowids are drawn from differs in each child, also
# where Python, Perl and PHP have opened the library for themselves; a child never waits for
# its mutex, which a thread of its parent held.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
sqlite=$programs/runtimes/sqlite

python='
import os, sqlite3, sys
draw = lambda: sqlite3.connect(":memory:").execute("select random(), random()").fetchone()
if sys.argv[1] != "fresh": draw()
for _ in range(8):
    if os.fork() == 0: print(*draw(), flush=True); os._exit(0)
    os.wait()'
# shellcheck disable=SC2016 # Perl's and PHP's variables
perl='
use DBI; use POSIX;
my $base = DBI->connect("dbi:SQLite:dbname=:memory:"); $base->{AutoInactiveDestroy} = 1;
sub draw { return join(" ", $base->selectrow_array("select random(), random()")); }
draw() if $ARGV[0] ne "fresh"; $| = 1;
for (1 .. 8) { if (fork == 0) { print draw(), "\n"; POSIX::_exit(0); } wait; }'
# shellcheck disable=SC2016
php='
$base = new PDO("sqlite::memory:");
$draw = fn() => implode(" ", $base->query("select random(), random()")->fetch(PDO::FETCH_NUM));
if ($argv[1] != "fresh") $draw();
for ($i = 0; $i < 8; $i++) {
	if (pcntl_fork() == 0) { echo $draw(), "\n"; posix_kill(posix_getpid(), 9); }
	pcntl_wait($status);
}'

# inside WHAT COMMAND...: an interpreter that has SQLite.
inside() {
	local what=$1
	shift
	is "$(limited "$@" drawn | distinct)" "1 of 8" "$what: bare, all children draw the same"
	is "$(limited "$launcher" "$@" drawn | distinct)" "8 of 8" "$what: healed, the parent has drawn"
	is "$(limited "$launcher" "$@" fresh | distinct)" "8 of 8" "$what: healed, it has not"
	is "$(limited "$launcher" --keep=sqlite "$@" drawn | distinct)" "1 of 8" "$what: --keep=sqlite is as bare"
	repeatable "$what" "$@"
}

# opened_again [COMMAND...]: a child that opens a file, for which SQLite asks to be seeded anew.
opened_again() {
	"$@" python3 -c '
import os, sqlite3, sys
draw = lambda path: sqlite3.connect(path).execute("select random(), random()").fetchone()
draw(":memory:")
for i in range(8):
    if os.fork() == 0: print(*draw(sys.argv[1] + str(i)), flush=True); os._exit(0)
    os.wait()' "$tmp/base"
}

if here sqlite libsqlite3-dev; then
	for kind in bytes select rowid; do heals sqlite $kind "$sqlite" $kind; done
	for kind in bytes select; do
		keeps_parent $kind "$sqlite" $kind
		keeps_seeds $kind "$sqlite" $kind
		keeps_childs_seeds $kind "$sqlite" $kind
	done
	is "$(limited "$launcher" "$sqlite" anew apart | distinct)" "24 of 24" "anew: asked for before each draw"
	never_waits bytes "$sqlite" bytes
	audited sqlite bytes "drew in draw_bytes" "$sqlite" bytes
	audited sqlite select "drew in .*libsqlite3" "$sqlite" select
fi
if need python3 "in Python"; then
	inside "in Python" python3 -c "$python"
	is "$(opened_again | distinct)" "8 of 8" "in Python: a file is opened in each child, bare"
	is "$(LD_PRELOAD=$shim opened_again | distinct)" "8 of 8" "in Python: a file is opened in each child"
	if [ -x "$build/forkseed-audit" ]; then
		opened_again "$launcher" --check >"$tmp/out" 2>"$tmp/said"
		is "$? $(grep -c '^forkseed: 0 findings' "$tmp/said")" "0 1" "in Python: and nobody is accused"
	fi
fi
if ! perl -MDBD::SQLite -e1 2>/dev/null; then
	lacks libdbd-sqlite3-perl "in Perl"
else
	inside "in Perl" perl -e "$perl"
fi
if ! php -r 'new PDO("sqlite::memory:");' >/dev/null 2>&1; then
	lacks php-sqlite3 "in PHP"
else
	inside "in PHP" php -r "$php"
fi
finish
