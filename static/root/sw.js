// Shows a page of our own when there is no network.
const CACHE = "belay-1";
const OFFLINE = "/offline.html";

self.addEventListener("install", (event) => {
	event.waitUntil(caches.open(CACHE).then((cache) => cache.add(OFFLINE)));
	self.skipWaiting();
});

self.addEventListener("activate", (event) => {
	event.waitUntil((async () => {
		for (const name of await caches.keys())
			if (name !== CACHE)
				await caches.delete(name);
		await self.clients.claim();
	})());
});

self.addEventListener("fetch", (event) => {
	if (event.request.mode === "navigate" && event.request.method === "GET")
		event.respondWith(fetch(event.request).catch(() => caches.match(OFFLINE)));
});
