// Every page, for its people: it opens, axe finds nothing, it fits a phone, and
// the browser has no complaint.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { WIDTHS, People, addressOf, missingIcons, openBrowser, overflow, show,
	violations } from '../support/browser.mjs'
import { others, pages } from '../support/pages.mjs'
import { PASSWORD, startStack } from '../support/stack.mjs'
import { addExpert, HOSTILE } from '../http/booking/experts.mjs'
import { at, book } from '../http/booking/sessions.mjs'

const ROLES = { mia: [], milo: [], cleo: ['creator'], remy: ['recruiter'], emil: ['employer'],
	mona: ['moderator'], adam: ['admin'] }
const LOOKS = [[WIDTHS.desk, 'light'], [WIDTHS.phone, 'dark'], [WIDTHS.phone, 'contrast']]

let stack, browser, people

/** Experts of each kind, one of them with a name that attacks, and sessions. */
async function populate(accounts) {
	const noor = await addExpert(stack, { kind: 'mentor', name: 'Noor Haddad',
		types: [['mentoring', 60, 0], ['introduction', 15, 0]],
		weekly: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, start: 0, end: 1440 })),
		bio: `# How I work\n\nKindly. ${HOSTILE}`, ratings: [5, 4, 5] })
	const ines = await addExpert(stack, { kind: 'interviewer', anonymous: true,
		types: [['system_design', 45, 9000]], ratings: [4, 4, 5] })
	const carl = await addExpert(stack, { kind: 'concierge', name: HOSTILE.slice(0, 80),
		types: [['concierge', 30, 0]] })
	Object.assign(accounts, { noor, ines, carl })
	const mia = await stack.signIn(accounts.mia)
	await mia.get('/dashboard')
	const types = noor.types.map(({ id }) => String(id))
	await book(mia, { ...noor, types }, at(48), { goals: HOSTILE })
}

before(async () => {
	stack = await startStack({ env: { BELAY_DEMO: '1' } })
	browser = await openBrowser()
	const accounts = {}
	for (const [name, roles] of Object.entries(ROLES))
		accounts[name] = await stack.addMember({ name, roles })
	await populate(accounts)
	for (const account of Object.values(accounts))
		account.password = PASSWORD
	people = new People(browser, stack.url, accounts)
})
after(async () => {
	await browser?.close()
	await stack?.stop()
})

for (const entry of pages)
	test(`${entry.path} as ${entry.as ?? 'a visitor'}${entry.name ? `: ${entry.name}` : ''}`, async (t) => {
		for (const [width, theme] of LOOKS) {
			const tab = await people.tab(entry.as, { width, theme })
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
