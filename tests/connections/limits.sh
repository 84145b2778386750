#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Isolation at its limits: descriptors that became something else, high numbers, none left,
# sandboxes, cancelled threads, signal handlers; which peers it is for; bad lists of peers.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../launcher/common.bash"
. "$(dirname "$0")/innocent.bash"
peers=all

# childs MODE: what the child said.
childs() {
	grep -v '^the parent' "$tmp/$1/out" | sed 's/\(.*\): answer to \1$/\1: yes/' | paste -sd';'
}

# untouched CASE [PATTERN]: bare a line matches; warned and isolated nothing differs.
untouched() {
	run bare "$built/${program-limits}" "$1"
	grep -q -- "${2-answer}" "$tmp/bare/out"
	ok $? "$1: bare, it works"
	warned "$built/${program-limits}" "$1"
	same warn "$1: warned, as bare"
	isolated "$built/${program-limits}" "$1"
	same isolate "$1: isolated, as bare"
}

# severed CASE BARE ISOLATED: the child's words; its parent's last question is answered.
severed() {
	run bare "$built/${program-limits}" "$1"
	is "$(childs bare)" "$2" "$1: bare"
	isolated "$built/${program-limits}" "$1"
	is "$(childs isolate)" "$3" "$1: isolated"
	grep -q "^the parent at last: answer" "$tmp/isolate/out"
	ok $? "$1: isolated, its parent goes on"
}

untouched reopened_in_child "^there: a file"
untouched pair_in_child "^there: a pair"
untouched connected_in_child "^its own: answer"
untouched reopened_in_parent "^there: the parent's file"
untouched accepted_in_parent "^there: who connected"
untouched closefrom_in_child "^-1 EBADF"
severed number_1500 "a child: yes" "a child: EPIPE"
untouched no_descriptor_left "^a child: answer"
isolated --audit="$tmp/report" "$built/limits" no_descriptor_left
is "$(accused | cut -d' ' -f1) $(grep -c '"kind":"shared-touch".*"healed":false' "$tmp/report")" \
	"shared-touch 1" "no_descriptor_left: isolated, the report says that it could not be"
severed soft_limit "a child: yes;the limit is as it was" "a child: EPIPE;the limit is as it was"
program=sandboxes severed refused "a child: yes" "a child: EPIPE"
program=sandboxes severed helper "a child: yes" "a child: EPIPE"
program=sandboxes untouched strict_elsewhere "^through a pipe"
run bare "$built/limits" number_70000
if grep -q "too low" "$tmp/bare/out"; then
	# Not a part that could be installed: the hard limit is this machine's.
	echo "# number_70000: RLIMIT_NOFILE can't be raised so far"
else
	untouched number_70000 "^a child: answer"
fi
run bare "$built/sandboxes" chrooted
if grep -q "no chroot" "$tmp/bare/out"; then
	skip "no chroot(2) for this user" chrooted
else
	program=sandboxes severed chrooted "a child: yes" "a child: EPIPE"
	program=sandboxes untouched chrooted_orphan "^a child: answer"
fi
severed duplicated "a child: yes" "a child: EPIPE"

# Nothing is looked at where nobody is isolated.
peers=1 isolated "$built/sandboxes" strict
is "$(childs isolate)" "through a pipe;answer to a child" \
	"strict: isolated from others, it is not killed"

# In a sandbox that kills for any other call, and for libc's own calls: at the fork.
eager() { run isolate "$launcher" --connections=isolate,eager --peers=all "$@"; }
for case in "sandboxes/strict through a pipe;cut off" "limits/stdio by stdio: end" \
	"limits/duplicated a child: EPIPE"; do
	part=${case%% *}
	eager "$built/${part%/*}" "${part#*/}"
	is "$(childs isolate)" "${case#* }" "${part#*/}: isolated at the fork"
done
eager "$built/patterns" handed_to_program
is "$(grep -c "^the parent at last: answer" "$tmp/isolate/out")" 1 \
	"handed_to_program: isolated at the fork, the parent goes on"

for case in cancel_in_parent cancel_in_child handler_during_forks; do
	run bare "$built/interrupted" $case
	sed -i '/^[0-9]* quiet$/d' "$tmp/bare/peer" # as often as the clock had it
	warned "$built/interrupted" $case
	sed -i '/^[0-9]* quiet$/d' "$tmp/warn/peer"
	same warn "$case: warned of nothing, as bare"
	is "$(accused)" "" "$case: nobody is accused"
	isolated "$built/interrupted" $case
	sed -i '/^[0-9]* quiet$/d' "$tmp/isolate/peer"
	same isolate "$case: isolated, as bare"
	case $case in cancel_in_*)
		is "$(grep -o 'cleaned up' "$tmp/isolate/out" | sort -u)" "cleaned up" \
			"$case: isolated, threads are cancelled" ;;
	esac
done

# listed LIST CASE WANTED: which peers are isolated; $PEER and $PEER_PATH stand in LIST.
listed() {
	# shellcheck disable=SC2016 # the inner shell expands them
	run isolate bash -c 'exec "$0" --connections=isolate --peers="$(eval echo "\"$1\"")" "${@:2}"' \
		"$launcher" "$1" "$built/hazards" "$2"
	is "$(childs isolate)" "a child: $3" "--peers='$1': $2"
}
# shellcheck disable=SC2016 # likewise
{
	listed '$PEER' child EPIPE
	listed '1,$PEER' child EPIPE
	listed '1' child yes
	listed 'unix:*' child yes
	listed '$PEER' unix_client yes
	listed 'unix:$PEER_PATH' unix_client EPIPE
	listed 'unix:*/isolate' unix_client EPIPE
	listed 'unix:*/isolat' unix_client yes
	listed 'unix:/no/such,1' unix_client yes
	listed '1,unix:*isolate*' unix_client EPIPE
}

# off NAME COMMAND...: nothing happens.
off() {
	local name=$1
	shift
	run isolate "$@" "$built/hazards" child
	is "$(childs isolate)" "a child: yes" "$name: nobody is isolated"
}
module=$build/libforkseed-connections.so
off --connections=off "$launcher" --connections=off --peers=all
off FORKSEED=off env FORKSEED=off "$launcher" --connections=isolate --peers=all
off "FORKSEED_CONNECTIONS=off, the module alone" \
	env LD_PRELOAD="$module" FORKSEED_CONNECTIONS=off FORKSEED_PEERS=all
off "no mode, the module alone" env LD_PRELOAD="$module" FORKSEED_PEERS=all
run isolate env LD_PRELOAD="$module" FORKSEED_CONNECTIONS=isolate FORKSEED_PEERS=all \
	"$built/hazards" child
is "$(childs isolate)" "a child: EPIPE" "the module alone: it isolates"

# Where ld.so takes no LD_PRELOAD with a path, nothing happens either.
cp "$built/hazards" "$sockets/set-id"
if [ "$(id -u)" -eq 0 ] && chown nobody "$sockets/set-id" && chmod 4755 "$sockets/set-id" &&
	chmod 755 "$sockets" && [ "$("$sockets/set-id" user 2>&1)" = "$(id -u nobody)" ]; then
	run isolate env LD_PRELOAD="$module" FORKSEED_CONNECTIONS=isolate FORKSEED_PEERS=all \
		"$sockets/set-id" child
	is "$(childs isolate)" "a child: yes" "a set-id program: nobody is isolated"
	fails 125 set-user-ID "a set-id program is refused" \
		"$launcher" --connections=isolate --peers=all "$sockets/set-id" child
else
	skip "no root, or set-id programs have no effect here" "a set-id program"
fi

for list in banana 0 70000 unix: "" "3306," ,3306 3306,banana -1 3306x " 3306" "unix:,1"; do
	fails 125 peers "--peers='$list' is refused" \
		"$launcher" --connections=isolate --peers="$list" true
done
for mode in "" banana warn,banana isolate,warn eager ",warn"; do
	fails 125 connections "--connections='$mode' is refused" \
		"$launcher" --connections="$mode" true
done
is "$(status_of "$launcher" --connections=isolate --peers=1,65535,unix:/x,all true)" 0 \
	"a list of all kinds is taken"
finish
