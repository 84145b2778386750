# SPDX-License-Identifier: MIT
# The marks of runtimes.h's rows as the numbers that DT_GNU_HASH has for them (glibc,
# elf/dl-lookup.c, dl_new_hash), in the order of the rows: #define MARKS.
function gnu_hash(name, hash, i)
{
	hash = 5381
	for (i = 1; i <= length(name); i++)
		hash = (hash * 33 + code[substr(name, i, 1)]) % 4294967296
	return hash
}
BEGIN {
	for (i = 32; i < 127; i++)
		code[sprintf("%c", i)] = i
	print "/* Made by marks.awk. */\n#define MARKS \\"
}
/^\tX\("/ {
	split($0, part, "\"")
	printf "\t%.0fu, /* %s */ \\\n", gnu_hash(part[4]), part[4]
}
END { print "" }
