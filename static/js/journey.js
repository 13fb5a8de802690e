// A section of a journey is saved while it is filled in, and kept on this device
// until the server has it: journey_store.js.  Without this the page has buttons.
import { valueOf } from "./journey_field.js";
import { open } from "./journey_store.js";

const PAUSE = 600; // after the last key
const root = document.querySelector("[data-journey-href]");
const form = document.querySelector("[data-journey-save]");
const state = document.querySelector("[data-journey-state]");
const choices = document.querySelector("[data-journey-choices]");
const href = root.dataset.journeyHref;
const section = location.pathname.split("/")[3];
const csrf = () => document.querySelector("meta[name=csrf]").content;

// --- what the page says of itself --------------------------------------------------
function say(name) {
	state.dataset.state = name;
	state.textContent = state.dataset[name] ?? "";
	if (name === "saved")
		state.textContent += ` ${new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" })}`;
}

// --- one answer on its way ------------------------------------------------------------
const tab = crypto.randomUUID();
let last = 0;
const next = () => last = Math.max(Date.now() * 1000, last + 1);
const input = (name) => form.elements[name];
const revisionOf = (entry) => entry.querySelector('[name$=".revision"]');
const entryOf = (key) => form?.querySelector(`[data-entry="${key}"]`);
const recordOf = () => input("record").value;
const shown = new Map(); // what is saved of an entry, as text

function remember(entry) {
	shown.set(entry.dataset.entry, JSON.stringify(valueOf(entry)));
}

function collect(entry) {
	const value = valueOf(entry);

	return { section, field: entry.dataset.entry, value,
		base: Number(revisionOf(entry).value), seq: next(),
		...(recordOf() ? { record: recordOf() } : {}),
		...(!recordOf() && input("ref").value ? { ref: input("ref").value } : {}) };
}

const store = root.dataset.account && await open(root.dataset.account, href, {
	csrf,
	say,
	// The server has it, or says why not.
	settled(item, result) {
		const entry = mine(item) && entryOf(item.field);

		if (result.record !== "0" && mine(item) && !recordOf())
			adopt(result.record);
		if (!entry)
			return;
		revisionOf(entry).value = result.revision;
		if (result.outcome === "conflict")
			ask(entry, item, result);
		else if (result.outcome === "saved" || result.outcome === "same")
			withdraw(item.field);
	},
	refused(item, words) {
		const entry = mine(item) && entryOf(item.field);

		say("refused");
		if (entry && words)
			tell(entry, words);
	},
});

const mine = (item) => item.section === section && (item.record ?? "") === recordOf()
	&& (item.ref ?? "") === (recordOf() ? "" : input("ref").value);

function tell(entry, words) {
	const control = entry.querySelector("input:not([type=hidden]), select, textarea");

	control.setCustomValidity(words);
	control.reportValidity();
	entry.addEventListener("input", () => control.setCustomValidity(""), { once: true });
}

// A new record has a number now: the page is its page.
function adopt(id) {
	input("record").value = id;
	input("ref").value = "";
	history.replaceState(null, "", `${location.pathname}?record=${id}`);
}

// --- two values, and the member chooses ----------------------------------------------
function withdraw(field) {
	choices.querySelector(`[data-field="${field}"]`)?.remove();
}

function part(name, text, within) {
	const made = document.createElement(name);

	made.textContent = text;
	within.append(made);
	return made;
}

function ask(entry, item, result) {
	const box = document.createElement("section");
	const label = entry.querySelector("label, legend").firstChild.textContent.trim();
	const words = choices.dataset;

	withdraw(item.field);
	box.className = "card";
	box.dataset.tone = "sunken";
	box.dataset.field = item.field;
	part("h2", `${label}: ${words.title}`, box);
	const list = part("dl", "", box);
	list.className = "facts";
	part("dt", words.ownWords, list);
	part("dd", textOf(item.value) || words.none, list);
	part("dt", words.otherWords, list);
	part("dd", result.words || words.none, list);
	const actions = part("div", "", box);
	actions.className = "actions";
	const keep = part("button", words.mine, actions);
	const take = part("button", words.other, actions);
	for (const button of [keep, take]) {
		button.type = "button";
		button.className = "btn";
	}
	keep.addEventListener("click", () => {
		box.remove();
		queue(entry, { ...item, base: result.revision, seq: next() });
	});
	take.addEventListener("click", async () => {
		await store.forget(item);
		location.reload();
	});
	choices.append(box);
	say("conflict");
}

const textOf = (value) => value === null ? "" : typeof value !== "object" ? String(value)
	: Object.values(value).join(" ");

// --- while somebody types ------------------------------------------------------------------
const waiting = new Map();

async function queue(entry, item) {
	clearTimeout(waiting.get(entry));
	waiting.delete(entry);
	remember(entry);
	say("saving");
	await store.put({ ...item, tab, version: input("version").value });
	store.sync();
}

function changed(entry, pause) {
	if (entry.dataset.type === "file" || entry.disabled)
		return;
	clearTimeout(waiting.get(entry));
	waiting.set(entry, setTimeout(() => {
		waiting.delete(entry);
		if (shown.get(entry.dataset.entry) === JSON.stringify(valueOf(entry)))
			return;
		queue(entry, collect(entry));
	}, pause));
}

// A file goes at once; the page shows what became of it.
async function upload(entry) {
	const control = entry.querySelector("input[type=file]");
	const url = `/api${href}/${section}/files`;

	flush();
	say("saving");
	for (const file of control.files) {
		const body = new FormData();

		body.append("field", entry.dataset.entry);
		if (recordOf())
			body.append("record", recordOf());
		body.append("file", file);
		const answer = await fetch(url, { method: "POST", body,
			headers: { accept: "application/json", "x-csrf-token": csrf() } });
		if (!answer.ok) {
			const { errors, detail } = await answer.json();

			say("refused");
			control.value = "";
			return tell(entry, [Object.values(errors ?? {})[0] ?? detail].flat()[0]);
		}
	}
	await store.sync();
	location.reload();
}

// What waits for the last key is put away before the page goes.
function flush() {
	for (const entry of [...waiting.keys()])
		changed(entry, 0);
}

async function settle() {
	const late = [...waiting.keys()];

	for (const entry of late) {
		clearTimeout(waiting.get(entry));
		waiting.delete(entry);
		if (shown.get(entry.dataset.entry) !== JSON.stringify(valueOf(entry)))
			await queue(entry, collect(entry));
	}
	await store.sync();
}

// What this device still has to tell the server is what the page shows.
function fill(entry, value) {
	const named = [...entry.querySelectorAll("[name]")].filter((c) => !c.name.endsWith(".revision"));
	const base = named[0]?.name;

	for (const control of named) {
		const own = control.name === base;
		const key = { currency: "currency", time: "time", zone: "zone", other: "other" }[control.name.split(".").pop()];
		const wanted = value === null ? "" : typeof value !== "object" ? value
			: Array.isArray(value) ? value : own ? value.amount ?? value.date ?? value.time ?? (value.other ? "other" : "") : value[key] ?? "";

		if (control.type === "radio")
			control.checked = String(wanted) === control.value;
		else if (control.type === "checkbox")
			control.checked = Array.isArray(wanted) ? wanted.includes(control.value) : wanted === true;
		else if (control.type !== "hidden" && control.type !== "file")
			control.value = wanted;
	}
}

if (form && store) {
	// A page that was kept has the name of a record that may be made already.
	if (input("ref").value)
		input("ref").value = crypto.randomUUID();
	for (const entry of form.querySelectorAll("[data-entry]"))
		remember(entry);
	for (const item of await store.unsent())
		if (mine(item) && entryOf(item.field)) {
			fill(entryOf(item.field), item.value);
			remember(entryOf(item.field));
			form.dispatchEvent(new Event("input"));
		}
	form.addEventListener("input", (e) => {
		const entry = e.target.closest("[data-entry]");

		if (entry)
			changed(entry, PAUSE);
	});
	form.addEventListener("change", (e) => {
		const entry = e.target.closest("[data-entry]");

		if (entry?.dataset.type === "file" && e.target.type === "file" && e.target.files.length > 0
			&& !input("ref").value && navigator.onLine)
			upload(entry).catch(() => say("failed"));
		else if (entry)
			changed(entry, 0);
	});
	// The buttons send the page whole: what waits goes with it.
	form.addEventListener("submit", async (e) => {
		const button = e.submitter;

		if (button?.name === "field")
			return;
		if (form.dataset.synced)
			return;
		e.preventDefault();
		await settle();
		if ((await store.unsent()).some(mine) || choices.childElementCount > 0)
			return;
		form.dataset.synced = "yes";
		form.requestSubmit(button);
	}, true);
	addEventListener("pagehide", flush);
	document.addEventListener("visibilitychange", () => document.hidden && flush());
}
if (store) {
	store.keep();
	store.sync();
}
