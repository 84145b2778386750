# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154,SC2028,SC2016,SC2046
# Runs the programs of programs.txt as docs/field.md has it: what is set up, a draw by the
# parent or none, 8 children one after the other, a draw of each. Sourced after lib.sh.

list=$root/launcher/doctor/field.txt
cc=${CC:-cc}
cxx=${CXX:-g++}
only=${FIELD_ONLY-}
unset LD_PRELOAD
# shellcheck source=languages.bash
. "$root/tests/field/languages.bash"

# wanted NAME: "DRAWN NOT" of the list, and what becomes of it: healed, safe, no, told.
wanted() {
	awk -F ' *[|] *' -v name="$1" '
		FILENAME ~ /runtimes/ { if (/^\tX\("/) { split($0, part, "\""); rows[part[2]] = 1 }; next }
		/^#/ { next }
		{ n = split($7, group, "; ")
		for (i = 1; i <= n; i++) { m = split(group[i], word, " ")
			for (j = 2; j <= m; j++) if (word[j] == name) {
				split(word[1], counts, "/")
				k = split($3, way, " "); fate = way[k]
				for (l = 1; l <= k; l++) if (way[l] == "libc" || way[l] in rows) fate = "healed"
				print counts[1], counts[2], fate; exit } } }' "$root/shim/runtimes/runtimes.h" "$list"
}

# distinct HOW COMMAND...: of the eight; anything but eight lines is no number.
distinct() {
	local how=$1
	shift
	[ "$how" = draw ] || how=
	# cat waits for the children that their parent does not wait for
	timeout 60 env ${how:+FIELD_DRAW=1} "$@" ${how:+"$how"} </dev/null 2>"$tmp/err" | cat >"$tmp/out"
	if [ "$(wc -l <"$tmp/out")" = 8 ]; then sort -u "$tmp/out" | wc -l; else echo "none"; fi
}

# is_the_lists_release: the one that the list was counted on. Elsewhere other versions may draw when
# they are set up, or no longer do so: what they do bare is told, what forkseed does is judged.
is_the_lists_release() { grep -qsx 'VERSION_ID="12"' /etc/os-release; }

# counted HOW WANTED NAME: bare, of $command. Where chance has its part, 3-8, it looks again until
# some repeat. Two children may seed themselves in one microsecond, once in a while.
counted() {
	local got tries=60 more=3
	got=$(distinct "$1" "${command[@]}")
	while [[ $2 = *-8 && $got = 8 && $((tries--)) -gt 0 ]]; do got=$(distinct "$1" "${command[@]}"); done
	while [[ $1 = nothing && $2 = 8 && $got = 7 && $((more--)) -gt 0 ]]; do got=$(distinct "$1" "${command[@]}"); done
	seen=$got
	if [[ $got = [1-8] && $got != "$2" ]] && ! is_the_lists_release; then
		ok 0 "$3: $got of 8 here, $2 on Debian 12"
	elif [[ $2 != *-8 ]]; then
		is "$got" "$2" "$3: $2 of 8"
	else
		[[ $got != none && $got -lt 8 ]]
		ok $? "$3: some repeat ($got of 8)"
	fi
}

# measure NAME LANGUAGE ABOVE ONCE DRAW: as the list has it, bare and under forkseed; and the
# doctor says no yes where numbers still repeat.
measure() {
	local name=$1 command drawn not fate healed seen
	read -r drawn not fate <<<"$(wanted "$name")"
	prepare "${@:2}"
	[ -n "${command[*]}" ] || { ok 1 "$name: is built" && sed 's/^/# /' "$tmp/err"; return; }
	counted draw "$drawn" "$name: bare, the parent drew"
	[[ $drawn = *-8 || $seen != [1-8] ]] || drawn=$seen
	counted nothing "$not" "$name: bare, it did not"
	[[ $drawn != *-8 ]] || return
	healed=$drawn
	[[ $fate != healed && $fate != safe ]] || healed=8
	is "$(distinct draw "$launcher" "${command[@]}")" "$healed" "$name ($fate): under forkseed $healed of 8"
	[ "$fate" != told ] ||
		is "$(distinct draw "$launcher" --seed=field "${command[@]}")" 8 "$name: with --seed 8 of 8"
	[ "$healed" = 8 ] || [[ $2 = p[yhe][tpr]* || $2 = ruby || $2 = Rscript* || $2 = file* ]] || # what a script loads or seeds is not seen
		is "$("$launcher" --doctor "${command[@]}" | grep -c '^verdict: yes')" 0 "$name: the doctor says no yes"
}

# package_with LANGUAGE WHAT: of scripts/packages, what the program needs.
package_with() {
	[[ $2 != *=* ]] || { echo "${2#*=}"; return; }
	case $1:$2 in
	python:* | file*) echo python3 ;;
	perl:*) echo perl ;;
	c:* | c\ *) echo libc6-dev ;;
	c++*) echo g++ ;;
	*) package_of "$2" ;;
	esac
}

# measure_all KIND...: the programs of these kinds whose packages are here; of $only, if it is set.
measure_all() {
	local name kind language what above once draw
	while IFS='|' read -r name kind language what above once draw; do
		read -r kind <<<"$kind"
		[[ $name != '#'* && " $* " = *" $kind "* ]] || continue
		read -r name <<<"$name" && read -r language <<<"$language" && read -r what <<<"$what" && read -r above <<<"$above" && read -r once <<<"$once" && read -r draw <<<"$draw"
		[ -z "$only" ] || [[ " $only " = *" $name "* ]] || continue
		if [ "$name" = arc4random ] && older_libc 2.36; then
			skip "it is of glibc 2.36" "$name"
		elif there "$language" "${what%=*}"; then
			measure "$name" "$language" "$above" "$once" "$draw"
		else
			lacks "$(package_with "$language" "$what")" "$name"
		fi
	done <"$root/tests/field/programs.txt"
}
