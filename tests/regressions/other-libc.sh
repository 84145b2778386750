#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 8: a program that gets the shim with another libc below it (a dynamic musl program
# that make or sh starts) runs as bare, and so does one whose glibc lacks any one of the
# functions that the shim calls: nothing is assumed to be there.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../launcher/common.bash"
both="$shim $build/libforkseed-connections.so"

# A copy of libc, changed in one name; the loader takes the library that is called so.
libc=$(bare ldd "$probe" | sed -n 's/.*libc\.so\.6 => \(.*\) (.*/\1/p')
mkdir "$tmp/libc"
# lacks NAME: libc without it, as far as the dynamic linker can tell; nor with what ends in it,
# because the two names share their bytes.
lacks() { sed "s/$1\x00/${1%?}?\x00/g" "$libc" >"$tmp/libc/libc.so.6"; }
with_libc() { env LD_LIBRARY_PATH="$tmp/libc" "$@"; }

cp "$libc" "$tmp/libc/libc.so.6"
is "$(with_libc env LD_PRELOAD="$shim" "$probe")" "$protected" "a copy of libc, whole: healed"
lacks no_such_name
is "$(with_libc env LD_PRELOAD="$shim" "$probe")" "$protected" "the way it is changed harms nothing"
for name in random_r srandom_r initstate_r setstate_r erand48_r nrand48_r jrand48_r \
	srand48_r seed48_r lcong48_r __register_atfork; do
	lacks $name
	for settings in FORKSEED_NONE=1 "FORKSEED_SEED=x FORKSEED_WHEN=fork" \
		"FORKSEED_CONNECTIONS=isolate,eager FORKSEED_PEERS=all"; do
		# shellcheck disable=SC2086 # several words
		with_libc env $settings LD_PRELOAD="$both" "$probe"
	done >"$tmp/said" 2>&1
	is "$(sort "$tmp/said" | uniq -c | xargs)" "3 ${unprotected/shim=no/shim=yes}" \
		"without $name: runs, as with FORKSEED=off"
done

# The second shim: what only glibc before 2.35 lacks is no sign of another libc.
cat >"$tmp/shares.py" <<'PYTHON'
import os, socket
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen()
client = socket.create_connection(server.getsockname())
server.accept()[0].sendall(b"row")
if os.fork() == 0:
    print(client.recv(3), flush=True)
    os._exit(0)
os.wait()
PYTHON
shares() {
	with_libc env FORKSEED_CONNECTIONS=isolate FORKSEED_PEERS=all LD_PRELOAD="$both" \
		timeout 20 /usr/bin/python3 "$tmp/shares.py"
}
if need /usr/bin/python3 "the second shim"; then
	for name in no_such_name epoll_pwait2; do
		lacks $name
		is "$(shares)" "b''" "without $name: the second shim cuts a child off"
	done
	lacks __read_chk
	is "$(shares)" "b'row'" "without __read_chk: it does nothing"
fi

if need musl-gcc "a musl program"; then
	musl-gcc "$root/tests/launcher/probe.c" -o "$tmp/musl" || echo "not ok - cannot build with musl-gcc"
	is "$(sh -c "$tmp/musl")" "$unprotected" "musl: runs bare"
	for options in "" --seed=x --when=fork --check --connections=isolate \
		--connections=isolate,eager "--check --connections=warn" --locks=heal,mutexes \
		"--check --locks=warn"; do
		# shellcheck disable=SC2086 # several words, or none
		is "$("$launcher" $options sh -c "$tmp/musl; echo \$?" 2>/dev/null | xargs)" \
			"${unprotected/shim=no/shim=yes} 0" "musl: runs below forkseed $options"
	done
	# shellcheck disable=SC2086
	mkdir "$tmp/without" && cp "$launcher" "$shim" "$tmp/without"
	is "$("$tmp/without/forkseed" --force "$tmp/musl" 2>&1)" "${unprotected/shim=no/shim=yes}" \
		"musl: --force runs it, without its shim"
	is "$(LD_PRELOAD=$build/libforkseed-connections.so "$tmp/musl" 2>&1)" "$unprotected" \
		"musl: the second shim alone does no harm"
	# Where it is at work it asks the kernel for a barrier at its start.
	third=$build/libforkseed-locks.so
	barriers() {
		strace -f -qq -o "$tmp/trace" -E LD_PRELOAD="$third" -E FORKSEED_LOCKS=heal "$@" >"$tmp/said" 2>&1
		echo "$(grep -c '^[0-9]* *membarrier' "$tmp/trace") $(xargs <"$tmp/said")"
	}
	if need strace "musl: the third shim"; then
		is "$(barriers "$probe")" "1 $unprotected" "the third shim alone begins in a program of glibc's"
		is "$(barriers "$tmp/musl")" "0 $unprotected" "musl: it does nothing there"
	fi
fi
finish
