#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What to do: each advice is followed here, and holds. And names that a terminal would obey
# are shown, not obeyed.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
python=/usr/bin/python3
hazards=$programs/audit/hazards

# checked COMMAND...: the summary of --check in $tmp/summary.
checked() { "$launcher" --check "$@" >"$tmp/out" 2>"$tmp/summary"; }
advises() { is "$(sed -n 's/^    what to do: //p' "$tmp/summary" | sort -u)" "$1" "$2"; }
distinct() { sort -u "$tmp/out" | wc -l; }

checked "$hazards" inherit_random
advises 'seed each child after the fork, from getrandom(2); or keep it under forkseed, which healed it' "libc's generator, healed"
checked --keep=random "$hazards" inherit_random
advises 'seed each child after the fork, from getrandom(2); or run without --keep' "not healed for --keep"

# A worker draws from an object that the parent made; %s: its seed, and what is done about it.
cat >"$tmp/workers.py" <<'END'
import sqlite3, random, os, sys
r = random.Random(*eval(sys.argv[1]))
exec(sys.argv[2])
for i in range(4):
    if not os.fork():
        os.write(1, b"%.17f\n" % r.random())
        os._exit(0)
for i in range(4):
    os.wait()
END
worker=("$python" "$tmp/workers.py")
mend='os.register_at_fork(after_in_child=r.seed)'
if need "$python" "advice about Python"; then
	"${worker[@]}" '(7,)' pass >"$tmp/out"
	is "$(distinct)" 1 "bare, four workers draw one number"
	checked "${worker[@]}" '(7,)' pass
	advises "call the object's seed() in each worker, by os.register_at_fork(after_in_child=...) or a Pool's initializer; or run with --seed" \
		"an object that the program seeded: Python's words, and not what was in vain"
	is "$(distinct)" 1 "under forkseed alone they still draw one"
	checked --seed=text "${worker[@]}" '(7,)' pass
	is "$(distinct)" 4 "as advised, with --seed, four"
	checked "${worker[@]}" '(7,)' "$mend"
	is "$? $(distinct)" "0 4" "as advised, by os.register_at_fork: four, and nothing is found"
	checked "${worker[@]}" '()' pass
	advises "call the object's seed() in each worker, by os.register_at_fork(after_in_child=...) or a Pool's initializer; or keep it under forkseed, which healed it" \
		"an object without a seed"
	is "$(distinct)" 4 "as advised, under forkseed: four"
	checked --keep=python "${worker[@]}" '()' pass
	advises "call the object's seed() in each worker, by os.register_at_fork(after_in_child=...) or a Pool's initializer; or run without --keep" \
		"the same with --keep"
fi

# A server on a port that is in nobody's list; the client's connection is used by two.
cat >"$tmp/shared.py" <<'END'
import os, socket
l = socket.create_server(("127.0.0.1", 0))
server = os.fork()
if not server:
    c, _ = l.accept()
    while c.send(c.recv(100)): pass
    os._exit(0)
c = socket.create_connection(l.getsockname())
l.close()
c.send(b"a"), c.recv(9)
used, uses = os.pipe()
go, goes = os.pipe()
child = os.fork()
if not child:
    try:
        c.send(b"child")
        print("got", c.recv(9).decode(), flush=True)
    except OSError: print("cut off", flush=True)
    os.write(uses, b"x")
    os.read(go, 1)  # lives while its parent uses it
    os._exit(0)
os.read(used, 1)
c.send(b"parent"), c.recv(9)
os.write(goes, b"x")
os.waitpid(child, 0)
os.kill(server, 9)
END
if "$launcher" --doctor --connections=warn true | grep -q '^connections: the kernel tells'; then
	checked --connections=warn "$python" "$tmp/shared.py"
	port=$(grep -o -m 1 '127.0.0.1:[0-9]*' "$tmp/summary" | cut -d: -f2)
	advises "open it after the fork, in each process; or run with --connections=isolate --peers=$port" \
		"a connection: with its peer, where the default has it not"
	is "$("$launcher" --connections=isolate "$python" "$tmp/shared.py" 2>&1)" "got child" "without, nothing is cut off"
	is "$("$launcher" --connections=isolate --peers=all "$python" "$tmp/shared.py" 2>&1)" "cut off" "with a peer it is"
else
	skip "the kernel does not tell whose a connection is" "advice about connections"
fi

# Names: what a terminal obeys (ESC, CSI as C1 in UTF-8 and as a byte, a line end, DEL, a
# change of direction), and what it only shows.
odd=$'q\e[1m\302\2331m\2331m\n\177\342\200\256r' plain=$'caf\303\251 \346\227\245\346\234\254 \351'
cp "$hazards" "$tmp/$odd" && cp "$hazards" "$tmp/$plain"
checked "$tmp/$odd" inherit_random
is "$(sed -n 's|^    in .*/\(q.*\) (pid.*|\1|p' "$tmp/summary")" 'q?[1m?1m?1m???r' "the summary's terminal obeys no name"
LC_ALL=C grep -q "forked in.*" "$tmp/summary" && ! LC_ALL=C grep -q $'[\001-\010\013-\037\177]' "$tmp/summary"
ok $? "nor anything else in it"
checked "$tmp/$plain" inherit_random
LC_ALL=C grep -qF "/$plain (pid" "$tmp/summary"
ok $? "letters stay, in whatever encoding"
is "$("$launcher" "$tmp/no$odd" 2>&1)" "forkseed: $tmp/noq?[1m?1m?1m???r: no such command" "the launcher's lines"
is "$("$launcher" --doctor "$tmp/$odd" | sed -n 's|^command: .*/||p')" 'q?[1m?1m?1m???r' "the doctor's"
is "$("$audit_program" "$tmp/no$odd" 2>&1)" "forkseed: $tmp/noq?[1m?1m?1m???r.raw: No such file or directory" "the reporter's"
finish
