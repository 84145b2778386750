#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The doctor where something of forkseed's own is missing or does not work, where a file is of no
# kind that it knows, and where a process can't be examined: each is said, and none is a "yes"
# that was not looked at.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # inner shells expand what is quoted
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
. "$(dirname "$0")/doctor.bash"
cc=${CC:-cc}
doctor() { verdict "$1" "$2" "$3" "$launcher" --doctor "${@:4}"; }

# Without its test program, and without forkseed-audit.
mkdir "$tmp/alone" && cp "$launcher" "$shim" "$tmp/alone"
verdict 0 'yes: ' "without forkseed-probe" "$tmp/alone/forkseed" --doctor "$probe"
says 'probe: forkseed-probe is not beside forkseed, so not tried' "which is told"
running "$tmp/alone/forkseed" sleep 300
verdict 0 'yes: ' "a process, without forkseed-audit" "$tmp/alone/forkseed" --doctor --pid "$pid"
says 'stuck: cannot tell: there is no forkseed-audit' "which is told"
# One that can't look into it, as where ptrace(2) is forbidden, or that is killed.
for ends in 'exit 125' 'kill -9 $$'; do
	printf '#!/bin/sh\n%s\n' "$ends" >"$tmp/alone/forkseed-audit" && chmod 755 "$tmp/alone/forkseed-audit"
	"$tmp/alone/forkseed" --doctor --pid "$pid" >"$tmp/told" 2>"$tmp/err"
	says "stuck: cannot tell: the process can't be looked into (ptrace(2))" "forkseed-audit: $ends: nothing is claimed"
done
is "$(cat "$tmp/err")" "forkseed: $tmp/alone/forkseed-audit was ended by a signal: Killed" "its end is told"
kill "$pid"

# A test program whose children draw alike: what is installed does not heal here.
stub() { printf '#!/bin/sh\necho "%s"\n' "$1" >"$tmp/alone/forkseed-probe" && chmod 755 "$tmp/alone/forkseed-probe"; }
stub 'streams=1 state=own'
verdict 1 "no: .*a shim that does not work here: children of a test program repeat" "one whose children draw alike" \
	"$tmp/alone/forkseed" --doctor "$probe"
stub 'streams=8 state=separate'
verdict 0 'yes: ' "a libc whose own state the shim does not know" "$tmp/alone/forkseed" --doctor "$probe"
says "random(): a separate state beside libc's, which callers that reach libc directly do not share" "which is told"

# A process that has ended and was not waited for has no program.
bash -c 'sleep 0.1 & echo $!; exec sleep 60' >"$tmp/ended" &
holder=$!
until_ok test -s "$tmp/ended"
until_said State:.Z "/proc/$(cat "$tmp/ended")/status"
fails 125 "runs no program that can be examined: it is the kernel's, or has ended" "a process that has ended" \
	"$launcher" --doctor --pid "$(cat "$tmp/ended")"
kill $holder
# One that has mapped a device, to execute it.
if need /usr/bin/python3 "a device that is mapped"; then
	cat >"$tmp/maps.py" <<'END'
import mmap, os, time
fd = os.open("/dev/zero", os.O_RDWR)
mapped = mmap.mmap(fd, 4096, mmap.MAP_PRIVATE, mmap.PROT_READ | mmap.PROT_EXEC)
print("mapped", flush=True)
time.sleep(60)
END
	"$launcher" /usr/bin/python3 "$tmp/maps.py" >"$tmp/mapped" &
	pid=$!
	until [ -s "$tmp/mapped" ] || ! kill -0 $pid 2>/dev/null; do sleep 0.05; done
	verdict 0 'yes: ' "a process that has mapped a device" timeout 20 "$launcher" --doctor --pid "$pid"
	kill $pid
fi
wait 2>/dev/null

# Runtimes by name: what is not among them is not healed.
if need perl "--runtimes"; then
	FORKSEED_RUNTIMES=perl doctor 0 'yes' "--runtimes=perl: Perl" perl
	says 'runtime: Perl, healed: .*' "is healed"
	FORKSEED_RUNTIMES=python,perl doctor 0 'yes' "--runtimes=python,perl: Perl" perl
	FORKSEED_RUNTIMES=python doctor 1 'in part: ' "--runtimes=python: Perl" perl
	says 'runtime: Perl, not healed: .*' "is not"
fi

# Files of no kind that is known: of no machine, with a loader of no libc.
cp "$probe" "$tmp/nowhere"
printf '\376\377' | dd of="$tmp/nowhere" bs=1 seek=18 conv=notrunc status=none
doctor 1 'no: .*another architecture' "a machine that nobody knows" "$tmp/nowhere"
says 'architecture: unknown' "is called so"
cp "$(realpath "$(readelf -p .interp "$probe" | sed -n 's/.*  \(\/.*\)/\1/p')")" "$tmp/loads.so"
$cc "$root/tests/launcher/probe.c" -o "$tmp/brings" -Wl,--dynamic-linker="$tmp/loads.so"
doctor 1 "no: .*uses another libc (its loader is $tmp/loads.so)" "a loader of no libc that is known" "$tmp/brings"
says 'libc: unknown' "is called so"
fails 125 "uses another libc (its loader is $tmp/loads.so).*--force" "and refused" "$launcher" "$tmp/brings"
printf '#!/dev/null\n' >"$tmp/device" && chmod 755 "$tmp/device"
doctor 1 'no: ' "a script whose interpreter is a device" "$tmp/device"
is "$(status_of "$launcher" "$tmp/device")" "$(bare bash -c '"$0"; echo $?' "$tmp/device" 2>/dev/null)" \
	"it ends as a shell's attempt does"

# What hides its program, or does not.
cp "$probe" "$tmp/ruby"
for text in "X=\${HOME} $tmp/ruby" "exec $tmp/ruby \"\${X}\" \${1+y}"; do
	doctor 1 'in part: cannot tell: .*Ruby' "read: sh -c '$text'" sh -c "$text"
done
doctor 1 'in part: cannot tell: .*run by ' 'hidden: a command in double quotes' sh -c "$tmp/ruby \"\`a\`\""
for how in 'sh -e' 'bash -x'; do
	# shellcheck disable=SC2086 # words
	doctor 1 'in part: cannot tell: .*run by ' "$how alone" $how
done
doctor 1 'in part: cannot tell: .*run by ' "a program as a shell's script" sh "$tmp/ruby"
doctor 1 'in part: cannot tell: .*run by ' "a script that is not there" sh "$tmp/no-such-script"
deep=()
for _ in {1..40}; do deep+=(nice); done
doctor 1 'in part: cannot tell: .*run by ' "forty wrappers" "${deep[@]}" "$tmp/ruby"
cp "$probe" "$tmp/Rscript" && printf '#!/bin/sh\nexec true\n' >"$tmp/R" && chmod 755 "$tmp/R"
doctor 1 'in part: cannot tell: .*run by ' "an R that does not say where it lives" "$tmp/R" --vanilla
RHOME=/x doctor 1 'in part: cannot tell: .*run by ' "Rscript with an R of the caller's" "$tmp/Rscript" -e 1
finish
