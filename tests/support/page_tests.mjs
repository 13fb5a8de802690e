// A test for every page of pages.mjs that `wanted` chooses, as its people: it
// opens, axe finds nothing, it fits a phone, and the browser has no complaint.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { COLOURS, WIDTHS, People, addressOf, look, missingIcons, openBrowser, overflow,
	violations } from './browser.mjs'
import { others, pages } from './pages.mjs'
import { PASSWORD, demo, startStack } from './stack.mjs'
import { addExpert, addRating, HOSTILE } from '../http/booking/experts.mjs'
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
	await passSession(stack, await book(mia, { ...noor, types }, at(72)))
	await askSession(stack, { ...noor, types }, accounts.milo)
	for (const expert of [noor, ines, carl])
		for (const stars of [5, 4, 5, 3, 5, 4])
			await addRating(stack, expert, { stars, words: HOSTILE })
	await sellPacks(stack, { noor, ines, mia: accounts.mia, milo: accounts.milo })
	await stack.sql(`INSERT INTO webhook_event (provider, event_id, kind, body, received_at,
		status, attempts, error, finished_at) VALUES ('stripe', $1, $1, $2, app_now(), 'dead', 11,
		$1, app_now())`, HOSTILE.slice(0, 100), { id: HOSTILE, long: 'x'.repeat(300) })
}

/** A session that was held yesterday, for a feedback and a dispute. */
async function passSession(stack, { id }) {
	await stack.sql(`DO $do$ BEGIN
		UPDATE session SET starts_at = app_now() - interval '25 hours',
			ends_at = app_now() - interval '24 hours' WHERE id = ${id};
		PERFORM session_finish(s, 'system', 'complete', false, NULL)
			FROM session s WHERE id = ${id};
	END $do$`)
}

/** A session that its expert has not said yes to. */
async function askSession(stack, expert, member) {
	const client = await stack.signIn(member)
	await client.get('/dashboard')
	await stack.sql('UPDATE expert SET confirm_by_hand = true WHERE user_id = $1', expert.id)
	await book(client, expert, at(96), { goals: HOSTILE })
	await stack.sql('UPDATE expert SET confirm_by_hand = false WHERE user_id = $1', expert.id)
}

/** A pack of noor's that mia has and milo waits for, ines's packages, codes. */
async function sellPacks(stack, { noor, ines, mia, milo }) {
	await stack.sql(`DO $do$ BEGIN
		UPDATE expert SET seats = 1 WHERE user_id = ${noor.id};
		INSERT INTO pack_product (kind, expert_id, name, about, type_kind, minutes,
			price_amount, price_currency, created_at) VALUES ('pack', ${noor.id},
			left($q$${HOSTILE}$q$, 80), $q$${HOSTILE}$q$, 'mentoring', 60, 18000, 'USD',
			app_now());
		INSERT INTO pack_product (kind, expert_id, type_kind, minutes, sessions, valid_days,
			created_at) SELECT 'package', ${ines.id}, 'system_design', 45, n, 180, app_now()
			FROM unnest(ARRAY[3, 5, 10]) n;
		INSERT INTO promotion (code, owner_id, kind, value, product_kind, status, created_at)
			VALUES ('NOOR10', ${noor.id}, 'percent', 10, 'pack', 'active', app_now()),
			('ALL5', NULL, 'percent', 5, NULL, 'active', app_now());
		PERFORM set_config('app.user_id', '${mia.id}', true);
		PERFORM order_paid((order_create('pack', (SELECT id FROM pack_product
			WHERE expert_id = ${noor.id}), 'manual', NULL, NULL)).id, 'manual', 'pack-1', 18000,
			'USD');
		PERFORM order_paid((order_create('package', (SELECT id FROM pack_product
			WHERE expert_id = ${ines.id} AND sessions = 3), 'manual', NULL, NULL)).id, 'manual',
			'pack-2', 25650, 'USD');
		PERFORM set_config('app.user_id', '${milo.id}', true);
		PERFORM waiting_join(${noor.ref});
		PERFORM expert_listing_refresh(${ines.id});
	END $do$`)
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
		test(`${entry.path} as ${entry.as ?? 'a visitor'}${entry.name ? `: ${entry.name}` : ''}`, async () => {
			const tab = await people.sameTab(entry.as)
			const address = await addressOf(tab, entry)
			assert.ok(address, `no link to it on ${entry.from ?? tab.url()}`)
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
