#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The launcher and forkseed-audit built with AddressSanitizer and UBSan: damaged recordings, hostile
# programs, every report, the doctor; nothing is reported. (The shims' core is in tests/unit so.)
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
sanitized=$build/sanitized
need "${CC:-cc}" "a compiler" || { finish && exit 0; }

make -s -C "$root" BUILD=build/sanitized CFLAGS='-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all' \
	build/sanitized/forkseed build/sanitized/forkseed-audit >"$tmp/made" 2>&1
ok $? "both are built so"
for part in "$build"/libforkseed*.so "$build/forkseed-probe"; do ln -sf "$part" "$sanitized/"; done
export ASAN_OPTIONS=detect_leaks=0:handle_segv=2:handle_sigbus=2:handle_sigfpe=2:handle_abort=2:exitcode=86:log_path=$tmp/reported UBSAN_OPTIONS=halt_on_error=1:exitcode=86:log_path=$tmp/reported
launcher=$sanitized/forkseed
hazards=$programs/audit/hazards

cat >"$tmp/overflow.c" <<'C'
int main(int argc, char **argv) { char four[4]; (void)argv; return (four[argc + 3] = 1) != 1; }
C
"${CC:-cc}" -w -O0 -fsanitize=address "$tmp/overflow.c" -o "$tmp/overflow" && "$tmp/overflow"
[ -n "$(compgen -G "$tmp/reported*")" ]
ok $? "what is wrong would be reported"
rm -f "$tmp"/reported*

FORKSEED_AUDIT=$tmp/one shimmed "$hazards" inherit_random >/dev/null
mkdir "$tmp/damaged"
/usr/bin/python3 "$root/tests/audit/damage.py" "$sanitized/forkseed-audit" "$tmp/one.raw" "$tmp/damaged" 300 >"$tmp/outcomes"
is "$(grep -c -v '^[01]:\|^125:' "$tmp/outcomes")" 0 "300 damaged recordings: none does harm"
for lie in size next fill heads zero names gone grown pipe other; do
	TMPDIR=$tmp VICTIM=$tmp/victim timeout 120 "$launcher" --check "$programs/audit/hostile" $lie >/dev/null 2>&1
	status=$?
	[ $status -eq 99 ] || [ $status -eq 125 ]
	ok $? "a hostile program ($lie): $status"
done
for program in "$hazards" /usr/bin/python3 /bin/sh /usr/bin/perl "$root/tests/run" /etc/passwd /nowhere; do
	"$launcher" --doctor "$program" >/dev/null 2>&1
	"$launcher" --check --stuck=1 --report="$tmp/page" --format=junit:"$tmp/junit" --format=gitlab:"$tmp/gitlab" "$program" </dev/null >/dev/null 2>&1
done
is "$(cat "$tmp"/reported* 2>/dev/null)" "" "no sanitizer has anything to say"
finish
