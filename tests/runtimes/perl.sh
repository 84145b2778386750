#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Perl: rand and what draws from it differ in each child, in perl itself, in its threads and
# in programs that have libperl inside; findings name the script's lines.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
script=$root/tests/runtimes/perl.pl
host=$programs/runtimes/perl-host

# line_of TEXT: of the script, where it has that.
line_of() { grep -n -m 1 -F -- "$1" "$script" | cut -d: -f1; }

# child CODE: what a child says that runs it, its parent having drawn, bare and healed.
# shellcheck disable=SC2016 # perl expands it
child() { "${@:2}" perl -e 'rand; if (!fork) { '"$1"' } wait'; }
same_in_child() { is "$(child "$1" limited "$launcher")" "$(child "$1" limited)" "$2"; }

differ() {
	repeats "$1" "${@:2}"
	is "$(limited "$launcher" "${@:2}" drawn | distinct)" "8 of 8" "$1: healed"
}

if ! need perl Perl; then
	finish
	exit
fi
for kind in rand shuffle; do
	heals perl $kind perl "$script" $kind
	keeps_parent $kind perl "$script" $kind
	keeps_seeds $kind perl "$script" $kind
done
differ tempfile perl "$script" tempfile
differ "rand in a thread" perl "$script" thread-rand
for module in String::Random Data::Random Net::DNS; do
	if perl -M"$module" -e 1 2>/dev/null; then
		kind=${module#*::} && [ "$kind" = Random ] && kind=${module%%::*}
		differ "$module" perl "$script" "${kind,,}"
	else
		lacks "$(module_package "$module")" "$module"
	fi
done
if here perl-host libperl-dev; then
	differ "rand in a program with libperl" "$host" 1 "$script" rand
	differ "shuffle in its third interpreter" "$host" 3 "$script" shuffle
	keeps_seeds "its third interpreter" "$host" 3 "$script" mixed
fi
never_hangs rand perl "$script" rand

# What counts as a seed of the program's choice.
is "$(limited "$launcher" perl "$script" rand unchosen | distinct)" "8 of 8" "srand without an argument is no choice"
same_in_child 'srand 7; print rand' "a child's own seed counts"
same_in_child 'print srand(0), rand, srand("7.5"), rand, &CORE::srand(9), rand' "and gives what it gives bare"
# shellcheck disable=SC2016
is "$(limited "$launcher" --seed x perl -e 'srand 7; rand; if (!fork) { srand 7; print rand } wait')" \
	"$(perl -e 'srand 7; print rand')" "under --seed as well"
# shellcheck disable=SC2016
[ "$(child 'print &CORE::srand()' limited "$launcher")" != "$(child 'print &CORE::srand()' limited "$launcher")" ]
ok $? "and one without is unpredictable"
[ "$(limited "$launcher" --seed x perl -e 'srand 1; if (!fork) { print rand } wait')" != \
	"$(limited "$launcher" --seed x perl -e 'srand 2; if (!fork) { print rand } wait')" ]
ok $? "under --seed the program's seed counts"

# A draw changes nothing but the stream.
# shellcheck disable=SC2016
same_in_child '$@ = "kept"; $! = 2; my @all = map { 0 * rand } 1 .. 3; my $one = () = rand; print "$@ ", $! + 0, " @all $one"' \
	'$@, $! and contexts are kept'
# shellcheck disable=SC2016
same_in_child 'use overload; package Dies { use overload "0+" => sub { die "no number\n" } } eval { rand bless [] }; print $@, defined rand' \
	"a draw that dies"

# All 48 bits: of 64 draws each is 0 and 1 at times.
# shellcheck disable=SC2016
is "$(limited "$launcher" perl -e 'rand; for (1 .. 64) { if (!fork) { printf "%012x\n", 2 ** 48 * rand; exit } wait }' |
	perl -e 'my ($or, $and) = (0, ~0); while (<>) { $or |= hex; $and &= hex } printf "%x %x", $or, $and')" \
	"ffffffffffff 0" "all 48 bits are filled"

audited perl rand "drew in __ANON__ ($script:$(line_of 'rand => sub'))" perl "$script" rand
# shellcheck disable=SC2016
check "told with the line that forks" grep -qF "forked in child_prints ($script:$(line_of 'my $pid = fork'))" "$tmp/said"
# shellcheck disable=SC2016
audited perl shuffle 'drew in draws (-e:1)' perl -MList::Util=shuffle -e 'sub draws { shuffle(1 .. 99) } draws; if (!fork) { draws; exit } wait'
# A name that is too long to be told.
# What dlopen(3) brings, as our adapters, has a name from glibc 2.35 on (docs/audit.md).
older_libc 2.35 || audited perl "a long name of a file: the stack in C is told" 'drew in Perl_' perl -e "
# line 1 \"$(printf 'long%.0s' {1..500})\"
rand; if (!fork) { rand; exit } wait"
audited perl tempfile "drew in __ANON__ ($script:$(line_of 'tempfile => sub'))" perl "$script" tempfile
check "told through its library" grep -q 'through _replace_XX (.*File/Temp.pm:' "$tmp/said"
# shellcheck disable=SC2016
audited perl srand 'seeded by srand(42), <main>' perl -e 'srand 42; sub forks { if (!fork) { rand; exit } wait } forks'
check "that it was seeded is why it is not healed" grep -q 'the program gave it a seed' "$tmp/said"
check "and what heals it is said" grep -q 'what to do: .*; or run with --seed' "$tmp/said"
check "the line that forks, in a sub" grep -q 'forked in forks (-e:1)' "$tmp/said"

# refuses WHAT VERSION STEP: a program that is a Perl by its names, and is left alone.
refuses() {
	"${CC:-cc}" -rdynamic -DVERSION="$2" -DSTEP="$3" "$tmp/perl.c" -o "$tmp/perl" -lm -Wl,--no-as-needed -lpthread || return
	is "$(limited "$launcher" "$tmp/perl")" "$("$tmp/perl")" "$1: left alone"
	limited "$launcher" --check --audit="$tmp/report" "$tmp/perl" >"$tmp/out" 2>"$tmp/said"
	is "$? $(grep -c 'a Perl whose generator is not the one we know' "$tmp/said")" "$4" "$1: and told of"
}
cat >"$tmp/perl.c" <<'EOF'
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
const uint8_t PL_revision = 5, PL_version = VERSION;
const uint16_t PL_interp_size = 4000;
unsigned PL_thr_key;
const char *PL_op_name[] = {"null", "rand", "srand", "freed", 0};
void *PL_ppaddr[4];
double Perl_drand48_r(uint64_t *state)
{
	*state = (*state * STEP + 0xB) & 0xffffffffffff;
	return ldexp((double)*state, -48);
}
void Perl_drand48_init_r(uint64_t *state, uint32_t seed) { *state = 0x330E + ((uint64_t)seed << 16); }
int main(void)
{
	uint64_t state;
	Perl_drand48_init_r(&state, 7);
	if (fork() == 0)
		return printf("%a %d\n", Perl_drand48_r(&state), PL_ppaddr[1] != 0) < 0;
	return wait(0) < 0;
}
EOF
refuses "an unknown version" 44 0x5DEECE66D "99 1"
refuses "another generator" 36 0x5DEECE66F "99 1"
is "$(limited "$launcher" --check perl -e 'if (!fork) { rand } wait'; echo $?)" 0 "a child that is the first to draw is no finding"
if perl -Mthreads -e 1 2>/dev/null; then
	is "$(limited "$launcher" --check perl -Mthreads -MPOSIX=_exit -e 'rand; threads->create(sub { if (!fork) { rand; _exit(0) } wait })->join'; echo $?)" \
		0 "nor is one of a thread that has not drawn"
fi
finish
