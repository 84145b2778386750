#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# --doctor --pid of a daemon with another root: it was started in a chroot, also with mounts of its
# own, or took the root later. What its libraries draw from is told as of any.
. "$(dirname "$0")/../lib.sh"
jail=$tmp/jail
cc=${CC:-cc}
mkdir -p "$jail/empty"
echo '#include <stdlib.h>
int number(void);
int number(void) { return rand(); }' | $cc -shared -fPIC -x c - -o "$tmp/libnumbers.so"
cat >"$tmp/program.c" <<'END'
#define _GNU_SOURCE
#include <stdio.h>
#include <unistd.h>
int number(void);
int main(int argc, char **argv)
{
	if (argc > 1 && (chroot(argv[1]) < 0 || chdir("/") < 0))
		return 1;
	printf("%d\n", getpid());
	fflush(stdout);
	return getchar() + number() == 0; /* waits until the test ends */
}
END
$cc "$tmp/program.c" -o "$tmp/program" -L"$tmp" -lnumbers -Wl,-rpath,"$tmp"
for file in "$tmp/program" $(ldd "$tmp/program" | grep -o '/[^ ]*'); do
	mkdir -p "$jail${file%/*}" && cp -L "$file" "$jail$file"
done

# told NAME COMMAND...
told() {
	local name=$1 pid
	shift
	coproc { exec "$@"; }
	read -r pid <&"${COPROC[0]}"
	"$launcher" --doctor --pid "$pid" >"$tmp/told" 2>&1
	grep -q "^imports: .*/libnumbers\.so: rand" "$tmp/told"
	ok $? "$name: what its library imports"
	grep -q "^libc file: /.*libc[.-].*so" "$tmp/told"
	ok $? "$name: and its libc"
	echo >&"${COPROC[1]}"
	wait
}

told "in our root" "$tmp/program"
if chroot "$jail" "$tmp/program" </dev/null >"$tmp/out" 2>&1 || [ -s "$tmp/out" ]; then
	told "in a chroot" chroot "$jail" "$tmp/program"
	told "it took another root" "$tmp/program" "$jail/empty"
	if unshare -m true 2>/dev/null; then
		told "in a chroot, with mounts of its own" unshare -m chroot "$jail" "$tmp/program"
	else
		skip "no mount namespaces here" "in a chroot, with mounts of its own"
	fi
else
	skip "no chroot(2) for this user" "in a chroot"
fi
finish
