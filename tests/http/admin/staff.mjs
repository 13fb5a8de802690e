// Staff that is signed in with a second factor, and what tests ask of the log.
import assert from 'node:assert/strict'

/** A signed-in admin (or the roles given), second factor used. */
export async function addStaff(stack, { roles = ['admin'], ...more } = {}) {
	const member = await stack.addMember({ roles, ...more })
	const client = await stack.signIn(member)
	await useSecondFactor(stack, member)
	return client
}

export async function useSecondFactor(stack, member) {
	await stack.sql(`UPDATE user_session SET second_factor = true
		WHERE user_id = $1`, member.id)
}

/** The password was given too long ago. */
export async function forgetPassword(stack, member) {
	await stack.sql(`UPDATE user_session SET sudo_until = app_now() - interval '1 minute'
		WHERE user_id = $1`, member.id)
}

/** Rows of the audit log, newest first. */
export async function logOf(stack, action, target) {
	return stack.sql(`SELECT * FROM audit WHERE action = $1
		AND ($2::bigint IS NULL OR target_id = $2) ORDER BY id DESC`, action, target)
}

/** One row, by this person, with an address and a request's number. */
export async function assertLogged(stack, action, target, actor) {
	const rows = await logOf(stack, action, target)
	assert.equal(rows.length, 1, `${action}: ${JSON.stringify(rows)}`)
	assert.equal(rows[0].actor_id, actor.id)
	assert.ok(rows[0].remote_addr && rows[0].request_id)
	return rows[0]
}

/** An application as the expert's own form makes it. */
export async function apply(stack, member, kind, answers = { experience: '9 years' }) {
	const [{ ref }] = await stack.sql(`WITH me AS (SELECT
		set_config('app.user_id', $1::text, true))
		SELECT expert_register($2, $3) AS ref FROM me`, member.id, kind, answers)
	return ref
}
