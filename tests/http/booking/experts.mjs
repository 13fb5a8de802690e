// Experts for the tests of booking, made in the database and listed at once.
const HOURS = [1, 2, 3, 4, 5].map((day) => ({ day, start: 540, end: 1020 }))

let experts = 0

/**
 * A verified expert: the member of addMember() with expert (the user id), ref,
 * alias and types ([{ id, kind, minutes, price }]).  Options: kind, kinds,
 * status, anonymous, timezone, weekly ([{ day, start, end }] in minutes),
 * types ([[kind, minutes, price]]), skills ([[name, level]]), headline, bio,
 * industries, languages, notice (hours), ratings ([stars]).
 */
export async function addExpert(stack, options = {}) {
	const n = ++experts
	const o = { kind: 'mentor', status: 'verified', anonymous: false,
		timezone: 'UTC', weekly: HOURS, headline: `Headline ${n}`, bio: null,
		types: [['mentoring', 60, 9000], ['introduction', 15, 0]],
		skills: [['PostgreSQL', 4]], industries: [], languages: ['en'], notice: 0,
		horizon: 60, ...options }
	const kinds = o.kinds ?? [o.kind]
	const member = await stack.addMember({ name: o.name ?? `Expert Name ${n}`,
		roles: o.status === 'verified' ? kinds : [], timezone: o.timezone })
	const alias = `Calm Heron ${1000 + n}`
	const [{ ref }] = await stack.sql(`INSERT INTO expert (user_id, alias,
		alias_seed, is_anonymous, headline, bio, timezone, languages, industries,
		min_notice_hours, horizon_days)
		VALUES ($1, $2, 'seed', $3, $4, $5, $6, $7::text[], $8::text[], $9, $10)
		RETURNING ref`, member.id, alias, o.anonymous, o.headline, o.bio,
	o.timezone, o.languages, o.industries, o.notice, o.horizon)
	for (const kind of kinds)
		await stack.sql(`INSERT INTO expert_kind (user_id, kind, status,
			submitted_at) VALUES ($1, $2, $3, app_now())`, member.id, kind, o.status)
	for (const { day, start, end } of o.weekly)
		await stack.sql('INSERT INTO availability_rule VALUES ($1, $2, $3, $4)',
			member.id, day, start, end)
	const types = []
	for (const [kind, minutes, price] of o.types) {
		const [{ id }] = await stack.sql(`INSERT INTO session_type (expert_id, kind,
			minutes, price_amount) VALUES ($1, $2, $3, $4) RETURNING id`,
		member.id, kind, minutes, price)
		types.push({ id, kind, minutes, price })
	}
	for (const [name, level] of o.skills)
		await stack.sql(`INSERT INTO expert_skill SELECT $1, id, $3 FROM skill
			WHERE name = $2`, member.id, name, level)
	const expert = { ...member, ref, alias, types }
	for (const stars of o.ratings ?? [])
		await addRating(stack, expert, { stars })
	await list(stack, expert)
	return expert
}

/** What the worker would do soon: the stored card is made from what is true. */
export async function list(stack, expert) {
	await stack.sql('SELECT expert_listing_refresh($1)', expert.id)
}

let subjects = 1000000

/** A rating, by a new member unless `author` is given. */
export async function addRating(stack, expert, { stars = 5, words = null,
	author, alias = null } = {}) {
	const by = author ?? await stack.addMember()
	const [{ id }] = await stack.sql(`INSERT INTO expert_rating (expert_id,
		author_id, author_alias, subject_kind, subject_id, stars, words, created_at)
		VALUES ($1, $2, $3, 'review', $4, $5, $6, app_now()) RETURNING id`,
	expert.id, by.id, alias, ++subjects, stars, words)
	await stack.sql(`UPDATE expert SET rating_count = rating_count + 1,
		rating_sum = rating_sum + $2 WHERE user_id = $1`, expert.id, stars)
	return { id, author: by }
}

/** The next Monday at least `days` from now, as YYYY-MM-DD in UTC. */
export function mondayAfter(days = 3) {
	const at = new Date(Date.now() + days * 86400000)
	while (at.getUTCDay() !== 1)
		at.setUTCDate(at.getUTCDate() + 1)
	return at.toISOString().slice(0, 10)
}

export function addDays(day, n) {
	const at = new Date(`${day}T00:00:00Z`)
	at.setUTCDate(at.getUTCDate() + n)
	return at.toISOString().slice(0, 10)
}

// Text that would run, break out or be read as a template if it were not escaped.
export const HOSTILE =
	`<script>alert(1)</script>"'><img src=x onerror=alert(1)>{{csrf}}&amp;`

/** No hostile text on the page is live. */
export function isInert(body) {
	return !/<script>alert|<img src=x|onerror=alert\(1\)>(?!&|{)|['"]><img/.test(
		body.replaceAll(/&(?:lt|gt|quot|amp|#39);/g, '_'))
}

function decode(text) {
	return text.replaceAll('&quot;', '"').replaceAll('&#39;', "'")
		.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

/** What a browser would send of the form with this id. */
export function fieldsOf(page, id) {
	const form = page.body.match(new RegExp(`<form[^>]*id="${id}".*?</form>`, 's'))[0]
	const fields = {}
	const put = (name, value) => {
		fields[name] = name in fields ? [fields[name], value].flat() : value
	}
	for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
		const name = tag.match(/\sname="([^"]*)"/)?.[1]
		if (name && (!/type="checkbox"/.test(tag) || /\schecked/.test(tag)))
			put(name, decode(tag.match(/\svalue="([^"]*)"/)?.[1] ?? ''))
	}
	for (const [, name, text] of form.matchAll(
		/<textarea[^>]*\sname="([^"]*)"[^>]*>\n?(.*?)<\/textarea>/gs))
		put(name, decode(text))
	for (const [, name, options] of form.matchAll(
		/<select[^>]*\sname="([^"]*)"[^>]*>(.*?)<\/select>/gs))
		put(name, options.match(/value="([^"]*)" selected/)?.[1] ??
			options.match(/value="([^"]*)"/)[1])
	return fields
}
