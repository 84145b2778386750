#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The parent's results, errno and cancellation points are as bare; a library that opens
# another one by its own RUNPATH finds it; a mutex that is held for long, or handed on,
# costs a fork one wait; allocators and other preloaded objects go on beside.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/locks.bash"
cc=${CC:-cc}

mkdir "$tmp/plugins"
echo 'const char *plugin(void) { return "the plugin"; }' |
	$cc -shared -fPIC -x c - -o "$tmp/plugins/forktest-plugin.so"
$cc -shared -fPIC -x c - -o "$tmp/opens.so" -Wl,--enable-new-dtags,-rpath,"$tmp/plugins" -ldl <<'EOC'
#include <dlfcn.h>
const char *open_plugin(void)
{
	void *plugin = dlopen("forktest-plugin.so", RTLD_NOW);
	const char *(*name)(void) = plugin ? (const char *(*)(void))dlsym(plugin, "plugin") : 0;
	return name ? name() : "no plugin";
}
EOC
results=("$programs/locks/results" "$tmp/opens.so")
runs 30 "${results[@]}" >"$tmp/bare"
is $? 5 "bare, it ends"
grep -q '^the plugin$' "$tmp/bare"
ok $? "bare, RUNPATH leads to the plugin"
for mode in heal heal,mutexes warn off; do
	FORKSEED_LOCKS=$mode runs 30 env LD_PRELOAD="$shim:$build/libforkseed-locks.so" "${results[@]}" >"$tmp/out"
	is "$? $(diff "$tmp/bare" "$tmp/out")" "5 " "$mode: all the same"
done
FORKSEED_LOCKS=heal,mutexes runs 30 env LD_PRELOAD="$build/libforkseed-locks.so" "${results[@]}" >"$tmp/out"
is "$? $(diff "$tmp/bare" "$tmp/out")" "5 " "without the shim, too"
for other in /usr/lib/*/libjemalloc.so.2 /usr/lib/*/libtcmalloc_minimal.so.4 /usr/lib/*/faketime/libfaketime.so.1 \
	/usr/lib/*/libeatmydata.so; do
	[ -e "$other" ] || continue
	name=${other##*/}
	is "$(runs 60 env LD_PRELOAD="$other" "$launcher" --locks="heal$patient" "$programs/locks/functions" setlocale 60 10000)" \
		"hung=0 died=0 of 60" "beside $name: none hangs"
	is "$(runs 60 env LD_PRELOAD="$other" "$launcher" --locks="heal$patient,mutexes" \
		"$programs/locks/mutexes" pthread_mutex 60 10000)" "hung=0 died=0 of 60" "the same with mutexes"
done
for sanitizer in address thread undefined; do
	if $cc -g -fsanitize=$sanitizer "$root/tests/locks/sanitized.c" -o "$tmp/sanitized" -pthread 2>/dev/null; then
		is "$(runs 60 "$launcher" --locks="heal$patient,mutexes" "$tmp/sanitized")" "bad=0" \
			"under -fsanitize=$sanitizer none hangs"
	else
		skip "no such runtime" "under -fsanitize=$sanitizer none hangs"
	fi
done
finish
