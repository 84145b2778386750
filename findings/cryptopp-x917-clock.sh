#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Crypto++'s two "auto seeded" generators in forked children. One expects both to be safe or both
# not: neither asks for the pid. In Crypto++ 8.7.0 (Debian 12) AutoSeededRandomPool mixes the time
# in microseconds into each output, and its children differ; AutoSeededX917RNG, the one of the
# standard for keys, mixes clock(3) (source: rng.cpp, X917RNG::GenerateIntoBufferedTransformation),
# the time of the processor that a child begins at 0 again: 400 of them have about a hundred numbers.
. "$(dirname "$0")/lib.bash"
packages libcrypto++8=8.7.0+git220824-1 libcrypto++-dev=8.7.0+git220824-1

cat >"$tmp/program.cc" <<'EOF'
#include <cryptopp/aes.h>
#include <cryptopp/osrng.h>
#include <cstdio>
#include <sys/wait.h>
#include <unistd.h>
template <class Generator> static void children()
{
	Generator generator;
	generator.GenerateWord32();
	for (int i = 0; i < 400; i++) {
		if (fork() == 0) {
			char line[32];
			unsigned high = generator.GenerateWord32(), low = generator.GenerateWord32();
			int length = sprintf(line, "%08x%08x\n", high, low);
			_exit(write(1, line, length) < 0);
		}
		wait(nullptr);
	}
}
int main(int argc, char **)
{
	if (argc > 1)
		children<CryptoPP::AutoSeededX917RNG<CryptoPP::AES>>();
	else
		children<CryptoPP::AutoSeededRandomPool>();
}
EOF
# shellcheck disable=SC2086 # flags are words
g++ -O1 -w "$tmp/program.cc" -o "$tmp/program" $headers -L"${libraries%%:*}" -l:libcrypto++.so.8
pool=$(run "$tmp/program" | distinct)
x917=$(run "$tmp/program" x917 | distinct)
echo "distinct numbers of 64 bits, of 400 children: AutoSeededRandomPool $pool, AutoSeededX917RNG $x917"
seen yes "AutoSeededRandomPool: more than 390" "$([ "$pool" -gt 390 ] && echo yes || echo no)"
seen yes "AutoSeededX917RNG: fewer than 300" "$([ "$x917" -lt 300 ] && echo yes || echo no)"
finish
