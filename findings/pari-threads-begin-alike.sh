#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# PARI/GP's parallel loops. parapply() is told as apply() whose parts run in threads; of random() in it one expects each
# part to have a number of its own, a second call to have others, and setrand() to choose which. Seen in gp 2.15.2
# (Debian 12): four parts in four threads draw one number, the one that every gp begins with, whatever setrand() was
# given before, and in a second call they draw it again. apply(), in the same session, has four numbers, by setrand()'s
# seed. The threads of each call have generators of their own, which begin at the built-in seed (source:
# src/language/init.c, pari_thread_init, pari_init_rand). How many numbers a longer loop draws twice depends on how its parts
# fall to threads, so that it is another result in each run. setrand() inside a part, with a number of that part's,
# parts them.
. "$(dirname "$0")/lib.bash"
packages pari-gp=2.15.2-1 libgmp10=2:6.2.1+dfsg1-1.1 libreadline8=8.2-1.3

# Each part waits, so that each thread gets one of them.
cat >"$tmp/program.gp" <<'END'
default(nbthreads, 4);
part(i) = system("sleep 0.5"); random(10^9);
seeded(i) = setrand(i); part(i);
export(part, seeded);
print("first ", random(10^9));
setrand(eval(getenv("SEED")));
print("apply ", apply(part, [1..4]));
print("parapply ", parapply(part, [1..4]));
print("again ", parapply(part, [1..4]));
print("seeded ", parapply(seeded, [1..4]));
END
gp() { SEED=$1 run "$root/usr/bin/gp" -q -f "$tmp/program.gp" </dev/null; }
gp 1 >"$tmp/1"
gp 2 >"$tmp/2"
numbers() { sed -n "s/^$1 //p" "${@:2}" | tr -d '[] ' | tr , '\n'; }
seen 4 "apply: distinct numbers of 4 parts" "$(numbers apply "$tmp/1" | distinct)"
seen 8 "with two seeds" "$(numbers apply "$tmp/1" "$tmp/2" | distinct)"
seen 1 "parapply" "$(numbers parapply "$tmp/1" | distinct)"
seen 1 "with two seeds" "$(numbers parapply "$tmp/1" "$tmp/2" | distinct)"
seen "$(numbers first "$tmp/1")" "its number, and that of a gp which has just begun" "$(numbers parapply "$tmp/1" | sort -u)"
seen 1 "parapply, a second call" "$(numbers again "$tmp/1" | distinct)"
seen 1 "both calls" "$({ numbers parapply "$tmp/1"; numbers again "$tmp/1"; } | distinct)"
seen 4 "setrand() in each part" "$(numbers seeded "$tmp/1" | distinct)"
finish
