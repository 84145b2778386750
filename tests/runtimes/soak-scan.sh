#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# --runtimes=+scan at length: every place that an engine may be in, Rust's generators, and that
# nothing is taken for one in the memory of forty ordinary programs.
# shellcheck source-path=SCRIPTDIR disable=SC2016
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
scan=$programs/runtimes/scan
count=$programs/runtimes/scan-count
PATH=$PATH:/usr/sbin:/sbin
cd "$tmp" || exit

if here scan g++; then
	export FORKSEED_RUNTIMES=+scan
	for kind in global64 stepwise heap; do
		heals +scan $kind "$scan" $kind
		keeps_parent $kind "$scan" $kind
		is "$(limited "$launcher" "$scan" $kind seeded | distinct)" "8 of 8" "$kind: seeded by the program, healed as well"
	done
	never_hangs heap "$scan" heap
	unset FORKSEED_RUNTIMES
	"$count" "$scan" global drawn 3>"$tmp/found" >/dev/null
	[ "$(sed 's/found=\([0-9]*\) .*/\1/' "$tmp/found")" -ge 6 ]
	ok $? "what counts finds engines where there are some: $(<"$tmp/found")"
fi

mkdir -p rust/src rust/.cargo && cp "$root/tests/runtimes/scan.rs" rust/src/main.rs
cat >rust/Cargo.toml <<'END'
[package]
name = "draws"
version = "0.1.0"
edition = "2021"
[dependencies]
rand = "0.8"
rand_chacha = "0.3"
END
cat >rust/.cargo/config.toml <<'END'
[source.crates-io]
replace-with = "debian"
[source.debian]
directory = "/usr/share/cargo/registry"
END
draws=$tmp/rust/target/release/draws
if ! command -v cargo >/dev/null; then
	lacks cargo "Rust's generators"
elif [ ! -d /usr/share/cargo/registry/rand-0.8.5 ]; then
	lacks librust-rand-dev "Rust's generators"
elif ! (cd rust && cargo build -q --offline --release) 2>"$tmp/err"; then
	ok 1 "Rust's generators: built"
	sed 's/^/# /' "$tmp/err"
else
	for kind in thread std seeded chacha20 chacha8; do
		is "$("$draws" $kind 1 | distinct)" "1 of 8" "Rust, $kind: bare"
		for drawn in 1 31 40; do
			is "$("$launcher" --runtimes=+scan "$draws" $kind $drawn | distinct)" "8 of 8" "Rust, $kind: healed after $drawn draws"
		done
	done
	is "$("$launcher" "$draws" seeded 1 | distinct)" "1 of 8" "Rust: not asked for, as bare"
	"$launcher" --seed x --runtimes=+scan "$draws" seeded 1 >"$tmp/one"
	is "$("$launcher" --seed x --runtimes=+scan "$draws" seeded 1)" "$(<"$tmp/one")" "Rust: under --seed the same again"
fi

if need redis-server Redis; then
	"$count" redis-server --version 3>"$tmp/found" >/dev/null
	is "$(sed 's/ .*//' "$tmp/found")" found=1 "Redis has a twister of its own, of 64 bits (mt19937-64.c): found"
fi

# What ordinary programs have in memory: text, tables, pointers, compressed and random bytes.
head -c 8000000 /dev/urandom >random
yes 'a line of text' | head -n 300000 >text
cp text more && printf 'int main(void) { return 0; }\n' >one.c
printf '#include <vector>\n#include <string>\nstd::vector<std::string> all(3);\n' >one.cc
ran=0
# ordinary NAME COMMAND...: nothing is found in it.
ordinary() {
	local name=$1
	shift
	command -v "$1" >/dev/null || return
	timeout -k 1 300 "$count" "$@" 3>"$tmp/found" >/dev/null 2>&1 </dev/null
	ran=$((ran + 1))
	grep -q '^found=0 looks=[1-9]' "$tmp/found"
	ok $? "nothing in $name: $(<"$tmp/found")"
}
ordinary bash bash -c 'for i in {1..20}; do (echo $RANDOM); done; a=(); for i in {1..20000}; do a+=($i); done; (:)'
ordinary dash dash -c 'for i in 1 2 3; do (echo $i) & done; wait'
ordinary zsh zsh -c 'for i in 1 2 3; do (echo $RANDOM); done'
ordinary yash yash -c 'for i in 1 2 3; do (echo $RANDOM); done'
ordinary busybox busybox sh -c 'for i in 1 2 3; do (echo $i); done'
ordinary sort sort -R --random-source=random text
ordinary ls ls -lR /usr/include
ordinary sha256sum sha256sum random
ordinary shuf shuf -n 1000 text
ordinary od od -x random
ordinary awk awk '{ n[$0 NR]++; s += rand() } END { print s }' text
ordinary sed sed 's/line/other/' text
ordinary grep grep -rc include /usr/include/linux
ordinary find find /usr/share/doc -newer text
ordinary xargs xargs -a /etc/passwd -n 1 echo
ordinary diff diff text more
ordinary tar tar -czf archive.tar.gz random text
ordinary gzip gzip -9k text
ordinary xz xz -1k random
ordinary bzip2 bzip2 -k random
ordinary git git -C "$root" log --stat -n 30
ordinary make make -n -C "$root" all
ordinary gcc gcc -O2 -g one.c -o one
ordinary g++ g++ -O2 -g -c one.cc
ordinary clang clang -O2 -c one.c
ordinary objdump objdump -d "$launcher"
ordinary readelf readelf -aW "$launcher"
ordinary gdb gdb -batch -ex 'info functions main' "$launcher"
ordinary strace strace -f -o trace true
ordinary perl perl -e 'rand; my %h = map { $_ => rand } 1 .. 50000; for (1 .. 3) { fork // die or exit } 1 while wait > 0'
ordinary python python3 -c 'import os, random; a = [random.random() for i in range(100000)]; p = os.fork(); p and os.wait()'
ordinary numpy /usr/bin/python3 -c 'import numpy, os; a = numpy.random.rand(300000); b = numpy.random.default_rng().integers(0, 600, 300000); p = os.fork(); p and os.wait()'
ordinary SQLite python3 -c 'import os, sqlite3; c = sqlite3.connect(":memory:"); c.execute("create table t as with recursive n(i) as (select 1 union all select i + 1 from n where i < 50000) select i, random() r, randomblob(20) b from n"); p = os.fork(); p and os.wait()'
ordinary PHP php -r '$a = []; for ($i = 0; $i < 100000; $i++) $a[] = mt_rand(); shuffle($a);'
ordinary Lua lua5.3 -e 'local t = {} for i = 1, 100000 do t[i] = math.random() end'
ordinary Tcl tclsh one.tcl
ordinary openssl openssl genrsa 2048
ordinary ssh-keygen ssh-keygen -q -t ed25519 -N '' -f key
ordinary curl curl -s file:///etc/passwd
ordinary apt-cache apt-cache show bash
ordinary dpkg dpkg -l
ordinary file file random text one.c
ordinary shellcheck shellcheck "$root/tests/lib.sh"
ordinary clang-format clang-format "$root/shim/start.c"
ordinary mandoc mandoc "$root/docs/man/forkseed.1"
ordinary nginx nginx -v
ordinary postgres postgres --version
ordinary mariadbd mariadbd --version
ordinary rsync rsync -a /usr/include/linux/ copy
[ $ran -ge 40 ]
ok $? "forty programs at least: $ran"
finish
