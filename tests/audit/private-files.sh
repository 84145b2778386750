#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Whose an audit's files are: the recording is its owner's alone, whatever the umask is; what
# somebody has put in its place is neither followed nor written to; another user's is not used,
# and nobody but the command's own processes gets it from the launcher.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # inner shells expand what is quoted
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
python=/usr/bin/python3
hazards=$programs/audit/hazards
mkdir "$tmp/temporary"
export TMPDIR=$tmp/temporary

for umask in 000 022 077; do
	(umask $umask && "$launcher" --audit="$tmp/report" sh -c 'stat -c %a "$FORKSEED_AUDIT.raw"' >"$tmp/out" 2>/dev/null)
	is "$(cat "$tmp/out")" 600 "umask $umask: only its owner reads the recording"
	(umask $umask && "$launcher" --check sh -c 'stat -c %a "$FORKSEED_AUDIT.raw" "${FORKSEED_AUDIT%/*}"' >"$tmp/out" 2>/dev/null)
	is "$(xargs <"$tmp/out") $(ls "$TMPDIR")" "600 700 " "so it is without a FILE, in a folder of its own, which is removed"
	rm -f "$tmp/report"
done
(umask 027 && "$launcher" --audit="$tmp/report" true 2>/dev/null)
is "$(stat -c %a "$tmp/report")" 640 "the report is a file like any other: the umask says who reads it"

echo precious >"$tmp/victim"
planted() {
	fails 125 'is there already' "$1 in its place is refused" "$launcher" --audit="$tmp/plant" true
	is "$(cat "$tmp/victim")" precious "and what it leads to is as it was"
	rm -f "$tmp/plant.raw"
}
ln -s "$tmp/victim" "$tmp/plant.raw" && planted "a symbolic link"
ln -s "$tmp/nowhere" "$tmp/plant.raw" && planted "one that leads nowhere"
[ ! -e "$tmp/nowhere" ]
ok $? "nothing is made there"
ln "$tmp/victim" "$tmp/plant.raw" && planted "a hard link"
mkfifo "$tmp/plant.raw" && planted "a pipe"

# By the variable alone, as an operator has it.
for kind in symlink fifo; do
	[ $kind = symlink ] && ln -s "$tmp/victim" "$tmp/found.raw"
	[ $kind = fifo ] && mkfifo "$tmp/found.raw"
	FORKSEED_AUDIT=$tmp/found timeout 20 env LD_PRELOAD="$shim" "$hazards" inherit_random >"$tmp/out"
	is "$? $(cat "$tmp/victim")" "0 precious" "a $kind under the shim: the program runs, and it is not followed"
	rm -f "$tmp/found.raw"
done

version=$(sed -n 's/.*RECORDING_VERSION = \([0-9]*\).*/\1/p' "$root/shim/recorder/recording.h")
if need "$python" "who is let in at the door"; then
	is "$("$launcher" --audit "$python" "$root/tests/audit/knocks.py" "$tmp/door" "$version" 2>&1 | grep -c ConnectionRefused)" 1 \
		"no door without an audit of that name"
	rm -f "$tmp/door"
	is "$("$launcher" --audit="$tmp/door" sh -c '"$@" "$FORKSEED_AUDIT" '"$version" sh "$python" "$root/tests/audit/knocks.py" 2>/dev/null)" 1 \
		"a process of the tree gets the recording"
	rm -f "$tmp/door"
	"$launcher" --audit="$tmp/door" sleep 60 2>/dev/null &
	until_ok test -e "$tmp/door.raw"
	until_ok pgrep -P $! sleep
	is "$("$python" "$root/tests/audit/knocks.py" "$tmp/door" "$version")" nothing "a stranger gets nothing"
	if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
		is "$(setpriv --reuid=65534 --clear-groups "$python" - "$tmp/door" "$version" <"$root/tests/audit/knocks.py")" nothing \
			"nor does another user"
	fi
	pkill -P $! sleep
	wait $!
fi

if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	somebody() { setpriv --reuid=65534 --regid=65534 --clear-groups -- "$@"; }
	chmod 711 "$tmp"
	mkdir -m 777 "$tmp/open"
	FORKSEED_AUDIT=$tmp/open/theirs shimmed "$hazards" inherit_random >/dev/null
	chown 1234 "$tmp/open/theirs.raw" && chmod 666 "$tmp/open/theirs.raw"
	before=$(cksum <"$tmp/open/theirs.raw")
	FORKSEED_AUDIT=$tmp/open/theirs shimmed "$hazards" inherit_random >"$tmp/out"
	is "$? $(cksum <"$tmp/open/theirs.raw")" "0 $before" "another user's recording is not written to, though it may be"
	FORKSEED_AUDIT=$tmp/open/roots shimmed "$hazards" inherit_random >/dev/null
	somebody cat "$tmp/open/roots.raw" >/dev/null 2>&1
	is $? 1 "another user can't read ours"
else
	skip "needs root and setpriv" "another user's recording"
fi
finish
