#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What is executed, judged by files and environments that few have: programs that the kernel
# refuses, scripts that lead nowhere, names that are not found, bits without effect, lists
# and paths that are too long for a look. Nobody is accused wrongly, nor left out, and the
# program sees what it sees bare.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # inner shells expand what is quoted
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
execs=$programs/audit/execs
mkdir "$tmp/bin"
chmod 711 "$tmp"

# judged WANTED NAME COMMAND...: how many are reported, and its output as bare.
judged() {
	local wanted=$1 name=$2 said
	shift 2
	said=$(bare "$@" 2>/dev/null)
	rm -f "$tmp/report"
	"$launcher" --audit="$tmp/report" "$@" >"$tmp/out" 2>"$tmp/summary"
	said=${said//[$'\n']/ }
	is "$(kinds), $(paste -sd' ' "$tmp/out")" "${wanted:+$wanted escaped/null}, $said" "$name: ${wanted:-none}, as bare"
}

# made NAME HEX...: an executable file of these bytes.
made() {
	local file=$tmp/bin/$1
	shift
	printf '%b' "$(printf '%s' "$@" | sed 's/../\\x&/g')" >"$file"
	chmod 755 "$file"
}

# What comes to nothing is not accused, though it was to have no environment.
for name in posix_spawn posix_spawnp $("$execs" list | grep pidfd) execve fexecve; do
	judged "" "$name of a program that is not there" "$execs" "$name" empty /no/such
done
judged "" "a name that is in no folder of PATH" "$execs" execvp full no-such-command-at-all
judged "" "a path that is longer than a look" "$execs" execv full "/$(printf 'a%.0s' {1..600})"
deep=$tmp$(printf '/%.0s.' {1..300})/bin/short
printf ':\n' >"$tmp/bin/short" && chmod 755 "$tmp/bin/short"
judged "" "a program's path, likewise" "$execs" execvp full "$deep"

judged 1 "what a descriptor has open" "$execs" fexecve empty /bin/true
says "in $(readlink -f /bin/true) (pid" "has its file's name in the report"

# 64-bit headers, little-endian; e_machine 83 is nobody's here.
header=7f454c4602010100000000000000000002003e00010000000000000000000000
header+=4000000000000000000000000000000000000000400038000100400000000000
made other "${header/02003e00/02005300}"
made cut "$header"
made no-interpreter "$header" 0300000004000000 0000f00000000000 00000000000000000000000000000000 \
	1c00000000000000 1c00000000000000 0100000000000000
printf 'echo a script without a first line\n' >"$tmp/bin/nameless"
printf '#!/no/such/interpreter\n' >"$tmp/bin/nowhere"
printf '#!%s\n' "$tmp/bin/nameless" >"$tmp/bin/to-nameless"
chmod 755 "$tmp"/bin/*
for name in other cut no-interpreter short nameless nowhere to-nameless; do
	judged "" "$name, by execve" "$execs" execve full "$tmp/bin/$name"
done
for name in short nameless nowhere to-nameless; do # which sh runs where the kernel does not
	judged "" "$name, by execvp" "$execs" execvp full "$tmp/bin/$name"
	judged "" "$name, by posix_spawnp" "$execs" posix_spawnp full "$tmp/bin/$name"
done
ln -s /bin/sh "$tmp/bin/0"
for depth in 1 2 3 4 5 6; do
	printf '#!%s\n' "$tmp/bin/$((depth - 1))" >"$tmp/bin/$depth" && chmod 755 "$tmp/bin/$depth"
done
judged "" "scripts of scripts, as deep as the kernel goes" "$execs" execve full "$tmp/bin/6"

# What LD_PRELOAD has, and FORKSEED_AUDIT.
ln -s "$shim" "$tmp/bin/libforkseed.so"
cp /bin/true "$tmp/bin/true"
judged "" "the shim by a name that ld.so has to complete" env LD_PRELOAD='$ORIGIN/libforkseed.so' "$tmp/bin/true"
judged 1 "a list without the shim" env LD_PRELOAD=libm.so.6 /bin/true
says 'it was started without LD_PRELOAD' "and says why"
judged "" "a recording whose name no file can have" env FORKSEED_AUDIT="/$(printf 'a%.0s' {1..5000})" /bin/true
is "$(total unstarted)" 1 "which is told as a program that left no trace"
folder=$tmp$(printf '/%.0sa-folder-whose-name-is-long' {1..12})
mkdir -p "$folder"
"$launcher" --audit="$folder/report" sh -c '/bin/true; :' 2>"$tmp/summary"
is "$? $(grep -c '"kind"' "$folder/report") $(grep -c '"type":"process".*"program":"[^"]*/true"' "$folder/report")" \
	"0 0 1" "a recording whose name is longer than a look: recorded, and nobody is accused"

# Dynamic linkers that tell of a program, which they do not run; and those that run one.
loader=$(readelf -p .interp "$execs" | grep -o '/[^ ]*')
judged "" "the dynamic linker, which only verifies" sh -c '"$0" --library-path /lib --verify /bin/true; :' "$loader"
is "$(total unstarted)" 0 "it is not missed"
judged "" "LD_TRACE_LOADED_OBJECTS" sh -c 'LD_TRACE_LOADED_OBJECTS=1 /bin/true >/dev/null; :'
is "$(total unstarted)" 0 "nor is what only that loads"
judged "" "the dynamic linker, which runs a program" sh -c '"$0" --argv0 --verify "$1"; :' "$loader" /bin/true
is "$(grep -c '"type":"process"' "$tmp/report")" 2 "which recorded"
if echo 'int main(void) { return 0; }' | gcc -m32 -x c - -o "$tmp/bin/narrow" 2>/dev/null && "$tmp/bin/narrow"; then
	gcc -m32 -static -x c - -o "$tmp/bin/narrow-static" <<<'int main(void) { return 0; }'
	for program in "$execs" "$tmp/bin/narrow"; do
		judged "" "ldd, which asks the 32-bit linker as well, about ${program##*/}" sh -c 'ldd "$0" >/dev/null; :' "$program"
	done
	judged 1 "a 32-bit program" sh -c '"$0" 2>/dev/null; :' "$tmp/bin/narrow"
	judged 1 "one by its linker" sh -c '/lib/ld-linux.so.2 "$0" 2>/dev/null; :' "$tmp/bin/narrow"
	judged 1 "a static one, which LD_TRACE_LOADED_OBJECTS does not keep from running" \
		sh -c 'LD_TRACE_LOADED_OBJECTS=1 "$0"; :' "$tmp/bin/narrow-static"
else
	lacks gcc-multilib "programs for a narrower processor"
fi

# Bits that the kernel ignores give no rights.
if [ "$(id -u)" = 0 ] && need setpriv "bits without effect"; then
	cp /bin/true "$tmp/bin/somebody" && chown 65534 "$tmp/bin/somebody" && chmod 4755 "$tmp/bin/somebody"
	judged "" "a set-user-ID program that may gain nothing" setpriv --no-new-privs sh -c '"$0"; :' "$tmp/bin/somebody"
	is "$(grep -c '"type":"process".*"program":"[^"]*/somebody"' "$tmp/report")" 1 "which recorded"
else
	[ "$(id -u)" = 0 ] || skip "not root" "bits without effect"
fi
finish
