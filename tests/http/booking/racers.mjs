// Many who book at once: members and experts that speak by access tokens, so
// that no password is worked out for each.
import { addExpert } from './sessions.mjs'

const tokenOf = (id) => `belay_race_${id}`

async function giveTokens(stack, ids) {
	await stack.sql(`INSERT INTO access_token (user_id, name, token_hash, scopes,
		created_at, expires_at) SELECT i, 'race', sha256(convert_to('belay_race_'
		|| i, 'UTF8')), '{booking:read,booking:write}', app_now(),
		app_now() + interval '30 days' FROM unnest($1::bigint[]) i`, ids)
}

const speaker = (stack, id) => stack.client(
	{ headers: { authorization: `Bearer ${tokenOf(id)}` } })

/** Verified members, each { id, email, client }. */
export async function members(stack, n) {
	const rows = await stack.sql(`INSERT INTO users (email, verified_at, created_at)
		SELECT 'race' || nextval('users_id_seq') || '@test.belay.test', app_now(),
			app_now() FROM generate_series(1, $1) RETURNING id::text, email`, n)
	const ids = rows.map((row) => row.id)
	await stack.sql(`INSERT INTO profile (user_id, handle, display_name, timezone)
		SELECT i, 'race-' || i, 'Racer ' || i, 'UTC'
		FROM unnest($1::bigint[]) i;
		INSERT INTO preference (user_id) SELECT i FROM unnest($1::bigint[]) i`, ids)
	await giveTokens(stack, ids)
	for (const row of rows)
		row.client = speaker(stack, row.id)
	return rows
}

/** An expert as of addExpert(), with client. */
export async function expertSpeaker(stack) {
	const expert = await addExpert(stack)
	await giveTokens(stack, [expert.id])
	return { ...expert, client: speaker(stack, expert.id) }
}

export const bookAt = (client, expert, start, options) => client.call('POST',
	'/api/sessions/book', { expert_id: expert.ref,
		session_type_id: expert.types[0], start, pay_with: 'free' }, options)

export const count = (answers, status) =>
	answers.filter((answer) => answer.status === status).length
