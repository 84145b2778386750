#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Oath 4: an audit finds each child that draws from a NumPy generator, or a random.Random, that
# it inherited, healed or not, and accuses no child that does not; draws stay what they are.
# The verdicts stand here as they were written down before the detector ran.
# Takes long.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
. "$root/tests/python/python.bash"
total() { sed -n "s/^{\"type\":\"summary\".*\"$1\":\([0-9]*\).*/\1/p" "$tmp/report"; }
bare() { timeout -k 5 90 env -u LD_PRELOAD "$@"; }
audit=$root/tests/audit
found=0 hazards=0 accused=0 innocents=0
need_module numpy "draws from NumPy" || { finish && exit 0; }

# PCG64DXSM is of NumPy 1.21.
has=$("$python" -c 'import numpy.random as r; print(hasattr(r, "set_bit_generator"))')
kinds=$("$python" -c 'import numpy.random as r; print(4 + hasattr(r, "PCG64DXSM"))')
each="6 inherited/numpy.MT19937, 6 inherited/numpy.PCG64,"
[ "$kinds" -eq 4 ] || each="$each 6 inherited/numpy.PCG64DXSM,"
each="$each 6 inherited/numpy.Philox, 6 inherited/numpy.SFC64"

# All that need no other library, bare: one import of NumPy for all.
mapfile -t cases < <(sed -n 's/.*\<hazard \([a-z_]*\) "[0-9$].*/\1/p' "$0" | grep -v '^joblib_\|^scipy_' | sort -u)
[ "$has" = True ] || mapfile -t cases < <(printf '%s\n' "${cases[@]}" | grep -vx set_in_child)
timeout -k 5 250 env -u LD_PRELOAD "$python" "$audit/numpy_hazards.py" "${cases[@]}" >"$tmp/bares"

# repeats CASE: how many of its lines come more than once, bare.
repeats() {
	case $1 in
	joblib_* | scipy_*) bare "$python" "$audit/numpy_hazards.py" "$1" ;;
	*) sed -n "s/^$1 //p" "$tmp/bares" ;;
	esac | sort | uniq -d | wc -l
}

# hazard CASE VERDICT [OPTION...]: bare, its children repeat each other.
hazard() {
	local case=$1 verdict=$2
	shift 2
	hazards=$((hazards + 1))
	[ "$(repeats "$case")" -gt 0 ]
	ok $? "$case: bare, draws repeat"
	rm -f "$tmp/report"
	timeout 120 "$launcher" --check --audit="$tmp/report" "$@" "$python" "$audit/numpy_hazards.py" "$case" >"$tmp/out" 2>"$tmp/summary"
	is "$? $(kinds)" "99 $verdict" "$case${*:+ }$*: $verdict"
	[ "$(kinds)" = "$verdict" ] && found=$((found + 1))
}

innocent() {
	innocents=$((innocents + 1))
	rm -f "$tmp/report"
	timeout 120 "$launcher" --check --audit="$tmp/report" "$python" "$audit/numpy_innocents.py" "$1" >"$tmp/out" 2>"$tmp/summary"
	is "$? $(kinds) $(wc -l <"$tmp/out")" "0  $2" "$1: nothing"
	[ -z "$(kinds)" ] || accused=$((accused + 1))
}

hazard stream "3 inherited/numpy.random"
says '^forkseed: 3 children drew from the numpy.random stream that they inherited (healed)$' "named and counted"
says '^    forked in .*python' "the fork has a place"
says '^    drew in .*numpy' "the draw as well"
says '^    never seeded by the program$' "nobody seeded it"
says '^    what to do: make a generator in each child' "what to do"
is "$(sed -n 's/.*"type":"finding".*"healed":\([a-z]*\),.*"stream":\([0-9]*\),.*/\1 \2/p' "$tmp/report" | sort -u)" \
	"true 1" "all healed; bare they have one stream"
printf '{\n   known\n   forkseed:inherited\n   generator:numpy.*\n}\n' >"$tmp/known"
"$launcher" --check --suppressions="$tmp/known" "$python" "$audit/numpy_hazards.py" stream >"$tmp/out" 2>"$tmp/summary"
is "$? $(grep -c ', 3 suppressed' "$tmp/summary")" "0 1" "generator:numpy.* suppresses them"
hazard stream_seeded "3 inherited/numpy.random"
says '^    seeded by np.random.seed(), ' "whose seed it was"
hazard stream_seeded_often "3 inherited/numpy.random"
says '^    seeded by np.random.seed(), ' "also after a hundred seeds"
is "$(total unseen)" 0 "and nothing was left out"
hazard same_seed "2 same-seed/numpy.random"
says '^    seeded by np.random.seed(42)$' "the seed that they have in common"
says '^    seeded in .*numpy_hazards.py' "and the line"
hazard same_seed_of_numpy "2 same-seed/numpy.random"
hazard temporary_seed "3 inherited/numpy.PCG64, 3 inherited/numpy.random"
hazard pool "3 inherited/numpy.random"
hazard process "3 inherited/numpy.random"
hazard grandchildren "4 inherited/numpy.random"
hazard idle_between "3 inherited/numpy.random"
hazard in_thread "3 inherited/numpy.random"
is "$(grep -A1 '^    drew in' "$tmp/summary" | grep -c numpy/random) $(grep -c 'no object that is known' "$tmp/summary")" "1 0" \
	"a thread's draw has its place, too"
hazard many "70 inherited/numpy.random"
is "$(total processes) $(total findings) $(total lost)" "71 70 0" "70 children: each once"
hazard default_rng "3 inherited/numpy.PCG64"
hazard random_state "3 inherited/numpy.MT19937"
hazard kinds "$each"
says '^forkseed: 2 children drew from the numpy.SFC64 stream' "children are counted, not their generators"
hazard both_of_one "3 inherited/numpy.PCG64"
hazard own_class "3 inherited/numpy.Philox"
hazard wrapped_in_child "3 inherited/numpy.SFC64"
[ "$has" = False ] && skip "NumPy before 1.24" "set_in_child"
[ "$has" = False ] || hazard set_in_child "3 inherited/numpy.PCG64"
hazard by_ctypes "3 inherited/numpy.PCG64"
hazard python_object "3 inherited/python.Random"
hazard python_bits "3 inherited/python.Random"
hazard python_module_behind "3 inherited/python.random"
hazard shared_seed "3 inherited/numpy.PCG64"
says 'that they inherited (not healed)$' "shared_seed: what the program asked for is left as it is"
says '^    the program gave it a seed or state$' "and it is said why"
hazard shared_state "3 inherited/numpy.MT19937"
hazard python_shared_seed "3 inherited/python.Random"
hazard shared_seed "3 inherited/numpy.PCG64" --seed text
says 'that they inherited (healed)$' "shared_seed --seed: healed"
hazard stream "3 inherited/numpy.random" --keep=numpy
says 'that they inherited (not healed)$' "--keep=numpy: not healed, but found"
is "$(sort -u "$tmp/out" | wc -l)" 1 "and the children draw as bare"
hazard python_object "3 inherited/python.Random" --keep=python

# innocent CASE LINES: how many it prints.
innocent no_draw 3
innocent no_fork 1
innocent seeds_itself 3
innocent seeds_each_task 9
innocent seeds_anew 3
innocent sets_state 3
innocent temporary_seed 3
innocent initializer 3
innocent own_generators 3
innocent made_again 3
innocent one_child_of_a_seed 1
innocent seeds_apart 3
innocent task_seeds 1
innocent pickled 1
innocent spawn 2
innocent python_module 3
innocent python_innocent 4

need_module joblib "joblib" && {
	hazard joblib_fork "2 inherited/numpy.random"
	innocent loky 4
	innocent threads 4
}
need_module scipy "scipy.stats" && hazard scipy_stats "3 inherited/numpy.random"

audited "$python" "$audit/numpy_undisturbed.py" put_back
is "$(cat "$tmp/out")" "put_back in the parent $((kinds * 3))
put_back in a child 0 $((kinds * 3))
put_back in the parent $((kinds * 3))" "a parent's objects lead to NumPy always, a child's after the first draw"
audited "$python" "$audit/numpy_undisturbed.py" churn
is "$? $(grep -c ended "$tmp/out")" "0 10" "threads that draw, make and free generators: all children end well"

# ld.so reads its RPATHs by whole words, where an object that Python loads has one.
if need valgrind "freed objects"; then
	printf '{\n   words\n   Memcheck:Addr8\n   fun:strncmp\n   fun:is_dst\n}\n' >"$tmp/words"
	timeout -k 5 120 env PYTHONMALLOC=malloc FORKSEED_AUDIT="$tmp/freed" LD_PRELOAD="$shim" \
		valgrind -q --undef-value-errors=no --suppressions="$tmp/words" "$python" "$audit/numpy_undisturbed.py" freed \
		>"$tmp/out" 2>"$tmp/summary"
	is "$? $(grep -c ended "$tmp/out") $(grep -c Invalid "$tmp/summary")" "0 1 0" \
		"valgrind: nothing is written or read where objects have been freed"
	"$audit_program" "$tmp/freed" 2>"$tmp/summary"
	says 'drew from the numpy.PCG64 stream' "and the draws were found there"
fi

# as_without NAME ARGUMENT...: under --seed it prints the same with an audit as without.
as_without() {
	local name=$1
	shift
	FORKER=$built/forker run_into "$tmp/without" timeout 120 "$launcher" --seed text "$python" "$@"
	FORKER=$built/forker run_into "$tmp/out" timeout 120 "$launcher" --seed text --audit="$tmp/report" "$python" "$@"
	is "$? $(sort "$tmp/out")" "0 $(sort "$tmp/without")" "--seed, $name: $(wc -l <"$tmp/out") lines as without an audit"
	[ -s "$tmp/out" ]
	ok $? "--seed, $name: and there are some"
}
bare "$python" "$audit/numpy_undisturbed.py" parent >"$tmp/bare"
audited "$python" "$audit/numpy_undisturbed.py" parent
is "$(cat "$tmp/out")" "$(cat "$tmp/bare")" "the parent draws as bare, $(wc -w <"$tmp/bare") words"
bare "$python" "$audit/numpy_undisturbed.py" copies >"$tmp/bare"
audited "$python" "$audit/numpy_undisturbed.py" copies
is "$(cat "$tmp/out")" "$(cat "$tmp/bare")" "copies of seeded generators, made in a child: as bare, $(wc -w <"$tmp/bare") words"
run_into "$tmp/bare" bare "$python" "$here/odd.py" half_made
audited "$python" "$here/odd.py" half_made
is "$? $(grep ^parent "$tmp/out")" "0 $(grep ^parent "$tmp/bare")" "objects whose __init__() fails: as bare"
as_without copies "$audit/numpy_undisturbed.py" copies
for case in stream_seeded shared_seed; do as_without $case "$audit/numpy_hazards.py" $case; done
for case in fork process tree pool native; do as_without "seeded.py $case" "$here/seeded.py" $case; done

echo "# $found of $hazards hazards found, $accused of $innocents innocents accused"
finish
