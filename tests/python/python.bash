# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
# What the Python tests share: which interpreter and modules, and how lines of draws
# ("LABEL DRAW DRAW ...", one line a child) are counted. Sourced after lib.sh; not a test.

. "$root/tests/conformance/same.bash"

python=/usr/bin/python3 # Debian's: NumPy and its kin are packaged for this one
here=$root/tests/python
built=$programs/python
export PYTHONDONTWRITEBYTECODE=1

note() { echo "# $1"; }

# need_module MODULE NAME: true when Debian's Python has it; otherwise a skipped point.
need_module() {
	"$python" -c "import importlib.util as u, sys; sys.exit(not u.find_spec('$1'))" 2>/dev/null &&
		return 0
	lacks "$(module_package "$1")" "$2"
	return 1
}

# total LABEL FILE; different LABEL FILE: how many lines a label has, and how many unlike ones.
total() { grep -c "^$1 " "$2"; }
different() { grep "^$1 " "$2" | sort -u | wc -l; }

# counted LABEL FILE: both, for a reader.
counted() { echo "$(different "$1" "$2") of $(total "$1" "$2") differ"; }

# A child that hangs is a failure, not a stuck test.
bare() { timeout -k 5 90 env -u LD_PRELOAD "$@"; }
shimmed() { timeout -k 5 90 env LD_PRELOAD="$shim" "$@"; }

# run_into FILE HOW COMMAND...: HOW is bare or shimmed.
run_into() {
	local file=$1
	shift
	"$@" >"$file" 2>"$file.err" </dev/null
}

# repeats LABEL TOTAL STATUS FILE: bare, TOTAL children report and some draw alike.
repeats() {
	[ "$3" -eq 0 ] && [ "$(total "$1" "$4")" -eq "$2" ] && [ "$(different "$1" "$4")" -lt "$2" ]
	ok $? "$1: bare, $(counted "$1" "$4")" || true
}

# differs LABEL TOTAL STATUS FILE: with the shim TOTAL children report, none draws alike.
differs() {
	is "$(counted "$1" "$4"), status $3" "$2 of $2 differ, status 0" \
		"$1: with the shim, $(counted "$1" "$4")"
	[ "$3" -eq 0 ] || tail -n 3 "$4.err" | sed 's/^/#   /'
}

# heals TOTAL LABELS COMMAND...: one run bare, one with the shim; two points a label.
heals() {
	local count=$1 labels=$2 was now label
	shift 2
	run_into "$tmp/bare" bare "$@"
	was=$?
	run_into "$tmp/shim" shimmed "$@"
	now=$?
	for label in $labels; do
		repeats "$label" "$count" $was "$tmp/bare"
		differs "$label" "$count" $now "$tmp/shim"
	done
}

# untouched NAME LABEL TOTAL STATUS FILE: the children draw alike, as bare.
untouched() {
	is "$(counted "$2" "$5"), status $4" "1 of $3 differ, status 0" "$1: $(counted "$2" "$5")"
}
