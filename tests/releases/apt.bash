# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154,SC2016,SC2020
# A system of our own for `make deps`: programs in $bin that stand for apt's, read what there is
# from files in $fake, and log to $fake/log what they were asked to change. Nothing of the real
# system is touched. Sourced after tests/lib.sh.

fake=$tmp/fake
bin=$tmp/bin
export fake
mkdir -p "$fake" "$bin" "$tmp/shells"

# stand_in NAME: stdin is its script.
stand_in() {
	{ echo '#!/bin/bash' && cat; } >"$bin/$1"
	chmod 755 "$bin/$1"
}

stand_in dpkg-query <<<'grep -xF "$(printf "%s\n" "${@:4}")" "$fake/installed" | sed "s/^/installed /"'
stand_in apt-cache <<<'grep -xF "$(printf "%s\n" "${@:2}")" "$fake/index" |
	sed "s/.*/      & | 1.0 | http:\/\/archive\/debian main\/amd64 Packages/"'
stand_in apt-get <<'END'
names=() asked=
for word; do
	case $word in
	update | install) asked=$word ;;
	-* | *=*) ;;
	*) names+=("$word") ;;
	esac
done
echo "$asked ${names[*]}" >>"$fake/log"
if [ $asked = update ]; then
	[ ! -e "$fake/new-index" ] || cp "$fake/new-index" "$fake/index"
	cat "$fake/update"
	exit "$(cat "$fake/update-status")"
fi
for name in "${names[@]}"; do
	grep -qxF "$name" "$fake/index" && ! grep -qxF "$name" "$fake/broken" && continue
	echo "E: Unable to locate package $name"
	exit 100
done
printf '%s\n' "${names[@]}" >>"$fake/installed"
END
stand_in id <<<'cat "$fake/uid"'
for changing in mv rm tee chmod; do
	stand_in $changing <<<'case $* in */policy-rc.d*) ;; *) exit 1 ;; esac
		echo "${0##*/} $*" >>"$fake/log"'
done
for name in bash cat cp dirname env grep sed sort tr make; do
	ln -s "$(type -P $name)" "$bin/$name"
done
ln -s "$(type -P true)" "$bin/cc"

# all_names: every package that is listed, alternatives too.
all_names() {
	sed -n 's/^[a-z]* *\([^:#]*\):.*/\1/p' "$root/scripts/packages" | tr -s ' |' '\n\n'
}

# a_release [WITHOUT...]: its index has all packages but those; nothing is installed, root asks.
a_release() {
	rm -rf "${fake:?}"/*
	all_names | grep -vxF "$(printf '%s\n' "${@:-}" .)" >"$fake/index"
	echo 0 >"$fake/uid"
	echo 0 >"$fake/update-status"
	touch "$fake/"{installed,update,broken,log}
}

# deps [ARGUMENT]: its status in $status, what it says in $tmp/said.
deps() {
	PATH=$bin "$root/scripts/deps" "$@" >"$tmp/out" 2>&1
	status=$?
	grep '^deps: ' "$tmp/out" >"$tmp/said"
}

# says PATTERN NAME: in one line, an extended regular expression.
says() {
	is "$(grep -cE "$1" "$tmp/said")" 1 "$2"
	grep -qE "$1" "$tmp/said" || sed 's/^/#   said: /' "$tmp/said"
}
