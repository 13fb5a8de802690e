// A journey with a plan to be reviewed, for the tests of reviews.

/** A published journey of `creator`: sections plan (why, when, a private secret)
 * and family (a list); tiers guided (free, `reviews` a month) and essentials. */
export async function addJourney(stack, creator, { slug = 'moving', reviews = 50,
	rate = 2000 } = {}) {
	const [{ id }] = await stack.sql(`INSERT INTO journey (creator_id, title, slug,
		review_rate, commission_bp, created_at) VALUES ($1, 'Moving abroad', $2,
		$3, 1000, app_now()) RETURNING id::text`, creator.id, slug, rate)
	await stack.sql(`INSERT INTO journey_tier (journey_id, tier, month_amount,
		reviews) VALUES ($1, 'guided', 0, $2), ($1, 'essentials', 0, 0)`, id,
	reviews)
	const [{ version }] = await stack.sql(
		`WITH v AS (SELECT version_draft($1) AS version) SELECT version FROM v`, id)
	await stack.sql(`INSERT INTO journey_section (version_id, key, position, title,
		kind, guidance, is_list, max_records) VALUES ($1, 'plan', 1, 'Your plan',
		'relocation', 'Be **kind**.', false, 20), ($1, 'family', 2, 'Your family',
		NULL, NULL, true, 20)`, version)
	for (const [section, key, n, type, definition] of [
		['plan', 'why', 1, 'textarea', { label: 'Why?', required: true }],
		['plan', 'when', 2, 'date', { label: 'When?' }],
		['plan', 'secret', 3, 'text', { label: 'Fears', private: true }],
		['family', 'name', 1, 'text', { label: 'Name' }]])
		await stack.sql(`INSERT INTO journey_field (section_id, key, position,
			type, definition) SELECT s.id, $3, $4, $5, $6 FROM journey_section s
			WHERE s.version_id = $1 AND s.key = $2`, version, section, key, n,
		type, definition)
	await stack.sql('SELECT version_publish($1, $2)', version, 'First')
	await stack.sql(`UPDATE journey SET status = 'published',
		published_at = app_now() WHERE id = $1`, id)
	return { id, slug, version }
}

/** A mentor of the journey, signed in. */
export async function addMentor(stack, journey, options = {}) {
	const member = await stack.addMember({ roles: ['mentor'], ...options })
	await stack.sql('DO $$ BEGIN PERFORM expert_ensure($1); END $$'
		.replace('$1', member.id))
	await stack.sql(`INSERT INTO journey_provider (journey_id, user_id, kind,
		status, created_at) VALUES ($1, $2, 'mentor', 'verified', app_now())`,
	journey.id, member.id)
	const [{ ref }] = await stack.sql(
		'SELECT ref::text FROM expert WHERE user_id = $1', member.id)
	const client = await stack.signIn(member)
	await client.get('/reviews') // a page: its token goes with what is written
	return Object.assign(client, { ref })
}

/** A member on the journey who has filled in the plan, signed in. */
export async function addTaker(stack, journey, { tier = 'guided', ...options } = {}) {
	const client = await stack.signIn(await stack.addMember(options))
	const [{ id }] = await stack.sql(`INSERT INTO enrolment (journey_id, user_id,
		version_id, tier, started_at, last_at) VALUES ($1, $2, $3, $4, app_now(),
		app_now()) RETURNING id::text`, journey.id, client.member.id,
	journey.version, tier)
	client.enrolment = id
	await answer(stack, client, 'why', 'The sea and the light of Lisbon.')
	await answer(stack, client, 'secret', 'Being alone')
	await client.get('/reviews')
	return client
}

export async function answer(stack, client, field, words) {
	await stack.sql(`INSERT INTO answer AS a (enrolment_id, section_key, field_key,
		user_id, value, saved_at, saved_by) VALUES ($1, 'plan', $2, $3, $4,
		app_now(), $3) ON CONFLICT (enrolment_id, section_key, record_id,
		field_key) DO UPDATE SET value = excluded.value,
		revision = a.revision + 1`, client.enrolment, field, client.member.id,
	JSON.stringify(words))
}

/** Hands the plan in; the review's id. */
export async function handIn(client, more = {}) {
	const made = await client.call('POST', '/api/reviews', { section: 'plan',
		enrolment: client.enrolment, ...more })
	if (made.status !== 201)
		throw new Error(`${made.status} ${made.body}`)
	return made.json.id
}
