#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Python's multiprocessing with the method "forkserver" and a generator of the program's own, random.Random(), made as its
# file is read. Up to now each worker read the file anew and made one for itself, so that one changed "fork", where all
# draw alike, for it. One expects a point release not to change that. Seen in Python 3.13.5 (Debian 13) and 3.13.18 (sid):
# eight workers draw eight numbers in the first, and one in the second, as in 3.14.10, where this is the default method.
# The server was always told to import __main__ before it forks (set_forkserver_preload()'s default), and looked for its
# path by a name that the path does not have; it now finds it (source: multiprocessing/forkserver.py, ensure_running;
# issue 126631). A program that is started by `python3 -m` has a name and no path there, and draws as ever, so one program
# has one number or eight, by how it is started. The random module's own functions are seeded anew in all of these.
. "$(dirname "$0")/lib.bash"

# python SUITE X.Y VERSION LIBC EXPAT ZLIB: into $python, which is a script, as the server is started by a path.
python() {
	local linker
	apart "$1-$2"
	from "$1"
	packages "python$2-minimal=$3" "libpython$2-minimal=$3" "libpython$2-stdlib=$3" "libc6=$4" "libexpat1=$5" "zlib1g=$6"
	linker=$(find "$root" -name 'ld-linux-*.so.*' | head -n 1)
	python=$tmp/python
	printf '#!/bin/sh\nPYTHONHOME=%s exec %s --library-path %s %s "$@"\n' "$root/usr" "$linker" "$libraries" \
		"$root/usr/bin/python$2" >"$python"
	chmod +x "$python"
}
export PYTHONDONTWRITEBYTECODE=1

cat >"$tmp/program.py" <<'END_OF_PROGRAM'
# program.py PYTHON METHOD PRELOADED: distinct numbers of 8 workers, of an object and of the module
import multiprocessing
import random
import sys

generator = random.Random()


def work(queue):
    queue.put((generator.random(), random.random()))


if __name__ == "__main__":
    python, method, preloaded = sys.argv[1:]
    context = multiprocessing.get_context(None if method == "default" else method)
    context.set_executable(python)
    if preloaded:
        context.set_forkserver_preload([preloaded])
    queue = context.SimpleQueue()
    for _ in range(8):
        worker = context.Process(target=work, args=(queue,))
        worker.start()
        worker.join()
    drawn = [queue.get() for _ in range(8)]
    objects, module = (len(set(numbers)) for numbers in zip(*drawn))
    print(f"{context.get_start_method()}: {objects} of the object, {module} of the module")
END_OF_PROGRAM

# draws METHOD [PRELOADED]: of the program started by its path; draws_m: by its name
draws() { timeout 60 "$python" "$everything/program.py" "$python" "$1" "${2-}"; }
draws_m() { (cd "$everything" && timeout 60 "$python" -m program "$python" "$1" ''); }
same() {
	seen "fork: 1 of the object, 8 of the module" "Python $1, distinct numbers of 8 workers" "$(draws fork)"
	seen "forkserver: $2 of the object, 8 of the module" "Python $1" "$(draws forkserver)"
	seen "forkserver: 8 of the object, 8 of the module" "Python $1, python3 -m" "$(draws_m forkserver)"
	seen "forkserver: 8 of the object, 8 of the module" "Python $1, another module is preloaded" "$(draws forkserver string)"
}
python trixie 3.13 3.13.5-2+deb13u5 2.41-12+deb13u5 2.9.0-1~deb13u1 1:1.3.dfsg+really1.3.1-1+deb13u1
same 3.13.5 8
python sid 3.13 3.13.18-1 2.43-7 2.9.0-1 1:1.3.dfsg+really1.3.2-4
same 3.13.18 1
python sid 3.14 3.14.10-1 2.43-7 2.9.0-1 1:1.3.dfsg+really1.3.2-4
same 3.14.10 1
seen "forkserver: 1 of the object, 8 of the module" "Python 3.14.10, the default method" "$(draws default)"
finish
