// What people choose from, tax rates, minimums: one editor, with what uses it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addExpert, list } from '../booking/experts.mjs'
import { addStaff, logOf } from './staff.mjs'

let stack, admin

before(async () => {
	stack = await startStack({ programs: ['account', 'admin', 'booking'], workers: false })
	admin = await addStaff(stack)
})
after(() => stack.stop())

const named = async (table, name) =>
	(await stack.sql(`SELECT * FROM ${table} WHERE name = $1`, name))[0]
const items = async (name, state = 'offered') =>
	(await admin.call('GET', `/api/admin/lists/${name}?state=${state}`)).json.items
const post = (path, fields, page = path) => admin.submit(path, fields, { page })

test('all lists, each with its page', async () => {
	const page = await admin.get('/admin/lists')
	assert.equal(page.status, 200)
	for (const name of ['skills', 'industries', 'specialisations'])
		assert.equal((await admin.get(`/admin/lists/${name}`)).status, 200, name)
	assert.equal((await admin.get('/admin/lists/users')).status, 404)
	assert.equal((await admin.get('/admin/lists/skills/999999')).status, 404)
	const found = await admin.get('/admin/lists/skills?q=postgre')
	assert.match(found.body, /PostgreSQL/)
	assert.doesNotMatch(found.body, />Kotlin</)
})

test('an item is added at the end, offered at once, once', async () => {
	assert.equal((await post('/admin/lists/industries', { name: 'Beekeeping & Honey' },
		'/admin/lists/industries')).status, 303)
	const all = await items('industries')
	assert.equal(all.find(({ name }) => name === 'Beekeeping & Honey').slug, 'beekeeping-honey')
	const member = await stack.signIn(await stack.addMember())
	assert.match((await member.get('/settings/profile')).body, /Beekeeping &amp; Honey/)
	const [row] = await logOf(stack, 'list.add', null)
	assert.equal(row.target_kind, 'list:industries')
	assert.equal(row.detail.name, 'Beekeeping & Honey')
	for (const name of ['beekeeping & HONEY', '   ', '!!!', 'x'.repeat(61)]) {
		const again = await post('/admin/lists/industries', { name }, '/admin/lists/industries')
		assert.equal(again.status, 422, name)
		assert.match(again.body, /name-error/)
	}
})

test('two buttons put it in its place', async () => {
	const before = (await items('specialisations')).map(({ name }) => name)
	const { id } = await named('specialisation', before[2])
	await post(`/admin/lists/specialisations/${id}/up`, {}, '/admin/lists/specialisations')
	await post(`/admin/lists/specialisations/${id}/up`, {}, '/admin/lists/specialisations')
	await post(`/admin/lists/specialisations/${id}/up`, {}, '/admin/lists/specialisations')
	assert.deepEqual((await items('specialisations')).map(({ name }) => name),
		[before[2], before[0], before[1], ...before.slice(3)], 'further up than the top is nowhere')
	await post(`/admin/lists/specialisations/${id}/down`, {}, '/admin/lists/specialisations')
	assert.equal((await items('specialisations'))[1].name, before[2])
	const page = (await admin.get('/admin/lists/specialisations')).body
	assert.equal(page.match(/\/up"/g).length, before.length - 1)
})

test('retired: nobody can choose it, who has it keeps it', async () => {
	const member = await stack.signIn(await stack.addMember())
	const keeper = await stack.signIn(await stack.addMember())
	await stack.sql(`UPDATE profile SET industries = '{gaming}' WHERE user_id = $1`,
		keeper.member.id)
	const { id } = await named('industry', 'Gaming')
	await post(`/admin/lists/industries/${id}/retire`, {}, `/admin/lists/industries/${id}`)
	assert.doesNotMatch((await member.get('/settings/profile')).body, />Gaming</)
	assert.match((await keeper.get('/settings/profile')).body, /Gaming/)
	assert.deepEqual((await items('industries', 'retired')).map(({ name, uses }) => [name, uses]),
		[['Gaming', 1]])
	assert.equal((await post(`/admin/lists/industries/${id}/up`, {},
		`/admin/lists/industries/${id}`)).status, 409)
	await post(`/admin/lists/industries/${id}/offer`, {}, `/admin/lists/industries/${id}`)
	assert.match((await member.get('/settings/profile')).body, /Gaming/)
	assert.equal((await post(`/admin/lists/industries/${id}/offer`, {},
		`/admin/lists/industries/${id}`)).status, 409)
})

test('a new name stands wherever it was chosen', async () => {
	const member = await stack.addMember()
	await stack.sql(`UPDATE profile SET skills = '{Sales,PostgreSQL}' WHERE user_id = $1`, member.id)
	const expert = await addExpert(stack, { skills: [['PostgreSQL', 4]] })
	const { id } = await named('skill', 'PostgreSQL')
	assert.equal((await post(`/admin/lists/skills/${id}`, { name: 'Postgres' })).status, 303)
	assert.deepEqual((await stack.sql('SELECT skills FROM profile WHERE user_id = $1',
		member.id))[0].skills, ['Sales', 'Postgres'])
	await list(stack, expert)
	const card = (await admin.call('GET', `/api/mentors/${expert.ref}`)).json
	assert.deepEqual(card.skills.map(({ name }) => name), ['Postgres'])
	assert.equal((await post(`/admin/lists/skills/${id}`, { name: 'sales' })).status, 422)
	assert.equal((await stack.sql(`SELECT skill_of('postgresql') = $1 AND skill_of('Postgres') = $1
		AS same`, id))[0].same, true, 'both words lead to it')
})

test('merged: what has one has the other, and the word is still understood', async () => {
	const both = await addExpert(stack, { skills: [['Java', 3], ['Kotlin', 5]] })
	const one = await addExpert(stack, { skills: [['Kotlin', 2]] })
	const member = await stack.addMember()
	await stack.sql(`UPDATE profile SET skills = '{Kotlin,Go,Java}' WHERE user_id = $1`, member.id)
	const java = await named('skill', 'Java')
	const kotlin = await named('skill', 'Kotlin')
	const path = `/admin/lists/skills/${kotlin.id}`
	for (const target of [kotlin.id, 999999, ''])
		assert.equal((await post(`${path}/merge`, { target }, path)).status, 422)
	assert.equal((await post(`${path}/merge`, { target: java.id }, path)).status, 303)
	assert.equal((await admin.get(path)).status, 404)
	const of = async (expert) => (await stack.sql(`SELECT skill_id, level FROM expert_skill
		WHERE expert_id = $1`, expert.id)).map((row) => [row.skill_id, row.level])
	assert.deepEqual(await of(both), [[java.id, 3]])
	assert.deepEqual(await of(one), [[java.id, 2]])
	assert.deepEqual((await stack.sql('SELECT skills FROM profile WHERE user_id = $1',
		member.id))[0].skills, ['Java', 'Go'])
	const [row] = await logOf(stack, 'list.merge', null)
	assert.deepEqual([row.target_id, row.detail.into, row.detail.moved], [kotlin.id, 'Java', '3'])
	await stack.sql(`SELECT skills_save($1, '[{"name": "Kotlin", "level": 4}]')`, one.id)
	assert.deepEqual(await of(one), [[java.id, 4]])
	assert.equal(await named('skill', 'Kotlin'), undefined)
})

test('what members added is offered by a button', async () => {
	await stack.sql(`SELECT skills_take(ARRAY['Glass blowing'])`)
	const [{ id }] = await items('skills', 'added')
	assert.match((await admin.get('/admin/lists/skills?state=added')).body, /Glass blowing/)
	await post(`/admin/lists/skills/${id}/offer`, {}, `/admin/lists/skills/${id}`)
	assert.deepEqual(await items('skills', 'added'), [])
	assert.equal((await named('skill', 'Glass blowing')).vetted, true)
})

test('tax rates: a country, its rate, the way back', async () => {
	const rate = async () => (await stack.sql(
		`SELECT name, bp FROM tax_rate WHERE country = 'CH'`))[0]
	for (const [fields, field] of [[{ country: 'XX', name: 'VAT', percent: '8.1' }, 'country'],
		[{ country: 'CH', name: '', percent: '8.1' }, 'name'],
		[{ country: 'CH', name: 'VAT', percent: '50.1' }, 'percent'],
		[{ country: 'CH', name: 'VAT', percent: '8.125' }, 'percent'],
		[{ country: 'CH', name: 'VAT', percent: '-1' }, 'percent'],
		[{ country: 'CH', name: 'VAT', percent: 'much' }, 'percent']]) {
		const answer = await post('/admin/tax-rates', fields)
		assert.equal(answer.status, 422, JSON.stringify(fields))
		assert.match(answer.body, new RegExp(`${field}-error`))
	}
	assert.equal(await rate(), undefined)
	assert.equal((await post('/admin/tax-rates', { country: 'CH', name: 'MWST', percent: '7,7' })).location,
		'/admin/tax-rates/CH')
	assert.deepEqual(await rate(), { name: 'MWST', bp: 770 })
	await post('/admin/tax-rates/CH', { name: 'VAT', percent: '8.1' })
	assert.deepEqual(await rate(), { name: 'VAT', bp: 810 })
	const page = (await admin.get('/admin/tax-rates/CH')).body
	assert.match(page, /7\.7 → 8\.1/)
	assert.match(page, /Back to 7\.7 %/)
	await post('/admin/tax-rates/CH/remove', {}, '/admin/tax-rates/CH')
	assert.equal(await rate(), undefined)
	assert.match((await admin.get('/admin/tax-rates/CH')).body, /Back to 8\.1 %/)
	assert.equal((await post('/admin/tax-rates/CH/remove', {}, '/admin/tax-rates')).status, 404)
	assert.equal((await logOf(stack, 'tax.change', null)).length, 3)
})

test('the least that can be paid in a currency', async () => {
	assert.match((await admin.get('/admin/currencies?q=jp')).body, /JPY/)
	assert.equal((await admin.get('/admin/currencies/XYZ')).status, 404)
	for (const minimum of ['', '0', '-1', '1.001', 'some', '99999999'])
		assert.equal((await post('/admin/currencies/USD', { minimum })).status, 422, minimum)
	assert.equal((await post('/admin/currencies/USD', { minimum: '2.50' })).status, 303)
	assert.deepEqual(await stack.sql(`SELECT minimum FROM currency WHERE code = 'USD'`),
		[{ minimum: 250 }])
	assert.match((await admin.get('/admin/currencies/USD')).body, /1\.00 → 2\.50/)
	assert.equal((await logOf(stack, 'currency.change', null)).length, 1)
})
