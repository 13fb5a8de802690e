// A journey of one's own in a test's database, and who takes it.
import assert from 'node:assert/strict'

let made = 0

/** sections: { key: { title, is_list, fields: { key: { type, label, … } } } };
 * gives { id, slug, version }. */
export async function addJourney(stack, { slug = `programme-${++made}`,
	title = 'A quiet wedding', creator, status = 'published', sections }) {
	const by = creator ?? await stack.addMember({ roles: ['creator'] })
	const [{ id }] = await stack.sql(`INSERT INTO journey (creator_id, title, slug,
		summary, created_at) VALUES ($1, $2, $3, 'Step by step', app_now())
		RETURNING id`, by.id, title, slug)
	const version = await addVersion(stack, id, sections)
	await stack.sql(`UPDATE journey SET status = $2, published_at = app_now()
		WHERE id = $1`, id, status)
	return { id, slug, version, creator: by }
}

/** Publish these sections as the next version; gives its id. */
export async function addVersion(stack, journey, sections) {
	const [{ v }] = await stack.sql(
		'WITH x AS (SELECT version_draft($1) AS v) SELECT v FROM x', journey)
	const rows = Object.entries(sections).map(([key, s], i) => ({ key,
		position: i + 1, title: s.title ?? key, is_list: s.is_list ?? false,
		min: s.min_records ?? 0, max: s.max_records ?? 20, visible_if: s.visible_if,
		fields: Object.entries(s.fields).map(([k, { type = 'text', ...rest }], j) =>
			({ key: k, position: j + 1, type, definition: { label: k, ...rest } })) }))
	await stack.sql(`DELETE FROM journey_field f USING journey_section s
		WHERE s.id = f.section_id AND s.version_id = $1`, v)
	await stack.sql('DELETE FROM journey_section WHERE version_id = $1', v)
	await stack.sql(`INSERT INTO journey_section (version_id, key, position, title,
		is_list, min_records, max_records, visible_if)
		SELECT $1, x ->> 'key', (x ->> 'position')::int, x ->> 'title',
		(x ->> 'is_list')::boolean, (x ->> 'min')::int, (x ->> 'max')::int,
		x -> 'visible_if' FROM jsonb_array_elements($2::jsonb) x`,
	v, JSON.stringify(rows))
	await stack.sql(`INSERT INTO journey_field (section_id, key, position, type,
		definition) SELECT s.id, f ->> 'key', (f ->> 'position')::int, f ->> 'type',
		f -> 'definition' FROM jsonb_array_elements($2::jsonb) x
		JOIN journey_section s ON s.version_id = $1 AND s.key = x ->> 'key',
		jsonb_array_elements(x -> 'fields') f`, v, JSON.stringify(rows))
	await stack.sql('SELECT version_publish($1, $2)', v, 'What changed')
	return v
}

/** Somebody is on it; gives the enrolment's id. */
export async function takes(stack, journey, member, tier = 'essentials') {
	const [{ id }] = await stack.sql(
		'WITH e AS (SELECT id FROM enrol($1, $2, $3)) SELECT id FROM e',
		member.id, journey.id, tier)
	return id
}

/** What a page's script sends: save('about.name', 'Mia', base). */
export class Device {
	constructor(client, journey, tab) {
		Object.assign(this, { client, journey, tab, seq: 0 })
	}

	one(where, value, base = 0) {
		const [section, field, record] = where.split('.')
		return { section, field, value, base, seq: ++this.seq,
			...(record && (/^\d+$/.test(record) ? { record } : { ref: record })) }
	}

	send(saves, options) {
		return this.client.call('PUT', `/api/journeys/${this.journey.slug}/answers`,
			{ version: String(this.journey.version), tab: this.tab, saves }, options)
	}

	/** Gives the outcome of one save, with its status. */
	async save(where, value, base) {
		const answer = await this.send([this.one(where, value, base)])
		assert.ok([200, 409].includes(answer.status), answer.body)
		const [saved] = answer.json.answers
		return { status: answer.status, ...saved }
	}
}
