#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The launcher in odd surroundings: moved with its whole tree, without /proc, in a directory that
# is gone, with a TMPDIR that is none, with names that are no UTF-8; and a signal that was sent
# with a value reaches the command with it.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # inner shells expand what is quoted
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
cc=${CC:-cc}

# Installed below another root, as DESTDIR does: the shim is found from where the launcher is.
mkdir -p "$tmp/root/usr/local/bin" "$tmp/root/usr/local/lib/forkseed"
cp "$launcher" "$tmp/root/usr/local/bin/forkseed"
cp "$shim" "$tmp/root/usr/local/lib/forkseed"
is "$("$tmp/root/usr/local/bin/forkseed" "$probe" 2>&1)" "$protected" "an installed tree that was moved"
is "$("$tmp/root/usr/local/bin/forkseed" printenv LD_PRELOAD)" \
	"$tmp/root/usr/local/lib/forkseed/libforkseed.so" "its shim is that tree's"

[ "$(id -u)" -eq 0 ] && map_root=() || map_root=(-r)
without_proc() { unshare -m "${map_root[@]}" bash -c 'mount -t tmpfs none /proc && exec "$@"' sh "$@"; }
if [ -e /usr/local/lib/forkseed/libforkseed.so ]; then
	skip "forkseed is installed here" "without /proc"
elif without_proc true 2>/dev/null; then
	fails 125 'the shim is neither beside the launcher nor /usr/local/lib/forkseed/libforkseed.so' \
		"without /proc the launcher does not know where it lies" without_proc "$launcher" true
else
	skip "no file system can be mounted here" "without /proc"
fi

mkdir "$tmp/gone"
fails 125 "the current directory can't be found: No such file" "a FILE below a directory that is gone" \
	bash -c 'cd "$1" && rmdir "$1" && exec "$0" --suppressions=here true' "$launcher" "$tmp/gone"
fails 125 "cannot make a directory $tmp/none/forkseed-.*: No such file" "a TMPDIR that is not there" \
	env TMPDIR="$tmp/none" "$launcher" --check true
long=$(printf '192.0.2.1,%.0s' {1..2000})
fails 125 "can't take" "a list of peers longer than there is room for" \
	"$launcher" --connections=warn --peers="${long%,}" true

# A terminal's ESC and CSI, spelt longer than they may be or cut off, are not shown as they come.
for name in '\300\233|\300?' '\340\202\233|\340??' '\360\200\200\233|\360???' '\342\233|\342?' 'k\303\244se|k\303\244se'; do
	# shellcheck disable=SC2059 # escapes
	is "$("$launcher" "$(printf "${name%|*}")" 2>&1)" "$(printf "forkseed: ${name#*|}: no such command")" \
		"a command called ${name%|*}"
done

cat >"$tmp/queue.c" <<'END'
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	siginfo_t info;
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	if (argc > 2)
		return sigqueue(atoi(argv[1]), SIGUSR1, (union sigval){.sival_int = atoi(argv[2])});
	printf("ready\n");
	fflush(stdout);
	sigwaitinfo(&set, &info);
	printf("%d %d\n", info.si_code == SI_QUEUE, info.si_value.sival_int);
	return 0;
}
END
$cc -w -D_GNU_SOURCE "$tmp/queue.c" -o "$tmp/queue"
# queued COMMAND...: what it says that it got.
queued() {
	: >"$tmp/said"
	"$@" >"$tmp/said" 2>/dev/null &
	until grep -qs ready "$tmp/said" || ! kill -0 $! 2>/dev/null; do sleep 0.05; done
	"$tmp/queue" $! 4711
	wait $!
	tail -n 1 "$tmp/said"
}
wanted=$(queued "$tmp/queue")
is "$wanted" "1 4711" "bare, a queued signal has its value"
is "$(queued "$launcher" "$tmp/queue")" "$wanted" "under the launcher"
if [ -x "$build/forkseed-audit" ]; then
	is "$(queued "$launcher" --check "$tmp/queue")" "$wanted" "under --check, whose parent hands it on"
fi
finish
