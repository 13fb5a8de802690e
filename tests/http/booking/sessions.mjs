// Experts, sessions and a clock that moves, for the tests of sessions.
import assert from 'node:assert/strict'

export const MINUTE = 60
export const HOUR = 3600
export const DAY = 24 * HOUR
let experts = 0

/** A verified expert, open at all hours without notice, with session types
 * { kind, minutes, price }; gives the member with { ref, types }. */
export async function addExpert(stack, { kind = 'mentor', anonymous = false,
	name, email, timezone = 'UTC', byHand = false, link = null,
	types = [{}] } = {}) {
	const member = await stack.addMember({ name, email, timezone,
		roles: [kind] })
	const alias = `Quiet Otter ${++experts}`
	await stack.sql(`
		INSERT INTO expert (user_id, alias, alias_seed, timezone,
			min_notice_hours, horizon_days, is_anonymous, confirm_by_hand,
			meeting_link, headline)
		VALUES ($1, $2, 'seed', $3, 0, 366, $4, $5, $6, 'Helps people grow');
		INSERT INTO expert_kind (user_id, kind, status, submitted_at)
			VALUES ($1, $7, 'verified', app_now());
		INSERT INTO availability_rule
			SELECT $1, d, 0, 1440 FROM generate_series(1, 7) d;`,
	member.id, alias, timezone, anonymous, byHand, link,
	kind)
	member.types = []
	for (const { kind: type = 'mentoring', minutes = 60, price = 0 } of types) {
		const [{ id }] = await stack.sql(`INSERT INTO session_type (expert_id,
			kind, minutes, price_amount) VALUES ($1, $2, $3, $4) RETURNING id`,
		member.id, type, minutes, price)
		member.types.push(String(id))
	}
	const [{ ref }] = await stack.sql(
		'SELECT ref::text FROM expert WHERE user_id = $1', member.id)
	await stack.sql('DO $$ BEGIN PERFORM expert_listing_refresh($1); END $$'
		.replace('$1', member.id))
	return { ...member, ref, alias }
}

/** The instant of a full hour, `hours` from now, as RFC 3339. */
export function at(hours, stack) {
	const now = Date.now() / 1000 + (stack?.options.clockOffset ?? 0)
	const hour = Math.ceil(now / HOUR) + hours
	return new Date(hour * HOUR * 1000).toISOString().replace('.000', '')
}

/** A signed-in client that holds the token of its session already. */
export async function enter(stack, member) {
	const client = await stack.signIn(member)
	await client.get('/sessions')
	return client
}

/** Book by JSON; gives the session. */
export async function book(client, expert, start, more = {}) {
	const answer = await client.call('POST', '/sessions/book', {
		expert_id: expert.ref, session_type_id: expert.types[0], start,
		pay_with: 'free', ...more })
	assert.equal(answer.status, 201, answer.body)
	return answer.json
}

/** Let `seconds` pass: the programs start again with a later clock. */
export async function pass(stack, seconds) {
	stack.options.clockOffset += Math.round(seconds)
	stack.env.BELAY_CLOCK_OFFSET = stack.options.clockOffset
	for (const name of stack.names) {
		await stack.kill(name)
		stack.launch(name)
	}
	await Promise.all(stack.served.map((name) => stack.ready(name)))
}

/** Let time pass until `seconds` after `start`. */
export const passTo = (stack, start, seconds = 0) =>
	pass(stack, (Date.parse(start) - Date.now()) / 1000 + seconds -
		stack.options.clockOffset)

/** Nothing of a person is in the text. */
export function assertHidden(text, ...words) {
	for (const word of words)
		assert.ok(!text.includes(word), `“${word}” is in: ${text.slice(
			Math.max(0, text.indexOf(word) - 200), text.indexOf(word) + 100)}`)
}
