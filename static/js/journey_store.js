// What this device knows of an account's journeys: answers that the server does
// not have yet, in IndexedDB, and the pages that can be opened without a
// connection, in the cache of the service worker.  All of it is of one account:
// another one that is seen on this device empties it, and so does signing out.
const NAME = "belay-journeys";
const RETRY = 5000;

const done = (request) => new Promise((fine, fail) => {
	request.onsuccess = () => fine(request.result);
	request.onerror = () => fail(request.error);
});

function database() {
	const request = indexedDB.open(NAME, 1);

	request.onupgradeneeded = () => {
		// one row per answer: what is typed later takes the place
		request.result.createObjectStore("unsent", { keyPath: "key" });
		request.result.createObjectStore("own", { keyPath: "key" });
	};
	return done(request);
}

const keyOf = (item) => [item.href, item.section, item.record ?? "", item.ref ?? "", item.field].join("|");

export async function open(account, href, page) {
	const db = await database();
	const rows = (name, mode = "readonly") => db.transaction(name, mode).objectStore(name);
	const owner = await done(rows("own").get("account"));

	if (owner && owner.value !== account) {
		await done(rows("unsent", "readwrite").clear());
		for (const name of await caches.keys())
			if (name.startsWith("journeys-"))
				await caches.delete(name);
	}
	await done(rows("own", "readwrite").put({ key: "account", value: account }));

	const unsent = async () => (await done(rows("unsent").getAll())).filter((item) => item.href === href);
	let running = null;
	let timer = 0;

	async function put(item) {
		const key = keyOf({ ...item, href });

		await done(rows("unsent", "readwrite").put({ ...item, href, key }));
	}
	// Gone unless something was typed meanwhile.
	async function forget(item) {
		const store = rows("unsent", "readwrite");
		const key = keyOf({ ...item, href });
		const now = await done(store.get(key));

		if (now && now.seq <= item.seq)
			await done(store.delete(key));
	}

	async function send(items) {
		const saves = items.map(({ section, field, record, ref, value, base, seq }) =>
			({ section, field, value, base, seq, ...(record && { record }), ...(ref && { ref }) }));
		const answer = await fetch(`/api${href}/answers`, { method: "PUT",
			headers: { "content-type": "application/json", accept: "application/json", "x-csrf-token": page.csrf() },
			body: JSON.stringify({ version: items[0].version, tab: items[0].tab, saves }) });

		return { status: answer.status, body: await answer.json().catch(() => ({})) };
	}

	async function take(items, { status, body }) {
		if (status === 422 && items.length > 1) {
			for (const item of items) // one of them is wrong: the others are saved
				await take([item], await send([item]));
			return;
		}
		if (body.answers)
			for (const [i, result] of body.answers.entries()) {
				page.settled(items[i], result);
				if (result.outcome !== "full")
					await forget(items[i]);
			}
		else if (status === 422)
			page.refused(items[0], Object.values(body.errors ?? {})[0]?.[0] ?? Object.values(body.errors ?? {})[0]);
		else
			throw Object.assign(new Error(status), { status, body });
	}

	async function run() {
		const groups = new Map();

		for (const item of await unsent()) {
			const group = `${item.version}|${item.tab}`;
			groups.set(group, [...groups.get(group) ?? [], item]);
		}
		if (groups.size === 0)
			return;
		page.say("saving");
		for (const items of groups.values())
			await take(items.slice(0, 200), await send(items.slice(0, 200)));
		if (document.querySelector("[data-journey-state]")?.dataset.state === "saving")
			page.say("saved");
	}

	function sync() {
		clearTimeout(timer);
		running = (running ?? Promise.resolve()).then(run).catch((error) => {
			if (error.status === 409)
				return page.say("old");
			page.say(navigator.onLine && error.status ? "failed" : "offline");
			timer = setTimeout(sync, RETRY);
		});
		return running;
	}

	addEventListener("online", sync);
	addEventListener("offline", () => page.say("offline"));
	// The service worker keeps this journey's pages for later.
	function keep() {
		const pages = [...document.querySelectorAll(`a[href^="${href}"]`)].map((a) => a.pathname + a.search);

		navigator.serviceWorker?.ready.then((worker) => worker.active?.postMessage({
			keep: [href, location.pathname + location.search, ...new Set(pages)], account }));
	}
	return { put, forget, sync, unsent, keep };
}
