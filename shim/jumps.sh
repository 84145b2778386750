#!/bin/sh
# SPDX-License-Identifier: MIT
# Part of the build: do these functions end in a jump to the next definition? A call would
# work for all but those who look at their caller, as dlopen(3) does for RUNPATH, silently.
# AArch64's calls are not counted: newer compilers make those of functions in other objects by
# a register, too (-fno-plt); one that makes no jump at all is found there as well. RISC-V's to
# functions nearby are by a register, which objdump follows.
# Usage: jumps.sh OBJECT FUNCTION...
object=$1
shift
objdump=${OBJDUMP:-objdump}
for function; do
	# By address: objdump may head it by another name that it has.
	address=$("$objdump" -T "$object" | awk -v name="$function" '$NF == name { print $1 }')
	"$objdump" -d --no-show-raw-insn "$object" | sed -n "/^$address </,/^\$/p" |
		awk '/(notrack )?jmpq?[ \t]+\*|[ \t]br[ \t]+(x|%r)|[ \t]jr[ \t]|[ \t]bctr/ { jumps++ }
			/call[lq]?[ \t]+\*|[ \t]jalr[ \t][^#]*$|[ \t]bctrl/ { calls++ }
			END { exit !(jumps && !calls) }' && continue
	echo "$object: $function() calls the next definition where it must jump to it:" \
		"some flag of CFLAGS forbids it (objdump -d shows the code)" >&2
	exit 1
done
