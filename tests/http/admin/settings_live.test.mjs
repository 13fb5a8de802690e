// A setting holds a second later in every process of every program, and undo
// brings back what was.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { startStack } from '../../support/stack.mjs'
import { addExpert } from '../booking/experts.mjs'
import { addStaff } from './staff.mjs'

const PROCESSES = 3
const APPLICATION = { kind: 'mentor', headline: 'Leads teams', experience: '9 years',
	skills: [{ name: 'Go', level: 4 }],
	session_types: [{ kind: 'mentoring', minutes: 60, price: { amount: 9000, currency: 'USD' } }] }
let stack, admin, member, expert, packPath

before(async () => {
	stack = await startStack({ processes: PROCESSES,
		programs: ['account', 'admin', 'billing', 'booking', 'inbox'] })
	admin = await addStaff(stack)
	member = await stack.signIn(await stack.addMember())
	const seller = await addExpert(stack)
	await stack.sql(`INSERT INTO pack_product (kind, expert_id, name, type_kind, minutes,
		price_amount, price_currency, created_at) VALUES ('pack', $1, 'Five hours',
		'mentoring', 60, 18000, 'USD', app_now())`, seller.id)
	const [{ id }] = await stack.sql('SELECT id FROM pack_product')
	expert = await stack.signIn(seller)
	packPath = `/instructor/packs/${id}`
})
after(() => stack.stop())

const save = async (name, value) => {
	const answer = await admin.submit(`/admin/settings/${name}`, { value })
	assert.equal(answer.status, 303, answer.body)
}

/** All processes of a program answer: what each request shows. */
async function everywhere(program, client, path, shown) {
	const [{ at }] = await stack.sql('SELECT clock_timestamp()::text AS at')
	const said = new Set()
	const busy = async () => (await stack.sql(`SELECT count(*)::int AS n FROM pg_stat_activity
		WHERE usename = $1 AND datname = current_database() AND state_change > $2`,
	`belay_${program}`, at))[0].n
	for (let i = 0; i < 20 && (i === 0 || await busy() < PROCESSES); i++)
		await Promise.all(Array.from({ length: 4 * PROCESSES }, async () =>
			said.add(shown(await client.get(path)))))
	assert.ok(await busy() >= PROCESSES, `${program}: not every process was asked`)
	return [...said]
}

// "the platform's fee is USD 13.50 (15 %)", of a price of 90
const shownFee = (body) => body.match(/\(([0-9.]+) %\)/)?.[1].replace('.', '').padEnd(4, '0')

const CASES = [
	['account', 'feature_signup', 'true', 'false', () => stack.client(), '/signup',
		(page) => String(page.status === 200)],
	['booking', 'platform_fee_bp', '1500', '1850', () => expert,
		() => packPath, (page) => shownFee(page.body)],
	['billing', 'plan_starter_price', '9900', '12300', () => member, '/api/billing/plans',
		(answer) => String(answer.json.items[0].month.amount)],
	['admin', 'audit_keep_days', '730', '800', () => admin, '/api/admin/settings/audit_keep_days',
		(answer) => answer.json.value],
]

for (const [program, name, was, becomes, client, where, shown] of CASES)
	test(`${program}: ${name} in each of ${PROCESSES} processes, and back`, async () => {
		const path = typeof where === 'string' ? where : where()
		assert.deepEqual(await everywhere(program, client(), path, shown), [was])
		await save(name, becomes)
		await pause(1000) // what is promised
		assert.deepEqual(await everywhere(program, client(), path, shown), [becomes])
		const { json } = await admin.call('GET', `/api/admin/settings/${name}`)
		await admin.submit(`/admin/settings/${name}/undo`, { change: json.history[0].id },
			{ page: `/admin/settings/${name}` })
		await pause(1000)
		assert.deepEqual(await everywhere(program, client(), path, shown), [was])
	})

test('a list is the same in each process of booking', async () => {
	const shown = ({ body }) => />Apiculture</.test(body)
	assert.deepEqual(await everywhere('booking', member, '/mentors', shown), [false])
	await admin.submit('/admin/lists/industries', { name: 'Apiculture' })
	await pause(1000)
	assert.deepEqual(await everywhere('booking', member, '/mentors', shown), [true])
})

test('the worker says the new name in its next mail', async () => {
	await save('platform_name', 'Ropeworks')
	await pause(1000)
	const somebody = await stack.addMember()
	await stack.client().submit('/account/forgot', { email: somebody.email })
	const mail = await stack.readMail(somebody.email)
	assert.match(`${mail.subject}${mail.text}`, /Ropeworks/)
})

test('switches: nobody signs up, orders or applies', async () => {
	for (const name of ['feature_signup', 'feature_sales', 'feature_applications'])
		await save(name, 'false')
	const visitor = stack.client()
	assert.equal((await visitor.get('/signup')).status, 403)
	await visitor.get('/login')
	assert.equal((await visitor.post('/signup', { display_name: 'New', email: 'new@off.test',
		password: 'a long enough one', timezone: 'UTC' })).status, 403)
	assert.deepEqual(await stack.sql(`SELECT FROM users WHERE email = 'new@off.test'`), [])
	await member.get('/interviewer/register')
	const asked = await member.call('POST', '/api/interviewer/register', APPLICATION)
	assert.equal(asked.status, 409, asked.body)
	assert.match(asked.json.detail, /closed/)
	for (const name of ['feature_signup', 'feature_sales', 'feature_applications'])
		await save(name, 'true')
	assert.equal((await stack.client().get('/signup')).status, 200)
})
