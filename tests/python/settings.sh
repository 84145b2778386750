#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# FORKSEED_RUNTIMES and FORKSEED_KEEP choose what is healed, the launcher's --runtimes and
# --keep likewise; unknown names are the launcher's to refuse, and nothing to the shim.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/python.bash"

numpy="stream default_rng RandomState"
everything="$numpy Random libc"

# chosen NAME LABELS COMMAND...: those differ in 8 of 8 children, the others are as bare.
chosen() {
	local name=$1 labels=" $2 " label got='' wanted=''
	shift 2
	"$@" "$python" "$here/kinds.py" >"$tmp/out" 2>"$tmp/err" </dev/null
	is "$?, $(wc -c <"$tmp/err")" "0, 0" "$name: status, bytes on stderr"
	for label in $everything; do
		got+=" $label $(counted "$label" "$tmp/out"),"
		case $labels in
		*" $label "*) wanted+=" $label 8 of 8 differ," ;;
		*) wanted+=" $label 1 of 8 differ," ;;
		esac
	done
	is "$got" "$wanted" "$name:$got"
}

# refused OPTION: one line on stderr that has the wrong name, status 125.
refused() {
	"$launcher" "$1" true >"$tmp/out" 2>"$tmp/err"
	is "$?, $(wc -l <"$tmp/err") line, $(grep -c nonsense "$tmp/err"), $(wc -c <"$tmp/out")" \
		"125, 1 line, 1, 0" "the launcher refuses $1"
}

need_module numpy "settings" && {
	chosen "bare" "" bare
	chosen "default" "$everything" shimmed
	chosen "FORKSEED=off" "" shimmed env FORKSEED=off
	chosen "FORKSEED_RUNTIMES=all" "$everything" shimmed env FORKSEED_RUNTIMES=all
	chosen "FORKSEED_RUNTIMES=none" "libc" shimmed env FORKSEED_RUNTIMES=none
	chosen "FORKSEED_RUNTIMES=numpy" "$numpy libc" shimmed env FORKSEED_RUNTIMES=numpy
	chosen "FORKSEED_RUNTIMES=python" "Random libc" shimmed env FORKSEED_RUNTIMES=python
	chosen "FORKSEED_RUNTIMES=python,numpy" "$everything" shimmed env FORKSEED_RUNTIMES=python,numpy
	chosen "FORKSEED_KEEP=numpy" "Random libc" shimmed env FORKSEED_KEEP=numpy
	chosen "FORKSEED_KEEP=python" "$numpy libc" shimmed env FORKSEED_KEEP=python
	chosen "FORKSEED_KEEP=random,numpy,python" "" shimmed env FORKSEED_KEEP=random,numpy,python
	chosen "FORKSEED_KEEP=random" "$numpy Random" shimmed env FORKSEED_KEEP=random
	chosen "FORKSEED_WHEN=fork" "$everything" shimmed env FORKSEED_WHEN=fork
	chosen "the launcher" "$everything" bare "$launcher"
	chosen "--runtimes=none" "libc" bare "$launcher" --runtimes=none
	chosen "--runtimes=numpy" "$numpy libc" bare "$launcher" --runtimes=numpy
	chosen "--keep=numpy" "Random libc" bare "$launcher" --keep=numpy
	refused --runtimes=nonsense
	refused --runtimes=numpy,nonsense
	refused --keep=python,nonsense
}
finish
