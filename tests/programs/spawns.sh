#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promises 1 and 3: system, popen, posix_spawn, vfork and exec work as bare, and an exec'ed
# image starts with libc's own stream; only plainly forked children differ.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/heals.bash"

spawns=$programs/programs/spawns

heals "plain fork" "$spawns" forked
same "spawned programs" "$spawns"
same "spawned programs, FORKSEED_WHEN=fork" env FORKSEED_WHEN=fork "$spawns"
finish
