/* SPDX-License-Identifier: MIT */
/* The report's list: findings with one cause are one card; filters; and the start of it all. */
const CARDS = 50, PIDS = 24;
let kind = "", room = CARDS;
const kindOf = (f) => (f.suppressed ? "suppressed" : f.kind);

/* The frame that a bug is in is the first one that is not libc's. */
const isLibc = (frame) => /^(libc|libpthread|ld-linux[^/]*|ld64|libforkseed)([-.].*)?\.so/.test(base(frame.object));
const hex = (n) => "0x" + n.toString(16);
function frameItem(frame, isTop) {
	const item = make("li", isTop ? "top" : isLibc(frame) ? "outer" : "");
	const name = frame.function ? frame.function + (frame.file ? "" : "+" + hex(frame.offset))
		: frame.object ? base(frame.object) + "+" + hex(frame.offset) : frame.pc;
	const place = frame.file ? frame.file + ":" + frame.line
		: frame.function ? base(frame.object) : "no symbol";
	item.append(name + " ", make("span", "place", place + (frame.inlined ? " (inlined)" : "")));
	item.title = `${frame.pc} ${frame.object || "in no object that is known"}`;
	return item;
}
/* What the interpreter was executing: the frame to look at is the first outside libraries. */
function scriptItems(frames) {
	const items = make("ol", "script"), top = Math.max(0, frames.findIndex((frame) => !frame.library));
	frames.forEach((frame, i) => {
		const item = make("li", i === top ? "top" : frame.library ? "outer" : "");
		item.append(frame.function + " ", make("span", "place", frame.file + ":" + (frame.line ?? "?")));
		items.append(item);
	});
	return items;
}
function traceBlock(title, id, scriptId) {
	const block = make("div"), trace = traces.get(id), frames = trace ? trace.frames : [];
	const items = make("ol"), top = frames.findIndex((frame) => !isLibc(frame));
	const script = scripts.get(scriptId);
	frames.forEach((frame, i) => items.append(frameItem(frame, i === top && !script)));
	block.append(make("h4", "", title));
	if (script) block.append(scriptItems(script.frames));
	if (script && script.frames_ended) block.append(make("p", "ended", script.frames_ended));
	if (script) block.append(make("h4", "", "in C"));
	block.append(items);
	const ended = trace ? trace.frames_ended : "the place is not known";
	if (ended) block.append(make("p", "ended", ended));
	return block;
}

const VERBS = { "same-seed": "Seeded in", "clock-seed": "Seeded in", stuck: "Waits in" };

/* Findings with one cause; the suppressed are in no group of forkseed-audit's. */
function causes() {
	const found = new Map();
	for (const f of findings) {
		const key = f.group ? f.group : ["s", f.suppressed, f.kind, f.generator, f.fork, f.draw,
			f.fork_script, f.draw_script].join();
		if (!found.has(key)) found.set(key, { kind: kindOf(f), group: f.group, findings: [] });
		found.get(key).findings.push(f);
	}
	return [...found.values()].sort((a, b) => (a.group || 1e9) - (b.group || 1e9));
}
const cards = causes();

function headline(f, n) {
	const children = count(n, "child", "children"), who = count(n, "process", "processes");
	const what = {
		inherited: `${children} drew from the ${f.generator} stream that they inherited`,
		"same-seed": `${who} gave ${f.generator} a seed that another one had given it`,
		"clock-seed": `${children} seeded ${f.generator} from the clock`,
		unnumbered: `${children} have no place in the fork tree; ${f.generator} will not repeat`,
		"no-entropy": `${children} could get no entropy for ${f.generator}`,
		refused: `${who}: a ${f.generator} that forkseed does not know, and left alone`,
		stuck: `${children} will wait for ever`,
		escaped: `${who} ran without the shim`,
	};
	return Object.hasOwn(what, f.kind) ? what[f.kind] : `${f.kind}: ${count(n, "finding")}`;
}
function factsOf(f, members) {
	const healed = members.filter((m) => m.healed).length, facts = [f.program || "program not known"];
	if (f.kind === "inherited")
		facts.push(healed === members.length ? "healed" : healed ? `${healed} of ${members.length} healed`
			: "not healed");
	const seeds = new Set(members.map((m) => m.seeded && m.seeded.seed));
	if (f.seeded)
		facts.push(seeds.size > 1 ? `seeded by ${f.seeded.function}, with ${seeds.size} seeds`
			: `seeded by ${f.seeded.function}(${f.seeded.seed ?? ""})` +
				(f.seeded.clock ? ", the time in seconds" : ""));
	else if (f.kind === "inherited" && !f.detail) facts.push("never seeded by the program");
	if (f.parent_drew) facts.push("the parent had drawn from it before");
	if (f.detail) facts.push(f.detail);
	if (f.suppressed) facts.push(`suppressed by “${f.suppressed}”`);
	return facts.join(" · ");
}
function pidButton(f) {
	const button = make("button"), row = rowOf.get(f.process);
	if (f.from) {
		const swatch = make("span", "swatch");
		swatch.style.background = colourOf(f.from);
		button.append(swatch);
	}
	button.append(String(f.pid));
	button.disabled = !row;
	button.onclick = () => {
		choose(row);
		showRow(row);
		scroller.scrollIntoView({ block: "nearest" });
	};
	return button;
}
function cardOf(cause, members) {
	const f = members[0], card = make("article", "card" + (f.suppressed ? " suppressed" : ""));
	card.dataset.kind = cause.kind;
	const top = make("div", "head"), group = groups.get(cause.group);
	const each = [...new Map(members.map((m) => [m.process ?? m, m])).values()];
	const number = group && members === cause.findings ? group.processes : each.length;
	top.append(make("span", "kind" + (f.suppressed ? " calm" : ""), f.kind),
		make("h3", "", headline(f, number)));
	card.append(top, make("p", "facts", factsOf(f, members)));
	if (f.kind !== "escaped") {
		const pair = make("div", "traces");
		if (f.ppid) pair.append(traceBlock("Forked in", f.fork, f.fork_script));
		pair.append(traceBlock(VERBS[f.kind] ?? "Drew in", f.draw, f.draw_script));
		if (f.seeded && f.seeded.at && f.seeded.at !== f.draw)
			pair.append(traceBlock("The stream was seeded in", f.seeded.at, f.seeded.at_script));
		card.append(pair);
	}
	if (group) {
		const advice = make("p", "advice");
		advice.append(make("b", "", "What to do: "), group.advice);
		card.append(advice);
	}
	const pids = make("div", "pids");
	pids.append(count(new Set(members.map((m) => m.pid)).size, "process", "processes") + ":");
	each.slice(0, PIDS).forEach((m) => pids.append(pidButton(m)));
	if (each.length > PIDS) pids.append(`and ${(each.length - PIDS).toLocaleString("en")} more`);
	card.append(pids);
	return card;
}
function list() {
	const shown = [];
	for (const cause of cards) {
		const members = chosen ? cause.findings.filter((f) => chosen.findings.includes(f)) : cause.findings;
		if ((!kind || cause.kind === kind) && members.length) shown.push([cause, members]);
	}
	$("list").replaceChildren(...shown.slice(0, room).map(([cause, members]) => cardOf(cause, members)));
	if (!shown.length) $("list").append(make("p", "empty", findings.length ? "Nothing of that kind here."
		: "Nothing was found. (docs/audit.md says what an audit can't see.)"));
	$("more").hidden = shown.length <= room;
	$("more").textContent = `Show ${Math.min(CARDS, shown.length - room)} of ${shown.length - room} more`;
}
$("more").onclick = () => {
	room += CARDS;
	list();
};
function choose(row) {
	chosen = row;
	room = CARDS;
	$("chosen").hidden = !row;
	if (row) {
		const all = make("button", "", "Show all processes");
		all.onclick = () => choose(null);
		$("chosen").replaceChildren(`Only process ${row.pid}. `, all);
	}
	list();
	redraw();
}
function addFilter(name, text) {
	const button = make("button", "", text);
	button.dataset.kind = name;
	button.setAttribute("aria-pressed", String(name === kind));
	button.onclick = () => {
		kind = name;
		room = CARDS;
		for (const other of $("filters").children)
			other.setAttribute("aria-pressed", String(other === button));
		list();
	};
	$("filters").append(button);
}
function addTotal(name, number, isBad) {
	const group = make("div", isBad ? "bad" : "");
	group.append(make("dt", "", name), make("dd", "", number.toLocaleString("en")));
	$("totals").append(group);
}
function start() {
	const command = rows.length ? programOf(rows[0].parts[rows[0].parts.length - 1]) : "";
	$("title").textContent = base(command) || "Report";
	document.title = `${base(command) || "report"} – forkseed`;
	$("about").textContent = `${command} · recorded ${head.started.replace("T", " ").replace("Z", " UTC")}`
		+ ` · forkseed ${head.version}`;
	const lost = totals.lost + totals.torn + totals.unseen;
	addTotal("processes", totals.processes);
	addTotal("findings", totals.findings, totals.findings > 0);
	addTotal("causes", groups.size);
	addTotal("streams that several drew from", [...streams.values()]
		.filter((s) => new Set(s.findings.map((f) => f.process)).size > 1).length);
	if (totals.suppressed) addTotal("suppressed", totals.suppressed);
	if (totals.harmless) addTotal("harmless", totals.harmless);
	if (totals.running) addTotal("still running", totals.running);
	const left = totals.processes > processes.size
		|| totals.findings + totals.suppressed > findings.length;
	$("warning").hidden = !lost;
	$("warning").textContent = `The recording is not complete: ${totals.lost} records lost, `
		+ `${totals.torn} torn, ${totals.unseen} past a process's limit.`;
	$("hint").hidden = !left;
	$("hint").textContent = `The page would be too large with all: it has the first ${count(processes.size,
		"process", "processes")} and ${count(findings.length, "finding")}.`;
	const kinds = new Map();
	for (const f of findings) kinds.set(kindOf(f), (kinds.get(kindOf(f)) || 0) + 1);
	addFilter("", `All ${findings.length.toLocaleString("en")}`);
	kinds.forEach((n, name) => addFilter(name, `${name} ${n.toLocaleString("en")}`));
	const full = AXIS + rows.length * ROW + 6;
	scroller.style.height = `min(${full + 2}px, 62vh)`;
	$("space").style.height = full + "px";
	list();
	draw();
}
start();
