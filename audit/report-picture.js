/* SPDX-License-Identifier: MIT */
/* The report's picture, a process tree over time: only the rows in sight are drawn, on a canvas that stays in sight. */
const ROW = 18, AXIS = 26, INDENT = 10, STUB = 5, TAIL = 22;
const scroller = $("scroller"), canvas = $("picture"), ink = canvas.getContext("2d");
let first = Infinity, last = -Infinity;
for (const p of processes.values()) {
	first = Math.min(first, p.time);
	last = Math.max(last, p.seen);
}
if (!(last - first > 0.001)) last = first + 0.001;
const whole = [first - (last - first) * 0.01, last + (last - first) * 0.04];
let view = whole.slice(), chosen = null, over = null, width = 0, height = 0;
let gutter = 0, colours = {};
const at = (time) => gutter + ((time - view[0]) / (view[1] - view[0])) * (width - gutter);
const timeAt = (x) => view[0] + ((x - gutter) / (width - gutter)) * (view[1] - view[0]);

function drawAxis() {
	const span = view[1] - view[0], rough = span / Math.max(2, (width - gutter) / 110);
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = power * [1, 2, 5, 10].find((n) => n * power >= rough);
	ink.fillStyle = colours.card;
	ink.fillRect(0, 0, width, AXIS);
	ink.fillStyle = colours.soft;
	for (let n = Math.ceil((view[0] - first) / step); first + n * step < view[1]; n++) {
		const x = at(first + n * step), time = n * step;
		if (x < gutter) continue;
		ink.fillRect(Math.round(x), AXIS - 5, 1, 5);
		const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
		const text = step < 1 && span < 2 ? (time * 1000).toFixed(Math.max(0, digits - 3)) + " ms"
			: time.toFixed(digits) + " s";
		if (x + ink.measureText(text).width < width) ink.fillText(text, x + 4, 12);
	}
	ink.fillStyle = colours.line;
	ink.fillRect(0, AXIS - 1, width, 1);
}
function drawLabel(row, y) {
	const x = 10 + Math.min(row.depth, 8) * INDENT, isNew = !row.parent || row.label !== row.parent.label;
	ink.fillStyle = colours.ink;
	ink.fillText(row.pid, x, y + ROW / 2);
	if (!isNew) return;
	const after = x + ink.measureText(row.pid).width + 7;
	let text = row.label;
	while (text.length > 1 && after + ink.measureText(text).width > gutter - 8)
		text = text.slice(0, -2).replace(/…$/, "") + "…";
	ink.fillStyle = colours.soft;
	if (after < gutter - 20) ink.fillText(text, after, y + ROW / 2);
}
function drawPart(row, i, y) {
	const part = row.parts[i], next = row.parts[i + 1];
	const begin = at(part.time), end = Math.max(begin + STUB, at(next ? next.time : part.seen));
	const found = row.streams.length ? row.streams.slice(0, 3).map(colourOf)
		: [row.findings.length ? colours.bad : colours.quiet];
	const thick = (ROW - 6) / found.length;
	found.forEach((colour, n) => {
		ink.fillStyle = colour;
		ink.fillRect(begin, y + 3 + n * thick, end - begin - (next ? 1 : 0), thick);
		if (next) return;
		ink.fillStyle = colours.card;
		ink.fillRect(end, y + 3 + n * thick, TAIL, thick);
		const tail = ink.createLinearGradient(end, 0, end + TAIL, 0);
		ink.globalAlpha = 0.55;
		tail.addColorStop(0, colour);
		tail.addColorStop(1, colours.card);
		ink.fillStyle = tail;
		ink.fillRect(end, y + 3 + n * thick, TAIL, thick);
		ink.globalAlpha = 1;
	});
	if (row.findings.some((f) => f.kind === "inherited" && !f.healed && !f.suppressed)) {
		ink.strokeStyle = colours.bad;
		ink.strokeRect(begin + 0.5, y + 3.5, end - begin - 1, ROW - 7);
	}
}
const topOf = (row) => AXIS + row.index * ROW - scroller.scrollTop;
function drawGround(row) {
	const y = topOf(row);
	ink.fillStyle = colours.row;
	if (row === over || row === chosen) ink.fillRect(0, y, width, ROW);
	if (row === chosen) {
		ink.fillStyle = colours.accent;
		ink.fillRect(0, y, 3, ROW);
	}
	drawLabel(row, y);
}
function drawFork(row) {
	if (!row.parent) return;
	const top = Math.max(0, topOf(row.parent) + ROW - 3);
	ink.fillStyle = colours.line;
	ink.fillRect(Math.round(at(row.parts[0].time)), top, 1, topOf(row) + 4 - top);
}
function drawRows(sight) {
	sight.forEach(drawGround);
	ink.save();
	ink.beginPath();
	ink.rect(gutter, AXIS, width - gutter, height - AXIS);
	ink.clip();
	sight.forEach(drawFork);
	for (const row of sight) row.parts.forEach((part, i) => drawPart(row, i, topOf(row)));
	ink.restore();
}
function draw() {
	const ratio = window.devicePixelRatio || 1;
	width = scroller.clientWidth;
	height = scroller.clientHeight;
	gutter = Math.min(230, width * 0.35);
	canvas.width = width * ratio;
	canvas.height = height * ratio;
	canvas.style.width = width + "px";
	canvas.style.height = height + "px";
	for (const name of ["card", "ink", "soft", "line", "quiet", "bad", "row", "accent"])
		colours[name] = style("--" + name);
	ink.setTransform(ratio, 0, 0, ratio, 0, 0);
	ink.font = "12px " + style("--sans");
	ink.textBaseline = "middle";
	ink.fillStyle = colours.card;
	ink.fillRect(0, 0, width, height);
	const from = Math.floor(scroller.scrollTop / ROW);
	drawRows(rows.slice(from, from + Math.ceil(height / ROW) + 1));
	drawAxis();
}
let asked = false;
function redraw() {
	if (asked) return;
	asked = true;
	requestAnimationFrame(() => {
		asked = false;
		draw();
	});
}
function zoom(factor, around) {
	const span = Math.min(whole[1] - whole[0], Math.max(0.0001, (view[1] - view[0]) * factor));
	const share = (around - view[0]) / (view[1] - view[0]);
	move(around - span * share, span);
}
function move(begin, span) {
	begin = Math.max(whole[0], Math.min(whole[1] - span, begin));
	view = [begin, begin + span];
	redraw();
}
const rowAt = (event) => {
	const y = event.clientY - canvas.getBoundingClientRect().top - AXIS;
	return y < 0 ? undefined : rows[Math.floor((y + scroller.scrollTop) / ROW)];
};

/* Mouse: what is under it, dragging in time, Ctrl and the wheel. */
function describe(row) {
	const kinds = [...new Set(row.findings.map((f) => f.kind))].join(", ");
	return `pid ${row.pid} · ${row.parts.map((p) => programOf(p) || "program not known").join(" → ")}`
		+ ` · began at ${((row.parts[0].time - first) * 1000).toFixed(0)} ms`
		+ (row.children.length ? ` · ${count(row.children.length, "child", "children")}` : "")
		+ (kinds ? ` · ${kinds}` : " · nothing found");
}
let drag = null;
scroller.addEventListener("scroll", redraw);
canvas.addEventListener("mousemove", (event) => {
	over = rowAt(event);
	canvas.title = over ? describe(over) : "";
	if (drag) {
		drag.far = drag.far || Math.abs(event.clientX - drag.x) > 3;
		const span = view[1] - view[0];
		move(drag.begin - ((event.clientX - drag.x) / (width - gutter)) * span, span);
	}
	redraw();
});
canvas.addEventListener("mouseleave", () => {
	over = null;
	redraw();
});
canvas.addEventListener("mousedown", (event) => (drag = { x: event.clientX, begin: view[0] }));
addEventListener("mouseup", () => setTimeout(() => (drag = null)));
canvas.addEventListener("click", (event) => {
	const row = rowAt(event);
	if (row && !(drag && drag.far)) choose(row === chosen ? null : row);
});
scroller.addEventListener("wheel", (event) => {
	if (!event.ctrlKey) return;
	event.preventDefault();
	const x = event.clientX - canvas.getBoundingClientRect().left;
	zoom(event.deltaY > 0 ? 1.25 : 0.8, timeAt(Math.max(gutter, x)));
}, { passive: false });
$("in").onclick = () => zoom(0.5, (view[0] + view[1]) / 2);
$("out").onclick = () => zoom(2, (view[0] + view[1]) / 2);
$("fit").onclick = () => zoom(1e9, view[0]);
addEventListener("resize", redraw);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
	redraw();
	list();
});
function showRow(row) {
	const top = row.index * ROW, room = scroller.clientHeight - AXIS - ROW;
	if (top < scroller.scrollTop || top > scroller.scrollTop + room)
		scroller.scrollTop = Math.max(0, top - room / 2);
}
