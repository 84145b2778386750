#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Processes that wait, compute or hold still rightly: none is accused, none is disturbed.
. "$(dirname "$0")/../lib.sh"

# innocent NAME COMMAND...: its output and status are as bare, and nothing is found.
innocent() {
	local name=$1 wanted
	shift
	wanted=$(timeout -k 1 30 "$@" 2>/dev/null; echo "status $?")
	is "$(timeout -k 1 30 "$launcher" --audit="$tmp/json" --stuck=1 "$@" 2>"$tmp/err"; echo "status $?")" \
		"$wanted" "$name: as bare"
	is "$(grep -c '"kind":"stuck"\|is stuck' "$tmp/json" "$tmp/err" | paste -sd' ' | sed "s|$tmp/||g")" \
		"json:0 err:0" "$name: not accused"
	rm -f "$tmp/json"
}

innocent "31 ways to wait" "$programs/stuck/parked" 3
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
if need gdb "a program in a debugger"; then
	# shellcheck disable=SC2016 # the inner shell expands it
	innocent "a program in a debugger" sh -c 'gdb -q -batch -ex starti -ex "shell sleep 3" -ex kill \
		--args sleep 1000 >/dev/null 2>&1; echo $?'
fi
finish
