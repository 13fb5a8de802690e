// The pages a person sees at the provider: plain forms, on an origin of their own.
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

class Markup {
	constructor(text) {
		this.text = text
	}

	toString() {
		return this.text
	}
}

const escaped = (value) => {
	if (value instanceof Markup)
		return value.text
	if (Array.isArray(value))
		return value.map(escaped).join('')
	return value === null || value === undefined || value === false ? ''
		: String(value).replaceAll(/[&<>"']/g, (c) => ENTITIES[c])
}

/** html`<p>${text}</p>`: what is put in is escaped, markup is not. */
export function html(parts, ...values) {
	return new Markup(parts.reduce((all, part, i) => all + escaped(values[i - 1]) + part))
}

const STYLE = new Markup(`
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { max-width: 34rem; margin: 2rem auto; padding: 0 1rem }
header { border-bottom: 3px solid #635bff; margin-bottom: 1.5rem }
header p { margin: 0; font-size: .875rem }
table { width: 100%; border-collapse: collapse; margin-bottom: 1rem }
td, th { padding: .4rem 0; text-align: start; border-bottom: 1px solid #8888; vertical-align: top }
td:last-child { text-align: end }
form { margin: 0 0 1rem }
.row form { display: inline-block; margin: 0 }
a { color: inherit }
fieldset { border: 1px solid #8888; border-radius: .5rem; margin: 0 0 1rem; padding: .75rem 1rem }
label { display: block; margin: .35rem 0 }
input[type=text], input[type=email], input[type=number], select { font: inherit; padding: .5rem; width: 100%; box-sizing: border-box }
button { font: inherit; min-height: 2.75rem; padding: .5rem 1rem; margin: .25rem .25rem .25rem 0; border: 1px solid #635bff; border-radius: .4rem; background: transparent; color: inherit; cursor: pointer }
button.main { background: #4b45c6; color: #fff; width: 100% }
[role=alert] { border-left: 4px solid #c00; padding: .5rem .75rem }
[role=status] { border-left: 4px solid #080; padding: .5rem .75rem }
`)

/** A whole page as an answer. */
export function page({ title, provider, status = 200, body }) {
	return { status, headers: { 'content-type': 'text/html; charset=utf-8',
		'cache-control': 'no-store' }, body: html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${STYLE}</style></head>
<body><header><p>${provider}, emulated: no real money moves here.</p></header>
<main><h1>${title}</h1>
${body}
</main></body></html>
`.text }
}

export const redirect = (location) => ({ status: 303, headers: { location }, body: '' })

const ZERO = ['bif', 'clp', 'djf', 'gnf', 'jpy', 'kmf', 'krw', 'mga', 'pyg', 'rwf', 'ugx',
	'vnd', 'vuv', 'xaf', 'xof', 'xpf']
const THREE = ['bhd', 'jod', 'kwd', 'omr', 'tnd']

/** How many decimals a currency has. */
export function decimals(currency) {
	const code = currency.toLowerCase()
	return ZERO.includes(code) ? 0 : THREE.includes(code) ? 3 : 2
}

/** Minor units for people: 12.50 EUR. */
export function amountText(amount, currency) {
	const places = decimals(currency)
	return `${(amount / 10 ** places).toFixed(places)} ${currency.toUpperCase()}`
}
