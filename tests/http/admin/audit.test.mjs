// The log: filters, pages, export.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addStaff, logOf } from './staff.mjs'

let stack, admin, person

before(async () => {
	stack = await startStack({ programs: ['account', 'admin'], workers: false })
	admin = await addStaff(stack)
	person = await stack.addMember({ name: '=HYPERLINK("x")' })
	for (let i = 0; i < 70; i++)
		await stack.sql(`INSERT INTO audit (at, actor_id, action, target_kind, target_id, detail)
			VALUES ('2026-01-01T00:00Z'::timestamptz + make_interval(days => $1), $2, $3, 'user',
			$4, $5)`, i, person.id, i % 2 ? 'odd.thing' : 'even_x.thing', 500 + i,
		{ note: `quote " comma , line\nnext ${i}` })
})
after(() => stack.stop())

const list = async (query) => {
	const { status, json } = await admin.call('GET', `/api/admin/audit?${query}`)
	assert.equal(status, 200)
	return json.items
}

test('by person, action, target and day', async () => {
	assert.ok((await list(`who=${person.id}`)).every((a) => a.actor_id === String(person.id)))
	assert.equal((await list(`who=${person.handle}`)).length, 30)
	assert.equal((await list(`who=${person.email}`)).length, 30)
	assert.deepEqual(await list('who=nobody-of-that-name'), [])
	assert.ok((await list('action=odd')).every((a) => a.action === 'odd.thing'))
	assert.equal((await list('action=odd.thing')).length, 30)
	assert.deepEqual(await list('action=evenax'), [], '_ is no wildcard')
	assert.equal((await list('target=user&target_id=503')).length, 1)
	assert.deepEqual((await list('from=2026-01-05&to=2026-01-06')).map((a) => a.at),
		['2026-01-06T00:00:00Z', '2026-01-05T00:00:00Z'])
	assert.equal((await list(`person=${person.id}&action=odd`)).length, 30)
	assert.equal((await admin.get('/admin/audit?from=yesterday')).status, 422)
})

test('days are the reader’s', async () => {
	await stack.sql(`UPDATE profile SET timezone = 'Pacific/Kiritimati' WHERE user_id = $1`,
		admin.member.id)
	assert.deepEqual((await list('from=2026-01-05&to=2026-01-05&action=even_x')).map((a) => a.at),
		['2026-01-05T00:00:00Z'])
	assert.deepEqual((await list('from=2026-01-06&to=2026-01-06')).map((a) => a.at),
		['2026-01-06T00:00:00Z'])
})

test('pages by key, newest first', async () => {
	const ids = []
	for (let next = `/api/admin/audit?who=${person.id}`; next;) {
		const { json } = await admin.call('GET', next)
		ids.push(...json.items.map((a) => Number(a.id)))
		next = json.next
	}
	assert.equal(ids.length, 70)
	assert.deepEqual(ids, [...ids].sort((a, b) => b - a))
	const page = await admin.get(`/admin/audit?who=${person.id}`)
	assert.match(page.body, /=HYPERLINK\(&quot;x&quot;\)/)
	assert.ok(page.links(/after=/).length)
	assert.ok(page.links(/audit\.csv\?who=/).length)
})

test('CSV: quoted, no cell is a formula, and the export is logged', async () => {
	const answer = await admin.get(`/admin/audit.csv?who=${person.id}`)
	assert.equal(answer.status, 200)
	assert.match(answer.headers['content-type'], /^text\/csv/)
	assert.match(answer.headers['content-disposition'], /attachment; filename="audit.csv"/)
	const rows = answer.body.split('\r\n')
	assert.equal(rows[0].replaceAll('"', ''), 'id,at,action,actor_id,actor,impersonator,' +
		'target_kind,target_id,detail,remote_addr,request_id')
	assert.equal(rows.length, 72, 'a head, 70 rows, the end')
	assert.match(rows[1], /"'=HYPERLINK\(""x""\)"/)
	assert.match(rows[1], /quote \\""/)
	assert.doesNotMatch(answer.body, /(^|,)"?[=+@-]/m)
	assert.equal((await logOf(stack, 'audit.export', null)).length, 1)
})

test('a long log comes in parts', async () => {
	await stack.sql(`INSERT INTO audit (at, actor_id, action, detail)
		SELECT app_now(), $1, 'bulk', jsonb_build_object('x', repeat('y', 390))
		FROM generate_series(1, 6000)`, person.id)
	let total = 0
	let after = ''
	for (let parts = 0; after !== undefined; parts++) {
		assert.ok(parts < 6)
		const answer = await admin.get(`/admin/audit.csv?action=bulk${after}`)
		assert.equal(answer.status, 200)
		assert.ok(answer.body.length < 2e6, String(answer.body.length))
		total += answer.body.trimEnd().split('\r\n').length - 1
		after = answer.headers['x-next-after'] && `&after=${answer.headers['x-next-after']}`
	}
	assert.equal(total, 6000)
})

for (const [what, count, detail] of [['short', 30000, null], ['long', 4000, '"”'.repeat(200)]])
	test(`CSV of ${what} rows: as much as fits, and the rest from where it ended`, async () => {
		await stack.sql(`INSERT INTO audit (at, action, detail)
			SELECT app_now(), $1, jsonb_build_object('note', $2::text)
			FROM generate_series(1, $3)`, `many.${what}`, detail, count)
		let files = 0
		const ids = []
		for (let after = '', more = true; more; files++) {
			const answer = await admin.get(`/admin/audit.csv?action=many.${what}${after}`)
			assert.equal(answer.status, 200)
			ids.push(...answer.body.split('\r\n').slice(1, -1)
				.map((row) => Number(row.match(/^"(\d+)"/)[1])))
			more = answer.headers['x-next-after'] !== undefined
			after = `&after=${answer.headers['x-next-after']}`
		}
		assert.equal(ids.length, count)
		assert.ok(ids.every((id, i) => i === 0 || id < ids[i - 1]), 'in order, each once')
		assert.ok(files > 1 && files < 40, String(files))
	})
