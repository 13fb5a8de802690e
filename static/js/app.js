// What every page gets with script: it adds, it never carries a page.
const root = document.documentElement;
const all = (selector, within = document) => within.querySelectorAll(selector);
const one = (selector, within = document) => within.querySelector(selector);
const on = (what, type, handle) => what.addEventListener(type, handle);

// --- menus: one open at a time, Escape closes it and gives the focus back ----
on(document, "click", (e) => {
	for (const menu of all("details.menu[open]"))
		if (!menu.contains(e.target))
			menu.open = false;
});
on(document, "keydown", (e) => {
	if (e.key !== "Escape")
		return;
	for (const menu of all("details.menu[open]")) {
		menu.open = false;
		menu.firstElementChild.focus();
	}
});

// --- dialogs: the opener is a link to the same question as a page -------------
on(document, "click", (e) => {
	const opener = e.target.closest("[data-opens]");
	const dialog = opener && document.getElementById(opener.dataset.opens);

	if (!dialog || e.ctrlKey || e.metaKey || e.shiftKey)
		return;
	e.preventDefault();
	dialog.showModal();
});

// --- what only works with script is hidden until now --------------------------
for (const item of all("[data-dismiss], [data-copy], button[data-opens]"))
	item.hidden = false;
on(document, "click", (e) => {
	if (e.target.closest("[data-dismiss]"))
		e.target.closest(".toast").remove();
});

// data-copy="words to copy"; data-copied="Copied" is said afterwards.
on(document, "click", async (e) => {
	const button = e.target.closest("[data-copy]");

	if (!button)
		return;
	await navigator.clipboard.writeText(button.dataset.copy);
	say(button.dataset.copied ?? button.dataset.copy);
});

export function say(words) {
	const toast = document.createElement("div");

	toast.className = "toast";
	toast.textContent = words;
	one(".toasts").append(toast);
	setTimeout(() => toast.remove(), 6000);
}

// The chosen tab is seen, also where the row of tabs is scrolled.
one(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// --- forms --------------------------------------------------------------------
one("[data-errors]")?.focus();

// A form is sent once; a page from the back button can be sent again.
on(document, "submit", (e) => {
	const form = e.target;

	if (form.method !== "post" || e.defaultPrevented)
		return;
	if (form.dataset.sent)
		return e.preventDefault();
	form.dataset.sent = "yes";
	e.submitter?.setAttribute("aria-busy", "true");
});
on(window, "pageshow", () => {
	for (const form of all("form[data-sent]"))
		delete form.dataset.sent;
	for (const button of all("button[aria-busy]"))
		button.removeAttribute("aria-busy");
});

// data-guard: ask before leaving what was typed.
for (const form of all("form[data-guard]")) {
	let changed = false;

	on(form, "input", () => { changed = true; });
	on(form, "submit", () => { changed = false; });
	on(window, "beforeunload", (e) => {
		if (changed)
			e.preventDefault();
	});
}

for (const area of all("textarea[data-count]")) {
	const count = document.createElement("p");
	const show = () => {
		count.textContent = `${[...area.value].length} / ${area.maxLength}`;
	};

	count.className = "help end";
	count.setAttribute("aria-hidden", "true");
	area.after(count);
	on(area, "input", show);
	show();
}

for (const drop of all(".drop")) {
	const input = one("input[type=file]", drop);

	on(drop, "dragover", () => { drop.dataset.over = ""; });
	on(drop, "dragleave", () => { delete drop.dataset.over; });
	on(drop, "drop", () => { delete drop.dataset.over; });
	on(input, "change", () => {
		const names = [...input.files].map((file) => file.name);
		const words = one("[data-filename]", drop);

		if (words)
			words.textContent = names.join(", ");
	});
}

// --- appearance: seen at once, kept by the button -------------------------------
on(document, "change", (e) => {
	if (!e.target.closest("[data-appearance]"))
		return;
	if (e.target.name === "theme")
		root.dataset.theme = e.target.value;
	if (e.target.name === "text_size")
		root.dataset.text = e.target.value;
});

// --- time zones -------------------------------------------------------------------
function offerZones(input) {
	if (!one("#zones") && Intl.supportedValuesOf) {
		const list = document.createElement("datalist");

		list.id = "zones";
		for (const zone of Intl.supportedValuesOf("timeZone"))
			list.append(new Option(zone));
		document.body.append(list);
	}
	input.setAttribute("list", "zones");
}
for (const input of all("[data-zones]"))
	input.addEventListener("focus", () => offerZones(input), { once: true });

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const zoneCookie = `__Host-zone=${zone}`;
const zoneIsTold = () => document.cookie.split("; ").includes(zoneCookie);

for (const input of all("[data-zone-guess]"))
	if (zone && (input.value === "" || input.value === "UTC"))
		input.value = zone;
// The server is told once.  Times that were shown before it knew, data-zoned, are
// fetched again.
if (zone && !zoneIsTold()) {
	document.cookie = `${zoneCookie}; Path=/; Max-Age=31536000; Secure; SameSite=Lax`;
	if (zoneIsTold() && one("[data-zoned]"))
		location.reload();
}

// --- keyboard shortcuts --------------------------------------------------------------
const shortcuts = one("#shortcuts");
const toggle = one("[data-shortcuts]");
const stored = localStorage.getItem("shortcuts");
let wanted = stored ? stored === "on" : !("off" in (shortcuts?.dataset ?? {}));
let began = -Infinity;

if (toggle) {
	toggle.checked = wanted;
	on(toggle, "change", () => {
		wanted = toggle.checked;
		localStorage.setItem("shortcuts", wanted ? "on" : "off");
	});
}

const places = { d: "/dashboard", s: "/sessions", p: "/problems", m: "/messages" };

function act(key) {
	if (performance.now() - began < 1500 && places[key]) {
		const link = one(`a[href="${places[key]}"]`);

		began = -Infinity;
		link?.click();
		return link;
	}
	began = key === "g" ? performance.now() : -Infinity;
	if (key === "?" && shortcuts) {
		shortcuts.showModal();
		return true;
	}
	if (key === "/") {
		const search = one("main input[type=search]");

		search?.focus();
		return search;
	}
}
on(document, "keydown", (e) => {
	const typing = e.target.closest?.("input, select, textarea, dialog[open], [contenteditable], [role=application]");

	if (!wanted || typing || e.ctrlKey || e.metaKey || e.altKey || e.isComposing)
		return;
	if (act(e.key))
		e.preventDefault();
});

// --- the bell opens the last ten; without script it leads to all of them --------------------
const bell = one("[data-unread-link]");
const opened = () => one("[data-bell]");

function bellLink(href, title, words) {
	const link = document.createElement("a");

	link.href = href;
	link.textContent = title;
	if (words) {
		link.append(document.createElement("span"));
		link.lastChild.textContent = words;
	}
	return link;
}

function closeBell() {
	opened()?.remove();
	bell.setAttribute("aria-expanded", "false");
}

async function openBell() {
	const answer = await fetch("/api/notifications", { headers: { accept: "application/json" } });
	const list = document.createElement("div");

	if (!answer.ok)
		throw new Error(answer.status);
	for (const { id, title, words, read } of (await answer.json()).items.slice(0, 10)) {
		const link = bellLink(`/notifications/${id}/open`, title, words);

		link.toggleAttribute("data-unread", !read);
		list.append(link);
	}
	if (!list.firstChild) {
		list.append(document.createElement("p"));
		list.firstChild.className = "menu-head";
		list.firstChild.textContent = bell.dataset.none;
	}
	list.append(bellLink(bell.href, bell.dataset.all));
	list.className = "menu-body";
	list.dataset.bell = "";
	closeBell();
	bell.after(list);
	bell.setAttribute("aria-expanded", "true");
}

if (bell) {
	bell.setAttribute("aria-expanded", "false");
	on(bell, "click", (e) => {
		if (e.ctrlKey || e.metaKey || e.shiftKey)
			return;
		e.preventDefault();
		if (opened())
			closeBell();
		else
			openBell().catch(() => location.assign(bell.href));
	});
	on(document, "click", (e) => {
		if (!bell.parentElement.contains(e.target))
			closeBell();
	});
	on(document, "keydown", (e) => {
		if (e.key === "Escape" && opened()) {
			closeBell();
			bell.focus();
		}
	});
}

// --- unread notifications, once a minute while the page is seen -------------------------
async function countUnread() {
	if (document.hidden)
		return;
	const answer = await fetch("/api/notifications?count=1", { headers: { accept: "application/json" } });

	if (!answer.ok)
		return clearInterval(timer);
	const { unread } = await answer.json();
	const badge = one(".count", bell);

	if (!Number.isInteger(unread))
		return clearInterval(timer);
	badge.textContent = unread > 99 ? "99+" : unread;
	badge.hidden = unread === 0;
}
const timer = bell && setInterval(() => countUnread().catch(() => {}), 60000);

if ("serviceWorker" in navigator)
	navigator.serviceWorker.register("/sw.js").catch(() => {});
