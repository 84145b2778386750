# SPDX-License-Identifier: MIT
# field.txt, and the rows of shim/runtimes/runtimes.h that say what is healed, as the tables
# of field.c: awk -f field.awk shim/runtimes/runtimes.h launcher/doctor/field.txt. What is
# wrong in a line is said in one, and nothing is made of any.
function fail(what)
{
	printf "%s:%d: %s\n", FILENAME, FNR, what > "/dev/stderr"
	failed = 1
	exit 1
}
# As a string of less than that many bytes, as field.h has room.
function quoted(text, room)
{
	if (length(text) >= room)
		fail("too long by " length(text) - room + 1 ": '" text "'")
	gsub(/[\\"]/, "\\\\&", text)
	return "\"" text "\""
}
# A row's name that is there heals, and so does the shim itself; the last word is the rest.
function fate_of(words, word, i, n)
{
	n = split(words, word, " ")
	for (i = 1; i <= n; i++)
		if (word[i] == "libc" || word[i] in rows)
			return "HEALED, " quoted(word[i], 16)
	if (!(word[n] in fates) && word[n] !~ /^[a-z0-9]+$/)
		fail("no such way to be healed: '" word[n] "'")
	return (word[n] in fates ? fates[word[n]] : "UNHEALED") ", \"\""
}
function add_mark(text, kind)
{
	kind = substr(text, 1, index(text, ":") - 1)
	text = substr(text, index(text, ":") + 1)
	if (!(kind in kinds))
		fail("no such kind of mark: '" kind "'")
	if (kind == "text")
		gsub(/_/, " ", text)
	marks = marks "\t{" kinds[kind] ", " generators ", " quoted(text, 48) "},\n"
}
function add_line(i, n, mark)
{
	n = split($4, mark, " ")
	fate = fate_of($3)
	if (!n)
		return
	for (i = 1; i <= n; i++)
		add_mark(mark[i])
	printf "\t{%s, %s, %s, %s},\n", quoted($1, 24), quoted($2, 128), fate, quoted($6, 136)
	generators++
}
BEGIN {
	generators = 0
	FS = " *[|] *"
	kinds["uses"] = "USES"; kinds["has"] = "HAS"; kinds["section"] = "SECTION"
	kinds["called"] = "CALLED"; kinds["text"] = "TEXT"; kinds["code"] = "CODE"
	kinds["harmless"] = "HARMLESS"
	fates["no"] = "UNHEALED"; fates["told"] = "TOLD"; fates["hangs"] = "HANGS"; fates["maybe"] = "MAYBE"; fates["safe"] = "SAFE"
	print "/* Made by field.awk. */\nstatic const struct generator generators[] = {"
}
FILENAME ~ /runtimes\.h$/ {
	if (/^\tX\("/) {
		split($0, part, "\"")
		rows[part[2]] = 1
	}
	next
}
/^#/ || /^$/ { next }
NF != 8 && NF != 9 { fail("a generator has 8 fields, or 9 with a check for a fork, not " NF) }
$5 != "" && $5 !~ /^none/ && $9 == "" { fail("no first version of the check for a fork ('not known' is one): '" $5 "'") }
{ add_line() }
END {
	if (failed)
		exit 1
	print "};\n#ifdef FIELD_MARKS"
	printf "static const struct mark marks[] = {\n%s};\n#endif\n", marks
}
