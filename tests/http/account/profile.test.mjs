// The profile, its picture and résumé, the public page, blocks.
import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { startStack, until } from '../../support/stack.mjs'

const TURNED = readFileSync(new URL('../../support/files/turned.jpg', import.meta.url))
const LARGE = /\/media\/avatars\/[\w-]+-512\.webp/
let stack

before(async () => {
	stack = await startStack({ programs: ['account', 'safety'] })
})
after(() => stack.stop())

const filled = (handle, more = {}) => ({ display_name: 'Ana Sá', handle,
	timezone: 'Europe/Lisbon', headline: 'Builds compilers',
	about: 'I like **parsers**. <script>alert(1)</script>', country: 'PT',
	languages: 'Portuguese, en, english', skills: 'python, Rust, python, Törtchen, 日本語',
	industries: ['software', 'education'], links: 'https://example.org/ana\nhttps://example.org/b',
	years_experience: '7', ...more })

function crc32(data) {
	let crc = ~0
	for (const byte of data) {
		crc ^= byte
		for (let i = 0; i < 8; i++)
			crc = crc >>> 1 ^ (crc & 1 ? 0xedb88320 : 0)
	}
	return ~crc >>> 0
}

// A PNG of one colour.
function png(width, height) {
	const chunk = (type, data) => {
		const out = Buffer.alloc(12 + data.length)
		out.writeUInt32BE(data.length)
		out.write(type, 4)
		data.copy(out, 8)
		out.writeUInt32BE(crc32(out.subarray(4, 8 + data.length)), 8 + data.length)
		return out
	}
	const head = Buffer.alloc(13)
	head.writeUInt32BE(width)
	head.writeUInt32BE(height, 4)
	head.set([8, 2, 0, 0, 0], 8)
	const row = Buffer.alloc(1 + 3 * width, 90)
	row[0] = 0
	return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head),
		chunk('IDAT', deflateSync(Buffer.concat(Array(height).fill(row)))),
		chunk('IEND', Buffer.alloc(0))])
}

function pdf(words) {
	const stream = `BT /F1 18 Tf 20 100 Td (${words}) Tj ET`
	const parts = ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
		'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
		`<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
		'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>']
	let out = '%PDF-1.4\n'
	const offsets = parts.map((part, i) => {
		const at = out.length
		out += `${i + 1} 0 obj\n${part}\nendobj\n`
		return at
	})
	const xref = out.length
	out += `xref\n0 6\n0000000000 65535 f \n${offsets.map((at) =>
		`${String(at).padStart(10, '0')} 00000 n \n`).join('')}`
	return Buffer.from(`${out}trailer << /Size 6 /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`)
}

test('a profile is saved and shown as it is kept', async () => {
	const ana = await stack.signIn(await stack.addMember())
	const answer = await ana.submit('/settings/profile', filled('Ana-Sa'))
	assert.equal(answer.status, 303, answer.body)
	const { json: { profile } } = await ana.call('GET', '/api/settings/profile')
	assert.equal(profile.handle, 'ana-sa')
	assert.deepEqual(profile.languages, ['pt', 'en'])
	assert.deepEqual(profile.skills, ['Python', 'Rust', 'Törtchen', '日本語'])
	assert.deepEqual(profile.industries, ['education', 'software'])
	assert.deepEqual(profile.links, ['https://example.org/ana', 'https://example.org/b'])
	assert.equal(profile.years_experience, 7)
	const [{ vetted }] = await stack.sql(
		"SELECT vetted FROM skill WHERE name = 'Törtchen'")
	assert.equal(vetted, false)
	const page = await ana.get('/settings/profile')
	assert.match(page.body, /<div class="ticklist">\s*<label/, 'one cell for each industry')
	assert.equal(page.input('languages'), 'Portuguese, English')
	assert.equal(page.input('skills'), 'Python, Rust, Törtchen, 日本語')
	assert.match(page.body, /<option value="PT" selected>Portugal/)
	assert.match(page.body, /value="software" checked/)
	await ana.post('/settings/profile', { display_name: 'Ana', handle: 'ana-sa',
		timezone: 'UTC' })
	const { json: { profile: bare } } = await ana.call('GET', '/api/settings/profile')
	assert.deepEqual([bare.headline, bare.about, bare.country, bare.years_experience],
		[null, null, null, null])
	assert.deepEqual([bare.languages, bare.skills, bare.links], [[], [], []])
})

test('JSON takes lists', async () => {
	const bob = await stack.signIn(await stack.addMember())
	await bob.get('/settings/profile')
	const answer = await bob.call('POST', '/api/settings/profile', { display_name: 'Bob',
		handle: 'bob', timezone: 'UTC', skills: ['Go', 'SQL'], languages: ['de'],
		industries: [], links: [] })
	assert.equal(answer.status, 204, answer.body)
	const { json: { profile } } = await bob.call('GET', '/api/settings/profile')
	assert.deepEqual([profile.skills, profile.languages], [['Go', 'SQL'], ['de']])
})

test('what does not fit is refused beside its field, and kept in it', async () => {
	const eve = await stack.signIn(await stack.addMember())
	await eve.get('/settings/profile')
	const cases = { country: 'XX', timezone: 'Mars/Base', languages: 'Klingonish',
		skills: Array.from({ length: 31 }, (_, i) => `s${i}`).join(','),
		links: 'javascript:alert(1)', years_experience: '71', headline: 'x'.repeat(121),
		about: 'x'.repeat(5001), display_name: '' }
	for (const [name, value] of Object.entries(cases)) {
		const answer = await eve.call('POST', '/api/settings/profile', { display_name: 'Eve',
			handle: 'eve-1', timezone: 'UTC', [name]: /languages|skills|links/.test(name)
				? [value] : name === 'years_experience' ? Number(value) : value })
		assert.equal(answer.status, 422, `${name}: ${answer.body}`)
		assert.deepEqual(Object.keys(answer.json.errors), [name])
	}
	const page = await eve.post('/settings/profile', filled('eve-2', { country: 'XX',
		skills: 'One, Two', industries: 'finance' }))
	assert.equal(page.status, 422)
	assert.equal(page.input('skills'), 'One, Two')
	assert.match(page.body, /value="finance" checked/)
	assert.doesNotMatch(page.body, /value="software" checked/)
	const nameless = await eve.post('/settings/profile', filled('eve-2', { display_name: '',
		country: 'DE', industries: ['education', 'finance'] }))
	assert.equal(nameless.status, 422)
	assert.deepEqual([...nameless.body.matchAll(/name="industries" value="([^"]*)" checked/g)]
		.map(([, slug]) => slug).sort(), ['education', 'finance'])
	assert.match(nameless.body, /<option value="DE" selected>/)
})

test('handles are plain ASCII, one each', async () => {
	const one = await stack.signIn(await stack.addMember())
	await one.submit('/settings/profile', filled('paypal'))
	const two = await stack.signIn(await stack.addMember())
	await two.get('/settings/profile')
	for (const handle of ['pаypal', 'paypаl', 'раураl', 'pay\u200bpal', 'pay_pal', 'PAYPAL',
		'paypal\u0301', 'ｐａｙｐａｌ', '-paypal', 'p', 'admin', 'former-1', 'x'.repeat(31), 'a b']) {
		const answer = await two.call('POST', '/api/settings/profile',
			{ display_name: 'Eve', handle, timezone: 'UTC' })
		assert.equal(answer.status, 422, handle)
		assert.deepEqual(Object.keys(answer.json.errors), ['handle'], handle)
	}
})

test('the public page stands only where it is switched on', async () => {
	const ana = await stack.signIn(await stack.addMember())
	const visitor = stack.client()
	await ana.submit('/settings/profile', filled('ana-public'))
	assert.equal((await visitor.get('/u/ana-public')).status, 404)
	assert.equal((await ana.get('/u/ana-public')).status, 404)
	await ana.submit('/settings', { language: 'en', is_public: 'true' })
	const page = await visitor.get('/u/ana-public')
	assert.equal(page.status, 200)
	assert.match(page.body, /<strong>parsers<\/strong>/)
	assert.doesNotMatch(page.body, /<script>alert/)
	assert.match(page.body, /Portugal/)
	assert.match(page.body, /href="https:\/\/example.org\/ana" rel="nofollow ugc noopener"/)
	assert.doesNotMatch(page.body, /\/block"/)
	assert.equal((await visitor.call('GET', '/api/u/ana-public')).json.handle, 'ana-public')
	for (const handle of ['nobody', 'ANA-PUBLIC', '%00', 'a%2Fb', "a'b"])
		assert.ok([400, 404].includes((await visitor.get(`/u/${handle}`)).status), handle)
	for (const status of ['suspended', 'banned', 'deletion_requested', 'erased']) {
		await stack.sql('UPDATE users SET status = $1 WHERE id = $2', status, ana.member.id)
		assert.equal((await visitor.get('/u/ana-public')).status, 404, status)
	}
})

test('a picture is cut, written anew and served to all', async () => {
	const ana = await stack.signIn(await stack.addMember())
	await ana.get('/settings/profile')
	const answer = await ana.upload('/settings/profile/picture', { crop_left: 0, crop_top: 0,
		crop_size: 64, picture: { filename: '../../me.jpg', type: 'text/html', data: TURNED } })
	assert.equal(answer.status, 303, answer.body)
	const page = await ana.get('/settings/profile')
	const [address] = page.body.match(LARGE)
	const picture = await stack.client().get(address)
	assert.equal(picture.status, 200)
	assert.equal(picture.headers['content-type'], 'image/webp')
	assert.equal(picture.bytes.subarray(8, 12).toString(), 'WEBP')
	assert.match(picture.headers['content-security-policy'], /sandbox/)
	assert.match(picture.headers['cache-control'], /immutable/)
	assert.equal(picture.bytes.includes('SecretCamera'), false)
	assert.deepEqual([picture.bytes.readUInt16LE(26) & 0x3fff,
		picture.bytes.readUInt16LE(28) & 0x3fff], [512, 512])
	const small = await stack.client().get(address.replace('-512', ''))
	assert.equal(small.bytes.readUInt16LE(26) & 0x3fff, 256)
	// a second one takes the first one's place
	await ana.upload('/settings/profile/picture', { picture: { filename: 'b.png',
		type: 'image/png', data: png(300, 200) } })
	const [next] = (await ana.get('/settings/profile')).body.match(LARGE)
	assert.notEqual(next, address)
	await until('the old files to go', () =>
		!existsSync(join(stack.folder, address)) &&
		!existsSync(join(stack.folder, address.replace('-512', ''))))
	assert.equal((await stack.client().get(next)).status, 200)
	await ana.post('/settings/profile/picture/remove')
	await until('the picture to go', () => !existsSync(join(stack.folder, next)))
	assert.doesNotMatch((await ana.get('/settings/profile')).body, /\/media\/avatars/)
})

test('nothing else below media is served', async () => {
	const visitor = stack.client()
	for (const path of ['/media/', '/media/avatars/', '/media/resumes/', '/media/avatars/../../log/account.log',
		'/media/avatars/%2e%2e%2fresumes/x.webp', '/-/media/resumes/x.pdf', `/media/avatars/${'a'.repeat(43)}.php`])
		assert.ok([400, 404].includes((await visitor.get(path)).status), path)
})

test('what is no picture is refused, whatever it calls itself', async () => {
	const eve = await stack.signIn(await stack.addMember())
	await eve.get('/settings/profile')
	const folder = join(stack.folder, 'media/avatars')
	const kept = () => existsSync(folder) ? readdirSync(folder).length : 0
	const before = kept()
	const svg = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
	const cases = { html: '<!doctype html><html><script>alert(1)</script></html>', svg,
		gif: Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1'),
		pdf: pdf('x'), empty: Buffer.alloc(0), cut: TURNED.subarray(0, 400),
		tiny: png(8, 8), wide: png(20001, 1) }
	for (const [name, data] of Object.entries(cases)) {
		const answer = await eve.upload('/settings/profile/picture', { picture: {
			filename: 'me.png', type: 'image/png', data } })
		assert.equal(answer.status, 422, name)
		assert.match(answer.body, /id="picture-error"/, name)
		assert.match(answer.body, /name="handle"/, name)
	}
	const none = await eve.upload('/settings/profile/picture', {})
	assert.equal(none.status, 422)
	assert.equal(kept(), before)
})

test('a polyglot loses what hides in it', async () => {
	const eve = await stack.signIn(await stack.addMember())
	await eve.get('/settings/profile')
	const page = '<script>alert(document.cookie)</script><?php phpinfo() ?>'
	const answer = await eve.upload('/settings/profile/picture', { picture: {
		filename: 'a.php', type: 'image/jpeg', data: Buffer.concat([TURNED, Buffer.from(page)]) } })
	assert.equal(answer.status, 303)
	const [address] = (await eve.get('/settings/profile')).body.match(/\/media\/avatars\/[^"]+/)
	const kept = await stack.client().get(address)
	assert.equal(kept.bytes.includes('alert'), false)
	assert.equal(kept.bytes.includes('php'), false)
})

test('a picture that is too large is refused without being read', async () => {
	const eve = await stack.signIn(await stack.addMember())
	await eve.get('/settings/profile')
	const large = await eve.upload('/settings/profile/picture', { picture: { filename: 'a.jpg',
		type: 'image/jpeg', data: Buffer.concat([TURNED, Buffer.alloc(9 * 1024 * 1024)]) } })
	assert.equal(large.status, 413)
	const just = await eve.upload('/settings/profile/picture', { picture: { filename: 'a.jpg',
		type: 'image/jpeg', data: Buffer.concat([TURNED, Buffer.alloc(8 * 1024 * 1024)]) } })
	assert.equal(just.status, 422)
})

test('a résumé is private, and its words are read by the worker', async () => {
	const ana = await stack.signIn(await stack.addMember())
	const eve = await stack.signIn(await stack.addMember())
	await ana.get('/settings/profile')
	assert.equal((await ana.get('/settings/profile/resume')).status, 404)
	const answer = await ana.upload('/settings/profile/resume', { resume: {
		filename: 'Mein "Lebenslauf"\r\nX: y.pdf', type: 'application/pdf',
		data: pdf('Twelve years of Erlang') } })
	assert.equal(answer.status, 303, answer.body)
	const file = await ana.get('/settings/profile/resume')
	assert.equal(file.status, 200)
	assert.equal(file.headers['content-type'], 'application/pdf')
	assert.match(file.headers['content-disposition'], /^attachment; filename="[A-Za-z0-9._-]+\.pdf"$/)
	assert.match(file.headers['content-security-policy'], /sandbox/)
	assert.match(file.body, /Twelve years of Erlang/)
	assert.equal((await eve.get('/settings/profile/resume')).status, 404)
	await until('its words', async () => (await stack.sql(
		'SELECT text_content FROM resume WHERE user_id = $1', ana.member.id))[0]
		.text_content?.includes('Twelve years of Erlang'))
	const [{ path }] = await stack.sql('SELECT path FROM resume WHERE user_id = $1', ana.member.id)
	await ana.upload('/settings/profile/resume', { resume: { filename: 'b.pdf',
		type: 'application/pdf', data: pdf('Another') } })
	await until('the old file to go', () => !existsSync(join(stack.folder, 'media', path)))
	await ana.post('/settings/profile/resume/remove')
	assert.equal((await ana.get('/settings/profile/resume')).status, 404)
})

test('a broken PDF is kept without words; what is none is refused', async () => {
	const ana = await stack.signIn(await stack.addMember())
	await ana.get('/settings/profile')
	for (const data of ['<html>', TURNED, 'PK\x03\x04'])
		assert.equal((await ana.upload('/settings/profile/resume', { resume: {
			filename: 'a.pdf', type: 'application/pdf', data } })).status, 422)
	const answer = await ana.upload('/settings/profile/resume', { resume: {
		filename: 'a.pdf', type: 'application/pdf', data: '%PDF-1.7\nbroken' } })
	assert.equal(answer.status, 303)
	await until('the job to end', async () => (await stack.sql(
		`SELECT state FROM job WHERE kind = 'resume.extract'
		ORDER BY id DESC LIMIT 1`))[0].state === 'done')
	assert.equal((await ana.upload('/settings/profile/resume', { resume: { filename: 'a.pdf',
		type: 'application/pdf', data: Buffer.concat([pdf('x'), Buffer.alloc(5 * 1024 * 1024)]) } }))
		.status, 422)
})

test('blocking, seen from both sides, and taken back', async () => {
	const ana = await stack.signIn(await stack.addMember())
	const eve = await stack.signIn(await stack.addMember())
	await ana.submit('/settings/profile', filled('ana-block'))
	await ana.submit('/settings', { language: 'en', is_public: 'true' })
	await eve.submit('/settings/profile', filled('eve-block', { display_name: 'Eve' }))
	await eve.submit('/settings', { language: 'en', is_public: 'true' })
	const page = await ana.get('/u/eve-block')
	assert.match(page.body, /action="\/u\/eve-block\/block"/)
	assert.equal((await ana.post('/u/eve-block/block')).location, '/safety/blocks')
	assert.equal((await ana.post('/u/eve-block/block')).status, 303)
	assert.match((await ana.get('/safety/blocks')).body, /eve-block/)
	assert.equal((await eve.get('/u/ana-block')).status, 404)
	assert.match((await ana.get('/u/eve-block')).body, /action="\/u\/eve-block\/unblock"/)
	assert.deepEqual((await eve.call('GET', '/api/safety/blocks')).json.items, [])
	const { json } = await ana.call('GET', '/api/safety/blocks')
	assert.deepEqual(json.items.map((one) => one.handle), ['eve-block'])
	// the page goes; the block stays and can be taken back
	await eve.submit('/settings', { language: 'en' })
	await ana.get('/safety/blocks')
	assert.equal((await ana.post('/u/eve-block/unblock',
		{ next: '//evil.example' })).location, '/safety/blocks')
	assert.deepEqual((await ana.call('GET', '/api/safety/blocks')).json.items, [])
	assert.equal((await eve.get('/u/ana-block')).status, 200)
	// who can't be seen can't be fished for, nor oneself
	assert.equal((await ana.post('/u/eve-block/block')).status, 404)
	assert.equal((await ana.post('/u/ana-block/block')).status, 404)
	assert.equal((await ana.post('/u/nobody/block')).status, 404)
	assert.equal((await stack.client().call('POST', '/api/u/ana-block/block')).status, 401)
})
