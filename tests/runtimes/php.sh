#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# PHP: mt_rand() and what draws from its twister, lcg_value(), and engine objects made without a
# seed differ in each child of pcntl_fork(); what asks the kernel, and what the script has
# seeded, stay as they are. (There are no threads in PHP, and no locks: nothing can hang.)
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
script=$(dirname "$0")/php.php
php=(php -n "$script") # without extensions that are not built in: it begins faster

# unseeded WHAT: the short form of heals.
unseeded() {
	repeats "$1" "${php[@]}" "$1"
	is "$(limited "$launcher" "${php[@]}" "$1" drawn | distinct)" "8 of 8" "$1: healed, the parent has drawn"
}

# untouched WHAT: distinct bare; under the shim nothing is found, so nothing was written.
untouched() {
	is "$(limited "${php[@]}" "$1" drawn | distinct)" "8 of 8" "$1: bare, distinct already"
	is "$(limited "$launcher" --seed x "${php[@]}" "$1" drawn | distinct)" "8 of 8" "$1: distinct under --seed"
	limited "$launcher" --seed x "${php[@]}" "$1" drawn | sort >"$tmp/one"
	is "$(limited "$launcher" --seed x "${php[@]}" "$1" drawn | sort | comm -12 - "$tmp/one")" "" \
		"$1: and not repeated by it: it is the kernel's"
}

gmp=(php -n -d extension=gmp "$script")
need_gmp() {
	php -n -d extension=gmp -r 'exit(!extension_loaded("gmp"));' 2>/dev/null && return
	lacks php-gmp "gmp_random_bits()"
	return 1
}

# cases: whose seeds are honoured, and that copies are copies; bare all of them repeat.
cases() {
	mkdir "$tmp/sessions"
	limited php -n "${script%.php}-cases.php" "$tmp/sessions" >"$tmp/bare"
	limited "$launcher" php -n "${script%.php}-cases.php" "$tmp/sessions" >"$tmp/healed"
	is "$(grep -vc ': 1$' "$tmp/bare")" 0 "bare, all of $(wc -l <"$tmp/bare") cases repeat"
	while IFS= read -r line; do
		case $line in kept:*) is "${line##*: }" 1 "$line" ;; *) is "${line##*: }" 4 "$line" ;; esac
	done <"$tmp/healed"
	is "$(wc -l <"$tmp/healed")" "$(wc -l <"$tmp/bare")" "and healed there are as many cases"
}

# What has PHP's names and is not PHP as it is known: left alone, and an audit hears it.
alike=$programs/runtimes/php-alike
is "$("$alike" | xargs)" "zero own asked no" "bare, another program of those names"
is "$("$launcher" "$alike" | xargs)" "zero own asked yes" "it is asked, and left alone"
if [ -x "$build/forkseed-audit" ]; then
	"$launcher" --audit="$tmp/report" "$alike" >/dev/null 2>&1
	is "$(grep -c '"kind":"refused","generator":"php"' "$tmp/report")" 1 "and told of"
fi

if need php "PHP's generators"; then
	php -n -r 'exit(PHP_VERSION_ID < 80200 || !function_exists("pcntl_fork"));' || {
		skip "this PHP is older than 8.2, or cannot fork" "PHP's generators"
		finish
		exit 0
	}
	for kind in mt_rand lcg_value; do heals php $kind "${php[@]}" $kind; done
	for kind in rand shuffle str_shuffle array_rand twister pcg xoshiro clone randomizer written; do unseeded $kind; done
	for kind in shuffle xoshiro clone; do repeatable $kind "${php[@]}" $kind; done
	for kind in mt_rand shuffle pcg; do keeps_parent $kind "${php[@]}" $kind; done
	for kind in rand twister pcg xoshiro; do keeps_seeds $kind "${php[@]}" $kind; done
	cases
	if need_gmp; then
		heals gmp gmp "${gmp[@]}" gmp
		keeps_seeds gmp "${gmp[@]}" gmp
		keeps_parent gmp "${gmp[@]}" gmp
	fi
	# shellcheck disable=SC2016 # PHP's
	anew='mt_srand(5); mt_rand(); for ($i = 0; $i < 8; $i++) { if (!pcntl_fork()) { for ($j = 0; $j < 2; $j++) { mt_srand(); echo mt_rand(), " ", mt_rand(), "\n"; } exit; } pcntl_wait($status); }'
	is "$(limited "$launcher" php -n -r "$anew" | distinct)" "16 of 16" "mt_srand() in each child, twice: by PHP's choice"
	is "$(limited "$launcher" --seed x php -n -r "$anew" | distinct)" "16 of 16" "mt_srand() in each child, twice: --seed, distinct"
	is "$(limited "$launcher" --seed x php -n -r "$anew")" "$(limited "$launcher" --seed x php -n -r "$anew")" \
		"mt_srand() in each child: --seed, the same again"
	# shellcheck disable=SC2016 # PHP's
	later='error_reporting(E_ALL & ~E_DEPRECATED); mt_rand(); $engine = new Random\Engine\Xoshiro256StarStar(); if (!pcntl_fork()) exit; pcntl_wait($status); FFI::cdef("", "libglib-2.0.so.0");
		for ($i = 0; $i < 8; $i++) { if (!pcntl_fork()) { echo mt_rand(), " ", lcg_value(), " ", bin2hex($engine->generate()), "\n"; exit; } pcntl_wait($status); }'
	if php -n -d extension=ffi -r 'FFI::cdef("", "libglib-2.0.so.0");' >/dev/null 2>&1; then
		is "$(limited "$launcher" php -n -d extension=ffi -r "$later" | tr ' ' '\n' | distinct)" "24 of 24" \
			"another library comes later: each stream is healed"
	fi
	for kind in kernel session; do untouched $kind; done
	is "$(limited "$launcher" "${php[@]}" mt_rand ends 500)" "died=0 of 500" "500 children end well"
	audited php mt_rand "drew in draw (.*php.php:" php -n "$script" mt_rand
	# Behind a NUL the name of a class without one has its file.
	# shellcheck disable=SC2016 # PHP's
	echo '<?php mt_rand();
		$object = new class { function deep($n) { return $n ? $this->deep($n - 1) : mt_rand(); } };
		if (!pcntl_fork()) { $object->deep(30); exit; } pcntl_wait($status);' >"$tmp/deep.php"
	audited_deep "30 functions" "drew in class@anonymous::deep (.*/deep.php:2)" php -n "$tmp/deep.php"
	audited php pcg "forked in child (.*php.php:" php -n "$script" pcg
fi
finish
