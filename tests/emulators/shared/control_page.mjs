// /_control in a browser: the clock, what can be made to happen, what has happened.
import { html, page } from './page.mjs'

const DAY = 86400
const STEPS = [['An hour on', 3600], ['A day on', DAY], ['Three days on', 3 * DAY],
	['A month on', 31 * DAY]]
const SHOWN = 20

const button = (words, name, values = {}) => html`<form method="post" action="/_control/${name}">
${Object.entries(values).map(([k, v]) =>
	html`<input type="hidden" name="${k}" value="${v}">`)}<button>${words}</button></form>`

const last = (list) => list.slice(-SHOWN).reverse()

/** The page; `choices` are [{ words, control, values }] that fit the moment. */
export function controlPage(emulator) {
	const { clock, deliveries } = emulator
	return page({ title: 'Control', provider: emulator.title, body: html`
<p>It is ${clock.text()} here.</p>
<div class="row">${STEPS.map(([words, seconds]) => button(words, 'advance', { seconds }))}</div>
<h2>Make happen</h2>
<div class="row">${emulator.choices().map((c) => button(c.words, c.control, c.values))}
${button('Send failed webhooks again', 'retry')}</div>
<h2>Webhooks</h2>
<table>${last(deliveries.log).map((l) => html`<tr><td>${clock.text(l.at)} ${l.type}</td><td>${
	l.status || l.error}</td></tr>`)}</table>
<h2>Calls</h2>
<table>${last(emulator.calls).map((c) => html`<tr><td>${c.method} ${c.path}</td><td>${
	c.status ?? c.fault}</td></tr>`)}</table>
<h2>Books</h2><pre>${JSON.stringify(emulator.control.books({}), null, 2)}</pre>` })
}
