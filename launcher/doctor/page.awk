# SPDX-License-Identifier: MIT
# docs/field.md of field.txt: awk -f page.awk shim/runtimes/runtimes.h tests/field/programs.txt
# field.txt >docs/field.md (make docs). What is healed follows from the rows of the shim's table, as
# in field.awk; what the tests run again, from the programs.
function fate_of(words, word, i, n)
{
	n = split(words, word, " ")
	for (i = 1; i <= n; i++)
		if (word[i] == "libc" || word[i] in rows)
			return "healed"
	return word[n] ~ /^(no|told|maybe|safe|hangs)$/ ? word[n] : "no"
}
function with_forkseed(fate, drawn)
{
	return fate == "healed" ? (drawn == 8 ? 8 : "**8**") : fate == "safe" ? 8 : fate == "told" ? drawn ", 8 with `--seed`" : drawn
}
function add(section, text) { text_of[section] = text_of[section] text }
# One line of the list: a row in its section's table, and one for each program.
function add_line(part, word, counts, fate, i, j, n, m, section, programs)
{
	fate = fate_of($3)
	n = split($7, part, "; ")
	for (i = 1; i <= n; i++) {
		m = split(part[i], word, " ")
		split(word[1], counts, "/")
		for (j = 2; j <= m; j++) {
			total++
			repeats += counts[1] + 0 < 8
			cured += fate == "healed" && counts[1] + 0 < 8
			again += word[j] in kind
			list = list sprintf("| %s | %s | %s | %s | %s | %s |\n", word[j], $1, counts[1],
				counts[2] == "-" ? "" : counts[2], with_forkseed(fate, counts[1]), kind[word[j]])
		}
		programs = programs + m - 1
	}
	section = fate == "safe" ? "safe" : fate == "maybe" ? "maybe" : fate == "healed" ? "healed" : "open"
	if (section == "safe")
		add(section, sprintf("| %s | %s | %s | %s | %s |\n", $1, $2, $5, $9, $8))
	else if (section == "maybe")
		add(section, sprintf("| %s | %s | %s |\n", $1, $2, $8))
	else
		add(section, sprintf("| %s | %s%s | %s | %s | %s | %s |\n", $1, $2, fate == "told" ? " (by the program: left alone but for `--seed`)" : "", $5, $9, $6, $8))
}
function table(head, section, n, i)
{
	n = gsub(/\|/, "|", head) - 1
	print head
	printf "|"
	for (i = 1; i <= n; i++)
		printf "---|"
	printf "\n%s\n", text_of[section]
}
BEGIN { FS = " *[|] *" }
FILENAME ~ /runtimes\.h$/ {
	if (/^\tX\("/) {
		split($0, part, "\"")
		rows[part[2]] = 1
	}
	next
}
FILENAME ~ /programs\.txt$/ {
	if (!/^#/)
		kind[$1] = $2 == "quick" ? "check" : "soak"
	next
}
FILENAME ~ /field-head\.md$/ { head = head $0 "\n"; next }
FILENAME ~ /field-tail\.md$/ { tail = tail $0 "\n"; next }
/^#/ || /^$/ { next }
{
	gsub(/</, "\\&lt;")
	add_line()
}
END {
	printf "%s", head
	printf "%d programs; the numbers of %d repeat bare, once the parent has drawn; those of %d of these are\nhealed. The tests count %s of them again.\n\n", total, repeats, cured, again == total ? "all" : again
	print "## Not healed\n"
	table("| generator | what repeats | its own check for a fork | since | in each child | measured |", "open")
	print "## Healed\n"
	table("| generator | what repeats bare | its own check for a fork | since | without forkseed, in each child | measured |", "healed")
	print "## Safe: left untouched\n"
	table("| generator | what | how it knows of a fork | since | measured |", "safe")
	print "## Known by name, not measured\n"
	table("| generator | what | why |", "maybe")
	printf "%s", tail
	print "## Each program\n"
	print "A name begins with the language; `pyi_X` is a `random.Random()` of the program's own after `import X`,"
	print "`pyr_X` a way to hold one. Distinct numbers of 8 children (3-8: as chance has it); and by which of"
	print "`make check` and `make soak` they are counted again:\n"
	printf "| program | generator | the parent drew | it did not | with forkseed, the parent drew | again |\n|---|---|---|---|---|---|\n%s", list
}
