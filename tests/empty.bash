# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What any preloaded object costs, for tests that count page faults: an object with nothing in it, but
# as long. How many faults libc's pages take depends on where in their 64 KB they come to lie,
# behind whatever is preloaded. Sourced beside tests/lib.sh.

# sizes OBJECT: the pages of each mapping.
sizes() {
	local size
	for size in $(readelf -lW "$1" | awk '$1 == "LOAD" { print $6 }'); do
		echo $(((size + 4095) / 4096))
	done | xargs
}

# make_empty OBJECT OUTPUT [OPTION]...: text, data and, with shim/far.ld among the options, text behind it.
make_empty() {
	local object=$1 output=$2 pages far
	shift 2
	read -ra pages <<<"$(sizes "$object")"
	[ ${#pages[@]} -lt 3 ] || far=$(printf '.section far_text,"ax",@progbits\n.skip %d * 4096 - 2048' "${pages[2]}")
	"${CC:-cc}" -shared -nostartfiles -Wl,-z,now,-z,noseparate-code,-z,norelro,--hash-style=gnu \
		"$@" -x assembler -o "$output" - <<-END
			.section .note.GNU-stack,"",@progbits
			.text
			.skip ${pages[0]} * 4096 - 2048
			.data
			.quad 1
			.bss
			.skip ${pages[1]} * 4096 - 2048
			${far-}
		END
	is "$(sizes "$output")" "${pages[*]}" "an empty object as long as ${object##*/}"
}
