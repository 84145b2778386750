# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154 # set by lib.sh
# What the tests of runtimes share. A program prints a line a child, and knows the words of
# forks.h: drawn, fresh, seeded, apart, parent, threads.

# distinct LINES: "D of N".
distinct() {
	local lines
	lines=$(cat)
	echo "$(sort -u <<<"$lines" | grep -c .) of $(grep -c . <<<"$lines")"
}

# here PROGRAM PACKAGE: true when tests/runtimes/PROGRAM was built; else a skipped point.
here() {
	[ -x "$programs/runtimes/$1" ] && return
	lacks "$2" "$1"
	return 1
}

limited() { timeout -k 1 "${limit:-60}" "$@"; }

# repeats WHAT COMMAND...: bare, once the parent has drawn, the children do not all differ;
# with safe_bare=yes they do, since this release of the library.
repeats() {
	local what=$1 seen
	shift
	seen=$(limited "$@" drawn | distinct)
	if [ "${safe_bare-}" = yes ]; then
		is "${seen%% *}" "${seen##* }" "$what: bare, this release is safe"
		return
	fi
	[ "${seen##* }" -ge 8 ] && [ "${seen%% *}" -lt "${seen##* }" ]
	ok $? "$what: bare, $seen children are distinct"
}

# heals NAME WHAT COMMAND...: all that is promised of a generator of the runtime NAME.
heals() {
	heals_always "$@"
	shift
	repeatable "$@"
}

# heals_keys NAME WHAT COMMAND...: the same of one that keys come from, seeded by the system:
# under --seed it is no more predictable than in its parent.
heals_keys() {
	local what=$2 one again
	heals_always "$@"
	shift 2
	one=$(limited "$launcher" --seed one "$@" drawn)
	again=$(limited "$launcher" --seed one "$@" drawn)
	is "$(distinct <<<"$one"$'\n'"$again")" "16 of 16" "$what: --seed, distinct, and no key twice"
}

heals_always() {
	local name=$1 what=$2
	shift 2
	repeats "$what" "$@"
	is "$(limited "$launcher" "$@" drawn | distinct)" "8 of 8" "$what: healed, the parent has drawn"
	is "$(limited "$launcher" "$@" fresh | distinct)" "8 of 8" "$what: healed, it has not"
	is "$(limited "$launcher" "$@" apart | distinct)" "24 of 24" "$what: grandchildren"
	is "$(limited "$launcher" --when=fork "$@" drawn | distinct)" "8 of 8" "$what: --when=fork"
	is "$(limited "$launcher" --keep="$name" "$@" drawn | distinct)" "$(limited "$@" drawn | distinct)" \
		"$what: --keep=$name is as bare"
	is "$(limited "$launcher" --runtimes=none "$@" drawn | distinct)" "$(limited "$@" drawn | distinct)" \
		"$what: --runtimes=none is as bare"
}

# repeatable WHAT COMMAND...: under --seed children are distinct, and the same in each run.
repeatable() {
	local what=$1
	shift
	limited "$launcher" --seed one "$@" drawn >"$tmp/one"
	limited "$launcher" --seed one "$@" drawn >"$tmp/again"
	limited "$launcher" --seed other "$@" drawn >"$tmp/other"
	is "$(distinct <"$tmp/one")" "8 of 8" "$what: --seed, distinct"
	is "$(<"$tmp/again")" "$(<"$tmp/one")" "$what: --seed, the same again"
	is "$(sort -u "$tmp/one" "$tmp/other" | grep -c .)" 16 "$what: another --seed, others"
}

# keeps_parent WHAT COMMAND...: a seeded parent's numbers are as bare, forks between them.
keeps_parent() {
	local what=$1
	shift
	limited "$@" parent >"$tmp/bare"
	limited "$launcher" "$@" parent >"$tmp/healed"
	[ -s "$tmp/bare" ] && cmp -s "$tmp/bare" "$tmp/healed"
	ok $? "$what: the parent's numbers are as bare"
}

# keeps_seeds WHAT COMMAND...: what the program seeded itself stays, but under --seed.
keeps_seeds() {
	local what=$1
	shift
	is "$(limited "$launcher" "$@" seeded)" "$(limited "$@" seeded)" "$what: seeded by the program, as bare"
	is "$(limited "$launcher" --seed x "$@" seeded | distinct)" "8 of 8" "$what: seeded, under --seed distinct"
	is "$(limited "$launcher" --seed x "$@" seeded)" "$(limited "$launcher" --seed x "$@" seeded)" \
		"$what: seeded, under --seed repeatable"
}

# keeps_childs_seeds WHAT COMMAND...: a child that seeds itself gets the stream that it asks for.
keeps_childs_seeds() {
	local what=$1 wanted
	shift
	wanted=$(limited "$@" reseeded)
	is "$(distinct <<<"$wanted")" "1 of 8" "$what: bare, children that seed themselves alike draw alike"
	is "$(limited "$launcher" "$@" reseeded)" "$wanted" "$what: a child's own seed counts"
	is "$(limited "$launcher" --seed x "$@" reseeded)" "$wanted" "$what: under --seed as well"
	[ -x "$build/forkseed-audit" ] || return 0
	limited "$launcher" --audit="$tmp/reseeded" "$@" reseeded >/dev/null
	is "$(grep -c '"kind":"inherited"' "$tmp/reseeded")" 0 "$what: and nobody inherits"
}

# never_hangs WHAT COMMAND...: children of a parent whose other thread draws all the time.
never_hangs() {
	local what=$1
	shift
	echo "# $what: bare, $(limited "$@" threads 20)"
	none_of_500_hangs "$@"
	ok $? "$what: a thread draws, children do not hang ($hung)"
}

none_of_500_hangs() {
	hung=$(limited "$launcher" "$@" threads 500)
	[ "$hung" = "hung=0 died=0 of 500" ]
}

# seldom_hangs WHAT COMMAND...: the same of a library whose children sometimes hang bare, by a lock
# that is not its generator's: one that a heal took would be met in every look.
seldom_hangs() {
	local what=$1
	shift
	sees none_of_500_hangs "$@"
	ok $? "$what: a thread draws, children hang no more than bare, about 1 of 5000 ($hung)"
}

# never_waits WHAT COMMAND...: the same of one with a lock of its own. Bare a draw takes it, and
# so would a heal by the library's own function: then a child hangs, sooner or later.
never_waits() {
	local what=$1
	shift
	is "$(limited "$@" until 5000 | cut -d' ' -f1)" hung=1 "$what: a thread draws, bare a child waits for its lock for ever"
	is "$(limited "$launcher" "$@" threads 500)" "hung=0 died=0 of 500" "$what: healed, no child does"
}

# audited NAME WHAT WORDS COMMAND...: a finding of that generator, with these words in it.
audited() {
	local name=$1 what=$2 words=$3 status
	shift 3
	if [ ! -x "$build/forkseed-audit" ]; then
		skip "forkseed-audit is not built without libdw-dev (make deps)" "$what: audited"
		return
	fi
	limited "$launcher" --check --audit="$tmp/report" "$@" drawn >/dev/null 2>"$tmp/said"
	status=$?
	is "$status" 99 "$what: --check fails"
	grep -q "$name" "$tmp/said" && grep -q -- "$words" "$tmp/said"
	ok $? "$what: told with \"$words\""
}

# audited_deep WHAT WORDS COMMAND...: one finding with these words, of a draw below more of the
# script's functions than are told.
audited_deep() {
	local what=$1 words=$2
	shift 2
	[ -x "$build/forkseed-audit" ] || return 0
	limited "$launcher" --check --audit="$tmp/report" "$@" >/dev/null 2>"$tmp/said"
	is "$? $(grep -c -- "$words" "$tmp/said")" "99 1" "$what: told with \"$words\""
	is "$(grep -c '"draw_script_ended":"more frames than are shown"' "$tmp/report")" 1 "$what: and that there are more functions"
}

# audited_keys ...: the same, and it is a matter of security, in the summary and in FILE.
audited_keys() {
	audited "$@"
	[ -x "$build/forkseed-audit" ] || return 0
	grep -q "^forkseed: security: .* the $1 stream" "$tmp/said"
	ok $? "$2: as a matter of security"
	is "$(grep -c '"generator":"'"$1"'".*"severity":"security"' "$tmp/report")" 8 "$2: 8 such findings in FILE"
}

# For scripts/healed: a line for each generator, and nothing else is run.
if [ -n "${HEALED_TO-}" ]; then
	heals_always() {
		local name=$1 bare
		shift 2
		bare=$(timeout -k 1 300 env -u LD_PRELOAD "$@" drawn | distinct)
		echo "$name|$bare|$(timeout -k 1 300 "$launcher" "$@" drawn | distinct)" >>"$HEALED_TO"
	}
	heals() { heals_always "$@"; }
	heals_keys() { heals_always "$@"; }
	limited() { :; }
	for other in repeats repeatable keeps_parent keeps_seeds keeps_childs_seeds never_hangs seldom_hangs never_waits audited audited_deep audited_keys; do
		eval "$other() { :; }"
	done
fi
