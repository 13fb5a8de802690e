import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { addJourney, takes } from '../../support/programme.mjs'
import { startStack } from '../../support/stack.mjs'

let stack, mia, ben, journey
const PDF = Buffer.from('%PDF-1.4\n1 0 obj <</Type/Catalog>> endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
const sections = { papers: { fields: {
	paper: { type: 'file', label: 'Paper', required: true, max_files: 2,
		extensions: ['pdf', 'txt'], max_size: 20000 }, note: {} } } }
const at = rest => `/journeys/visa/papers${rest ?? ''}`
const file = (filename, data = PDF, type = 'application/pdf') =>
	({ filename, data, type })
const put = (client, named) => client.upload(`/api${at('/files')}`,
	{ field: 'paper', file: named }, { headers: { 'x-csrf-token': client.csrf } })
const stored = async () => (await mia.get(`/api${at()}`)).json.answers
	.find(a => a.field === 'paper').value ?? []
const onDisk = () => {
	try {
		return readdirSync(join(stack.folder, 'media/answers'))
	} catch {
		return []
	}
}

before(async () => {
	stack = await startStack({ programs: ['account', 'journeys'] })
	mia = await stack.signIn(await stack.addMember())
	ben = await stack.signIn(await stack.addMember())
	journey = await addJourney(stack, { slug: 'visa', sections })
	await takes(stack, journey, mia.member)
	await mia.get(at())
	await ben.get('/dashboard')
})
after(() => stack.stop())

test('what a file is not is refused, and nothing is kept of it', async () => {
	for (const [named, why] of [
		[file('a.exe'), /kind are not taken/],
		[file('a.txt'), /not what its name says/],
		[file('a.pdf', Buffer.from('<script>alert(1)</script>'), 'application/pdf'),
			/not what its name says/],
		[file('a.pdf', Buffer.concat([PDF, Buffer.alloc(20001)])), /at most 19 KB/]]) {
		const answer = await put(mia, named)
		assert.equal(answer.status, 422, named.filename)
		assert.match(answer.body, why)
	}
	assert.deepEqual(await stored(), [])
	assert.deepEqual(onDisk(), [])
})

test('a file is stored by content, shown to its owner only, and as a download',
	async () => {
		const made = await put(mia, file('../../etc/pass\tport.pdf'))
		assert.equal(made.status, 201, made.body)
		const [one] = await stored()
		assert.deepEqual([one.name, one.size, one.type],
			['pass_port.pdf', PDF.length, 'application/pdf'])
		assert.match(one.sha256, /^[0-9a-f]{64}$/)
		const shown = await mia.get(at(`/files/${made.json.id}`))
		assert.equal(shown.status, 200)
		assert.ok(shown.bytes.equals(PDF))
		assert.match(shown.headers['content-disposition'], /^attachment/)
		assert.match(shown.headers['content-security-policy'], /sandbox/)
		assert.equal((await ben.get(at(`/files/${made.json.id}`))).status, 404)
		assert.equal((await ben.post(at(`/files/${made.json.id}/remove`))).status, 404)
		assert.equal((await put(ben, file('a.pdf'))).status, 404)
		assert.equal((await mia.call('PUT', '/api/journeys/visa/answers', { tab: 'x',
			version: String(journey.version), saves: [{ section: 'papers',
				field: 'paper', seq: 1, value: [{ id: '1', name: 'x.pdf', size: 1,
					sha256: 'a'.repeat(64), type: 'application/pdf' }] }] })).status,
		422, 'a list of files is never a script\'s to say')
	})

test('as many as there may be; one goes, from the disk too', async () => {
	const second = await put(mia, file('b.pdf'))
	assert.equal(second.status, 201)
	assert.equal((await put(mia, file('c.pdf'))).status, 409)
	await mia.post(at(`/files/${second.json.id}/remove`))
	assert.deepEqual((await stored()).map(f => f.name), ['pass_port.pdf'])
	assert.equal((await stack.sql(`SELECT count(*)::int AS n FROM job
		WHERE kind = 'files.remove'`))[0].n, 1)
})

test('without script: files come and go with the page', async () => {
	const page = await mia.get(at())
	const hidden = Object.fromEntries([...page.body.matchAll(
		/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)]
		.filter(m => /^(version|record|ref|tab|was|f\..*\.revision)$/.test(m[1]))
		.map(m => [m[1], m[2]]))
	const [one] = await stored()
	const sent = await mia.upload(at(), { ...hidden, go: 'save', 'f.note': 'Done',
		'f.paper.remove': one.id, 'f.paper': file('new.pdf') })
	assert.equal(sent.status, 303, sent.body)
	assert.deepEqual((await stored()).map(f => f.name), ['new.pdf'])
	const wrong = await mia.upload(at(), { ...hidden, go: 'save', 'f.note': 'Kept',
		'f.paper': file('bad.exe') })
	assert.equal(wrong.status, 422)
	assert.match(wrong.body, /value="Kept"/)
	assert.deepEqual((await stored()).map(f => f.name), ['new.pdf'])
})
