// The week as a map beside the hours: it is drawn from the inputs, and dragging
// in it changes them.  The inputs are what is saved.
const form = document.querySelector("[data-availability]");
const card = document.querySelector("[data-weekmap]");
const map = card.querySelector("svg");
const SVG = "http://www.w3.org/2000/svg";
// Units of the drawing: a column a day, 22 an hour, the hours named at the left.
const LEFT = 40, COLUMN = 44, TOP = 18, HOUR = 22, SNAP = 15, DAY = 24 * 60;

const minutes = (text) => {
	const m = /^(\d{1,2}):(\d\d)$/.exec(text.trim());

	return m && +m[1] * 60 + +m[2] <= DAY && +m[2] < 60 ? +m[1] * 60 + +m[2] : null;
};
const clock = (n) => `${String(Math.floor(n / 60)).padStart(2, "0")}:${String(n % 60).padStart(2, "0")}`;
const y = (minute) => TOP + minute * HOUR / 60;

// --- the inputs ---------------------------------------------------------------
const days = [...form.querySelectorAll("fieldset[data-day]")];

function inputs(row) {
	return [...row.querySelectorAll("input:not([type=hidden])")];
}

function rows(day) {
	return [...day.querySelectorAll(".window")];
}

function isEmpty(row) {
	return inputs(row).every((input) => input.value === "");
}

function windows(day) {
	return rows(day).map((row) => {
		const [start, end] = inputs(row).map((input) => minutes(input.value));

		return { row, start, end };
	}).filter((w) => w.start !== null && w.end !== null && w.start < w.end);
}

function set(row, start, end) {
	const [from, to] = inputs(row);

	from.value = start;
	to.value = end;
	from.dispatchEvent(new Event("input", { bubbles: true }));
}

// A row of the day that is empty; made from its last one when there is none.
function spare(day) {
	const empty = rows(day).find(isEmpty);

	if (empty)
		return empty;
	const last = rows(day).at(-1), row = last.cloneNode(true);
	const next = 1 + Math.max(...[...form.querySelectorAll("[name^='weekly.']")]
		.map((input) => +input.name.split(".")[1]));
	const number = rows(day).length + 1;

	for (const input of row.querySelectorAll("input")) {
		input.name = input.name.replace(/\.\d+\./, `.${next}.`);
		input.removeAttribute("id");
		input.removeAttribute("aria-invalid");
		input.removeAttribute("aria-describedby");
		if (input.type !== "hidden")
			input.value = "";
	}
	for (const named of row.querySelectorAll("[aria-label]"))
		named.setAttribute("aria-label",
			named.getAttribute("aria-label").replace(/\d+/, number));
	delete row.dataset.invalid;
	day.querySelector(".windows").append(row);
	return row;
}

// Put a window into the day, joined with those that it touches.
function add(day, start, end) {
	for (const w of windows(day))
		if (w.start <= end && w.end >= start) {
			start = Math.min(start, w.start);
			end = Math.max(end, w.end);
			set(w.row, "", "");
		}
	set(spare(day), clock(start), clock(end));
}

function copyToWorkdays(from) {
	const hours = windows(from);

	for (const day of days.filter((d) => +d.dataset.day <= 5 && d !== from)) {
		for (const row of rows(day))
			set(row, "", "");
		for (const w of hours)
			set(spare(day), clock(w.start), clock(w.end));
	}
}

// A row without hours is only shown where one writes; a day without any is closed.
function tidy() {
	for (const day of days) {
		for (const row of rows(day))
			row.hidden = isEmpty(row) && !("invalid" in row.dataset) && !row.contains(document.activeElement);
		day.querySelector(".off").hidden = rows(day).some((row) => !row.hidden);
	}
}

for (const button of form.querySelectorAll("[data-copy-day]"))
	button.hidden = false;
form.addEventListener("click", (e) => {
	const button = e.target.closest("[data-add], [data-clear], [data-copy-day]");
	const day = button?.closest("fieldset[data-day]");

	if (!day)
		return;
	// What the server would do with a page of its own.
	e.preventDefault();
	if ("clear" in button.dataset) {
		day.querySelector("[data-add]").focus();
		set(button.closest(".window"), "", "");
	} else if ("add" in button.dataset) {
		const row = spare(day);

		row.hidden = false;
		inputs(row)[0].focus();
		tidy();
	} else {
		copyToWorkdays(day);
	}
});

// --- the map ------------------------------------------------------------------
function shape(name, attributes, words) {
	const it = document.createElementNS(SVG, name);

	for (const [key, value] of Object.entries(attributes))
		it.setAttribute(key, value);
	if (words)
		it.textContent = words;
	map.append(it);
	return it;
}

function box(day, start, end, cell, inset = 0) {
	return shape("rect", {
		"data-cell": cell,
		x: LEFT + (day - 1) * COLUMN + inset,
		y: y(start),
		width: COLUMN - 4 - 2 * inset,
		height: Math.max(2, (end - start) * HOUR / 60),
		rx: 5,
	});
}

function draw() {
	map.replaceChildren();
	for (let hour = 0; hour <= 24; hour += 3) {
		shape("text", { x: 0, y: y(hour * 60) + 4 }, clock(hour * 60));
		shape("line", { x1: LEFT - 2, x2: LEFT + 7 * COLUMN, y1: y(hour * 60), y2: y(hour * 60) });
	}
	for (const day of days) {
		const n = +day.dataset.day;

		shape("text", { "data-cell": "label", x: LEFT + (n - 1) * COLUMN + 20, y: 11, "text-anchor": "middle" },
			day.querySelector(".label").textContent.slice(0, 3));
		box(n, 0, DAY, "day");
		for (const w of windows(day))
			box(n, w.start, w.end, "open");
	}
	for (const busy of document.querySelectorAll("[data-busy]")) {
		const start = minutes(busy.dataset.start), end = minutes(busy.dataset.end);

		if (start !== null && end !== null)
			box(+busy.dataset.day, start, end, busy.dataset.busy, 4);
	}
}

// Where in the week a pointer is: the day's fieldset and the minute, snapped.
function place(e) {
	const at = new DOMPoint(e.clientX, e.clientY).matrixTransform(map.getScreenCTM().inverse());
	const minute = Math.round((at.y - TOP) * 60 / HOUR / SNAP) * SNAP;

	return {
		day: days[Math.floor((at.x - LEFT) / COLUMN)],
		minute: Math.min(DAY, Math.max(0, minute)),
	};
}

let drag = null;

map.addEventListener("pointerdown", (e) => {
	const { day, minute } = place(e);

	if (!day || e.button !== 0)
		return;
	drag = { day, from: minute, to: minute };
	map.setPointerCapture(e.pointerId);
});
map.addEventListener("pointermove", (e) => {
	if (!drag)
		return;
	drag.to = place(e).minute;
	draw();
	if (drag.to !== drag.from)
		box(+drag.day.dataset.day, Math.min(drag.from, drag.to), Math.max(drag.from, drag.to), "open");
});
map.addEventListener("pointerup", () => {
	if (!drag)
		return;
	const { day, from, to } = drag;

	drag = null;
	if (from !== to)
		add(day, Math.min(from, to), Math.max(from, to));
	else
		for (const w of windows(day))
			if (w.start <= from && from < w.end)
				set(w.row, "", "");
	draw();
});
map.addEventListener("pointercancel", () => {
	drag = null;
	draw();
});

form.addEventListener("input", () => {
	tidy();
	draw();
});
card.hidden = false;
tidy();
draw();
