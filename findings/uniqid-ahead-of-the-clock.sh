#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# npm's uniqid makes ids of the network card's address, the pid and the time in milliseconds. In worker threads, which
# share the first two, one expects a collision where two threads draw within one millisecond, and none between threads
# of which one begins a second after the other has ended. Seen in uniqid 5.4.0: of 5000 ids of the later thread some
# 3900 are the earlier one's. No millisecond is given out twice, so that whoever draws more than one id in each borrows
# those to come (source: index.js, now): the first thread's ids reached five seconds into the future, and the second
# one does not know, as a thread has its own copy of that memory. Child processes differ by their pids; cuid 2.1.8,
# made of the pid and the time as well, has a random part in each thread.
. "$(dirname "$0")/lib.bash"
npm_packages uniqid@5.4.0 cuid@2.1.8
if ! command -v node >/dev/null; then
	echo "not to be had here: node"
	exit 77
fi
echo "package: $(node -p '["uniqid", "cuid"].map(name => name + "=" + require(name + "/package.json").version).join(" ")'), node $(node --version)"

cat >program.js <<'END'
// node program.js PACKAGE threads|processes PAUSE: two of these, one PAUSE milliseconds after the end of the other,
// make 5000 ids each; how many both have made.
const { Worker, isMainThread, parentPort, workerData } = require("worker_threads");
const { fork } = require("child_process");
const [name, kind, pause] = isMainThread ? process.argv.slice(2) : workerData;
const make = isMainThread && kind !== "child" ? null : require(name);
const ids = () => Array.from({ length: 5000 }, () => make());
const made = () => new Promise((resolve, reject) => {
	const other = kind === "threads" ? new Worker(__filename, { workerData: [name] }) : fork(__filename, [name, "child"]);
	let got;
	other.on("message", message => { got = message; if (other.disconnect) other.disconnect(); });
	other.on("error", reject);
	other.on("exit", () => resolve(new Set(got)));
});
async function main() {
	const first = await made();
	await new Promise(resolve => setTimeout(resolve, pause));
	const second = await made();
	console.log([...second].filter(id => first.has(id)).length, first.size, second.size);
}
if (!isMainThread) parentPort.postMessage(ids());
else if (kind === "child") process.send(ids());
else main();
END

# shared PACKAGE threads|processes PAUSE: "none", "many" or "some" of 5000 ids
shared() {
	local both first second
	read -r both first second < <(timeout 60 node program.js "$@")
	echo "$1, two $2, $3 ms between them: $both of $first and $second ids are in both" >&2
	if [ "$both" = 0 ]; then echo none; elif [ "$both" -gt 2000 ]; then echo many; else echo some; fi
}
seen many "uniqid, threads, a second between them" "$(shared uniqid threads 1000)"
seen none "uniqid, threads, six seconds between them" "$(shared uniqid threads 6000)"
seen none "uniqid, processes" "$(shared uniqid processes 0)"
seen none "cuid, threads" "$(shared cuid threads 0)"
finish
