#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Oath 4: what can't be healed is shown by the audit: a NumPy that is not as the shim knows
# it is named, and Debian's own is healed. The program goes on as bare either way.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
python=/usr/bin/python3
stub=$root/tests/python/stub
need "$python" "a NumPy that is not known" || { finish && exit 0; }

cat >"$tmp/workers.py" <<'PY'
import os
import numpy.random.mtrand as mtrand
for _ in range(3):
    if os.fork() == 0:
        mtrand.random_sample()
        os._exit(0)
    os.wait()
print("parent", mtrand.random_sample())
PY
PYTHONPATH=$stub bare "$python" "$tmp/workers.py" >"$tmp/bare"
PYTHONPATH=$stub audited "$python" "$tmp/workers.py"
is "$?" 0 "a NumPy that is not known: the program ends as ever"
is "$(cat "$tmp/out")" "$(cat "$tmp/bare")" "and the parent draws what it draws bare"
is "$(kinds)" "3 refused/numpy" "each child has a finding"
says 'a numpy that forkseed does not know' "the summary says so"
says 'seeded by its own seed()' "and what was done"
PYTHONPATH=$stub "$launcher" --check "$python" "$tmp/workers.py" >"$tmp/out" 2>"$tmp/summary"
is $? 99 "--check fails"
if "$python" -c 'import numpy' 2>/dev/null; then
	audited "$python" "$tmp/workers.py"
	is "$(kinds)" "3 inherited/numpy.random" "Debian's NumPy is known: the draws are found"
else
	lacks python3-numpy "Debian's NumPy is known"
fi
finish
