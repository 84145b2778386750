# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154
# Promise 2, for as many children as the caller says: shared by unique.sh (seconds) and
# soak-unique.sh (minutes). Sourced; not a test.

# unique CHILDREN: that many with the shim, after 300 bare ones.
unique() {
	bare "$programs/hazards/unique" 300 >"$tmp/bare"
	ok $? "unique: bare run ends"
	note "bare: $(sum duplicates "$tmp/bare") of 1800 streams repeat among 300 children"
	is "$(grep duplicates "$tmp/bare" | grep -c 'excess=[1-9]')" 6 "unique: bare, every generator repeats"
	shimmed "$programs/hazards/unique" "$1" >"$tmp/shim"
	ok $? "unique: run with the shim ends"
	while read -r line; do note "shim: $line"; done <"$tmp/shim"
	is "$(sum reported "$tmp/shim")" $((6 * $1)) "unique: all $1 children report all streams"
	is "$(grep type "$tmp/shim" | grep -v type0 | grep -v 'duplicates=0 ')" "" \
		"unique: random types 1 to 4 never repeat among $1 children"
	is "$(none_bad excess "$tmp/shim")" "" "unique: type 0 and drand48 repeat no more than chance explains"
	is "$(none_bad hung "$tmp/shim")$(none_bad crashed "$tmp/shim")" "" "unique: none hangs or crashes"
}
