# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154 # set by lib.sh
# What the tests of --locks share. A thread that a loaded machine does not run for a while
# sits inside that long: forks wait longer here than by default.

export FORKTEST_CPLUSPLUS=$programs/locks/cplusplus.so
patient=,wait=3000

# runs SECONDS COMMAND...: bounded; what it leaves is killed with it.
runs() {
	local seconds=$1
	shift
	timeout -k 1 "$seconds" "$@" 2>&1
}

# names PROGRAM: NAME|OFTEN for each line of its table.
names() { "$programs/locks/$1" --list; }

# shown_bare PROGRAM NAME OFTEN: a point that children hang bare, where that is sure. Beside other
# tests the threads may hardly run for a while: then it looks again.
shown_bare() {
	local seen most=400 looks=5
	[ "$3" -ge 0 ] || return
	[ "$3" -gt 0 ] || most=100 looks=1
	for ((; looks > 0; looks--)); do
		seen=$(runs 20 "$programs/locks/$1" "$2" $most 150 stop)
		[[ $seen = hung=0* ]] || break
	done
	case $seen in
	hung=0*died=0*) ;;
	*) shown=$((shown + 1)) ;;
	esac
	if [ "$3" -gt 0 ]; then
		[[ $seen != hung=0* ]]
		ok $? "$2: bare, children hang ($seen)"
	else
		echo "# $2: bare, $seen"
	fi
}

# waits_for_handlers NAME: whether it takes the lock under which a fork then waits (docs/locks.md).
waits_for_handlers() {
	older_libc 2.36 || return
	[[ $1 = atexit* || $1 = dlopen,* || $1 = at_quick_exit* || $1 = *exit || $1 = pam_* ]]
}

# all_of PROGRAM MODE CHILDREN: each function of the table, bare and healed.
all_of() {
	local name often
	shown=0
	while IFS='|' read -r name often; do
		if [ "$often" = -2 ]; then
			skip "its library is not installed (make deps)" "$name"
			continue
		fi
		# Which surely do was seen with glibc 2.36.
		[ "$often" -le 0 ] || ! older_libc 2.36 || often=0
		shown_bare "$1" "$name" "$often"
		! waits_for_handlers "$name" || {
			skip "glibc before 2.36 runs fork handlers under a lock that this takes" "$name: with --locks=$2" && continue
		}
		is "$(runs $((90 + $3 / 4)) "$launcher" --locks="$2$patient" "$programs/locks/$1" "$name" "$3" 10000)" \
			"hung=0 died=0 of $3" "$name: with --locks=$2 none of $3"
	done < <(names "$1")
	echo "# $shown of them were seen to hang bare"
}
