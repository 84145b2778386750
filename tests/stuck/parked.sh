#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# Processes that wait, compute or hold still rightly: none is accused, none is disturbed.
. "$(dirname "$0")/../lib.sh"

# innocent NAME COMMAND...: begins it, bare and watched at once: most of the time they wait.
names=()
innocent() {
	local at=$tmp/${#names[@]}
	names+=("$1")
	shift
	{ timeout -k 1 30 "$@" >"$at.bare" 2>/dev/null; echo "status $?" >>"$at.bare"; } &
	{
		timeout -k 1 30 "$launcher" --audit="$at.json" --stuck=1 "$@" >"$at.out" 2>"$at.err"
		echo "status $?" >>"$at.out"
	} &
}

# judge NUMBER NAME: its output and status are as bare, and nothing is found.
judge() {
	is "$(cat "$tmp/$1.out")" "$(cat "$tmp/$1.bare")" "$2: as bare"
	is "$(grep -c '"kind":"stuck"\|is stuck' "$tmp/$1.json" "$tmp/$1.err" | cut -d: -f2 | xargs)" \
		"0 0" "$2: not accused"
}

innocent "48 ways to wait" "$programs/stuck/parked" 3
innocent "a shell that waits for its children" bash -c 'sleep 3 & read -t 3 x; wait; echo done'
if need python3 "a pool that has nothing to do"; then
	cat >"$tmp/pool.py" <<'END'
import concurrent.futures, multiprocessing, threading, time
if __name__ == "__main__":
    with multiprocessing.get_context("fork").Pool(2) as pool, \
            concurrent.futures.ThreadPoolExecutor(2) as threads:
        threads.submit(time.sleep, 0).result()
        queue = multiprocessing.get_context("fork").Queue()
        worker = multiprocessing.get_context("fork").Process(target=queue.get)
        worker.start()
        time.sleep(4)
        queue.put(1)
        worker.join()
        print(pool.map(abs, [-1, -2]))
END
	innocent "Python's pools and queues, with nothing to do" /usr/bin/python3 "$tmp/pool.py"
fi
if need python3 "children with threads of their own"; then
	cat >"$tmp/threads.py" <<'END'
import concurrent.futures, multiprocessing, os, threading, time
def has_idle_pool(ends):
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        pool.submit(abs, -1).result()
        ends.wait()
def waits_for_own_thread(ends):
    lock = threading.Lock()
    def holds():
        with lock:
            threading.Event().wait()
    threading.Thread(target=holds, daemon=True).start()
    time.sleep(0.1)
    lock.acquire()
def joins_own_thread(ends):
    thread = threading.Thread(target=threading.Event().wait)
    thread.start()
    thread.join()
context = multiprocessing.get_context("fork")
ends = context.Event()
threading.Thread(target=threading.Event().wait, daemon=True).start()
workers = [context.Process(target=target, args=[ends])
           for target in (has_idle_pool, waits_for_own_thread, joins_own_thread)]
for worker in workers:
    worker.start()
time.sleep(4)
for worker in workers:
    worker.kill()
    worker.join()
    print(worker.exitcode, flush=True)
os._exit(0)
END
	innocent "Python's children with threads of their own" /usr/bin/python3 "$tmp/threads.py"
fi
if need gdb "a program in a debugger"; then
	# shellcheck disable=SC2016 # the inner shell expands it
	innocent "a program in a debugger" sh -c 'gdb -q -batch -ex starti -ex "shell sleep 3" -ex kill \
		--args sleep 1000 >/dev/null 2>&1; echo $?'
fi
wait
for i in "${!names[@]}"; do judge "$i" "${names[i]}"; done
finish
