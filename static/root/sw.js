// Shows a page of our own when there is no network, and an open journey as it was
// last seen.  Pages of a journey are of one account: they stand in a cache of its
// name, and go when somebody signs in or out here.  What is cached is never shown
// while the server answers.
const CACHE = "belay-1";
const OFFLINE = "/offline.html";
const PAGES = "journeys-";
const STATIC = "static-1";

self.addEventListener("install", (event) => {
	event.waitUntil(caches.open(CACHE).then((cache) => cache.add(OFFLINE)));
	self.skipWaiting();
});

const isOurs = (name) => name === CACHE || name === STATIC || name.startsWith(PAGES);

self.addEventListener("activate", (event) => {
	event.waitUntil((async () => {
		for (const name of await caches.keys())
			if (!isOurs(name))
				await caches.delete(name);
		await self.clients.claim();
	})());
});

async function forget(except) {
	for (const name of await caches.keys())
		if (name.startsWith(PAGES) && name !== except)
			await caches.delete(name);
}

// --- what a page of a journey asks to keep ------------------------------------------
// Only an answer that says whose it is goes into that account's cache.
async function keepPage(cache, path, account) {
	const answer = await fetch(path, { credentials: "same-origin" });

	if (!answer.ok || answer.redirected)
		return;
	const text = await answer.clone().text();

	if (text.includes(`data-account="${account}"`))
		await cache.put(path, answer);
}

async function keepStatic() {
	const cache = await caches.open(STATIC);
	const pages = await self.clients.matchAll({ type: "window" });

	for (const { url } of pages) {
		const text = await fetch(url).then((answer) => answer.text()).catch(() => "");

		for (const [, path] of text.matchAll(/(?:href|src)="(\/static\/[^"#]+)/g))
			if (!await cache.match(path))
				await cache.add(path).catch(() => {});
		for (const [, folder] of text.matchAll(/src="(\/static\/js\/[0-9a-f]+\/)journey/g))
			for (const name of ["journey_field.js", "journey_store.js"])
				if (!await cache.match(folder + name))
					await cache.add(folder + name).catch(() => {});
	}
}

async function keep(paths, account) {
	const name = PAGES + account;
	const cache = await caches.open(name);

	await forget(name);
	for (const path of paths.slice(0, 150))
		await keepPage(cache, path, account).catch(() => {});
	await keepStatic();
}

self.addEventListener("message", (event) => {
	if (event.data?.keep && event.source?.url.startsWith(self.location.origin))
		event.waitUntil(keep(event.data.keep, event.data.account).then(() =>
			event.source.postMessage({ kept: true })));
});

// --- without a connection ----------------------------------------------------------------
async function fromCache(request) {
	for (const name of await caches.keys()) {
		if (!name.startsWith(PAGES))
			continue;
		const found = await (await caches.open(name)).match(request, { ignoreVary: true });

		if (found)
			return found;
	}
	return caches.match(OFFLINE);
}

const path = (request) => new URL(request.url).pathname;

self.addEventListener("fetch", (event) => {
	const { request } = event;

	if (request.method === "POST" && ["/login", "/logout"].includes(path(request)))
		event.respondWith(forget().then(() => fetch(request)));
	else if (request.mode === "navigate" && request.method === "GET")
		event.respondWith(fetch(request).catch(() => fromCache(request)));
	else if (request.method === "GET" && path(request).startsWith("/static/"))
		event.respondWith(caches.match(request, { ignoreVary: true })
			.then((found) => found ?? fetch(request)));
});
