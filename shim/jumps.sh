#!/bin/sh
# SPDX-License-Identifier: MIT
# Part of the build: do these functions end in a jump to the next definition? A call would
# work for all but those who look at their caller, as dlopen(3) does for RUNPATH, silently.
# An alias may stand for the name (__fork).
# Usage: jumps.sh OBJECT FUNCTION...
object=$1
shift
for function; do
	"${OBJDUMP:-objdump}" -d --no-show-raw-insn "$object" |
		sed -n "/<_*$function>:/,/^\$/p" |
		awk '/(jmp|notrack jmp)[ \t]+\*|[ \t]br[ \t]+(x|%r)|[ \t]jr[ \t]|[ \t]bctr/ { jumps++ }
			/call[lq]?[ \t]+\*|[ \t]blr[ \t]|[ \t]jalr[ \t]|[ \t]bctrl/ { calls++ }
			END { exit !(jumps && !calls) }' && continue
	echo "$object: $function() calls the next definition where it must jump to it:" \
		"some flag of CFLAGS forbids it (objdump -d shows the code)" >&2
	exit 1
done
