// Anonymous interviews: until both agree, neither's name, picture, address or
// number is in anything the other side is sent.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { HOUR, addExpert, assertHidden, at, book, enter, passTo } from './sessions.mjs'

let stack, ines, mia, session, clientAlias

before(async () => {
	stack = await startStack({ programs: ['account', 'booking'], workers: false })
	// Numbers of people that can't be taken for another.
	await stack.sql('ALTER TABLE users ALTER COLUMN id RESTART WITH 770000001')
	ines = await addExpert(stack, { kind: 'interviewer', anonymous: true,
		name: 'Zerlina Quist', email: 'zerlina.quist@secret.test',
		timezone: 'Europe/Lisbon', link: 'https://meet.example.org/zerlina',
		types: [{ kind: 'technical_coding' }] })
	ines.client = await enter(stack, ines)
	mia = await enter(stack, await stack.addMember({ name: 'Xaver Wolfgramm',
		email: 'xaver.wolfgramm@secret.test', timezone: 'Asia/Tokyo' }))
	for (const [person, picture] of [[ines.id, 'zq-face'], [mia.member.id, 'xw-face']])
		await stack.sql('UPDATE profile SET is_public = true, picture = $2 WHERE user_id = $1',
			person, `${picture}.webp`)
	session = await book(mia, ines, at(26, stack), { goals: 'Practise' })
	clientAlias = session.client.display_name
})
after(() => stack.stop())

const secretsOf = {
	expert: () => ['Zerlina', 'Quist', 'zerlina', 'zq-face', 'secret.test',
		ines.handle, String(ines.id), 'meet.example.org'],
	client: () => ['Xaver', 'Wolfgramm', 'xaver', 'xw-face', 'secret.test',
		mia.member.handle, String(mia.member.id), 'Tokyo'],
}

// Everything a side can open about the session.
async function everything(client) {
	const id = session.id
	const paths = [`/sessions/${id}`, '/sessions', '/sessions?show=past',
		`/sessions/${id}/cancel`, `/sessions/${id}/reschedule`,
		`/sessions/${id}/propose`, `/sessions/${id}/dispute`,
		`/sessions/${id}/emergency`, `/sessions/${id}/offer`,
		`/sessions/${id}/feedback`, `/sessions/${id}/room`,
		`/sessions/${id}/calendar.ics`, '/calendar', '/calendar?view=week',
		'/calendar?view=agenda', `/book/${ines.ref}`, '/instructor/dashboard',
		'/instructor/sessions', '/instructor/sessions?status=completed',
		'/concierge/dashboard']
	const all = []
	for (const path of paths)
		for (const prefix of ['', '/api']) {
			const answer = await client.get(`${prefix}${path}`)
			assert.ok(answer.status < 500, `${path}: ${answer.status}`)
			all.push([path, `${JSON.stringify(answer.headers)}\n${answer.body}`])
		}
	await client.get('/calendar/feed')
	const made = await client.call('POST', '/api/calendar/feed', {})
	all.push(['feed', (await stack.client().get(
		new URL(made.json.url).pathname)).body])
	return all
}

async function assertMasked() {
	for (const [, text] of await everything(mia))
		assertHidden(text, ...secretsOf.expert())
	for (const [, text] of await everything(ines.client))
		assertHidden(text, ...secretsOf.client())
}

test('both appear under generated names', async () => {
	assert.equal(session.anonymous, true)
	assert.equal(session.expert.display_name, ines.alias)
	assert.equal(session.expert.handle, null)
	assert.match(clientAlias, /^\w+ \w+ \d+$/)
	const seen = (await ines.client.call('GET', `/api/sessions/${session.id}`)).json
	assert.equal(seen.client.id, null)
	assert.equal(seen.client.display_name, clientAlias)
	assert.equal(seen.client.picture, null)
	assert.equal(seen.other_zone, null)
	assert.match((await mia.get(`/sessions/${session.id}`)).body,
		/only when both agree/)
	const other = await enter(stack, await stack.addMember())
	const next = await book(other, ines, at(28, stack))
	assert.notEqual(next.client.display_name, clientAlias)
})

test('while it is booked, everything is masked', assertMasked)

test('names are not offered before the end', async () => {
	const early = await mia.call('POST', `/api/sessions/${session.id}/reveal`,
		{ answer: 'offer' })
	assert.equal(early.status, 409)
	assert.match(early.json.detail, /once the session is completed/)
})

test('after the session too, with feedback, notes and an offer', async () => {
	const { id } = session
	await passTo(stack, session.start, HOUR / 2)
	assert.equal((await ines.client.call('PATCH', `/api/sessions/${id}/complete`,
		{})).json.status, 'completed')
	for (const client of [mia, ines.client]) {
		assert.equal((await client.call('POST', `/api/sessions/${id}/feedback`,
			{ rating: 4, comment: 'Good' })).status, 201)
		assert.equal((await client.call('POST', `/api/sessions/${id}/notes`,
			{ kind: 'shared', words: 'Thanks' })).status, 201)
	}
	await assertMasked()
	const said = (await stack.client().get(`/interviewers/${ines.ref}/ratings`)).body
	const face = (page) => page.match(/<svg viewBox="0 0 60 60"><path d="([^"]+)"\/>/)[1]
	assert.ok(said.includes(clientAlias))
	assert.equal(face(said), face((await ines.client.get(`/sessions/${id}`)).body))
	const page = await mia.get(`/sessions/${id}`)
	assert.match(page.body, /Offer to show names/)
	assert.equal((await mia.post(`/sessions/${id}/reveal`,
		{ answer: 'offer' })).status, 303)
	await assertMasked()
	assert.match((await ines.client.get(`/sessions/${id}`)).body,
		new RegExp(`${clientAlias} offers to show names`))
	assert.equal((await mia.call('POST', `/api/sessions/${id}/reveal`,
		{ answer: 'agree' })).status, 409)
})

test('refused, offered again, agreed: both at once', async () => {
	const { id } = session
	const reveal = (client, answer) => client.call('POST',
		`/api/sessions/${id}/reveal`, { answer })
	assert.equal((await reveal(ines.client, 'perhaps')).status, 422)
	assert.equal((await reveal(ines.client, 'refuse')).json.reveal, 'refused')
	await assertMasked()
	assert.equal((await reveal(ines.client, 'offer')).json.reveal,
		'offered_by_expert')
	assert.equal((await reveal(mia, 'agree')).json.reveal, 'mutual')
	const now = (await mia.call('GET', `/api/sessions/${id}`)).json
	assert.equal(now.expert.display_name, 'Zerlina Quist')
	const there = (await ines.client.call('GET', `/api/sessions/${id}`)).json
	assert.equal(there.client.display_name, 'Xaver Wolfgramm')
	assert.match((await mia.get(`/sessions/${id}`)).body, /Zerlina Quist/)
	assertHidden((await mia.get(`/sessions/${id}`)).body, 'secret.test')
})
