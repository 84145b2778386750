#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Boost.Uuid's random_generator in forked children. It is the one to take there: since 1.67 it asks the kernel for each
# UUID, unlike random_generator_mt19937, and one expects an upgrade to leave it so. Seen in Boost 1.74 (Debian 12), 1.83
# (Debian 13), 1.88 (Debian 13, too) and 1.90 (sid): in the first two each of eight children has a UUID of its own, in the
# last two all have *the same one*, and it is the parent's next, from a generator that the parent made, drawn from or not.
# It is now a ChaCha generator of the program's own, whose key is fetched once, as it is made (source:
# boost/uuid/random_generator.hpp, since 1.86). One made in the child, or random_generator_pure, is as before. UUIDs of
# time_generator_v7 (new) differ by the time in microseconds; the random half of them is the same in all children.
. "$(dirname "$0")/lib.bash"

cat >"$tmp/program.cc" <<'END_OF_PROGRAM'
// program KIND: the UUIDs of eight children and of their parent, all drawn after the forks
#include <boost/uuid/uuid.hpp>
#include <boost/uuid/uuid_generators.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <boost/version.hpp>
#include <iostream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
template <class Generator> static void draw(bool drew, bool anew)
{
	Generator generator;
	if (drew)
		generator();
	for (int i = 0; i < 8; i++) {
		if (fork() == 0) {
			std::cout << (anew ? Generator()() : generator()) << std::endl;
			_exit(0);
		}
		wait(NULL);
	}
	std::cout << generator() << std::endl;
}
int main(int, char **argv)
{
	std::string kind = argv[1];
	if (kind == "pure")
		draw<boost::uuids::random_generator_pure>(true, false);
	else if (kind == "mt19937")
		draw<boost::uuids::random_generator_mt19937>(true, false);
#if BOOST_VERSION >= 108600
	else if (kind == "v7")
		draw<boost::uuids::time_generator_v7>(true, false);
#endif
	else
		draw<boost::uuids::random_generator>(kind == "drew", kind == "anew");
	return 0;
}
END_OF_PROGRAM
# boost VERSION NAME=VERSION...: the headers
boost() {
	packages "${@:2}"
	g++ -std=c++17 -O1 -w -I"$root/usr/include" -o "$everything/boost-$1" "$everything/program.cc" -latomic || exit 1
}
boost 1.74 libboost1.74-dev=1.74.0+ds1-21
apart trixie
from trixie
boost 1.83 libboost1.83-dev=1.83.0-4.2
apart trixie-1.88
from trixie
boost 1.88 libboost1.88-dev=1.88.0-1
apart sid
from sid
boost 1.90 libboost1.90-dev=1.90.0-6.1+b1

draws() { "$everything/boost-$1" "$2" | distinct; }
for version in 1.74 1.83 1.88 1.90; do
	wanted=1
	case $version in 1.74 | 1.83) wanted=9 ;; esac
	seen "$wanted" "Boost $version, random_generator, distinct UUIDs of 8 children and their parent" "$(draws $version drew)"
	seen "$wanted" "Boost $version, of one that had drawn none" "$(draws $version made)"
	seen 9 "Boost $version, made anew in each child" "$(draws $version anew)"
	seen 9 "Boost $version, random_generator_pure" "$(draws $version pure)"
	seen 1 "Boost $version, random_generator_mt19937" "$(draws $version mt19937)"
done
for version in 1.88 1.90; do
	seen 1 "Boost $version, time_generator_v7, distinct random halves" "$("$everything/boost-$version" v7 | cut -c20- | distinct)"
done
finish
