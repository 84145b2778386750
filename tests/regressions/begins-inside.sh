#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A library of the program's begins before our preloaded objects, and starts the shim, which
# calls a function that --locks is in front of, or, where an allocator has put its own mmap(2)
# in front of libc's, syscall(2), which others of our objects are in front of. What begins there,
# inside the shim's start, must not think that nothing is recorded: each report comes as without.
# One that makes a thread has the functions in front of libc's at work before any of them began.
. "$(dirname "$0")/../lib.sh"

need "$build/forkseed-audit" "reports" || { finish; exit; }
# Behind our objects in LD_PRELOAD, and so begun before them, as what the program is linked with.
early=$programs/conformance/empty

echo '#include <pthread.h>
#include <unistd.h>
static void *wait_for_ever(void *nothing) { return pause(), nothing; }
__attribute__((constructor)) static void begin(void)
{
	pthread_t thread;
	pthread_create(&thread, NULL, wait_for_ever, NULL);
}' | ${CC:-cc} -x c - -shared -fPIC -pthread -o "$tmp/threaded.so"

# told OPTION COMMAND...: the kinds found, looked for up to five times, as one is left to chance.
told() {
	for _ in 1 2 3 4 5; do
		LD_PRELOAD=$library timeout -k 1 60 "$launcher" --check --audit="$tmp/report" "$@" >/dev/null 2>&1
		! grep -q '"kind"' "$tmp/report" || break
	done
	grep -o '"kind":"[^"]*"' "$tmp/report" | sort -u | xargs
}

# Both ends in one process, so that no server is needed.
cat >"$tmp/share.py" <<'EOF'
import os, socket
server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
accepted = server.accept()[0]
written, ended = os.pipe(), os.pipe()
if os.fork() == 0:
    client.send(b"child")
    os.write(written[1], b"1")
    os.read(ended[0], 1)
    os._exit(0)
os.read(written[0], 1)
client.send(b"parent")
os.write(ended[1], b"1")
os.wait()
EOF
connections=(--connections=warn)
need python3 "--connections" || connections=()

allocator=$(ldconfig -p 2>/dev/null | sed -n 's/.*libtcmalloc_minimal\.so.* => //p' | head -n 1)
[ -n "$allocator" ] || lacks libtcmalloc-minimal4 "beside tcmalloc"

for library in '' "$early" "$tmp/threaded.so" $allocator; do
	where=${library:+, behind ${library##*/}}
	for locks in off heal heal,mutexes warn; do
		for asked in "${connections[@]}"; do
			is "$(told --locks=$locks "$asked" python3 "$tmp/share.py")" \
				kind:shared-use "$asked --locks=$locks$where"
		done
		is "$(told --locks=$locks sh -c 'env -i sleep 0; :')" kind:escaped \
			"a program without the shim, --locks=$locks$where"
	done
	is "$(told --locks=warn "$programs/locks/functions" localtime_r 12 300)" \
		kind:lock-inherited "--locks=warn$where"
done
finish
