#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# RANDOM=42 in a shell, and $RANDOM in its subshells. One expects a seed to make a script
# repeatable, subshells or not. Seen in six shells of Debian 12, with one script: zsh and yash
# repeat it all, and give each subshell the numbers that the script itself draws next; bash, ksh
# and busybox repeat what the script draws, but seed each subshell anew, so that x=$(echo $RANDOM)
# is another number in each run; mksh only stirs the seed in, and repeats nothing. So
# a script is repeatable in two of six, and its subshells are independent in the other four.
# shellcheck disable=SC2016 # for the shells
. "$(dirname "$0")/lib.bash"
packages bash=5.2.15-2+b13 zsh=5.9-4+b15 yash=2.52-2 mksh=59c-28+deb12u1 ksh93u+m=1.0.4-3 \
	busybox=1:1.35.0-4+deb12u1+b1

# draws NAME FORM: what 8 runs of that shell print, FORM being what comes after the seed.
draws() {
	local shell words=()
	shell=$(find "$root" -type f -perm -u+x \( -path "*/bin/$1" -o -path "*/bin/$1-static" -o -path "*/bin/static-sh" \) \
		! -name static-sh | head -n 1)
	[ "$1" = busybox ] && words=(ash)
	for _ in {1..8}; do
		run "$shell" "${words[@]}" -c "RANDOM=42; $2; :" 2>/dev/null | paste -sd' '
	done
}
# as RUNS SUBSHELLS: words for how many of 8 differ.
as() { if [ "$1" = 1 ]; then echo repeated; else echo "anew"; fi; }

while read -r name script subshells twins; do
	seen "$script" "$name, what the script draws" "$(as "$(draws "$name" 'echo $RANDOM $RANDOM' | distinct)")"
	seen "$subshells" "$name, what a subshell draws" "$(as "$(draws "$name" '(echo $RANDOM $RANDOM)' | distinct)")"
	seen "$twins" "$name, two subshells" \
		"$(draws "$name" '(echo $RANDOM $RANDOM); (echo $RANDOM $RANDOM)' | awk '$1 != $3 || $2 != $4 { differ = 1 } END { print differ ? "differ" : "alike" }')"
done <<'END'
zsh repeated repeated alike
yash repeated repeated alike
bash repeated anew differ
ksh93 repeated anew differ
busybox repeated anew differ
mksh anew anew differ
END
finish
