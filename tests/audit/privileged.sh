#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# Programs that gain rights when they start (AT_SECURE), below an audited command: no
# setting reaches them, they record nothing, and they are counted as escaped, whether the
# audit may look into them or not. Needs root, to make such programs.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # inner shells expand what is quoted
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
if [ "$(id -u)" != 0 ] || ! command -v setpriv >/dev/null; then
	skip "needs root and setpriv" "set-user-ID programs under an audit"
	finish
	exit
fi
chmod 711 "$tmp"
mkdir -m 777 "$tmp/open"
install -m 755 "$launcher" "$shim" "${shim%.so}-execs.so" "$audit_program" "$tmp"
launcher=$tmp/forkseed
python=/usr/bin/python3
somebody() { setpriv --reuid=65534 --regid=65534 --clear-groups -- "$@"; }

# Linked with the shim, so that the loader lets it in even where it ignores LD_PRELOAD.
cat >"$tmp/worker.c" <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
	printf("secure=%lu\n", getauxval(AT_SECURE));
	fflush(stdout);
	for (int i = 0; i < 3; i++)
		if (fork() == 0)
			_exit(random() < 0);
	while (wait(NULL) > 0)
		;
	return sleep(3) != 0;
}
END
"${CC:-cc}" -O1 -g -o "$tmp/plain" "$tmp/worker.c"
"${CC:-cc}" -O1 -g -o "$tmp/linked" "$tmp/worker.c" -Wl,--no-as-needed "$tmp/libforkseed.so" -Wl,-rpath,"$tmp"
for program in plain linked; do
	install -m 4755 "$tmp/$program" "$tmp/$program-root"              # somebody becomes root
	install -m 4755 -o 65534 "$tmp/$program" "$tmp/$program-somebody" # root becomes somebody
done
if [ "$(somebody "$tmp/plain-root")" != secure=1 ]; then
	skip "set-id has no effect in $tmp" "set-user-ID programs under an audit"
	finish
	exit
fi

# Without the launcher: the variable counts in an ordinary program only.
FORKSEED_AUDIT=$tmp/open/ordinary somebody "$tmp/linked" >/dev/null
[ -s "$tmp/open/ordinary.raw" ]
ok $? "an ordinary program that is linked with the shim records"
FORKSEED_AUDIT=$tmp/open/secure somebody "$tmp/linked-root" >"$tmp/out"
is "$(cat "$tmp/out") $(ls "$tmp/open")" "secure=1 ordinary.raw" "a set-user-ID one makes no recording"

# escaped WHO PROGRAM NAME COUNT: below a shell, and as the shell's own process.
escaped() {
	local report=$tmp/open/report
	"$1" "$launcher" --check --audit="$report" sh -c '"$0"; :' "$tmp/$2" >"$tmp/out" 2>"$tmp/summary"
	is "$? $(cat "$tmp/out")" "99 secure=1" "$3: --check fails"
	cp "$report" "$tmp/report" && rm -f "$report"
	is "$(kinds)" "$4 escaped/null" "$3: escaped, and nothing else is known of it"
	is "$(grep -c '"type":"process".*"program":"[^"]*/'"$2" "$tmp/report")" 0 "$3: it recorded nothing"
	says "in .*$2 (pid" "$3: is named"
}
audited "$tmp/plain"
is "$(kinds)" "3 inherited/random" "without the bit: its children are found"
escaped env plain-somebody "root runs a set-user-ID program" 1
escaped env linked-somebody "one that has the shim" 1
escaped somebody plain-root "somebody does, who may not look into it" 1
escaped somebody linked-root "one that has the shim, likewise" 1
says 'it gains rights' "and why"
somebody "$launcher" --force --check sh -c 'exec "$0"' "$tmp/plain-root" >"$tmp/out" 2>"$tmp/summary"
is $? 99 "a shell that becomes one"
somebody "$launcher" --check "$tmp/plain" >"$tmp/out" 2>"$tmp/summary"
says '3 children drew' "somebody's own program"
is "$(grep -c 'without the shim' "$tmp/summary")" 0 "has not escaped"

# A daemon that is somebody for a while, and executes a program meanwhile.
is_told() { # IDS
	local ids=$1
	printf 'import os, sys\n%s\nos.execv(sys.argv[1], sys.argv[1:])\n' "$ids" >"$tmp/becomes.py"
	is "$(bare "$python" "$tmp/becomes.py" "$tmp/plain")" secure=1 "$ids: ld.so is told"
	audited sh -c '"$0" "$@"; :' "$python" "$tmp/becomes.py" "$tmp/plain"
	is "$(kinds)" "1 escaped/null" "what it executes has escaped"
	says 'executed with effective ids that are not the real ones' "and the report says why"
	says 'what to do: make them one before the exec' "and what to do"
	fails 125 'would run with effective ids that are not the real ones' "the launcher refuses it" \
		"$python" "$tmp/becomes.py" "$launcher" "$tmp/plain"
}
if need "$python" "effective ids"; then
	is_told 'os.seteuid(65534)'
	is_told 'os.setegid(65534)'
fi
finish
