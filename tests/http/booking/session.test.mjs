// One session from its booking to the feedback, as pages and by JSON.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { DAY, HOUR, MINUTE, addExpert, at, book, enter, passTo } from './sessions.mjs'

let stack, noor, mia, milo

before(async () => {
	stack = await startStack({ programs: ['account', 'booking'] })
	noor = await addExpert(stack, { name: 'Noor Haddad', timezone: 'Asia/Tokyo' })
	noor.client = await enter(stack, noor)
	mia = await enter(stack, await stack.addMember({ name: 'Mia Larsen' }))
	milo = await enter(stack, await stack.addMember({ name: 'Milo Rossi' }))
})
after(() => stack.stop())

const until = (start, seconds) => passTo(stack, start, seconds)

test('book, move, complete, feedback on both sides', async () => {
	const session = await book(mia, noor, at(50, stack), { goals: 'Grow' })
	const page = `/sessions/${session.id}`
	assert.equal(session.kind, 'mentor_call')
	assert.equal(session.sequence, 0)
	assert.equal(session.reschedules_left, 2)

	// Moved by the client, on the page.
	const times = await mia.get(`${page}/reschedule`)
	assert.equal(times.status, 200, times.body)
	assert.match(times.body, /You can do this twice/)
	const start = at(60, stack)
	const moved = await mia.post(`${page}/reschedule`,
		{ start, seen: times.input('seen') })
	assert.equal(moved.status, 303, moved.body)
	const now = (await mia.call('GET', `/api${page}`)).json
	assert.deepEqual([now.start, now.sequence, now.reschedules_left],
		[start, 1, 1])
	assert.equal(now.uid, session.uid)
	// An old tab does not move it again.
	const stale = await mia.post(`${page}/reschedule`,
		{ start: at(70, stack), seen: times.input('seen') })
	assert.equal(stale.status, 409)
	assert.match(stale.body, /changed since you opened the page/)

	// Its page: both clocks, what can be done, no room yet.
	const shown = await mia.get(page)
	assert.match(shown.body, /Tokyo for Noor Haddad/)
	assert.match(shown.body, /Moved/)
	assert.ok(!shown.links(/feedback$/).length)
	const early = await mia.call('PATCH', `/api${page}/complete`)
	assert.equal(early.status, 409, early.body)
	assert.equal(early.json.status, 409)
	assert.ok(early.json.allowed.includes('cancel'), early.body)

	await until(start, -9 * MINUTE)
	assert.match((await mia.get(page)).body, /Join</)
	assert.equal((await noor.client.call('POST', `/api${page}/start`)).json.status,
		'in_progress')
	await until(start, 15 * MINUTE)
	const done = await noor.client.call('PATCH', `/api${page}/complete`)
	assert.equal(done.status, 200, done.body)
	assert.equal(done.json.status, 'completed')
	assert.ok(done.json.completed_at)

	// Feedback: nothing is shown until both wrote.
	const form = await mia.get(`${page}/feedback`)
	assert.equal(form.status, 200, form.body)
	assert.match(form.body, /Usefulness/)
	const given = await mia.post(`${page}/feedback`,
		{ rating: 5, comment: 'Helped a lot', 'rubric.clarity': 4 })
	assert.equal(given.status, 303, given.body)
	const other = (await noor.client.call('GET', `/api${page}/feedback`)).json
	assert.deepEqual(other.feedback, [])
	assert.deepEqual(other.rubric.map((one) => one.name),
		['preparation', 'engagement', 'progress', 'communication'])
	const wrong = await noor.client.call('POST', `/api${page}/feedback`,
		{ rating: 4, rubric: { clarity: 4 } })
	assert.equal(wrong.status, 422, wrong.body)
	const both = await noor.client.call('POST', `/api${page}/feedback`,
		{ rating: 4, comment: 'Well prepared', rubric: { progress: 5 } })
	assert.equal(both.status, 201, both.body)
	const all = (await mia.call('GET', `/api${page}`)).json.feedback
	assert.equal(all.length, 2)
	const late = await mia.call('POST', `/api${page}/feedback`, { rating: 1 })
	assert.equal(late.status, 409)
	assert.match((await mia.get(page)).body, /Well prepared/)
})

const api = async (client, method, path, body) => {
	const answer = await client.call(method, `/api/sessions/${path}`, body)
	assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.body}`)
	return answer.body ? answer.json : null
}

test('lists: filters, order, pages by keyset', async () => {
	const expert = await addExpert(stack)
	const member = await enter(stack, await stack.addMember())
	const starts = []
	for (let i = 0; i < 23; i++)
		starts.push((await book(member, expert, at(24 + 2 * i, stack))).start)
	const first = await member.get('/api/sessions')
	assert.equal(first.json.items.length, 20)
	assert.match(first.json.next, /^\/api\/sessions\?after=/)
	const second = await member.get(first.json.next)
	assert.equal(second.json.next, null)
	assert.deepEqual([...first.json.items, ...second.json.items]
		.map((one) => one.start), starts)
	const page = await member.get('/sessions')
	assert.equal(page.status, 200)
	const next = page.links(/after=/)
	assert.equal(next.length, 1)
	assert.equal((await member.get(next[0])).status, 200)

	await api(member, 'PATCH', `${first.json.items[0].id}/cancel`,
		{ reason: 'illness' })
	const count = async (query) => (await member.get(`/api/sessions?${query}`))
		.json.items.length
	assert.equal(await count('show=past'), 1)
	assert.equal(await count('status=canceled'), 1)
	assert.equal(await count('show=requests'), 0)
	assert.equal(await count('kind=interview'), 0)
	assert.equal(await count('side=expert'), 0)
	assert.equal(await count('side=client&kind=mentor_call&status=scheduled'), 20)
	assert.equal((await member.get('/sessions?show=soon')).status, 422)
	assert.match((await member.get('/sessions?show=past')).body, /Cancelled/)
	assert.equal(await count('after=nonsense'), 20)
	assert.equal((await stack.client().get('/sessions')).status, 303)
})

test('nobody else sees or touches it', async () => {
	const { id } = await book(mia, noor, at(100, stack))
	const page = `/sessions/${id}`
	const routes = [['GET', ''], ['GET', '/cancel'], ['GET', '/decline'],
		['GET', '/reschedule'], ['GET', '/propose'], ['GET', '/offer'],
		['GET', '/dispute'], ['GET', '/emergency'], ['GET', '/feedback'],
		['GET', '/calendar.ics'], ['GET', '/room'],
		['POST', '/confirm', { pay_with: 'free' }], ['POST', '/leave', {}],
		['POST', '/accept', {}], ['POST', '/decline', { reason: 'illness' }],
		['PATCH', '/cancel', { reason: 'illness' }],
		['PATCH', '/reschedule', { start: at(110, stack) }],
		['POST', '/propose', { start: at(110, stack) }],
		['POST', '/offer', { session_type_id: noor.types[0],
			starts: [at(110, stack)] }],
		['POST', '/proposals/1/accept', {}], ['POST', '/proposals/1/refuse', {}],
		['POST', '/start', {}], ['PATCH', '/complete', {}],
		['POST', '/no-show', {}], ['POST', '/take-back', {}],
		['POST', '/dispute', { words: 'No' }],
		['POST', '/settle', { outcome: 'completed' }],
		['POST', '/emergency', { words: 'Help' }],
		['POST', '/reveal', { answer: 'offer' }],
		['POST', '/notes', { kind: 'shared', words: 'Hi' }],
		['POST', '/notes/1', { done: true }],
		['PATCH', '/notes/1', { done: true }], ['DELETE', '/notes/1'],
		['POST', '/notes/1/delete', {}],
		['POST', '/feedback', { rating: 5 }]]
	for (const [method, path, body] of routes) {
		const answer = await milo.call(method, `/api${page}${path}`, body)
		assert.equal(answer.status, 404, `${method} ${path} ${answer.body}`)
		assert.ok(!answer.body.includes('Mia'), path)
		const open = await stack.client().call(method, `/api${page}${path}`, body)
		assert.equal(open.status, 401, `${method} ${path}`)
	}
	const desk = await milo.call('PATCH', `/api/instructor${page}`,
		{ status: 'canceled' })
	assert.equal(desk.status, 404)
	const client = await mia.call('PATCH', `/api/instructor${page}`,
		{ status: 'canceled' })
	assert.equal(client.status, 403)
	for (const id of ['0', '-1', 'x', '9999999999999999999999', '999999'])
		assert.equal((await mia.get(`/sessions/${id}`)).status, 404, id)
	assert.equal((await mia.call('GET', `/api${page}`)).json.status, 'scheduled')
})

test('cancelling shows what comes back, and keeps the reason', async () => {
	const { id } = await book(mia, noor, at(120, stack))
	const question = await mia.get(`/sessions/${id}/cancel`)
	assert.equal(question.status, 200, question.body)
	assert.match(question.body, /It was free: nothing is lost/)
	const bare = await mia.post(`/sessions/${id}/cancel`, {})
	assert.equal(bare.status, 422)
	assert.match(bare.body, /Choose a reason\./)
	const silent = await mia.post(`/sessions/${id}/cancel`, { reason: 'other' })
	assert.equal(silent.status, 422)
	assert.match(silent.body, /Say why, in a few words/)
	const done = await mia.post(`/sessions/${id}/cancel`,
		{ reason: 'other', words: 'The <cat> is ill' })
	assert.equal(done.status, 303, done.body)
	const shown = await mia.get(done.location)
	assert.match(shown.body, /Cancelled by you: Something else\./)
	assert.match(shown.body, /The &lt;cat&gt; is ill/)
	const twice = await mia.call('PATCH', `/api/sessions/${id}/cancel`,
		{ reason: 'illness' })
	assert.equal(twice.status, 409)
	assert.deepEqual(twice.json.allowed, [])
	assert.match(twice.json.detail, /was cancelled/)
	// The slot is free again, and the refusal above left no words behind.
	const anew = await book(milo, noor, at(120, stack))
	const free = await api(milo, 'PATCH', `${anew.id}/cancel`,
		{ reason: 'My train does not run' })
	assert.equal(free.status, 'canceled')
	const preview = await noor.client.call('GET', `/api/sessions/${anew.id}/cancel`)
	assert.equal(preview.json.move, null)
})

test('who confirms by hand accepts, declines, or is too late', async () => {
	const slow = await addExpert(stack, { byHand: true })
	slow.client = await enter(stack, slow)
	const first = await book(mia, slow, at(60, stack))
	assert.equal(first.status, 'requested')
	assert.match((await mia.get(`/sessions/${first.id}`)).body, /Answer expected by/)
	const row = await slow.client.get('/sessions?show=requests')
	assert.match(row.body, /Answer by/)
	const page = await slow.client.get(`/sessions/${first.id}`)
	const accepted = await slow.client.post(`/sessions/${first.id}/accept`,
		{ seen: page.input('seen') })
	assert.equal(accepted.status, 303, accepted.body)
	assert.equal((await mia.call('GET', `/api/sessions/${first.id}`)).json.status,
		'scheduled')
	const second = await book(mia, slow, at(62, stack))
	const ask = await slow.client.get(`/sessions/${second.id}/decline`)
	assert.match(ask.body, /Decline this request\?/)
	assert.equal((await slow.client.post(`/sessions/${second.id}/decline`,
		{ words: 'Sorry' })).status, 422)
	assert.equal((await slow.client.post(`/sessions/${second.id}/decline`,
		{ reason: 'not_a_fit' })).status, 303)
	const declined = await mia.get(`/sessions/${second.id}`)
	assert.match(declined.body, /Declined/)
	assert.match(declined.body, /Book again/)
	const third = await book(mia, slow, at(64, stack))
	const withdraw = await mia.get(`/sessions/${third.id}/cancel`)
	assert.match(withdraw.body, /Withdraw this request\?/)
	assert.equal((await api(mia, 'PATCH', `${third.id}/cancel`,
		{ reason: 'schedule' })).status, 'canceled')
	const confirm = await mia.call('POST', '/api/sessions/book', { expert_id:
		slow.ref, session_type_id: slow.types[0], start: at(0, stack) })
	assert.equal(confirm.status, 409)
	assert.match(confirm.json.detail, /too late to ask/)
})

test('the expert proposes another time; the client decides', async () => {
	const { id } = await book(mia, noor, at(150, stack))
	const form = await noor.client.get(`/sessions/${id}/propose`)
	assert.equal(form.status, 200, form.body)
	const start = at(160, stack)
	const put = await noor.client.post(`/sessions/${id}/propose`,
		{ start, words: 'Better for me', seen: form.input('seen') })
	assert.equal(put.status, 303, put.body)
	assert.match((await noor.client.get(`/sessions/${id}`)).body,
		/You proposed another time/)
	const page = await mia.get(`/sessions/${id}`)
	assert.match(page.body, /Better for me/)
	const [, proposal] = page.body.match(/proposals\/(\d+)\/accept/)
	const wrong = await mia.call('POST',
		`/api/sessions/${id}/proposals/${proposal}/accept`, { start: at(170, stack) })
	assert.equal(wrong.status, 422)
	const taken = await mia.post(`/sessions/${id}/proposals/${proposal}/accept`,
		{ start })
	assert.equal(taken.status, 303, taken.body)
	const now = (await mia.call('GET', `/api/sessions/${id}`)).json
	assert.deepEqual([now.start, now.sequence], [start, 1])
	const twice = await mia.call('POST',
		`/api/sessions/${id}/proposals/${proposal}/accept`, { start })
	assert.equal(twice.status, 409)

	// On the expert's own clock, and refused.
	const day = new Date(Date.parse(at(180, stack)) + 9 * 3600e3)
		.toISOString()
	const local = await noor.client.post(`/sessions/${id}/propose`,
		{ date: day.slice(0, 10), clock: day.slice(11, 16) })
	assert.equal(local.status, 303, local.body)
	const [second] = (await mia.call('GET', `/api/sessions/${id}`)).json.proposals
	assert.deepEqual(second.starts, [at(180, stack)])
	assert.equal((await mia.post(
		`/sessions/${id}/proposals/${second.id}/refuse`)).status, 303)
	assert.equal((await mia.call('GET', `/api/sessions/${id}`)).json.start, start)
	const third = await noor.client.call('POST', `/api/sessions/${id}/propose`,
		{ start: at(190, stack) })
	assert.equal(third.status, 409)
	assert.match(third.json.detail, /twice already/)
	assert.equal((await mia.call('POST', `/api/sessions/${id}/propose`,
		{ start: at(190, stack) })).status, 409)
	const none = await noor.client.post(`/sessions/${id}/propose`, {})
	assert.equal(none.status, 422)
})

test('the expert offers up to three times of a new session', async () => {
	const { id } = await book(mia, noor, at(200, stack))
	assert.equal((await mia.get(`/sessions/${id}/offer`)).status, 404)
	const form = await noor.client.get(`/sessions/${id}/offer`)
	assert.equal(form.status, 200, form.body)
	const bad = await noor.client.post(`/sessions/${id}/offer`,
		{ session_type_id: noor.types[0] })
	assert.equal(bad.status, 422)
	const starts = [at(210, stack), at(212, stack), at(214, stack)]
	const made = await noor.client.call('POST', `/api/sessions/${id}/offer`,
		{ session_type_id: noor.types[0], starts, words: 'Next step' })
	assert.equal(made.status, 200, made.body)
	assert.equal((await noor.client.call('POST', `/api/sessions/${id}/offer`,
		{ session_type_id: noor.types[0], starts: ['soon'] })).status, 422)
	const page = await mia.get(`/sessions/${id}`)
	assert.match(page.body, /A new session is proposed/)
	const [, proposal] = page.body.match(/proposals\/(\d+)\/accept/)
	const taken = await mia.post(`/sessions/${id}/proposals/${proposal}/accept`,
		{ start: starts[1] })
	assert.equal(taken.status, 303, taken.body)
	assert.notEqual(taken.location, `/sessions/${id}`)
	const fresh = (await mia.call('GET', `/api${taken.location}`)).json
	assert.deepEqual([fresh.start, fresh.status], [starts[1], 'scheduled'])
	// Another session's proposal is not reached through this one.
	assert.equal((await mia.call('POST',
		`/api/sessions/${fresh.id}/proposals/${proposal}/refuse`, {})).status, 404)
})

test('notes: whose they are, and who sees them', async () => {
	const { id } = await book(mia, noor, at(230, stack))
	const add = (client, body) => client.call('POST', `/sessions/${id}/notes`, body)
	const shared = await add(mia, { kind: 'shared', words: '**Bold** <script>' })
	assert.equal(shared.status, 201, shared.body)
	assert.equal((await add(mia, { kind: 'private', words: 'x' })).status, 403)
	assert.equal((await add(mia, { kind: 'recording', words: 'x',
		link: 'https://example.org/r' })).status, 403)
	assert.equal((await add(mia, { kind: 'resource', words: 'x' })).status, 422)
	assert.equal((await add(mia, { kind: 'resource',
		link: 'javascript:alert(1)' })).status, 422)
	assert.equal((await add(mia, { kind: 'shared' })).status, 422)
	assert.equal((await add(mia, { kind: 'diary', words: 'x' })).status, 422)
	const task = (await add(noor.client, { kind: 'action', words: 'Read' })).json
	assert.equal((await add(noor.client, { kind: 'private',
		words: 'Shy at first' })).status, 201)
	assert.equal((await add(noor.client, { kind: 'resource',
		link: 'https://example.org/a' })).status, 201)
	const page = await mia.get(`/sessions/${id}`)
	assert.match(page.body, /<strong>Bold<\/strong>/)
	assert.match(page.body, /&lt;script&gt;/)
	assert.match(page.body, /href="https:\/\/example\.org\/a"/)
	assert.doesNotMatch(page.body, /Shy at first/)
	assert.match((await noor.client.get(`/sessions/${id}`)).body, /Shy at first/)
	const seen = (await mia.call('GET', `/api/sessions/${id}`)).json.notes
	assert.deepEqual(seen.map((one) => [one.kind, one.side, one.mine]),
		[['shared', 'client', true], ['action', 'expert', false],
			['resource', 'expert', false]])
	// An action item is ticked by either, its words are the author's.
	const ticked = await mia.call('PATCH', `/api/sessions/${id}/notes/${task.id}`,
		{ done: true, words: 'Skip' })
	assert.deepEqual([ticked.json.done, ticked.json.words], [true, 'Read'])
	assert.equal((await mia.post(`/sessions/${id}/notes/${task.id}`,
		{ done: 'false' })).status, 303)
	assert.equal((await mia.call('DELETE',
		`/api/sessions/${id}/notes/${task.id}`)).status, 404)
	assert.equal((await mia.call('DELETE',
		`/api/sessions/${id}/notes/${shared.json.id}`)).status, 204)
	assert.equal((await noor.client.post(
		`/sessions/${id}/notes/${task.id}/delete`)).status, 303)
})

test('the expert by program: status, notes, recording', async () => {
	const { id } = await book(mia, noor, at(250, stack))
	const desk = (body) => noor.client.call('PATCH',
		`/instructor/sessions/${id}`, body)
	const saved = await desk({ notes: 'First', recording_link: 'https://example.org/v' })
	assert.equal(saved.status, 200, saved.body)
	assert.equal(saved.json.status, 'scheduled')
	assert.equal((await desk({ notes: 'Second' })).status, 200)
	const notes = (await noor.client.call('GET', `/api/sessions/${id}`)).json.notes
	assert.deepEqual(notes.map((one) => [one.kind, one.words, one.link]),
		[['private', 'Second', null],
			['recording', 'Recording', 'https://example.org/v']])
	assert.equal((await desk({ recording_link: 'ftp://x' })).status, 422)
	assert.equal((await desk({ status: 'gone' })).status, 422)
	const early = await desk({ status: 'in_progress' })
	assert.equal(early.status, 409)
	assert.ok(early.json.allowed.includes('cancel'))
	const canceled = await desk({ status: 'canceled', reason: 'illness' })
	assert.equal(canceled.json.status, 'canceled')
	assert.ok(canceled.json.canceled_at)
	const back = await desk({ status: 'scheduled' })
	assert.equal(back.status, 409, back.body)
	assert.deepEqual(back.json.allowed, [])
	const list = await noor.client.get('/instructor/sessions?status=canceled')
	assert.match(list.body, /Notes and links: 1. Recordings: 1/)
})

test('one session as a calendar file, and its room', async () => {
	const linked = await addExpert(stack, { name: 'Lina Berg',
		link: 'https://meet.example.org/lina' })
	const { id, uid, start } = await book(mia, linked, at(270, stack))
	const file = await mia.get(`/sessions/${id}/calendar.ics`)
	assert.match(file.headers['content-type'], /^text\/calendar/)
	const text = file.body.replaceAll('\r\n ', '')
	assert.match(text, new RegExp(`UID:${uid}`))
	assert.match(text, new RegExp(`DTSTART:${start.replaceAll(/[-:]/g, '')}`))
	assert.match(text, /SUMMARY:Mentoring with Lina Berg/)
	assert.match(text, /LOCATION:https:\/\/meet\.example\.org\/lina/)
	assert.doesNotMatch(text, /test\.belay\.test/)
	const room = await mia.get(`/sessions/${id}/room`)
	assert.equal(room.status, 200)
	assert.match(room.body, /It opens at/)
	assert.doesNotMatch(room.body, /meet\.example/)
	const page = await mia.get(`/sessions/${id}`)
	assert.equal(page.links(/^https:\/\/calendar\.google\.com/).length, 1)
	assert.equal(page.links(/^https:\/\/outlook\.live\.com/).length, 1)
})
