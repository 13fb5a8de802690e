// The fields of a journey (templates/_journey): what is shown and required while
// it is filled in, and the server's checks as far as a browser can make them.
// The server decides; without this the page works, a step later.
const all = (selector, within) => [...within.querySelectorAll(selector)];
const points = (text) => [...text].length;
const parse = (json, otherwise) => (json ? JSON.parse(json) : otherwise);

const rulesOf = (entry) => entry.rules ??= parse(entry.dataset.rules, {});
const keyOf = (entry) => entry.dataset.entry;
const typeOf = (entry) => entry.dataset.type;
const nameOf = (entry) => entry.baseName ??=
	entry.querySelector('[name$=".revision"]').name.slice(0, -".revision".length);
const named = (entry, part = "") => all("[name]", entry).filter((c) => c.name === nameOf(entry) + part);
const textOf = (entry, part) => named(entry, part)[0]?.value.trim() ?? "";
const picked = (entry) => named(entry).filter((c) => c.checked).map((c) => c.value);
const mainOf = (entry) => named(entry)[0];
const isNumber = (text) => /^[+-]?\d{1,12}(\.\d{1,6})?$/.test(text);

// --- what was answered, as the server takes it --------------------------------------
function choiceOf(entry) {
	const id = typeOf(entry) === "select" ? textOf(entry) : picked(entry)[0] ?? "";

	if (id === "other")
		return textOf(entry, ".other") ? { other: textOf(entry, ".other") } : null;
	return id || null;
}

function momentOf(entry) {
	const zone = named(entry, ".zone")[0], time = named(entry, ".time")[0];

	if (typeOf(entry) === "time")
		return textOf(entry) && { time: textOf(entry), zone: zone.value };
	return textOf(entry) || time.value
		? { date: textOf(entry), time: time.value, zone: zone.value } : null;
}

const filesOf = (entry) => [...mainOf(entry).files].concat(
	named(entry, ".remove").filter((c) => !c.checked).map((c) => ({ id: c.value, stored: true })));

/** null: no answer. */
export function valueOf(entry) {
	switch (typeOf(entry)) {
	case "select":
	case "radio":
		return choiceOf(entry);
	case "multiselect":
		return picked(entry).length > 0 ? picked(entry) : null;
	case "checkbox":
		return mainOf(entry).checked;
	case "rating":
		return picked(entry)[0] === "na" ? "na"
			: picked(entry).length > 0 ? Number(picked(entry)[0]) : null;
	case "currency":
		return textOf(entry) && { amount: textOf(entry), currency: textOf(entry, ".currency") } || null;
	case "file":
		return filesOf(entry);
	}
	if (named(entry, ".zone").length > 0)
		return momentOf(entry) || null;
	return textOf(entry) || null;
}

function isAnswered(entry) {
	const value = valueOf(entry), rules = rulesOf(entry);
	const control = mainOf(entry);

	if ("sealed" in entry.dataset && !value)
		return true;
	if (value === null)
		return false;
	switch (typeOf(entry)) {
	case "text":
	case "textarea":
		return points(value) >= Math.max(1, rules.min_len ?? 0);
	case "multiselect":
		return value.length >= Math.max(1, rules.min_selected);
	case "checkbox":
		return value || (!rules.must_be_true && (entry.touched || textOf(entry, ".revision") !== "0"));
	case "file":
		return value.length > 0;
	case "number":
		return isNumber(value) && !control.validity.rangeUnderflow && !control.validity.rangeOverflow;
	case "select":
	case "radio":
	case "rating":
		return true;
	}
	return mistakeOf(entry) === "";
}

// --- conditions: the part of them that this record decides ---------------------------
const ORDERED = ["number", "currency", "date", "time", "rating"];

function dayOf(text) {
	const found = /^today(?:([+-]\d+)d)?$/.exec(text);

	if (!found)
		return text;
	const day = new Date();
	day.setDate(day.getDate() + Number(found[1] ?? 0));
	return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}`;
}

// Numbers that can be compared, of an answer and of what is asked.
function pairOf(entry, value, asked) {
	switch (typeOf(entry)) {
	case "number":
		return [Number(value), Number(asked)];
	case "currency":
		return value.currency === asked.currency ? [minorOf(value), asked.minor] : null;
	case "date":
		return value.date === undefined ? [Date.parse(value), Date.parse(dayOf(asked))]
			: [Date.parse(`${value.date}T${value.time}`), Date.parse(asked)];
	case "time":
		return [Date.parse(`1970-01-01T${value.time ?? value}Z`), Date.parse(`1970-01-01T${asked}Z`)];
	}
	return typeof value === "number" && typeof asked === "number" ? [value, asked] : null;
}

function minorOf({ amount, currency }) {
	const { maximumFractionDigits } = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions();

	return Math.round(Number(amount) * 10 ** maximumFractionDigits);
}

function equals(entry, value, asked) {
	const pair = ORDERED.includes(typeOf(entry)) && asked !== "na" && pairOf(entry, value, asked);

	if (pair)
		return pair[0] === pair[1];
	if (typeOf(entry) === "phone")
		return value.replace(/[^+\d]/g, "") === asked;
	return (value.other === undefined ? value : "other") === asked;
}

function meets(entry, { is, value: asked }) {
	const value = valueOf(entry);
	const [a, b] = /less|more|at_/.test(is) && pairOf(entry, value, asked) || [NaN, NaN];

	switch (is) {
	case "checked":
		return value === true;
	case "equals":
		return equals(entry, value, asked);
	case "not_equals":
		return !equals(entry, value, asked);
	case "contains":
		return value.includes(asked);
	case "in":
		return asked.some((one) => (Array.isArray(value) ? value.includes(one) : equals(entry, value, one)));
	case "less":
		return a < b;
	case "more":
		return a > b;
	case "at_least":
		return a >= b;
	case "at_most":
		return a <= b;
	}
	return false;
}

function holds(condition, siblings) {
	if (condition.all)
		return condition.all.every((one) => holds(one, siblings));
	if (condition.any)
		return condition.any.some((one) => holds(one, siblings));
	if (condition.not)
		return !holds(condition.not, siblings);
	const entry = siblings.find((one) => keyOf(one) === condition.field);
	const counts = entry && !entry.hidden && isAnswered(entry);

	if (condition.is === "answered" || condition.is === "empty")
		return Boolean(counts) === (condition.is === "answered");
	return counts ? meets(entry, condition) : condition.is === "not_equals";
}

function show(entry, isShown) {
	entry.hidden = !isShown;
	entry.disabled = !isShown || "looking" in entry.dataset;
}

function require(entry, isRequired) {
	const mark = entry.querySelector(".opt");

	for (const control of named(entry))
		if (!["multiselect", "checkbox"].includes(typeOf(entry)) || rulesOf(entry).must_be_true)
			control.required = isRequired;
	entry.toggleAttribute("data-required", isRequired);
	if (mark)
		mark.hidden = isRequired;
}

// What is shown may show more: until nothing changes.
function refresh(record) {
	const siblings = all("[data-entry]", record);

	for (let round = 0, changed = true; changed && round < siblings.length; round++) {
		changed = false;
		for (const entry of siblings) {
			const wanted = !entry.dataset.visibleIf || holds(parse(entry.dataset.visibleIf), siblings);

			if (entry.dataset.visibleIf && wanted === entry.hidden) {
				show(entry, wanted);
				changed = true;
			}
		}
	}
	for (const entry of siblings)
		if (entry.dataset.requiredIf)
			require(entry, holds(parse(entry.dataset.requiredIf), siblings));
}

// --- the server's checks ---------------------------------------------------------------
let words = {};
const say = (name, numbers = {}) => Object.entries(numbers).reduce(
	(text, [part, n]) => text.replace(`(${part})`, n), words[name] ?? " ");

const isOf = (host, names) => names.some((name) => host === name || host.endsWith(`.${name}`));

function hostOf(address) {
	try {
		return new URL(address).hostname;
	} catch {
		return "";
	}
}

function lengthMistake(value, { max_len: most, min_len: least = 0, max_lines: lines }) {
	const n = points(value);

	if (n > most)
		return say("tooLong", { most, n });
	if (n < least)
		return say("tooShort", { least, n });
	return lines && value.split("\n").length > lines ? say("tooManyLines", { most: lines }) : "";
}

function emailMistake(value, { allow_domains: allowed, deny_domains: denied = [] }) {
	const host = hostOf(`https://${value.split("@").pop()}`);

	if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value) || !host)
		return say("email");
	return (allowed && !isOf(host, allowed)) || isOf(host, denied) ? say("domain") : "";
}

function urlMistake(value, { hosts }) {
	const host = hostOf(value);

	if (!/^https?:\/\/[^/?#@]+([/?#]|$)/i.test(value) || !host.includes("."))
		return say("url");
	return hosts && !isOf(host, hosts) ? say("host") : "";
}

function numberMistake(value, { decimals: most }) {
	if (!isNumber(value))
		return say("number");
	return (value.split(".")[1] ?? "").length > most ? say("decimals", { most }) : "";
}

function setMistake(value, { min_selected: least, max_selected: most, exclusive }) {
	if (value.length < least)
		return say("chooseLeast", { least });
	if (most > 0 && value.length > most)
		return say("chooseMost", { most });
	return value.length > 1 && value.includes(exclusive) ? say("alone") : "";
}

function filesMistake(value, { max_files: most, max_size: size, extensions }) {
	const chosen = value.filter((file) => !file.stored);

	if (chosen.length > most)
		return say("files", { most });
	if (chosen.some((file) => file.size > size))
		return say("size");
	return chosen.every((file) => extensions.includes(file.name.split(".").pop().toLowerCase()))
		? "" : say("kind");
}

function weekdayMistake(value, { weekdays }) {
	const day = new Date(`${value.date ?? value}T00:00Z`).getUTCDay();

	return weekdays && !weekdays.includes(["sun", "mon", "tue", "wed", "thu", "fri", "sat"][day])
		? say("weekday") : "";
}

const CHECKS = {
	text: lengthMistake, textarea: lengthMistake, email: emailMistake, url: urlMistake,
	number: numberMistake, multiselect: setMistake, file: filesMistake, date: weekdayMistake,
};

/** "" when it is fine: our checks, then what the browser finds by attributes. */
function mistakeOf(entry) {
	const value = valueOf(entry);
	const check = value !== null && CHECKS[typeOf(entry)];
	const bad = all("input, select, textarea", entry).find((c) => !c.validity.valid && !c.validity.valueMissing);

	return (check && check(value, rulesOf(entry))) ||
		(bad && (bad.validity.patternMismatch ? say("form") : bad.validationMessage)) || "";
}

function isMissing(entry) {
	return ("required" in entry.dataset || named(entry).some((c) => c.required)) && !isAnswered(entry);
}

function tell(entry, text) {
	const field = entry.querySelector(".field");
	const id = `${nameOf(entry)}-error`;
	let place = document.getElementById(id);

	field.toggleAttribute("data-invalid", text !== "");
	for (const control of named(entry))
		control.toggleAttribute("aria-invalid", text !== "");
	if (text === "")
		return place?.remove();
	if (!place) {
		place = document.createElement("p");
		place.className = "error";
		place.id = id;
		field.querySelector(".help")?.after(place);
		const told = field.matches("fieldset") ? field : mainOf(entry);
		told.setAttribute("aria-describedby", `${nameOf(entry)}-help ${id}`);
	}
	const prefix = document.createElement("span");
	const said = document.createElement("span");

	prefix.className = "vh";
	prefix.textContent = `${words.error ?? ""} `;
	said.append(prefix, text);
	place.replaceChildren(...(words.icon ? [words.icon.cloneNode(true)] : []), said);
}

/** True when it may be submitted; else it says why not. */
export function check(entry, isSubmitted) {
	const own = entry.dataset.ownError;
	const mistake = entry.hidden ? "" : mistakeOf(entry);

	if (mistake)
		tell(entry, own || mistake);
	else
		tell(entry, isSubmitted && !entry.hidden && isMissing(entry) ? say("needed") : "");
	return !entry.querySelector(".field").hasAttribute("data-invalid");
}

// --- what only script can do ---------------------------------------------------------------
function addCounter(entry, area) {
	const most = rulesOf(entry).max_len, count = document.createElement("p");
	const update = () => {
		count.textContent = say("characters", { n: points(area.value), most });
	};

	count.className = "help end";
	count.setAttribute("aria-hidden", "true");
	area.after(count);
	area.addEventListener("input", update);
	update();
}

function addClear(entry, button) {
	const update = () => {
		button.hidden = picked(entry).length === 0 || named(entry).some((c) => c.required);
	};

	button.addEventListener("click", () => {
		for (const control of named(entry))
			control.checked = false;
		mainOf(entry).dispatchEvent(new Event("change", { bubbles: true }));
		mainOf(entry).focus();
	});
	entry.addEventListener("change", update);
	update();
}

function addOther(entry, input) {
	const update = () => {
		input.hidden = (typeOf(entry) === "select" ? textOf(entry) : picked(entry)[0]) !== "other";
	};

	entry.addEventListener("change", update);
	update();
}

// A signature: what is drawn becomes the file that is sent.
function addDrawing(entry, box) {
	const canvas = box.querySelector("canvas"), pen = canvas.getContext("2d");
	const input = mainOf(entry);
	const at = (e) => [e.offsetX * canvas.width / canvas.clientWidth, e.offsetY * canvas.height / canvas.clientHeight];

	box.hidden = false;
	pen.lineWidth = 3;
	pen.lineCap = "round";
	canvas.addEventListener("pointerdown", (e) => {
		canvas.setPointerCapture(e.pointerId);
		pen.beginPath();
		pen.moveTo(...at(e));
	});
	canvas.addEventListener("pointermove", (e) => {
		if (!canvas.hasPointerCapture(e.pointerId))
			return;
		pen.lineTo(...at(e));
		pen.stroke();
	});
	canvas.addEventListener("pointerup", () => canvas.toBlob((blob) => {
		const files = new DataTransfer();

		files.items.add(new File([blob], "signature.png", { type: "image/png" }));
		input.files = files.files;
		input.dispatchEvent(new Event("change", { bubbles: true }));
	}));
	box.querySelector("[data-draw-clear]").addEventListener("click", () => {
		pen.clearRect(0, 0, canvas.width, canvas.height);
		input.value = "";
		input.dispatchEvent(new Event("change", { bubbles: true }));
	});
}

function begin(entry) {
	const { max_len: most } = rulesOf(entry);

	// A browser counts UTF-16 units, the server characters: ours are counted here.
	for (const control of most ? named(entry) : [])
		for (const name of ["maxlength", "minlength"])
			control.removeAttribute(name);
	if (entry.disabled && !entry.hidden)
		entry.dataset.looking = "";
	if (typeOf(entry) === "textarea")
		addCounter(entry, mainOf(entry));
	for (const button of all("[data-clear]", entry))
		addClear(entry, button);
	for (const input of all("[data-other]", entry))
		addOther(entry, input);
	for (const box of all("[data-draw]", entry))
		addDrawing(entry, box);
}

const recordOf = (entry) => entry.closest("[data-record]") ?? entry.closest("[data-journey]");

/** For a form that came or changed later. */
export function start(form) {
	const said = form.querySelector("[data-journey-words]");

	if (said)
		words = { ...said.dataset, icon: said.querySelector("svg") };
	form.noValidate = true;
	for (const entry of all("[data-entry]", form))
		begin(entry);
	for (const record of new Set(all("[data-entry]", form).map(recordOf)))
		refresh(record);
}

for (const form of document.querySelectorAll("[data-journey]")) {
	start(form);
	form.addEventListener("input", (e) => {
		const entry = e.target.closest("[data-entry]");

		if (!entry)
			return;
		entry.touched = true;
		refresh(recordOf(entry));
		if (entry.querySelector(".field").hasAttribute("data-invalid"))
			check(entry, false);
	});
	form.addEventListener("change", (e) => {
		const entry = e.target.closest("[data-entry]");

		if (!entry)
			return;
		entry.touched = true;
		refresh(recordOf(entry));
		const isGood = check(entry, false);
		entry.dispatchEvent(new CustomEvent("journey:entry", { bubbles: true,
			detail: { entry, key: keyOf(entry), value: valueOf(entry), isGood } }));
	});
	form.addEventListener("submit", (e) => {
		if (e.submitter?.formNoValidate)
			return;
		const wrong = all("[data-entry]", form).filter((entry) => !check(entry, true));

		if (wrong.length === 0)
			return;
		e.preventDefault();
		mainOf(wrong[0]).focus();
	});
}
