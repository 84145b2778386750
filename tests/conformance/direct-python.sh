#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 3: python's ctypes reaches libc's own functions behind the shim; both sides of the
# process see one state, seeded from either.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/same.bash"
python=/usr/bin/python3
script=$root/tests/conformance/direct-python.py

need $python "ctypes beside the shim" && {
	bare $python "$script" >"$tmp/libc"
	WRONG=copy LD_PRELOAD=$here/wrong $python "$script" >"$tmp/wrong"
	! cmp -s "$tmp/libc" "$tmp/wrong"
	ok $? "a second state would be noticed"
	same "draws through the shim and from libc interleave as bare" $python "$script"
	same "also with FORKSEED_WHEN=fork" env FORKSEED_WHEN=fork $python "$script"
}
finish
