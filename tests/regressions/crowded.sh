#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A recording full of programs that were executed without the shim is read in one go, not once
# for each of them: that would take minutes.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../audit/common.bash"
python=/usr/bin/python3
need "$python" "a crowded recording" || { finish && exit 0; }

# Layout: shim/recorder/recording.h. Each pid escapes twice, and is told once.
"$python" - "$tmp/crowd.raw" <<'EOF'
import struct
import sys
SIZE, HEADER, PIDS, ESCAPE, EXEC, STATIC = 32 << 20, 131200, 100000, 6, 11, 4
records = b"".join(
    struct.pack("=IIIIqiI32s", 1, kind, 64, 0, 0, pid, cause, b"/a/program").ljust(64, b"\0")
    for kind, cause in ((EXEC, 0), (ESCAPE, STATIC), (ESCAPE, STATIC))
    for pid in range(2, 2 + PIDS))
with open(sys.argv[1], "wb") as file:
    mark = struct.pack("=16sIIQqQ", b"forkseed raw\n", 4, 0, SIZE, 0, HEADER + len(records))
    file.write(mark.ljust(HEADER, b"\0") + records)
    file.truncate(SIZE)
EOF
timeout -s KILL 60 "$audit_program" --summary "$tmp/crowd" 2>"$tmp/summary"
is $? 1 "300000 records: a report within a minute"
is "$(tail -n 1 "$tmp/summary")" "forkseed: 100000 findings in 1 group, 0 processes" "each process is told once"
finish
