#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promises 3 and 7: programs with generators of their own, and tools that only fork, print
# the same bytes with the shim as bare; what is distinct in children already stays so.
# The $ in single quotes are for the program under test.
# shellcheck disable=SC2016
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/heals.bash"

python=/usr/bin/python3
seq 1 500 >"$tmp/lines"
printf '%s\n' 'all: a b c' 'a b c:; @echo $@ $$((2 + 3))' >"$tmp/Makefile"
python_program='import os, random, subprocess, sys
random.seed(5)
print(random.random(), random.sample(range(1000), 5), flush=True)
print(subprocess.run(["echo", "hi"], capture_output=True).stdout, os.popen("echo ho").read(), flush=True)
for i in range(4):
    child = os.fork()
    if not child:
        random.seed(i)
        print(random.random())
        sys.stdout.flush()
        os._exit(0)
    os.waitpid(child, 0)
print(random.random())'
python_children='import os, random
for i in range(8):
    if not os.fork():
        os.write(1, b"%f %f %f %f\n" % tuple(random.random() for i in range(4)))
        os._exit(0)
    os.wait()'

same "bash, RANDOM seeded" bash -c 'RANDOM=7; echo $RANDOM $RANDOM; (RANDOM=8; echo $RANDOM)'
same "bash, pipes and substitutions" bash -c 'for i in {1..20}; do echo $(echo $i | tr 1 2); done | sort'
differs "bash, subshells stay distinct" bash -c \
	'for i in {1..8}; do (echo $RANDOM $RANDOM $RANDOM $RANDOM); done'
same "make" bash -c 'make -s -j2 -C "$1" -f "$1/Makefile" -O | sort' - "$tmp"
same "shuf" shuf --random-source="$tmp/lines" "$tmp/lines"
same "sort -R" sort -R --random-source="$tmp/lines" "$tmp/lines"
same "sort, in parallel" sort -r --parallel=2 "$tmp/lines"
same "awk" awk 'BEGIN { srand(3); print rand(), rand(); "echo hi" | getline x; print x, rand() }'
need mawk "mawk" && same "mawk" mawk -Wrandom=3 'BEGIN { print rand(); system("echo hi"); print rand() }'
need perl "perl" && same "perl" perl -e 'srand(4); print rand(), `echo hi`, rand(), "\n"; print sort { $a <=> $b } map { int rand 9 } 1..9'
need $python "python" && {
	same "python, random seeded, subprocess, popen" $python -c "$python_program"
	differs "python, random in children stays distinct" $python -c "$python_children"
}
need git "git" && same "git" git --version
need tar "tar" && same "tar through gzip" bash -c "tar -C '$tmp' --mtime=@0 --sort=name -cz lines | gzip -dc | cksum"
finish
