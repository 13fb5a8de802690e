// Pictures of every page: shots.mjs URL FOLDER [PATTERN…]
// As the demo's people, on a phone and a desk, light, dark and in high contrast.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { THEMES, WIDTHS, People, addressOf, look, openBrowser, overflow, violations } from './browser.mjs'
import { nameOf, pages } from './pages.mjs'

const [base, folder, ...patterns] = process.argv.slice(2)
const password = 'belay-demo-2026'
const accounts = new Proxy({}, {
	get: (_, name) => ({ email: `${String(name)}@demo.belay.test`, password }) })
const wanted = pages.filter(({ path }) =>
	patterns.length === 0 || patterns.some((p) => path.includes(p)))
let taken = 0, found = 0

function complain(name, words) {
	found++
	console.log(`${name}: ${words}`)
}

async function take(tab, name) {
	await tab.screenshot({ path: join(folder, `${name}.png`) })
	taken++
	for (const line of await violations(tab))
		complain(name, line)
	if (await overflow(tab) > 0)
		complain(name, 'scrolls sideways')
}

async function visit(people, entry) {
	const name = nameOf(entry)
	let tab
	try {
		tab = await people.tab(entry.as)
		const address = await addressOf(tab, entry)
		if (address === null)
			return complain(name, `no link to it on ${entry.from}`)
		const answer = await tab.goto(address)
		if (answer.status() !== (entry.status ?? 200))
			complain(name, `answered ${answer.status()} at ${address}`)
		for (const theme of THEMES)
			for (const [screen, width] of Object.entries(WIDTHS)) {
				await look(tab, width, theme)
				await take(tab, `${name}-${screen}-${theme}`)
			}
		for (const line of tab.complaints)
			complain(name, line)
	} catch (error) {
		complain(name, error.message.split('\n')[0])
	} finally {
		await tab?.context().close()
	}
}

mkdirSync(folder, { recursive: true })
const browser = await openBrowser()
const people = new People(browser, base, accounts)
for (const entry of wanted)
	await visit(people, entry)
await browser.close()
console.log(`${taken} pictures of ${wanted.length} pages in ${folder}, ${found} findings`)
process.exitCode = found > 0 ? 1 : 0
