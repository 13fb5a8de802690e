// The page of one's journey: what this device still has goes to the server, the
// page is kept for later, and a milestone is shown the first time.
import { open } from "./journey_store.js";

const { account, journeyHref: href } = document.querySelector("[data-journey-href]").dataset;
const milestone = document.querySelector("[data-milestone]");
const store = await open(account, href, { csrf: () => document.querySelector("meta[name=csrf]").content,
	say() {}, settled() {}, refused() {} });

store.keep();
const waiting = (await store.unsent()).length;
await store.sync();
if (waiting > 0 && (await store.unsent()).length === 0)
	location.reload();

if (milestone) {
	const name = `milestone:${href}`;

	if (Number(localStorage.getItem(name) ?? 0) < Number(milestone.dataset.milestone)) {
		milestone.hidden = false;
		milestone.setAttribute("data-new", "");
		localStorage.setItem(name, milestone.dataset.milestone);
	}
}
