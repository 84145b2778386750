#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 7: what readelf and nm see of the shim: it exports exactly the listed names,
# depends on libc only, keeps no TLS, and binds no symbol that older systems lack.
. "$(dirname "$0")/../lib.sh"
second=$build/libforkseed-connections.so
execs=$build/libforkseed-execs.so
adapters=$build/libforkseed-adapters.so

# The names of a map's global part; comments may stand anywhere.
map_names() {
	tr '\n' ' ' <"$(map_of "$1")" | sed 's:/\*[^*]*\*/: :g; s/.*global://; s/local:.*//' |
		tr -s ' ;\t' '\n' | sed '/^$/d' | sort
}

map_of() {
	case $1 in
	"$second") echo "$root/shim/connections/connections.map" ;;
	"$execs") echo "$root/shim/execs/execs.map" ;;
	"$adapters") echo "$root/shim/adapters/adapters.map" ;;
	*) echo "$root/shim/forkseed.map" ;;
	esac
}

exports() { nm -D --defined-only "$1" | awk '{ print $3 }' | sort; }
imports() { nm -D --undefined-only "$1" | awk '{ sub(/@.*/, "", $2); print $2 }'; }

has_only_the_listed_exports() { [ "$(exports "$1")" = "$(map_names "$1")" ]; }
has_unversioned_exports() { ! readelf -V "$1" | grep -q 'Version definition' && exports "$1" | grep -qE 'rand|recv|exec'; }
needs_libc_only() {
	[ "$(readelf -d "$1" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' | xargs)" = libc.so.6 ]
}
binds_at_once() { readelf -d "$1" | grep FLAGS_1 | grep -q NOW; }
cannot_be_unloaded() { readelf -d "$1" | grep FLAGS_1 | grep -q NODELETE; }
has_no_tls() { ! readelf -lW "$1" | grep -q '^ *TLS '; }
runs_with_glibc_2_31() {
	local newest
	newest=$(readelf -V "$1" | grep -o 'GLIBC_[0-9.]*' | sed 's/GLIBC_//' | sort -V | tail -n 1)
	[ "$(printf '%s\n2.31\n' "$newest" | sort -V | tail -n 1)" = 2.31 ]
}
# The second shim has to know of filters, and who it is before a child of vfork() asks; the build
# sees to it that it jumps to the next ones.
leaves_vfork_and_syscall_alone() {
	local alone='(__)?vfork|syscall'
	[ "$1" != "$second" ] || alone='__vfork'
	! exports "$1" | grep -qxE "$alone"
}
uses_no_heap() { ! imports "$1" | grep -qxE 'malloc|calloc|realloc|free|posix_memalign|strdup'; }
uses_no_stdio() {
	! imports "$1" | grep -qxE '(_IO_|__)?(stdin|stdout|stderr|puts|putc|v?[fsd]?n?printf.*|fopen.*|fwrite|fputs|perror)'
}
needs_no_executable_stack() { ! readelf -lW "$1" | grep GNU_STACK | grep -q RWE; }
has_no_text_relocations() { ! readelf -d "$1" | grep -q TEXTREL; }

for property in has_only_the_listed_exports has_unversioned_exports needs_libc_only \
	binds_at_once cannot_be_unloaded has_no_tls runs_with_glibc_2_31 \
	leaves_vfork_and_syscall_alone uses_no_heap uses_no_stdio; do
	! $property "$programs/conformance/faulty"
	ok $? "the faulty object fails '${property//_/ }'"
	check "the shim ${property//_/ }" $property "$shim"
	check "the second shim ${property//_/ }" $property "$second"
	# An audit has to see programs that are executed by syscall(2), and filters.
	[ $property = leaves_vfork_and_syscall_alone ] ||
		check "what audits preload ${property//_/ }" $property "$execs"
done
for object in "$shim" "$second" "$execs"; do
	check "${object##*/} needs no executable stack" needs_no_executable_stack "$object"
	check "${object##*/} has no text relocations" has_no_text_relocations "$object"
	check "${object##*/}'s map is an anonymous version node" \
		grep -q '^ *{' <(tr '\n' ' ' <"$(map_of "$object")" | sed 's:/\*[^*]*\*/: :g')
	echo "# $(map_names "$object" | wc -l) names: $(map_names "$object" | xargs)"
done
# The third wraps what libc has, so libc's table is its map; a slot for each thread is TLS.
# Before 2.34 libc had several files; nor has an older one the latest functions.
third=$build/libforkseed-locks.so
libc_exports() {
	local libc
	libc=$(ldd "$third" | sed -n 's/.* \(\/.*libc\.so[^ ]*\) .*/\1/p')
	nm -D --defined-only "$libc" "${libc%/*}"/lib{pthread,dl,rt,anl,resolv,util}.so.? |
		awk '{ sub(/@.*/, "", $3); print $3 }' | sort -u
}
wraps_libc_only() {
	local late=
	! older_libc 2.34 || late='_Fork|res_query|res_search' # the latter two were macros
	! comm -13 <(libc_exports) <(exports "$1") | grep -qvxE "${late:-none}"
}
needs_libc_and_loader_only() {
	! readelf -d "$1" | grep NEEDED | grep -qv -e '\[libc\.so\.6\]' -e '\[ld-linux'
}
for property in wraps_libc_only needs_libc_and_loader_only runs_with_glibc_2_31; do
	! $property "$programs/conformance/faulty"
	ok $? "the faulty object fails '${property//_/ }'"
	check "the third shim ${property//_/ }" $property "$third"
done
for property in binds_at_once cannot_be_unloaded leaves_vfork_and_syscall_alone uses_no_heap \
	uses_no_stdio needs_no_executable_stack has_no_text_relocations; do
	check "the third shim ${property//_/ }" $property "$third"
done
check "the third shim has unwind tables" grep -q eh_frame_hdr <(readelf -SW "$third")
echo "# $(exports "$third" | wc -l) names"
for property in has_only_the_listed_exports needs_libc_only binds_at_once cannot_be_unloaded \
	has_no_tls runs_with_glibc_2_31 leaves_vfork_and_syscall_alone uses_no_heap uses_no_stdio \
	needs_no_executable_stack has_no_text_relocations; do
	check "the adapters' object ${property//_/ }" $property "$adapters"
done
check "and has unwind tables" grep -q eh_frame_hdr <(readelf -SW "$adapters")
# A cancelled thread unwinds through its hooks; through the shim's nothing does.
check "the second shim has unwind tables" grep -q eh_frame_hdr <(readelf -SW "$second")
check "so has what audits preload" grep -q eh_frame_hdr <(readelf -SW "$execs")
finish
