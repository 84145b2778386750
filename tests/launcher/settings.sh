#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 4 (what is asked for wins) and promise 1, by the launcher's options: each reaches
# the shim, in both spellings and as its variable; values that the shim would not take are
# refused in one line. How good the streams are is tested elsewhere.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
settings=$programs/launcher/settings
healed='random=8 drand48=8 strfry=8 clock=1'

# gives WANTED NAME COMMAND...: what the eight children drew; stderr counts as well.
gives() {
	local wanted=$1 name=$2
	shift 2
	is "$("$@" 2>&1)" "$wanted" "$name: $wanted"
}
numbers() { "$@" "$settings" numbers 2>&1; }

gives 'random=1 drand48=1 strfry=1 clock=1' bare bare "$settings"
gives "$healed" "by default" "$launcher" "$settings"

# --seed: the same numbers on every run, others for another text.
run=$(numbers "$launcher" --seed text)
[ "$(numbers "$launcher")" != "$(numbers "$launcher")" ]
ok $? "without --seed two runs differ"
is "$(for ((i = 0; i < 10; i++)); do numbers "$launcher" --seed text; done | sort -u)" "$run" \
	"--seed text: 10 runs, the same $(wc -w <<<"$run") numbers"
is "$(numbers "$launcher" --seed=text)" "$run" "--seed=text is the same"
is "$(FORKSEED_SEED=text numbers "$launcher")" "$run" "FORKSEED_SEED=text is the same"
is "$(FORKSEED_SEED=text numbers shimmed)" "$run" "without the launcher, too"
is "$(FORKSEED_SEED=other numbers "$launcher" --seed text)" "$run" "the option wins"
is "$(numbers "$launcher" --seed other --seed text)" "$run" "the last of two options wins"
gives "$healed" "streams under --seed" "$launcher" --seed text "$settings"
long=$(printf '%255s' '' | tr ' ' x)
texts=(text texu 'text ' ' text' Text text=1 1 -1 $'two\nlines' $'\xff' "$long" "${long%x}" "${long%x}y")
for text in "${texts[@]}"; do numbers "$launcher" "--seed=$text"; done >"$tmp/runs"
is "$(sort -u "$tmp/runs" | wc -l)" ${#texts[@]} "${#texts[@]} texts, ${#texts[@]} results"

rule='it must have 1 to 255 bytes'
fails 125 "--seed .*'': $rule" "an empty --seed=" "$launcher" --seed= "$settings"
fails 125 "--seed .*'': $rule" "an empty --seed ''" "$launcher" --seed '' "$settings"
fails 125 "--seed .*'x\{40\}...': $rule" "256 bytes" "$launcher" --seed "x$long" "$settings"
is "$(wc -c <"$tmp/fails.err" | awk '{ print ($1 < 120) }')" 1 "which are not printed in full"
fails 125 "--seed .*needs the '='" "a word that begins with '-'" "$launcher" --seed -1 "$settings"
fails 125 'no command given' "a seed and no command" "$launcher" --seed "$settings"

# reported VARIABLE=VALUE PATTERN WANTED: one line on stderr, and the command still runs.
reported() {
	is "$(env "$1" "$launcher" "$settings" 2>"$tmp/err")" "$3" "${1:0:40}: the command is run"
	is "$(grep -c . "$tmp/err") $(grep -c "^forkseed: ignoring $2\$" "$tmp/err")" "1 1" "reported once"
	sed 's/^/# /' "$tmp/err"
}
reported FORKSEED_SEED= "'' in FORKSEED_SEED: $rule" "$healed"
reported "FORKSEED_SEED=x$long" "'x*...' in FORKSEED_SEED: $rule" "$healed"
FORKSEED_SEED='' numbers "$launcher" --seed text >"$tmp/out"
is "$(cat "$tmp/out")" "$run" "an empty FORKSEED_SEED behind --seed is not reported"

# --clock-seeds
replaced='random=8 drand48=8 strfry=8 clock=8'
gives "$replaced" "--clock-seeds=replace" "$launcher" --clock-seeds=replace "$settings"
gives "$replaced" "--clock-seeds replace" "$launcher" --clock-seeds replace "$settings"
gives "$replaced" "FORKSEED_CLOCK_SEEDS=replace" env FORKSEED_CLOCK_SEEDS=replace "$launcher" "$settings"
gives "$healed" "--clock-seeds=keep" "$launcher" --clock-seeds=keep "$settings"
gives "$healed" "the option wins" env FORKSEED_CLOCK_SEEDS=replace "$launcher" --clock-seeds=keep "$settings"
rule='known values are replace|keep'
for value in banana '' Replace 'replace|keep' repl; do
	fails 125 "--clock-seeds .*'$value': $rule" "--clock-seeds='$value'" \
		"$launcher" "--clock-seeds=$value" "$settings"
done
reported FORKSEED_CLOCK_SEEDS=banana "'banana' in FORKSEED_CLOCK_SEEDS: $rule" "$healed"

# Both: the seed's mode wins, and says so.
"$launcher" --seed=text --clock-seeds=replace "$settings" >"$tmp/out" 2>"$tmp/err"
is "$(cat "$tmp/out" "$tmp/err")" "$healed
forkseed: ignoring --clock-seeds=replace: with --seed, clock seeds are kept" \
	"--seed and --clock-seeds=replace: one line, and the command runs"

# --keep: each name that the launcher knows is one that the shim knows.
known='random,drand48,strfry'
# tests/python and tests/runtimes show what they do.
runtimes=$("$launcher" --list-runtimes | cut -d: -f1 | paste -sd,)
for name in ${known//,/ }; do
	gives "${healed/$name=8/$name=1}" "--keep=$name" "$launcher" --keep="$name" "$settings"
done
gives "${healed//8 /1 }" "--keep $known" "$launcher" --keep "$known" "$settings"
gives 'random=1 drand48=8 strfry=1 clock=1' "FORKSEED_KEEP=strfry,random" \
	env FORKSEED_KEEP=strfry,random "$launcher" "$settings"
gives 'random=8 drand48=1 strfry=8 clock=8' "--keep beside --clock-seeds" \
	"$launcher" --keep drand48 --clock-seeds replace "$settings"
rule="known names are $known,$runtimes"
gives "$healed" "--keep=$runtimes" "$launcher" --keep="$runtimes" "$settings"
for list in banana '' ',' 'random,' ',random' 'random,,strfry' rand 'random drand48' 'random, drand48' Random all; do
	fails 125 "--keep .*: $rule" "--keep='$list'" "$launcher" "--keep=$list" "$settings"
done
reported FORKSEED_KEEP=random,banana "'banana' in FORKSEED_KEEP: $rule" "${healed/random=8/random=1}"
gives "$healed" "an empty FORKSEED_KEEP keeps nothing, in silence" env FORKSEED_KEEP= "$launcher" "$settings"

# --runtimes
rule="known names are all,none,$runtimes"
for list in all none numpy python "$runtimes"; do
	gives "$healed" "--runtimes=$list: libc's are healed anyway" "$launcher" "--runtimes=$list" "$settings"
done
for list in banana '' 'numpy,' All 'numpy python'; do
	fails 125 "--runtimes .*: $rule" "--runtimes='$list'" "$launcher" "--runtimes=$list" "$settings"
done
reported FORKSEED_RUNTIMES=numpy,banana "'banana' in FORKSEED_RUNTIMES: $rule" "$healed"
finish
