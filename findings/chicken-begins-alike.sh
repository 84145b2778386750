#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# CHICKEN Scheme's pseudo-random numbers. One expects those of one process to repeat in its forked
# children, and another start of the program to give others. Seen in
# CHICKEN 5.3.0 (Debian 12): every process begins alike, forked or not, so that the program's first
# number is the same on each start; there is no seed but what (set-pseudo-random-seed!) is given.
# (random-bytes), in the same module, asks the kernel, and is another each time.
. "$(dirname "$0")/lib.bash"
packages chicken-bin=5.3.0-1 libchicken11=5.3.0-1
CHICKEN_REPOSITORY_PATH=$(find "$root" -name 'chicken.random.import.so' -printf '%h\n' -quit)
export CHICKEN_REPOSITORY_PATH

scheme() { run "$root/usr/bin/csi" -n -s "$1"; }
cat >"$tmp/number.scm" <<'END'
(import (chicken random))
(print (pseudo-random-integer 1000000000) " " (pseudo-random-real))
END
cat >"$tmp/bytes.scm" <<'END'
(import (chicken random))
(print (random-bytes (make-string 16)))
END
seen 1 "pseudo-random numbers: distinct of 8 starts" "$(for _ in 1 2 3 4 5 6 7 8; do scheme "$tmp/number.scm"; done | distinct)"
seen 8 "random-bytes: distinct of 8 starts" "$(for _ in 1 2 3 4 5 6 7 8; do scheme "$tmp/bytes.scm" | od -An -tx1 | tr -d '\n'; echo; done | distinct)"
finish
