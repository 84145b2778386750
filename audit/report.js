/* SPDX-License-Identifier: MIT */
/* The report's data: processes as rows of a tree, findings and the streams that they share.
 * report-picture.js draws the tree, report-list.js lists the findings. Text from the data only ever becomes text (textContent, fillText), never markup. */
"use strict";
const $ = (id) => document.getElementById(id);

/* Bytes were written one by one; most often they are UTF-8. */
function decoded(key, value) {
	if (typeof value !== "string" || !/[\x80-\xff]/.test(value)) return value;
	return new TextDecoder().decode(Uint8Array.from(value, (c) => c.charCodeAt(0)));
}
const lines = {};
for (const text of $("data").textContent.split("\n"))
	if (text.trim()) {
		const line = JSON.parse(text, decoded);
		(lines[line.type] = lines[line.type] || []).push(line);
	}
const all = (type) => lines[type] || [];
const byId = (list) => new Map(list.map((one) => [one.id, one]));
const processes = byId(all("process")), traces = byId(all("trace")), scripts = byId(all("script")), groups = byId(all("group"));
const findings = all("finding"), totals = all("summary")[0], head = all("recording")[0];

function make(tag, name, text) {
	const element = document.createElement(tag);
	if (name) element.className = name;
	if (text !== undefined) element.textContent = text;
	return element;
}
const base = (path) => (path || "").replace(/.*\//, "");
const count = (n, one, several) =>
	n.toLocaleString("en") + " " + (n === 1 ? one : several || one + "s");
const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/* Streams: what was inherited, or a seed that several gave; null where it is not known. */
const streams = new Map();
function streamOf(f) {
	const seed = f.seeded && f.seeded.seed;
	if (!f.stream && (seed === undefined || seed === null || f.kind === "inherited")) return null;
	const key = f.stream ? "inherited " + f.stream : f.generator + " " + seed;
	if (!streams.has(key)) streams.set(key, { number: streams.size, findings: [] });
	return streams.get(key);
}
const colourOf = (stream) => `hsl(${(205 + stream.number * 137.508) % 360} 62% ${style("--light")})`;
for (const f of findings) {
	f.from = streamOf(f);
	if (f.from) f.from.findings.push(f);
}

/* Rows: a process, with the programs it became one after the other. The shim does not see
 * a vfork(2) child: its program is put under the process with its parent's pid. */
const rows = [], rowOf = new Map();
function addRow(process, parent) {
	const row = { pid: process.pid, ppid: process.ppid, parts: [process], children: [],
		parent, findings: [], depth: parent ? parent.depth + 1 : 0 };
	if (parent) parent.children.push(row);
	return row;
}
/* Whose child began was still there. */
function see(row, time) {
	const part = row && row.parts[row.parts.length - 1];
	if (part) part.seen = Math.max(part.seen, time);
}
function buildRows() {
	const latest = new Map(), roots = [];
	const order = [...processes.values()].sort((a, b) => a.time - b.time || a.id - b.id);
	for (const process of order) {
		const before = latest.get(process.pid);
		let row = before;
		if (process.way === "exec" && before && before.ppid === process.ppid) {
			row.parts.push(process);
		} else {
			const parent = rowOf.get(process.parent) || latest.get(process.ppid);
			row = addRow(process, parent);
			see(parent, process.time);
			if (!parent) roots.push(row);
		}
		latest.set(process.pid, row);
		rowOf.set(process.id, row);
	}
	const stack = roots.reverse();
	while (stack.length) {
		const row = stack.pop();
		row.index = rows.push(row) - 1;
		for (let i = row.children.length; i-- > 0;) stack.push(row.children[i]);
	}
	for (const f of findings) if (rowOf.has(f.process)) rowOf.get(f.process).findings.push(f);
}
function programOf(process) {
	const image = processes.get(process.image);
	return process.program || (image && image.program) || "";
}
buildRows();
for (const row of rows) {
	row.streams = [...new Set(row.findings.map((f) => f.from).filter(Boolean))];
	row.label = base(programOf(row.parts[row.parts.length - 1]));
}
