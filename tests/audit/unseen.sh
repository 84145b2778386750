#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# No check is green for what nobody saw: a program that is executed without the shim, by
# whatever function and however short its life, one that gave up the right to record, one
# without the memory for it. And none is red for what came to nothing, or came back.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # inner shells expand what is quoted
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
execs=$programs/audit/execs
chmod 711 "$tmp"

cat >"$tmp/drawer.c" <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
	for (int i = 0; i < 3; i++)
		if (fork() == 0)
			return printf("%ld\n", random()) < 0;
	while (wait(NULL) > 0)
		;
	return 0;
}
END
"${CC:-cc}" -O1 -g -o "$tmp/drawer" "$tmp/drawer.c"
is "$(bare "$tmp/drawer" | sort -u | wc -l)" 1 "bare, its three children draw one number"
audited "$tmp/drawer"
is "$(kinds)" "3 inherited/random" "audited as it is, they are found"

# Each function, in children of fork and vfork: what the parent sees is what it sees bare;
# without an environment each is accused, once; with it, none.
functions=16
if older_libc 2.39; then functions=14; fi # pidfd_spawn, pidfd_spawnp
is "$("$execs" list | wc -l)" $functions "$functions functions execute programs"
for how in "" vfork; do
	wrong='' accused='' innocent=''
	for name in $("$execs" list); do
		case $how:$name in vfork:system | vfork:popen | vfork:*_spawn*) continue ;; esac
		# shellcheck disable=SC2086 # $how may be empty
		set -- $how /bin/true
		audited "$execs" "$name" empty "$@"
		[ "$(cat "$tmp/out")" = "$(bare "$execs" "$name" empty "$@")" ] || wrong="$wrong $name"
		[ "$(kinds)" = "1 escaped/null" ] && grep -q 'it was started without LD_PRELOAD' "$tmp/summary" ||
			accused="$accused $name"
		audited "$execs" "$name" full "$@"
		[ "$(kinds),$(total unstarted)" = ",0" ] || innocent="$innocent $name"
	done
	is "$wrong" "" "${how:-fork}: the parent's bytes are as bare"
	is "$accused" "" "${how:-fork}: each function without an environment is noticed"
	is "$innocent" "" "${how:-fork}: none with its environment is accused, and each is accounted for"
done
audited "$execs" bad
is "$(cat "$tmp/out") $(kinds)" "$(bare "$execs" bad) " "pointers that lead nowhere are the kernel's to refuse"
is "$(bare "$execs" filter)" "status 0" "bare: a fork under a filter, on a coroutine's stack"
audited "$execs" filter
is "$(cat "$tmp/out") $(kinds)" "status 0 1 inherited/random" "a filter that kills for reading memory kills nobody"

# red NAME PATTERN COMMAND...: --check fails with that line; its children did not matter.
red() {
	local name=$1 pattern=$2
	shift 2
	"$launcher" --check "$@" >"$tmp/out" 2>"$tmp/summary"
	is $? 99 "$name: --check fails"
	says "$pattern" "$name: and says why"
}
green() {
	local name=$1
	shift
	"$launcher" --check "$@" >"$tmp/out" 2>"$tmp/summary"
	is "$? $(grep -c 'without the shim\|not be recorded' "$tmp/summary")" "0 0" "$name: green"
}
# The command itself, and for so long that it is noticed while it runs: it is one finding.
printf '#include <unistd.h>\nint main(void) { return sleep(1) != 0; }\n' >"$tmp/static.c"
if "${CC:-cc}" -static "$tmp/static.c" -o "$tmp/static" 2>/dev/null; then
	red "a static command" 'it is statically linked' --force "$tmp/static"
	says '^forkseed: 1 finding in 1 group' "a static command: and says it once"
else
	skip "no static libc" "a static command"
fi
red "env -i" 'it was started without LD_PRELOAD' env -i "$tmp/drawer"
red "FORKSEED=off" 'it was started with FORKSEED=off' env FORKSEED=off "$tmp/drawer"
red "no FORKSEED_AUDIT" 'it was started without FORKSEED_AUDIT' env -u FORKSEED_AUDIT "$tmp/drawer"
is "$(sort -u "$tmp/out" | wc -l)" 3 "which is healed all the same"
if "${CC:-cc}" -static -o "$tmp/static" "$tmp/drawer.c" 2>/dev/null; then
	red "a short static program" 'it is statically linked' sh -c '"$0"; :' "$tmp/static"
	printf '#!%s\n' "$tmp/static" >"$tmp/script"
	chmod 755 "$tmp/script"
	red "a script whose interpreter is static" 'it is statically linked' sh -c '"$0"; :' "$tmp/script"
else
	skip "no static libc" "a short static program"
fi
red "little address space" 'too little address space' sh -c 'ulimit -v 30000; exec "$0"' "$tmp/drawer"
is "$(sort -u "$tmp/out" | wc -l)" 3 "which is healed all the same"

# Without rights, without the file, without the network.
if [ "$(id -u)" = 0 ] && need setpriv "rights that are given up"; then
	nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
	mkdir -m 711 "$tmp/open"
	cp "$launcher" "$shim" "${shim%.so}-execs.so" "$audit_program" "$tmp/open"
	chmod 755 "$tmp"/open/*
	launcher=$tmp/open/forkseed
	audited "${nobody[@]}" "$tmp/drawer"
	is "$(kinds)" "3 inherited/random" "rights given up: recorded through the launcher's door"
	audited setpriv --reuid=65534 --clear-groups sh -c 'setsid "$0"; :' "$tmp/drawer"
	is "$(kinds)" "3 inherited/random" "and in its children, in a session of their own"
	if unshare -n true 2>/dev/null; then
		red "nor a way to the door" 'could not open the recording' unshare -n "${nobody[@]}" "$tmp/drawer"
	else
		skip "no right to unshare the network" "nor a way to the door"
	fi
	mkdir -m 700 "$tmp/closed"
	cp "$tmp"/open/* "$tmp/closed"
	launcher=$tmp/closed/forkseed
	red "a shim that can't be read" "may not read the shim's file" chroot --userspec=65534:65534 / "$tmp/drawer"
	launcher=$build/forkseed
	root=$tmp/root
	mkdir -p "$root/$build" "$root/dev"
	ldd "$tmp/drawer" | grep -o '/[^ ]*' | while read -r file; do
		mkdir -p "$root/${file%/*}" && cp -L "$file" "$root/$file"
	done
	cp "$tmp/drawer" "$root/"
	red "a chroot without the shim" "does not find it" chroot "$root" /drawer
	cp "$shim" "${shim%.so}-execs.so" "$root/$build"
	audited chroot "$root" /drawer
	is "$(kinds)" "3 inherited/random" "a chroot with it: recorded"
	is "$(find "$root" -name '*.raw*' | wc -l)" 0 "and no recording is made there"
else
	[ "$(id -u)" = 0 ] || skip "not root" "rights that are given up"
fi

# What came to nothing, and what came back.
green "a program that is not there" sh -c 'no-such-command; /no/such; :' 2>/dev/null
green "forkseed itself, below an audit" sh -c '"$0" --version; "$0" true' "$launcher"
green "its loader by name" sh -c "$(readelf -p .interp "$tmp/drawer" | sed -n 's/.*  \(\/.*\)/\1/p') /bin/true; :"
if need valgrind "valgrind"; then green "valgrind" valgrind -q --log-file=/dev/null /bin/true; fi
green "children killed at once" bash -c 'for i in {1..20}; do sleep 100 & kill -9 $!; done; wait' 2>/dev/null
printf '{\n   known\n   forkseed:escaped\n   obj:*/true\n}\n' >"$tmp/suppressions"
green "one that is suppressed, by its program" --suppressions="$tmp/suppressions" env -i /bin/true

# Generators that nobody watches: nothing is found, and it is said that nobody looked.
cat >"$tmp/own.c" <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
	unsigned state = 42;
	for (int i = 0; i < 3; i++)
		if (fork() == 0)
			return printf("%d\n", rand_r(&state)) < 0;
	while (wait(NULL) > 0)
		;
	return 0;
}
END
"${CC:-cc}" -o "$tmp/own" "$tmp/own.c"
audited "$tmp/own"
is "$(sort -u "$tmp/out" | wc -l) $(kinds)" "1 " "rand_r: three children draw one number, and nothing is found"
says "^forkseed: not watched in $tmp/own: rand_r$" "and it is said that nobody looked"
is "$(grep -c '^{"type":"unwatched","program":"[^"]*/own","generators":"rand_r"}$' "$tmp/report")" 1 "in the report, too"
sed 's/rand_r(&state)/caml_main(\&state)/; s/^int main/int caml_main(unsigned *state) { return (*state)++; }\n&/' \
	"$tmp/own.c" >"$tmp/named.c"
"${CC:-cc}" -o "$tmp/named" "$tmp/named.c"
audited "$tmp/named"
says "^forkseed: not watched in $tmp/named: OCaml (Random.*" "an interpreter's generator is named"
if need perl "Perl's generator"; then
	audited perl -e 'for (1..3) { fork or do { print rand, "\n"; exit } } 1 while wait > 0'
	is "$(grep -c 'not watched' "$tmp/summary")" 0 "Perl's is watched"
	audited perl -e 'system "lua5.4 -v"'
	is "$(grep -c 'not watched' "$tmp/summary")" 0 "and nobody's is named where children only execute programs"
fi
finish
