#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A random.Random() that only the program knows of, whatever was imported when: bare, six
# children draw alike; with the shim, each its own. The same in an interpreter that was
# opened late, where objects are found by what the collector tracks. What the parent sees of
# it, and pays.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/python.bash"

need "$python" "private generators" || { finish && exit; }
for place in instance class bound derived reseeded closure default local; do
	for opened in never before after; do
		note "$place, $opened"
		heals 6 $place "$python" "$here/private.py" $place $opened
	done
done
heals 6 instance env FORKSEED_WHEN=fork "$python" "$here/private.py" instance never
heals 6 instance env FORKSEED_SEED=text "$python" "$here/private.py" instance never

# Older than our knowledge: libpython is opened by a program, whose children Python forks.
library=$("$python" -c 'import sysconfig as s; print(s.get_config_var("INSTSONAME"))')
if [ -e "$built/late-python" ] && ldconfig -p | grep -q "$library"; then
	code='import os, random
class Tracer: pass
tracer = Tracer()
tracer.ids = [random.Random(), random.Random(5), random.Random()]
tracer.ids[1].random(), [tracer.ids[2].random() for _ in range(5000)]
for _ in range(6):
	if os.fork() == 0:
		os.write(1, b"late %r %r\n" % (tracer.ids[0].random(), tracer.ids[2].random()))
		os.write(1, b"seeded %r\n" % tracer.ids[1].random())
		os._exit(0)
	os.wait()'
	heals 6 late "$built/late-python" "$library" local 1 "$code" pass
	untouched "a seed of the program's" seeded 6 0 "$tmp/shim"
	native='import os; os.write(1, b"native %r\n" % tracer.ids[0].random())'
	heals 8 native "$built/late-python" "$library" local 1 "${code%for _ in*}" "$native"
else
	skip "no libpython (make deps)" "an interpreter that is opened late"
fi

same "references, weak references and frees" "$python" "$here/noticed.py" seen
is "$(grep -c . "$tmp/bare.out")" 6 "they were looked at"
mapfile -t bare < <(bare "$python" "$here/noticed.py" memory)
mapfile -t shim < <(shimmed "$python" "$here/noticed.py" memory)
seeded=$((shim[0] - bare[0])) unseeded=$((shim[1] - bare[1]))
[ "${bare[0]}" -gt 250000 ] && [ "$seeded" -lt 1000 ]
ok $? "100 000 objects with a seed: $seeded KB more than bare, ${bare[0]} KB"
[ "$unseeded" -lt 8000 ]
ok $? "100 000 without: $unseeded KB more"
finish
