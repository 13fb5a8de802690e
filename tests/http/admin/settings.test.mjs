// Settings: kinds, bounds, history, undo.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addStaff, logOf } from './staff.mjs'

let stack, admin

before(async () => {
	stack = await startStack({ programs: ['account', 'admin'], workers: false })
	admin = await addStaff(stack)
	await stack.sql(`INSERT INTO setting (name, value, kind, minimum, maximum, about) VALUES
		('test_words', '["one", "two"]', 'list', 1, 3, 'Words of the test')`)
})
after(() => stack.stop())

const value = async (name) =>
	(await stack.sql('SELECT value FROM setting WHERE name = $1', name))[0].value
const save = (name, fields) => admin.submit(`/admin/settings/${name}`, fields)

test('the list and each page', async () => {
	const page = await admin.get('/admin/settings')
	const links = page.links(/^\/admin\/settings\/./)
	assert.ok(links.includes('/admin/settings/platform_fee_bp'))
	for (const link of links)
		assert.equal((await admin.get(link)).status, 200, link)
	assert.equal((await admin.get('/admin/settings/nothing')).status, 404)
	assert.equal((await admin.call('GET', '/api/admin/settings/platform_zone')).json.value, 'UTC')
})

test('each kind takes its values and refuses others', async () => {
	const cases = [
		['platform_fee_bp', '1800', 1800], ['platform_fee_bp', '10001', undefined, 'from 0 to 10000'],
		['platform_fee_bp', '-1', undefined, 'from 0 to 10000'],
		['platform_fee_bp', '12.5', undefined, 'no whole number'], ['platform_fee_bp', ''], ['platform_fee_bp', '1e3'],
		['platform_fee_bp', '99999999999999999999'],
		['platform_name', 'Rope & “Co”', 'Rope & “Co”'], ['platform_name', ''],
		['platform_name', 'x'.repeat(61), undefined, 'From 1 to 60 characters'],
		['platform_zone', 'Europe/Lisbon', 'Europe/Lisbon'], ['platform_zone', 'CET'],
		['platform_zone', 'Nowhere/Town', undefined, 'no time zone'],
		['session_presence', 'true', true], ['session_presence', 'maybe'],
		['test_words', 'a\r\n\r\n  b "c"  \r\n', ['a', 'b "c"']], ['test_words', ''],
		['test_words', 'a\nb\nc\nd'], ['test_words', 'x'.repeat(201)]]
	for (const [name, text, expected, reason] of cases) {
		const before = await value(name)
		const answer = await save(name, { value: text })
		assert.equal(answer.status, expected === undefined ? 422 : 303, `${name} ${text}`)
		assert.deepEqual(await value(name), expected ?? before)
		if (answer.status === 422)
			assert.match(answer.body, new RegExp(`id="value-error".{0,300}${reason ?? ''}`, 's'),
				`${name} ${text}`)
	}
})

test('a switch is on or off, true or false for scripts', async () => {
	const row = async () => (await admin.get('/admin/settings')).body
		.match(/<tr>(?:(?!<tr>).)*session_presence.*?<\/tr>/s)[0]
	const script = async () => (await admin.call('GET', '/api/admin/settings')).json
		.items.find((item) => item.name === 'session_presence').value
	await save('session_presence', { value: 'false' })
	assert.match(await row(), />Off</)
	assert.equal(await script(), 'false')
	await save('session_presence', { value: 'true' })
	assert.match(await row(), />On</)
	assert.equal(await script(), 'true')
	const page = (await admin.get('/admin/settings/session_presence')).body
	assert.match(page, />Off<\/span> → <b[^>]*>On</)
	assert.match(page, />Back to Off</)
})

test('history, undo, and the log', async () => {
	await stack.sql(`UPDATE setting SET value = '1500' WHERE name = 'platform_fee_bp'`)
	await save('platform_fee_bp', { value: '2000' })
	await save('platform_fee_bp', { value: '2500' })
	await save('platform_fee_bp', { value: '2500' })
	const { json } = await admin.call('GET', '/api/admin/settings/platform_fee_bp')
	assert.deepEqual(json.history.slice(0, 2).map(({ before, after }) => [before, after]),
		[['2000', '2500'], ['1500', '2000']], 'the same again is no change')
	assert.equal(json.history[0].who, admin.member.name)
	const undo = await admin.submit('/admin/settings/platform_fee_bp/undo',
		{ change: json.history[1].id }, { page: '/admin/settings/platform_fee_bp' })
	assert.equal(undo.location, '/admin/settings/platform_fee_bp')
	assert.equal(await value('platform_fee_bp'), 1500)
	assert.equal((await logOf(stack, 'setting.undo', null)).length, 1)
	const [row] = await logOf(stack, 'setting.change', null)
	assert.equal(row.detail.name, 'platform_fee_bp')
	assert.equal((await admin.call('POST', '/api/admin/settings/platform_name/undo',
		{ change: json.history[1].id })).status, 404, 'another setting’s change')
})

test('two admins at once: the later one looks again', async () => {
	const { json } = await admin.call('GET', '/api/admin/settings/platform_name')
	assert.equal((await save('platform_name', { value: 'First', seen: json.version })).status, 303)
	const late = await save('platform_name', { value: 'Second', seen: json.version })
	assert.equal(late.status, 409)
	assert.match(late.body, /Somebody changed it/)
	assert.equal(await value('platform_name'), 'First')
})
