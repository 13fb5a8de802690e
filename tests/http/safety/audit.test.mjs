// No moderator's action without its row of the audit log: every route of --routes
// that writes and wants safety.resolve is called here, and each leaves one; a route
// that nobody wrote a call for fails.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addStaff } from '../admin/staff.mjs'
import { enter } from '../booking/sessions.mjs'

const file = new URL(`../../../.build/${process.env.MODE ?? 'dev'}/routes.tsv`,
	import.meta.url)
const writes = readFileSync(file, 'utf8').trim().split('\n').map((line) =>
	line.split('\t')).filter(([program, method, , , , , , permission]) =>
	program === 'safety' && method !== 'GET' && permission === 'safety.resolve')
	.map(([, method, path]) => `${method} ${path}`)
const REPORTS = '/safety/admin/reports'
const INCIDENTS = '/safety/admin/incidents'

let stack, mona, reporter, incident

before(async () => {
	stack = await startStack({ env: { BELAY_DEMO: '0' } })
	mona = await addStaff(stack, { roles: ['moderator', 'admin'], name: 'Mona' })
	await mona.get('/safety/reports')
})
after(() => stack.stop())

/** A new case; its number. */
async function open() {
	const member = await stack.addMember()
	await stack.sql("UPDATE profile SET is_public = true, about = 'x' WHERE user_id = $1",
		member.id)
	reporter = await enter(stack, await stack.addMember())
	const { json } = await reporter.call('POST', '/safety/reports', { kind: 'profile',
		id: String(member.id), category: 'abuse' })
	return json.case_id
}
const versionOf = async (id) => (await mona.call('GET', `${REPORTS}/${id}`)).json.version
async function onCase(end, body = {}, first) {
	const id = await open()
	if (first)
		await mona.call('PATCH', `${REPORTS}/${id}`, { version: 1, ...first })
	return mona.call('POST', `${REPORTS}/${id}/${end}`,
		{ version: await versionOf(id), ...body })
}
async function raise() {
	const answer = await mona.call('POST', INCIDENTS, { kind: 'abuse', title: 'Some',
		severity: 2 })
	incident = answer.json.id
	return answer
}

const calls = {
	[`PATCH ${REPORTS}/:id`]: async () => mona.call('PATCH', `${REPORTS}/${await open()}`,
		{ version: 1, assign_to: 'me' }),
	[`POST ${REPORTS}/:id/claim`]: () => onCase('claim'),
	[`POST ${REPORTS}/:id/release`]: () => onCase('release', {}, { assign_to: 'me' }),
	[`POST ${REPORTS}/:id/note`]: () => onCase('note', { note: 'Noted' }),
	[`POST ${REPORTS}/:id/decide`]: () => onCase('decide', { resolution: 'no_violation' }),
	[`POST ${REPORTS}/:id/ignore`]: () => onCase('ignore'),
	[`POST ${REPORTS}/:id/undo`]: () => onCase('undo', { why: 'Wrong' },
		{ resolution: 'no_violation' }),
	[`POST ${REPORTS}/next`]: async () => {
		await open()
		return mona.call('POST', `${REPORTS}/next`, {})
	},
	[`POST ${REPORTS}/bulk`]: async () => mona.call('POST', `${REPORTS}/bulk`,
		{ act: 'claim', items: [`${await open()}:1`] }),
	[`POST ${INCIDENTS}`]: raise,
	[`PATCH ${INCIDENTS}/:id`]: async () => {
		await raise()
		return mona.call('PATCH', `${INCIDENTS}/${incident}`,
			{ version: 1, status: 'investigating' })
	},
	[`POST ${INCIDENTS}/:id`]: async () => {
		await raise()
		return mona.call('POST', `${INCIDENTS}/${incident}`, { version: 1, note: 'Seen' })
	},
}

const isOf = (route) => !/\/moderation\b|\/rules?\b|\/held\b/.test(route)

test('every route of moderators that writes has its call here', () => {
	assert.deepEqual(writes.filter(isOf).filter((route) => !calls[route]), [])
	assert.ok(writes.length >= Object.keys(calls).length)
})

for (const [route, call] of Object.entries(calls))
	test(`${route} leaves a row`, async () => {
		const last = async () => (await stack.sql(`SELECT coalesce(max(id), 0) AS id
			FROM audit`))[0].id
		const from = await last()
		const answer = await call()
		assert.ok(answer.ok, `${answer.status} ${answer.body}`)
		const rows = await stack.sql(`SELECT action, target_kind, target_id, actor_id,
			remote_addr, request_id FROM audit WHERE id > $1 AND actor_id = $2
			ORDER BY id DESC`, from, mona.member.id)
		assert.ok(rows.length > 0, route)
		assert.match(rows[0].action, /^(case|incident)\./)
		assert.ok(rows[0].target_id && rows[0].remote_addr && rows[0].request_id)
	})

test('what is refused leaves none, and nobody changes the log', async () => {
	const id = await open()
	const [{ count }] = await stack.sql('SELECT count(*) FROM audit WHERE action LIKE $1',
		'case.%')
	assert.equal((await mona.call('PATCH', `${REPORTS}/${id}`,
		{ version: 7, assign_to: 'me' })).status, 409)
	const [after] = await stack.sql('SELECT count(*) FROM audit WHERE action LIKE $1',
		'case.%')
	assert.equal(after.count, count)
	for (const role of ['belay_safety', 'belay_admin', 'belay_worker', 'belay_account'])
		for (const words of ["UPDATE audit SET action = 'x'", 'DELETE FROM audit'])
			await assert.rejects(stack.sql(`SET ROLE ${role}; ${words}`), /permission denied/)
})
