#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# S-Lang's rand module: rand_new() without a seed is there to have a generator apart from the
# others. One expects two of them to differ, in one process more surely than in forked children.
# Seen in S-Lang 2.3.3 (Debian 12), the other way round: all that one process makes within a
# second are twins, and twins of the generator that rand() itself uses, while children that make
# one each get different ones, even in one moment. A second's pause parts the twins too.
. "$(dirname "$0")/lib.bash"
packages slsh=2.3.3-3 libslang2=2.3.3-3 libslang2-modules=2.3.3-3
SLSH_PATH=$root/usr/share/slsh
SLSH_CONF_DIR=$root/etc
SLANG_MODULE_PATH=$(dirname "$(find "$root" -name rand-module.so)")
export SLSH_PATH SLSH_CONF_DIR SLANG_MODULE_PATH

cat >"$tmp/process.sl" <<'END'
require("rand");
variable first = rand_new(), second = rand_new(), later;
() = fprintf(stdout, "%S %S %S", rand(), rand(first), rand(second));
sleep(1.1);
later = rand_new();
() = fprintf(stdout, " %S\n", rand(later));
END
cat >"$tmp/children.sl" <<'END'
require("rand");
require("fork");
variable i;
_for i (1, 8, 1)
{
   if (fork() == 0)
   {
      () = fprintf(stdout, "%S\n", rand(rand_new()));
      () = fflush(stdout);
      _exit(0);
   }
}
_for i (1, 8, 1)
   () = waitpid(-1, 0);
END

# A second may end between two calls, so that a run or two of the eight may differ.
rows=$(for _ in {1..8}; do run "$root/usr/bin/slsh" "$tmp/process.sl"; done)
most() { [ "$1" -ge 5 ] && echo most || echo "$1"; }
# shellcheck disable=SC2016 # for awk
twins='$2 == $3' same='$1 == $2' later='$4 != $3'
count() { awk "$1 { n++ } END { print n + 0 }" <<<"$rows"; }
seen most "runs of 8 in which two new generators draw the same" "$(most "$(count "$twins")")"
seen most "runs of 8 in which rand() draws that as well" "$(most "$(count "$same")")"
seen most "runs of 8 in which one made a second later differs" "$(most "$(count "$later")")"
numbers=$(run "$root/usr/bin/slsh" "$tmp/children.sl")
seen most "distinct numbers of 8 children with a new generator each" \
	"$(most "$(distinct <<<"$numbers")")"
finish
