// Two members who blocked each other meet nowhere.  Every GET route of every
// program that a member may open is walked by both, with everything that is known
// of the other in the place of its parameters: made from --routes, so that a new
// page is walked without anybody remembering it.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addExpert, list } from '../booking/experts.mjs'
import { at, book } from '../booking/sessions.mjs'

const file = new URL(`../../../.build/${process.env.MODE ?? 'dev'}/routes.tsv`,
	import.meta.url)
const routes = readFileSync(file, 'utf8').trim().split('\n').map((line) => {
	const [program, method, path, access] = line.split('\t')
	return { program, method, path, access }
}).filter(({ method, path, access }) => method === 'GET' &&
	['public', 'member', 'verified'].includes(access) && !path.includes('oidc') &&
	!path.startsWith('/calendar/google'))
// Where the blocker's own list shows whom it is about.
const OWN = new Set(['/safety/blocks', '/safety/mutes'])
const HOURS = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, start: 0, end: 1440 }))

let stack, ava, ben

/** A mentor with a public page, ratings, a pack, and somebody who waits. */
async function mentor(name) {
	const expert = await addExpert(stack, { name, weekly: HOURS, ratings: [5, 5, 4],
		types: [['mentoring', 60, 0], ['introduction', 15, 0]] })
	await stack.sql("UPDATE profile SET is_public = true, about = 'Here' WHERE user_id = $1",
		expert.id)
	const [{ id: pack }] = await stack.sql(`INSERT INTO pack_product (kind, expert_id, name,
		about, type_kind, minutes, price_amount, price_currency, created_at) VALUES ('pack',
		$1, 'Pack', 'Words', 'mentoring', 60, 18000, 'USD', app_now()) RETURNING id`, expert.id)
	await list(stack, expert)
	const client = await stack.signIn(expert)
	await client.get('/sessions')
	return Object.assign(client, { name, expert, pack })
}

/** Everything by which somebody can be asked for. */
async function knownOf(one) {
	const ratings = await stack.sql('SELECT id FROM expert_rating WHERE expert_id = $1 LIMIT 1',
		one.expert.id)
	return [one.expert.ref, one.expert.id, one.expert.handle, one.pack,
		one.expert.types[0].id, ratings[0]?.id].filter(Boolean).map(String)
}

/** The addresses of a route that could lead to somebody. */
function addresses(path, known) {
	if (!/:/.test(path))
		return [path, `${path}?q=a`, ...path !== '/safety/report' ? []
			: [`${path}?kind=profile&id=${known[1]}`, `${path}?kind=expert&id=${known[0]}`,
				`${path}?kind=picture&id=${known[1]}`, `${path}?kind=rating&id=${known.at(-1)}`]]
	if (path.startsWith('/checkout/:kind/'))
		return known.flatMap((id) => ['session', 'pack', 'package'].map((kind) =>
			`/checkout/${kind}/${id}`))
	return known.map((one) => path.replaceAll(/:[a-z_]+/g, one))
}

/** The page, or its twin: some have one that shows more than the other. */
async function shows(reader, address, name) {
	for (const one of [`/api${address}`, address]) {
		const answer = await reader.get(one)
		assert.ok(answer.status < 500, `${one}: ${answer.status}`)
		if (answer.body.includes(name))
			return true
	}
	return false
}

/** The pages on which `reader` sees `other`. */
async function meetings(reader, other) {
	const known = await knownOf(other)
	const seen = []
	for (const route of routes.filter(({ path }) => !OWN.has(path)))
		for (const address of addresses(route.path, known))
			if (await shows(reader, address, other.name))
				seen.push(address)
	return seen
}

before(async () => {
	stack = await startStack({ env: { BELAY_DEMO: '0' } })
	ava = await mentor('Ava Aardvark')
	ben = await mentor('Ben Badgerling')
})
after(() => stack.stop())

test('before the block they meet on many pages', async () => {
	const seen = await meetings(ben, ava)
	for (const page of ['/mentors', `/mentors/${ava.expert.ref}`, `/u/${ava.expert.handle}`,
		`/book/${ava.expert.ref}`, `/mentors/${ava.expert.ref}/packs`,
		`/checkout/pack/${ava.pack}`])
		assert.ok(seen.includes(page), `${page}\n${seen.join('\n')}`)
})

test('muted: not suggested, but still to be found and booked', async () => {
	assert.equal((await ben.post('/safety/mutes', { handle: ava.expert.handle })).status, 303)
	await ben.get('/safety/mutes') // where it says so once
	assert.doesNotMatch((await ben.get('/mentors')).body, /Ava Aardvark/)
	assert.doesNotMatch((await ben.get('/mentors?q=Aardvark')).body, /Ava Aardvark/)
	assert.match((await ben.get(`/mentors/${ava.expert.ref}`)).body, /Ava Aardvark/)
	assert.match((await ben.get(`/book/${ava.expert.ref}`)).body, /Ava Aardvark/)
	assert.match((await ava.get('/mentors')).body, /Ben Badgerling/, 'she does not learn of it')
	const [{ ref }] = (await ben.call('GET', '/safety/mutes')).json.items
	assert.equal((await ben.call('POST', '/safety/mutes/remove', { ref })).status, 204)
})

test('a notice of who is muted makes no mail, unless it is urgent', async () => {
	await ben.call('POST', '/safety/mutes', { handle: ava.expert.handle })
	const session = await book(ben, { ...ava.expert,
		types: ava.expert.types.map(({ id }) => String(id)) }, at(50))
	const ids = {}
	for (const type of ['session_completed', 'session_canceled'])
		[{ id: ids[type] }] = await stack.sql(`INSERT INTO notification (user_id, type, data,
			created_at) VALUES ($1, $2, $3, app_now()) RETURNING id`, ben.member.id, type,
		{ session_id: session.id })
	const muted = async (id) => (await stack.sql(
		'SELECT notice_is_muted(n) AS muted FROM notification n WHERE id = $1', id))[0].muted
	assert.equal(await muted(ids.session_completed), true)
	const [row] = await stack.sql(`SELECT (NOT (t.urgent OR t.required)
		AND notice_is_muted(n)) AS quiet FROM notification n JOIN notification_type t
		ON t.name = n.type WHERE n.id = $1`, ids.session_canceled)
	assert.equal(row.quiet, false, 'what is urgent is told')
	await ben.call('POST', `/sessions/${session.id}/cancel`, { code: 'schedule' })
	await stack.sql('DELETE FROM session_participant WHERE session_id = $1', session.id)
	await stack.sql('DELETE FROM mute WHERE muter_id = $1', ben.member.id)
	await stack.sql('DELETE FROM notification WHERE user_id IN ($1, $2)', ben.member.id,
		ava.member.id)
})

test('blocked: neither meets the other on any page of any program', async () => {
	assert.equal((await ben.post(`/u/${ava.expert.handle}/block`)).status, 303)
	assert.equal((await ava.call('POST', '/safety/blocks', { expert_id: ben.expert.ref }))
		.status, 204)
	await ben.get('/safety/blocks') // where it says so once
	await ava.get('/safety/blocks')
	assert.deepEqual(await meetings(ben, ava), [])
	assert.deepEqual(await meetings(ava, ben), [])
	assert.match((await ben.get('/safety/blocks')).body, /Ava Aardvark/, 'but in the own list')
})

test('and nothing that connects people connects them', async () => {
	const { expert, pack } = ava
	const type = String(expert.types[0].id)
	for (const [path, body] of [
		['/sessions/book', { expert_id: expert.ref, session_type_id: type, start: at(60),
			pay_with: 'free' }],
		[`/book/${expert.ref}`, { type, start: at(60) }],
		[`/seats/${expert.ref}/waiting`, {}],
		[`/checkout/pack/${pack}`, { currency: 'USD', provider: 'manual', shown: '18000' }],
		['/session-packs', { pack_id: String(pack), mentor_id: expert.ref }],
	]) {
		const answer = await ben.call('POST', path, body)
		assert.ok(answer.status >= 400 && answer.status < 500, `${path}: ${answer.status}`)
	}
	const counts = async () => (await stack.sql(`SELECT (SELECT count(*) FROM orders
			WHERE buyer_id = $1 AND seller_id = $2)::int AS orders,
		(SELECT count(*) FROM waiting_entry WHERE student_id = $1 AND expert_id = $2)::int
			AS waiting`, ben.member.id, ava.member.id))[0]
	assert.deepEqual(await counts(), { orders: 0, waiting: 0 })
	// whatever way leads there
	for (const insert of [
		`INSERT INTO waiting_entry (expert_id, student_id, joined_at)
			VALUES (${ava.member.id}, ${ben.member.id}, app_now())`,
		`INSERT INTO session_proposal (session_id, from_session_id, expert_id, client_id,
			starts, created_at, expires_at) SELECT id, id, ${ava.member.id}, ${ben.member.id},
			ARRAY[app_now()], app_now(), app_now() FROM session LIMIT 1`])
		await assert.rejects(stack.sql(insert), /session_blocked/)
	const match = await ben.call('POST', '/interviewers/match', { type: 'mentoring' })
	assert.doesNotMatch(match.body, /Ava Aardvark/)
})
