// The studio of journeys with script: rows are dragged, forms save themselves.
// Without it buttons do both.
const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

async function send(action, fields) {
	const url = new URL(action, location.href);

	return fetch(`/api${url.pathname}`, { method: "POST", body: fields,
		headers: { accept: "application/json" } });
}

// --- rows that can be dragged ---------------------------------------------------
for (const form of all("form[data-order]")) {
	const list = one(".blocks", form);
	let dragged = null, before = "";

	const keys = () => all("[data-key]", list).map((row) => row.dataset.key).join(",");
	const arrows = () => {
		const rows = all("[data-key]", list);

		rows.forEach((row, i) => {
			one('[value="-1"]', row).disabled = i === 0;
			one('[value="1"]', row).disabled = i === rows.length - 1;
		});
	};
	const save = async () => {
		const fields = new URLSearchParams({ csrf: form.elements.csrf.value,
			keys: keys() });
		const answer = await send(form.action, fields).catch(() => null);

		if (!answer?.ok)
			location.reload();
		arrows();
	};

	for (const row of all("[data-key]", list)) {
		one(".grip", row).addEventListener("pointerdown", () => {
			row.draggable = true;
		});
		row.addEventListener("dragstart", () => {
			dragged = row;
			before = keys();
		});
		row.addEventListener("dragover", (e) => {
			if (!dragged || dragged === row)
				return;
			e.preventDefault();
			const box = row.getBoundingClientRect();

			row[e.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
		});
		row.addEventListener("dragend", () => {
			row.draggable = false;
			dragged = null;
			if (keys() !== before)
				save();
		});
	}
	list.addEventListener("dragover", (e) => dragged && e.preventDefault());

	// The buttons move the row at once, and keep the focus where it is.
	form.addEventListener("submit", (e) => {
		const button = e.submitter;

		if (button?.name !== "places")
			return;
		e.preventDefault();
		const row = button.closest("[data-key]");
		const other = button.value === "-1" ? row.previousElementSibling
			: row.nextElementSibling;

		if (!other)
			return;
		other[button.value === "-1" ? "before" : "after"](row);
		arrows();
		(button.disabled ? one("button:not([disabled])", row) : button).focus();
		save();
	});
}

// --- forms that save themselves ---------------------------------------------------
const PAUSE = 1500;

for (const form of all("form[data-autosave]")) {
	const state = one(".savestate");
	let timer = 0, changes = 0, saved = 0, stopped = false;

	const say = (name, text) => {
		state.hidden = false;
		state.dataset.state = name;
		state.textContent = text;
	};
	const fields = () => {
		const data = new URLSearchParams(new FormData(form));
		const key = form.elements.key;

		// what the button alone saves: it moves the page, or adds rows to it
		data.delete("options.more");
		if (key)
			data.set("key", key.defaultValue);
		return data;
	};
	const save = async () => {
		const now = changes;
		let answer, said = {};

		say("saving", state.dataset.saving);
		try {
			answer = await send(form.action, fields());
			said = await answer.json();
		} catch {
			return say("offline", state.dataset.offline);
		}
		if (answer.ok) {
			form.elements.seen.value = said.revision;
			saved = now;
			return say("saved", state.dataset.saved);
		}
		stopped = answer.status === 409;
		return say("conflict", stopped ? `${said.detail ?? said.title} ${
			(said.changes ?? []).map((c) => `${c.what}: ${c.now}`).join("; ")}`
			: Object.values(said.errors ?? {})[0]?.[0] ?? said.detail ??
				said.title);
	};

	form.addEventListener("input", (e) => {
		changes++;
		if (stopped || e.target.name === "options.more" || e.target.name === "key")
			return;
		clearTimeout(timer);
		timer = setTimeout(save, PAUSE);
	});
	form.addEventListener("submit", () => {
		clearTimeout(timer);
		saved = changes;
	});
	addEventListener("beforeunload", (e) => {
		if (changes !== saved)
			e.preventDefault();
	});
}
