#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Rust's thread_rng() in forked children. Its documentation speaks of protection of forks, and one
# expects either that a child's numbers are its own, or that they go on like its siblings' for ever.
# In rand 0.8.5 (Debian 12) a child finds out that it is one when the generator makes its next block
# of 64 words (source: rngs/adapter/reseeding.rs, ReseedingCore::generate): it repeats what was left
# of its parent's block, at most 31 numbers of 64 bits, and then goes on alone. A parent that drew 32
# numbers, or none, hands on nothing. rand 0.9 has dropped the protection (pull request 1379).
. "$(dirname "$0")/lib.bash"
packages rustc=1.63.0+dfsg1-2 libstd-rust-1.63=1.63.0+dfsg1-2 libstd-rust-dev=1.63.0+dfsg1-2 \
	libllvm14=1:14.0.6-12 libffi8=3.4.4-1 libedit2=3.1-20221030-2 libz3-4=4.8.12-3.1 \
	librust-rand-dev=0.8.5-1 librust-rand-core-dev=0.6.3-2 librust-rand-chacha-dev=0.3.1-2 \
	librust-getrandom-dev=0.2.8-1 librust-libc-dev=0.2.139-1 librust-cfg-if-dev=1.0.0-1 \
	librust-ppv-lite86-dev=0.2.16-1
crates=$root/usr/share/cargo/registry

# crate NAME FLAG...: compiled from the one unpacked folder of that name
crate() {
	local name=${1//-/_} edition=2018
	[ "$1" != libc ] || edition=2015
	run "$root/usr/bin/rustc" --edition "$edition" --cap-lints allow -O --crate-type rlib --crate-name "$name" \
		-L "$tmp" --out-dir "$tmp" "$crates/$1"-[0-9]*/src/lib.rs "${@:2}"
}
from() { for name; do echo "--extern=$name=$tmp/lib$name.rlib"; done; }

cat >"$tmp/program.rs" <<'EOF'
use rand::RngCore;
extern "C" { fn fork() -> i32; fn _exit(status: i32) -> !; fn wait(status: *mut i32) -> i32; }
fn main() {
    let word = |n| std::env::args().nth(n).unwrap().parse::<usize>().unwrap();
    let (before, draws) = (word(1), word(2));
    let mut state = rand::thread_rng();
    for _ in 0..before { state.next_u64(); }
    for _ in 0..8 {
        if unsafe { fork() } == 0 {
            let mut number = 0;
            for _ in 0..draws { number = state.next_u64(); }
            println!("{}", number);
            unsafe { _exit(0) }
        }
        unsafe { wait(std::ptr::null_mut()); }
    }
}
EOF
feature() { for name; do printf -- '--cfg\nfeature="%s"\n' "$name"; done; }
# What the build script of libc finds out of this compiler.
libc=()
for found in priv_mod_use core_cvoid align packedN union const_size_of const_extern_fn non_exhaustive \
	ptr_addr_of underscore_const_names int128 cfg_target_vendor; do
	libc+=(--cfg "libc_$found")
done
# shellcheck disable=SC2046 # flags are words
crate cfg-if && crate libc $(feature std) "${libc[@]}" &&
	crate getrandom $(feature std) $(from cfg_if libc) &&
	crate rand_core $(feature std alloc getrandom) $(from getrandom) &&
	crate ppv-lite86 $(feature std simd) &&
	crate rand_chacha $(feature std) $(from rand_core ppv_lite86) &&
	crate rand $(feature std alloc std_rng getrandom libc rand_chacha) $(from rand_core rand_chacha libc) &&
	run "$root/usr/bin/rustc" --edition 2018 -O -L "$tmp" $(from rand) "$tmp/program.rs" -o "$tmp/program" || exit 1

children() { "$tmp/program" "$1" "$2" | distinct; }
seen 8 "the parent drew none: distinct first numbers of 8 children" "$(children 0 1)"
seen 1 "it drew one: first numbers" "$(children 1 1)"
seen 1 "the thirty-first" "$(children 1 31)"
seen 8 "the thirty-second" "$(children 1 32)"
seen 8 "it drew 32: first numbers" "$(children 32 1)"
finish
