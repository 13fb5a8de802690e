// A test for every page of pages.mjs that `wanted` chooses, as its people: it
// opens, axe finds nothing, it fits a phone, and the browser has no complaint.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { COLOURS, WIDTHS, People, addressOf, look, missingIcons, openBrowser, overflow,
	violations } from './browser.mjs'
import { others, pages } from './pages.mjs'
import { PASSWORD, demo, startStack } from './stack.mjs'
import { addExpert, HOSTILE } from '../http/booking/experts.mjs'
import { at, book } from '../http/booking/sessions.mjs'

const ROUTES = new URL(`../../.build/${process.env.MODE ?? 'dev'}/routes.tsv`,
	import.meta.url)
const ROLES = { mia: [], milo: [], cleo: ['creator'], remy: ['recruiter'], emil: ['employer'],
	mona: ['moderator'], adam: ['admin'] }
// The third differs from the second by its colours only.
const LOOKS = [[WIDTHS.desk, 'light'], [WIDTHS.phone, 'dark'], [WIDTHS.phone, 'contrast', COLOURS]]

/** Experts of each kind, one of them with a name that attacks, and sessions. */
async function populate(stack, accounts) {
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

/** What every page must be: its icons are there, axe finds nothing, it fits. */
export async function checkPage(tab) {
	assert.deepEqual(await missingIcons(tab), [], `${tab.url()}: see templates/icons.txt`)
	for (const [width, theme, rules] of LOOKS) {
		await look(tab, width, theme)
		const what = `${tab.url()} ${width} ${theme}`
		assert.deepEqual(await violations(tab, rules), [], what)
		assert.ok(await overflow(tab) <= 0, `${what} scrolls sideways`)
	}
	assert.deepEqual(tab.complaints, [], tab.url())
}

async function makeAccounts(stack) {
	const accounts = {}
	for (const [name, roles] of Object.entries(ROLES))
		accounts[name] = await stack.addMember({ name, roles })
	await populate(stack, accounts)
	for (const account of Object.values(accounts))
		account.password = PASSWORD
	return accounts
}

/** Pages with a few people whose words attack, or with the demo's. */
export function testPages(wanted, { withDemo = false } = {}) {
	let stack, browser, people

	before(async () => {
		stack = await startStack({ demo: withDemo, env: { BELAY_DEMO: '1' } })
		browser = await openBrowser()
		people = new People(browser, stack.url, withDemo
			? new Proxy({}, { get: (_, name) => demo(name) }) : await makeAccounts(stack))
	})
	after(async () => {
		await browser?.close()
		await stack?.stop()
	})

	for (const entry of pages.filter(wanted))
		test(`${entry.path} as ${entry.as ?? 'a visitor'}${entry.name ? `: ${entry.name}` : ''}`, async (t) => {
			const tab = await people.sameTab(entry.as)
			const address = await addressOf(tab, entry)
			if (address === null)
				return t.skip(`no link to it on ${entry.from}`)
			const answer = await tab.goto(address)
			assert.equal(answer.status(), entry.status ?? 200, address)
			await checkPage(tab)
		})
}

/** A test that every page of the built programs is in pages.mjs. */
export function testList() {
	test('pages.mjs knows every GET route', () => {
		const known = new Set([...pages.map(({ path }) => path), ...Object.keys(others)])
		const routes = readFileSync(ROUTES, 'utf8').split('\n')
			.map((line) => line.split('\t'))
			.filter(([, method, , , , , flags]) => method === 'GET' && !/\bjson\b/.test(flags))
			.map(([, , path]) => path)
		assert.deepEqual(routes.filter((path) => !known.has(path)), [],
			'add these to tests/support/pages.mjs')
		assert.deepEqual([...known].filter((path) => !routes.includes(path)), [],
			'these are no routes')
	})
}
