// The moderators' keys: j and k move through the queue, o opens, x selects, and a
// key stands at every form, link or choice with data-key.  It adds; all of it
// works without.
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const rows = all("[data-queue] > li");
const help = document.querySelector("#shortcuts");
let at = -1;

function wanted() {
	const stored = localStorage.getItem("shortcuts");

	return stored ? stored === "on" : !("off" in (help?.dataset ?? {}));
}

function move(by) {
	if (rows.length === 0)
		return;
	at = Math.max(0, Math.min(rows.length - 1, at + by));
	for (const [i, row] of rows.entries())
		row.toggleAttribute("data-current", i === at);
	rows[at].querySelector("a.title").focus();
}

// The row's own, before what stands for the page.
function target(key) {
	const selector = `[data-key="${key}"]`;

	return rows[at]?.querySelector(selector)
		?? all(selector).find((one) => !one.closest("[data-queue]"));
}

function act(what) {
	if (what.matches("form"))
		what.requestSubmit();
	else if (what.matches("input[type=radio]")) {
		what.checked = true;
		what.focus();
	} else
		what.click();
}

document.addEventListener("keydown", (e) => {
	const typing = e.target.closest?.("input:not([type=checkbox], [type=radio]), select, textarea, dialog[open]");

	if (!wanted() || typing || e.ctrlKey || e.metaKey || e.altKey || e.isComposing)
		return;
	if (e.key === "j" || e.key === "k")
		move(e.key === "j" ? 1 : -1);
	else if (e.key === "o" && at >= 0)
		rows[at].querySelector("a.title").click();
	else if (e.key === "x" && at >= 0)
		rows[at].querySelector("input[type=checkbox]").click();
	else {
		const what = target(e.key);

		if (!what)
			return;
		act(what);
	}
	e.preventDefault();
});

// One box for all of this page.
for (const box of all("[data-all]"))
	box.addEventListener("change", () => {
		for (const one of all(`input[name="${box.dataset.all}"]`))
			one.checked = box.checked;
	});

// A reply template, into the message.
for (const button of all("[data-fills]")) {
	button.hidden = false;
	button.addEventListener("click", () => {
		const field = document.getElementById(button.dataset.fills);

		field.value = button.dataset.words;
		field.focus();
	});
}
