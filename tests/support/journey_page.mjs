// A page with the fields of one section, as templates/_journey makes them, with
// the site's own styles and script and the site's policy, but without a site.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { askOne } from './journey.mjs'

const STATIC = resolve(import.meta.dirname, '../../static')
const LAYERS = ['tokens', 'base', 'layout', 'components', 'utilities']
const TYPES = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml', woff2: 'font/woff2' }
const POLICY = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; script-src 'self'; form-action 'self'"

function styles() {
	const sheet = (name) => readFileSync(join(STATIC, `css/${name}.css`), 'utf8').replace(/^@import.*$/gm, '')
	return `@layer ${LAYERS.join(', ')};\n${LAYERS.map(sheet).join('\n')}`
}

function page(html) {
	return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Section</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/css/belay.css">
<script type="module" src="/js/journey_field.js"></script></head>
<body><main class="page" data-width="narrow"><h1>Section</h1>
<form class="form" method="post" action="/save" data-journey>${html}
<div class="actions"><button class="btn" data-kind="primary">Submit</button><button class="btn" name="draft" formnovalidate>Save</button></div>
</form></main></body></html>`
}

/** Show the section in this tab; what its form sends is kept in tab.sent. */
export async function showSection(tab, question) {
	const answer = askOne({ op: 'html', section: 's', ...question })
	if (!answer.html)
		throw new Error(JSON.stringify(answer))
	tab.sent = []
	if (!tab.html)
		await tab.route('**/*', (route) => serve(tab, route))
	tab.html = page(answer.html)
	await tab.goto('http://section.test/')
}

function serve(tab, route) {
	const request = route.request(), path = new URL(request.url()).pathname
	if (request.method() === 'POST')
		tab.sent.push([...new URLSearchParams(request.postData() ?? '')])
	if (path === '/' || path === '/save')
		return route.fulfill({ contentType: 'text/html', body: tab.html,
			headers: { 'content-security-policy': POLICY } })
	if (path === '/css/belay.css')
		return route.fulfill({ contentType: 'text/css', body: styles() })
	try {
		return route.fulfill({ contentType: TYPES[path.split('.').pop()],
			body: readFileSync(join(STATIC, path)) })
	} catch {
		return route.fulfill({ status: 404 })
	}
}
