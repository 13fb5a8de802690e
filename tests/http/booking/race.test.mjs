// Many at once: the database decides, everybody is told, nothing is doubled.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startStack, until } from '../../support/stack.mjs'
import { bookAt, count, expertSpeaker, members } from './racers.mjs'
import { addStaff } from '../admin/staff.mjs'
import { MINUTE, addExpert, at, book, enter, pass, passTo } from './sessions.mjs'

let stack

before(async () => {
	stack = await startStack({ programs: ['account', 'booking', 'admin'], processes: 4 })
})
after(() => stack.stop())

/** PostgreSQL's own log has no deadlock of this database. */
function assertNoDeadlock() {
	const log = readFileSync(join(process.env.BELAY_TEST_TMP, 'postgres.log'), 'utf8')
	assert.ok(log.includes(`@${stack.database} `), 'the log names its database')
	assert.deepEqual(log.split('\n').filter((line) =>
		line.includes(`@${stack.database} `) && /deadlock detected|40P01/.test(line)), [])
	assert.doesNotMatch(stack.log('booking'), /deadlock|40P01/)
}

test('200 members, one slot: one gets it, 199 hear of others', async (t) => {
	const expert = await addExpert(stack, { name: 'Noor Haddad' })
	const racers = await members(stack, 200)
	const start = at(40, stack)
	const began = performance.now()
	const answers = await Promise.all(racers.map((one) =>
		bookAt(one.client, expert, start)))
	t.diagnostic(`answered within ${Math.round(performance.now() - began)} ms`)
	assert.equal(count(answers, 201), 1)
	assert.equal(count(answers, 409), 199)
	for (const { status, json } of answers)
		if (status === 409) {
			assert.match(json.detail, /just taken/)
			assert.equal(json.alternatives.length, 3)
		}
	const rows = await stack.sql(`SELECT id::text, client_id::text, status, uid
		FROM session WHERE expert_id = $1`, expert.id)
	assert.equal(rows.length, 1)
	assert.equal(rows[0].status, 'scheduled')
	const winner = racers.find((one) => one.id === rows[0].client_id)
	const invitations = [await stack.readMail(winner.email),
		await stack.readMail(expert.email)].map((mail) =>
		mail.attachments[0].content.toString())
	for (const text of invitations)
		assert.match(text, new RegExp(`METHOD:REQUEST[^]*UID:${rows[0].uid}\r`))
	await until('no job to be waiting', async () => (await stack.sql(
		`SELECT 1 FROM job WHERE kind = 'session.invite' AND state NOT IN ('done')`))
		.length === 0)
	const mails = readdirSync(`${stack.folder}/mail`)
		.filter((name) => !name.startsWith('.') && !name.endsWith('.tmp'))
	assert.equal(mails.length, 2, mails.join(' '))
	for (const one of racers)
		one.client.close()
})

test('200 crossed bookings among six people', async (t) => {
	const six = []
	for (let i = 0; i < 6; i++)
		six.push(await expertSpeaker(stack))
	let seed = 7
	const random = (n) => {
		seed = (seed * 1103515245 + 12345) % 2 ** 31
		return Math.floor(seed / 2 ** 31 * n)
	}
	const wishes = Array.from({ length: 200 }, () => {
		const who = random(6)
		return { client: six[who].client, expert: six[(who + 1 + random(5)) % 6],
			start: at(50 + random(24) / 2, stack) }
	})
	const answers = []
	let slowest = 0
	const lane = async () => {
		for (let wish; (wish = wishes.pop());) {
			const began = performance.now()
			answers.push(await bookAt(wish.client, wish.expert, wish.start))
			slowest = Math.max(slowest, performance.now() - began)
		}
	}
	await Promise.all(Array.from({ length: 40 }, lane))
	assert.equal(answers.length, 200)
	assert.equal(count(answers, 201) + count(answers, 409), 200,
		answers.find((one) => one.status !== 201 && one.status !== 409)?.body)
	assert.ok(count(answers, 201) > 12, `${count(answers, 201)} booked`)
	assertNoDeadlock()
	// Below 2 s on an idle machine; waits that add up would take far longer.
	t.diagnostic(`slowest ${Math.round(slowest)} ms, ${count(answers, 201)} booked`)
	assert.ok(slowest < 15_000, `the slowest took ${Math.round(slowest)} ms`)
	const [{ n }] = await stack.sql(`SELECT count(*)::int AS n FROM busy a
		JOIN busy b ON a.person_id = b.person_id AND a.session_id < b.session_id
		AND a.during && b.during`)
	assert.equal(n, 0)
})

// One browser, two tabs, both sent at once: one is done, the other told.
async function twoTabs(client, path, [first, second]) {
	const answers = await Promise.all([client.post(path, first),
		client.post(path, second)])
	assert.deepEqual(answers.map((answer) => answer.status).sort(), [303, 409],
		answers.map((answer) => answer.body).join())
	return answers.find((answer) => answer.status === 409).body
}

test('two tabs of one form: booking, moving, cancelling', async () => {
	const expert = await addExpert(stack)
	const member = await stack.addMember()
	const client = await enter(stack, member)
	const start = at(60, stack)
	await client.get(`/book/${expert.ref}?type=${expert.types[0]}`)
	const held = await client.post(`/book/${expert.ref}`, { type: expert.types[0], start })
	const confirm = await client.get(held.location)
	const [, page] = confirm.body.match(/action="(\/sessions\/\d+)\/confirm"/)
	const fields = { pay_with: 'free', seen: confirm.input('seen') }
	assert.match(await twoTabs(client, `${page}/confirm`, [fields, fields]),
		/This session is booked|changed since you opened the page/)
	const sessions = await stack.sql(`SELECT status, sequence FROM session
		WHERE client_id = $1`, member.id)
	assert.deepEqual(sessions, [{ status: 'scheduled', sequence: 0 }])

	const seen = (await client.get(`${page}/reschedule`)).input('seen')
	assert.match(await twoTabs(client, `${page}/reschedule`, [
		{ start: at(64, stack), seen }, { start: at(68, stack), seen }]),
	/changed since you opened the page/)
	const now = (await client.call('GET', `/api${page}`)).json
	assert.deepEqual([now.sequence, now.reschedules_left], [1, 1])
	assert.ok([at(64, stack), at(68, stack)].includes(now.start))

	await client.get(`${page}/cancel`)
	assert.match(await twoTabs(client, `${page}/cancel`, [{ reason: 'illness' },
		{ reason: 'illness' }]), /was cancell?ed/)
	const moves = await stack.sql(`SELECT move, count(*)::int AS n FROM session_history
		WHERE session_id = $1 GROUP BY move ORDER BY move`, page.split('/').at(-1))
	assert.deepEqual(moves.filter(({ n }) => n !== 1), [])
	assert.ok(['confirm', 'reschedule', 'cancel'].every((move) =>
		moves.some((one) => one.move === move)), JSON.stringify(moves))
})

test('two tabs of one slot: the same member books it once', async () => {
	const expert = await addExpert(stack)
	const [member] = await members(stack, 1)
	const answers = await Promise.all(Array.from({ length: 4 }, () =>
		bookAt(member.client, expert, at(76, stack))))
	assert.deepEqual(answers.map((one) => one.status).sort(), [201, 409, 409, 409])
})

test('a move and a booking for the same slot', async () => {
	const expert = await addExpert(stack)
	const [mover, booker] = await members(stack, 2)
	for (let i = 0; i < 8; i++) {
		const mine = await book(mover.client, expert, at(80 + 4 * i, stack))
		const start = at(82 + 4 * i, stack)
		const [moved, booked] = await Promise.all([
			mover.client.call('PATCH', `/api/sessions/${mine.id}/reschedule`, { start }),
			bookAt(booker.client, expert, start)])
		assert.deepEqual([moved.status, booked.status].sort().at(-1), 409,
			moved.body + booked.body)
		assert.ok(moved.status === 200 || booked.status === 201)
		const lost = moved.status === 409 ? moved : booked
		assert.equal(lost.json.alternatives.length, 3)
		const now = (await mover.client.call('GET', `/api/sessions/${mine.id}`)).json
		assert.equal(now.start, moved.status === 200 ? start : mine.start)
		assert.equal(now.sequence, moved.status === 200 ? 1 : 0)
	}
})

test('a proposal that is accepted while it runs out', async () => {
	const expert = await expertSpeaker(stack)
	const desk = expert.client
	const [member] = await members(stack, 1)
	const outcomes = new Set()
	for (let i = 0; i < 8; i++) {
		const { id } = await book(member.client, expert, at(120 + 4 * i, stack))
		await desk.call('POST', `/api/sessions/${id}/propose`,
			{ start: at(122 + 4 * i, stack) })
		const [proposal] = (await member.client.call('GET',
			`/api/sessions/${id}`)).json.proposals
		await stack.sql(`UPDATE session_proposal SET expires_at = app_now()
			+ $2 * interval '1 millisecond' WHERE id = $1`, proposal.id, i * 15)
		const [answer] = await Promise.all([
			member.client.call('POST',
				`/api/sessions/${id}/proposals/${proposal.id}/accept`, {}),
			stack.sql('DO $$ BEGIN PERFORM proposal_expire_due(10); END $$')])
		assert.ok([200, 409].includes(answer.status), answer.body)
		const moves = (await stack.sql(`SELECT move FROM session_history
			WHERE session_id = $1 AND move LIKE '%_proposal'`, id))
		assert.deepEqual(moves.filter((one) => one.move === 'accept_proposal').length,
			answer.status === 200 ? 1 : 0)
		assert.ok(moves.length <= 1, JSON.stringify(moves))
		outcomes.add(answer.status)
	}
	assert.ok(outcomes.has(409))
})

test('cancel against start and complete, complete against no-show and cancel', async () => {
	const pairs = []
	const start = at(220, stack)
	for (let i = 0; i < 9; i++) {
		const expert = await expertSpeaker(stack)
		const [member] = await members(stack, 1)
		const { id } = await book(member.client, expert, start)
		pairs.push({ id, desk: expert.client, client: member.client })
	}
	await passTo(stack, start, -5 * MINUTE)
	for (const { id, desk, client } of pairs.slice(0, 3)) {
		const [canceled, started] = await Promise.all([
			client.call('PATCH', `/api/sessions/${id}/cancel`, { reason: 'illness' }),
			desk.call('POST', `/api/sessions/${id}/start`, {})])
		assert.deepEqual([canceled.status, started.status].sort(), [200, 409])
		const lost = canceled.status === 409 ? canceled : started
		assert.ok(Array.isArray(lost.json.allowed), lost.body)
	}
	await pass(stack, 20 * MINUTE)
	const admin = await addStaff(stack)
	await admin.get('/admin')
	for (const { id, desk, client } of pairs.slice(3, 6)) {
		const [completed, canceled] = await Promise.all([
			desk.call('PATCH', `/api/sessions/${id}/complete`, {}),
			admin.call('POST', `/api/admin/sessions/${id}/cancel`, { reason: 'Fire' })])
		assert.deepEqual([completed.ok, canceled.ok].sort(), [false, true],
			completed.body + canceled.body)
		assert.equal((completed.ok ? canceled : completed).status, 409)
		const now = (await client.call('GET', `/api/sessions/${id}`)).json
		assert.equal(now.status, completed.ok ? 'completed' : 'canceled')
	}
	for (const { id, desk, client } of pairs.slice(6)) {
		const [completed, missed, canceled] = await Promise.all([
			desk.call('PATCH', `/api/sessions/${id}/complete`, {}),
			client.call('POST', `/api/sessions/${id}/no-show`, {}),
			client.call('PATCH', `/api/sessions/${id}/cancel`, { reason: 'illness' })])
		assert.deepEqual([completed.status, missed.status].sort(), [200, 409],
			completed.body + missed.body)
		assert.equal(canceled.status, 409)
		const now = (await client.call('GET', `/api/sessions/${id}`)).json
		assert.equal(now.status, completed.status === 200 ? 'completed' : 'no_show')
	}
})
