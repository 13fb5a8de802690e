// Every page, for its people: it opens, axe finds nothing, it fits a phone, and
// the browser has no complaint.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { WIDTHS, People, addressOf, missingIcons, openBrowser, overflow, show,
	violations } from '../support/browser.mjs'
import { others, pages } from '../support/pages.mjs'
import { PASSWORD, startStack } from '../support/stack.mjs'

const ROLES = { mia: [], milo: [], noor: ['mentor'], ines: ['interviewer'],
	carl: ['concierge'], cleo: ['creator'], remy: ['recruiter'], emil: ['employer'],
	mona: ['moderator'], adam: ['admin'] }
const LOOKS = [[WIDTHS.desk, 'light'], [WIDTHS.phone, 'dark'], [WIDTHS.phone, 'contrast']]

let stack, browser, people

before(async () => {
	stack = await startStack({ env: { BELAY_DEMO: '1' } })
	browser = await openBrowser()
	const accounts = {}
	for (const [name, roles] of Object.entries(ROLES))
		accounts[name] = { password: PASSWORD,
			email: (await stack.addMember({ name, roles })).email }
	people = new People(browser, stack.url, accounts)
})
after(async () => {
	await browser?.close()
	await stack?.stop()
})

for (const entry of pages)
	test(`${entry.path} as ${entry.as ?? 'a visitor'}`, async (t) => {
		for (const [width, theme] of LOOKS) {
			const tab = await people.tab(entry.as, { width, theme })
			await entry.before?.(tab)
			const address = await addressOf(tab, entry)
			if (address === null) {
				await tab.context().close()
				return t.skip(`no link to it on ${entry.from}`)
			}
			const answer = await show(tab, address)
			const what = `${address} ${width} ${theme}`
			assert.equal(answer.status(), entry.status ?? 200, what)
			assert.deepEqual(await violations(tab), [], what)
			assert.deepEqual(await missingIcons(tab), [], `${what}: see templates/icons.txt`)
			assert.ok(await overflow(tab) <= 0, `${what} scrolls sideways`)
			assert.deepEqual(tab.complaints, [], what)
			await tab.context().close()
		}
	})

test('pages.mjs knows every GET route', () => {
	const known = new Set([...pages.map(({ path }) => path), ...Object.keys(others)])
	const routes = readFileSync(stack.routes, 'utf8').split('\n')
		.map((line) => line.split('\t'))
		.filter(([, method, , , , , flags]) => method === 'GET' && !/\bjson\b/.test(flags))
		.map(([, , path]) => path)
	assert.deepEqual(routes.filter((path) => !known.has(path)), [],
		'add these to tests/support/pages.mjs')
	assert.deepEqual([...known].filter((path) => !routes.includes(path)), [],
		'these are no routes')
})
