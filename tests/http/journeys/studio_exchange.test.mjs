// Journeys as documents: what is exported can be imported; what is malformed or
// hostile is refused by its path, and nothing of it is written.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addCreator, addJourney, idOf } from './studio.mjs'

let stack, cleo
before(async () => {
	stack = await startStack({ programs: ['account', 'journeys'] })
	cleo = await addCreator(stack)
})
after(() => { if (process.env.DUMP) console.log(stack.log('journeys')); return stack.stop() })

const field = { key: 'who', type: 'text', label: 'Who?' }
const section = { key: 'home', title: 'At home', fields: [field] }
const fine = { schema: 'journey-1', name: 'Imported', sections: [section] }
const post = async (document) => {
	if (!cleo.csrf)
		await cleo.get('/creator/journeys/import')
	return cleo.upload('/api/creator/journeys/import', { file: { filename: 'j.json',
		type: 'application/json', data: typeof document === 'string' ||
			Buffer.isBuffer(document) ? document : JSON.stringify(document) } },
	{ headers: { accept: 'application/json' } })
}
const count = async () => (await stack.sql(`SELECT (SELECT count(*) FROM journey)
	|| ' ' || (SELECT count(*) FROM journey_section) || ' '
	|| (SELECT count(*) FROM journey_field) AS n`))[0].n

test('there and back', async () => {
	const id = await addJourney(cleo, 'Exported')
	const out = await cleo.get(`/creator/journeys/${id}/export`)
	assert.equal(out.status, 200, out.body)
	assert.match(out.headers['content-disposition'], /exported\.json/)
	assert.equal(out.json.name, 'Exported')
	const page = await cleo.get('/creator/journeys/import')
	assert.equal(page.status, 200, page.body)
	const made = await cleo.upload('/creator/journeys/import', { file: {
		filename: 'j.json', type: 'application/json', data: out.body } })
	assert.equal(made.status, 303, made.body)
	const again = await cleo.get(`/creator/journeys/${idOf(made)}/export`)
	assert.deepEqual(again.json, out.json)
	const pasted = await cleo.upload('/creator/journeys/import',
		{ document: JSON.stringify(fine) })
	assert.equal(pasted.status, 303, pasted.body)
	assert.equal((await cleo.get('/creator/journeys/99999/export')).status, 404)
	assert.equal((await cleo.upload('/creator/journeys/import', {})).status, 422)
})

const deep = (n) => '{"not":'.repeat(n) + '1' + '}'.repeat(n)
const one = (change) => ({ ...fine, sections: [{ ...section,
	fields: [{ ...field, ...change }] }] })
const bad = [
	'', ' ', '{', '[]', 'null', '"x"', '{"schema": "journey-1"', '\u0000',
	Buffer.from([0xff, 0xfe, 0x7b, 0x7d]), '{"schema":"journey-1","schema":"journey-1"}',
	'{} {}', deep(500), '['.repeat(100000), '1e999', 'NaN', "{'schema': 1}",
	{ ...fine, schema: 'journey-2' }, { ...fine, schema: 7 }, { ...fine, name: '' },
	{ ...fine, name: 7 }, { ...fine, name: 'x'.repeat(121) }, { ...fine, name: null },
	{ ...fine, more: true }, { ...fine, __proto__x: {} }, { ...fine, sections: {} },
	{ ...fine, sections: [7] }, { ...fine, sections: [section, section] },
	{ ...fine, sections: Array.from({ length: 101 }, (_, i) => ({ ...section, key: `s${i}` })) },
	{ ...fine, theme: { primary: 'red' } }, { ...fine, theme: { primary: '#ffffff' } },
	{ ...fine, theme: { font: 'Comic' } }, { ...fine, theme: { cover: '../../etc/passwd' } },
	{ ...fine, estimated_minutes: -1 }, { ...fine, tags: 'home' },
	one({ key: 'Über' }), one({ key: '../x' }), one({ key: 'x'.repeat(41) }),
	one({ type: 'html' }), one({ type: null }), one({ label: '' }), one({ label: ['x'] }),
	one({ label: 'x\u0007' }), one({ max_len: 0 }), one({ max_len: '5' }),
	one({ max_len: 1e300 }), one({ pattern: '(a+)+$(?=x)' }), one({ pattern: '[' }),
	one({ weight: 11 }), one({ type: 'select' }),
	one({ type: 'select', options: [{ id: 'a', label: 'A' }, { id: 'a', label: 'B' }] }),
	one({ type: 'radio', options: [{ id: 'other', label: 'A' }, { id: 'b', label: 'B' }] }),
	one({ visible_if: 7 }), one({ visible_if: JSON.parse(deep(20)) }),
	one({ visible_if: { all: Array(60).fill({ field: 'who', is: 'answered' }) } }),
	one({ required: 'yes' }), one({ default: { evil: 1 } }), one({ onclick: 'alert(1)' }),
]

test('each of many malformed and hostile files is refused, and nothing is written',
	async () => {
		assert.ok(bad.length >= 50, `${bad.length}`)
		const before = await count()
		for (const document of bad) {
			const answer = await post(document)
			const what = (typeof document === 'string' ? document
				: JSON.stringify(document)).slice(0, 100)
			assert.ok([400, 413, 422].includes(answer.status), `${what} ${answer.status}`)
			assert.equal(await count(), before, what)
		}
	})

test('mistakes are told by their path', async () => {
	const answer = await post({ ...fine, sections: [section, { key: 'b', title: 'B',
		fields: [field, { ...field, key: 'two', weight: 12, oops: 1 }] }] })
	assert.equal(answer.status, 422)
	assert.ok(answer.json.errors['sections[1].fields[1].weight'], answer.body)
	assert.ok(answer.json.errors['sections[1].fields[1].oops'], answer.body)
	const page = await cleo.upload('/creator/journeys/import',
		{ document: JSON.stringify(one({ weight: 12 })) })
	assert.equal(page.status, 422)
	assert.match(page.body, /sections\[0\]\.fields\[0\]\.weight/)
})

test('words that would be script are words', async () => {
	const evil = '<script>alert(1)</script>"\'><img src=x onerror=alert(2)>'
	const made = await cleo.upload('/creator/journeys/import', { document: JSON.stringify({
		...fine, name: evil.slice(0, 100), description: `${evil}\n[x](javascript:alert(3))`,
		sections: [{ key: 'home', title: evil, description: evil, guidance: evil,
			fields: [{ ...field, label: evil, help: evil, placeholder: evil },
				{ key: 'pick', type: 'select', label: 'Pick', options: [
					{ id: 'a', label: evil }, { id: 'b', label: '=1+1' }] }] }] }) })
	assert.equal(made.status, 303, made.body)
	const base = `/creator/journeys/${idOf(made)}`
	for (const path of ['', '/about', '/publish', '/preview', '/sections/home',
		'/sections/home/edit', '/sections/home/fields/who', '/sections/home/fields/pick']) {
		const { body, status } = await cleo.get(base + path)
		assert.equal(status, 200, path)
		assert.doesNotMatch(body, /<script>alert|<img src=x|href="javascript:/, path)
	}
})

test('a large one: 60 sections with 1,200 fields stays editable', async () => {
	const large = { ...fine, name: 'Large', sections: Array.from({ length: 60 }, (_, s) => ({
		key: `s${s}`, title: `Section ${s}`, fields: Array.from({ length: 20 }, (__, f) => ({
			key: `f${f}`, type: 'text', label: `Question ${s}.${f}` })) })) }
	const made = await cleo.upload('/creator/journeys/import',
		{ document: JSON.stringify(large) })
	assert.equal(made.status, 303, made.body)
	const base = `/creator/journeys/${idOf(made)}`
	for (const path of ['', '/sections/s30', '/sections/s30/edit', '/sections/s30/fields/f3',
		'/publish', '/preview?section=s59'])
		assert.equal((await cleo.get(base + path)).status, 200, path)
	assert.ok((await cleo.get(`${base}/sections/s30`)).bytes.length < 60000)
	assert.equal((await cleo.post(`${base}/sections/s30/fields/f3`, { label: 'Changed',
		'visible_if.mode': 'all', 'visible_if.0.other': 's1.f2',
		'visible_if.0.is': 'answered' })).status, 303)
})
