#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 1: zsh's $RANDOM is libc's rand(); subshells and background jobs of an
# unmodified zsh draw their own, and a script that seeds RANDOM gets what it asked for.
# The $ in single quotes are for the program under test.
# shellcheck disable=SC2016
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/heals.bash"

draws='echo $RANDOM $RANDOM $RANDOM $RANDOM'

need zsh "zsh: \$RANDOM" && {
	heals "zsh, background jobs" zsh -fc "for i in {1..8}; do { $draws } & done; wait"
	heals "zsh, subshells" zsh -fc "for i in {1..8}; do ($draws); done"
	heals "zsh, command substitutions" zsh -fc "for i in {1..8}; do echo \$($draws); done"
	same "zsh, RANDOM seeded in the shell itself" zsh -fc "RANDOM=42; $draws; (exit); $draws"
	same "zsh, RANDOM seeded in a subshell" zsh -fc "$draws >/dev/null; (RANDOM=42; $draws)"
}
finish
