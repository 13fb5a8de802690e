// What a session's cookie is worth: cookies that are odd, forms from elsewhere,
// roles that change, the first admin of an empty platform.
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'

let stack

before(async () => {
	stack = await startStack({ programs: ['account', 'booking', 'inbox'], workers: false })
})
after(() => stack.stop())

const NAME = '__Host-belay'
const isIn = async (client) => (await client.get('/settings')).status === 200

test('the cookie is of the browser, secret and of this host', async () => {
	const member = await stack.addMember()
	const client = stack.client()
	const answer = await client.submit('/login', { email: member.email, password: 'belay-demo-2026' })
	const line = answer.headers['set-cookie'].find((one) => one.startsWith(NAME))
	for (const word of [/; Secure/i, /; HttpOnly/i, /; SameSite=Lax/i, /; Path=\//i])
		assert.match(line, word)
	assert.doesNotMatch(line, /Domain/i)
	assert.equal(Buffer.from(client.cookies.get(NAME), 'base64url').length, 32)
	const [{ hash }] = await stack.sql(`SELECT encode(token_hash, 'hex') AS hash
		FROM user_session WHERE user_id = $1`, member.id)
	assert.equal(hash, createHash('sha256').update(client.cookies.get(NAME)).digest('hex'))
})

test('cookies truncated, doubled, oversized or malformed sign nobody in', async () => {
	const member = await stack.signIn(await stack.addMember())
	const token = member.cookies.get(NAME)
	const odd = [token.slice(0, -1), token.slice(1), `${token}A`, token.toUpperCase(), '',
		`"${token}`, `${token}; ${NAME}=x`, `${token}; ${NAME}=${token}`, `x; ${NAME}=${token}`,
		'A'.repeat(5000), '%00', '\'; DROP TABLE users; --', token.replace(/./, '\u00e9')]
	for (const value of odd) {
		const client = stack.client({ headers: { cookie: Buffer.from(`${NAME}=${value}`)
			.toString('latin1') } })
		const answer = await client.get('/settings')
		assert.ok([303, 400, 431].includes(answer.status), `${value.slice(0, 60)}: ${answer.status}`)
	}
	assert.ok(await isIn(member))
})

test('a form from elsewhere, or too old, is refused and changes nothing', async () => {
	const member = await stack.signIn(await stack.addMember())
	const other = await stack.signIn(await stack.addMember())
	await other.get('/settings')
	await member.get('/settings')
	const { csrf } = member
	const save = (fields, headers) => member.post('/settings', { language: 'en',
		email_marketing: 'true', ...fields }, { headers })
	const cases = [[{ csrf: undefined }], [{ csrf: '' }], [{ csrf: 'A'.repeat(43) }],
		[{ csrf: other.csrf }], [{ csrf: csrf.slice(0, -1) }], [{ csrf: [csrf, csrf].join('') }],
		[{ csrf }, { origin: 'https://evil.example' }], [{ csrf }, { origin: 'null' }],
		[{ csrf }, { origin: `${stack.url}.evil.example` }],
		[{ csrf }, { 'sec-fetch-site': 'cross-site' }], [{ csrf }, { 'sec-fetch-site': 'same-site' }]]
	for (const [fields, headers] of cases)
		assert.equal((await save(fields, headers)).status, 403, JSON.stringify([fields, headers]))
	const [row] = await stack.sql('SELECT email_marketing FROM preference WHERE user_id = $1',
		member.member.id)
	assert.equal(row.email_marketing, false)
	assert.equal((await save({ csrf }, { 'sec-fetch-site': 'same-origin' })).status, 303)
	assert.equal((await member.call('POST', '/api/settings', { language: 'en' })).status, 204)
	assert.equal((await member.call('POST', '/api/settings', { language: 'en' },
		{ headers: { 'x-csrf-token': 'x' } })).status, 403)
	assert.equal((await member.call('POST', '/api/settings', { language: 'en' },
		{ headers: { origin: 'https://evil.example' } })).status, 403)
})

test('a sign-in by JSON needs no form, but comes from here', async () => {
	const member = await stack.addMember()
	const sent = { email: member.email, password: 'belay-demo-2026' }
	const client = stack.client()
	const answer = await client.call('POST', '/api/login', sent)
	assert.equal(answer.status, 200, answer.body)
	assert.deepEqual(Object.keys(answer.json).sort(), ['csrf', 'user'])
	assert.deepEqual(answer.json.user, { id: String(member.id), display_name: member.name,
		roles: ['member'] })
	client.csrf = answer.json.csrf
	assert.equal((await client.call('POST', '/api/settings', { language: 'en' })).status, 204)
	const evil = await stack.client().call('POST', '/api/login', sent,
		{ headers: { origin: 'https://evil.example' } })
	assert.equal(evil.status, 403)
})

test('a session that ended, ran out or was taken is over', async () => {
	const member = await stack.addMember()
	const client = await stack.signIn(member)
	const token = client.cookies.get(NAME)
	await client.get('/settings')
	assert.equal((await client.post('/logout')).status, 303)
	assert.equal(client.cookies.has(NAME), false)
	client.cookies.set(NAME, token)
	assert.equal(await isIn(client), false)
	const slow = await stack.signIn(member)
	await stack.sql(`UPDATE user_session SET expires_at = app_now() WHERE user_id = $1`, member.id)
	assert.equal(await isIn(slow), false)
})

test('an admin\'s session lasts 12 hours, a member\'s 30 days', async () => {
	for (const [roles, hours] of [[[], 720], [['admin'], 12], [['moderator'], 12]]) {
		const member = await stack.addMember({ roles })
		await stack.signIn(member)
		const [row] = await stack.sql(`SELECT round(extract(epoch FROM expires_at - app_now()) / 3600)
			AS hours FROM user_session WHERE user_id = $1`, member.id)
		assert.equal(row.hours, hours)
	}
})

async function grant(member, role = 'mentor') {
	await stack.sql('INSERT INTO user_role VALUES ($1, $2, NULL, app_now())', member.id, role)
	await stack.sql('DO $$ BEGIN PERFORM session_rights_changed($1); END $$'
		.replace('$1', member.id))
}

test('roles that change give every browser a new token with its next page', async () => {
	const member = await stack.addMember()
	const one = await stack.signIn(member)
	const two = await stack.signIn(member)
	await one.get('/settings')
	const [first, second] = [one.cookies.get(NAME), two.cookies.get(NAME)]
	await grant(member)
	// neither a script's call nor a form on its way loses its token
	assert.equal((await one.call('GET', '/api/settings')).status, 200)
	assert.equal((await one.post('/settings', { language: 'en' })).status, 303)
	assert.equal(one.cookies.get(NAME), first)
	const page = await one.get('/settings')
	assert.match(page.body, /href="\/interviewer\/availability"/)
	assert.notEqual(one.cookies.get(NAME), first)
	assert.equal((await one.post('/settings', { language: 'en' })).status, 303, 'its forms fit')
	const kept = one.cookies.get(NAME)
	await one.get('/settings')
	assert.equal(one.cookies.get(NAME), kept, 'once')
	const thief = stack.client()
	thief.cookies.set(NAME, first)
	assert.equal(await isIn(thief), false)
	// any program does it
	assert.equal((await two.get('/notifications')).status, 200)
	assert.notEqual(two.cookies.get(NAME), second)
	assert.equal((await stack.sql('SELECT FROM user_session WHERE user_id = $1', member.id)).length, 2)
})

test('the same rights again change no token', async () => {
	const member = await stack.addMember()
	const client = await stack.signIn(member)
	const token = client.cookies.get(NAME)
	await stack.sql('DO $$ BEGIN PERFORM session_rights_changed($1); END $$'
		.replace('$1', member.id))
	assert.ok(await isIn(client))
	assert.equal(client.cookies.get(NAME), token)
})

test('pages asked for at once leave one token that works', async () => {
	for (let i = 0; i < 5; i++) {
		const member = await stack.addMember()
		const client = await stack.signIn(member)
		await grant(member)
		const answers = await Promise.all(['/settings', '/notifications', '/dashboard',
			'/settings/profile'].map((path) => client.get(path)))
		const given = answers.flatMap((answer) => answer.headers['set-cookie'] ?? [])
			.filter((line) => line.startsWith(`${NAME}=`))
		assert.equal(given.length, 1)
		assert.ok(await isIn(client))
	}
})

// --- the first admin -------------------------------------------------------------
async function invite() {
	const token = randomBytes(32).toString('base64url')
	const [{ made }] = await stack.sql('SELECT first_admin_invite($1) AS made',
		createHash('sha256').update(token).digest('hex'))
	return made && token
}

test('an empty platform gets its first admin by a link that works once', async () => {
	await stack.sql(`DELETE FROM user_role WHERE role = 'admin'`)
	const old = await invite()
	const token = await invite()
	const fields = (n) => ({ display_name: 'Root', email: `root${n}@test.belay.test`,
		password: 'a long passphrase', timezone: 'Europe/Lisbon' })
	for (const wrong of [old, 'x', `${token}A`])
		assert.equal((await stack.client().get(`/signup?invite=${wrong}`)).status, 410)
	const client = stack.client()
	const page = await client.get(`/signup?invite=${token}`)
	assert.equal(page.input('invite'), token)
	assert.match(page.body, /first admin/)
	const short = await client.post('/signup', { ...fields(1), password: 'short', invite: token })
	assert.equal(short.status, 422)
	assert.equal(short.input('invite'), token)
	const answer = await client.post('/signup', { ...fields(1), invite: token })
	assert.equal(answer.location, '/settings/security?need=second_factor', answer.body)
	assert.match((await client.get('/settings/security')).body, /needs a second step/)
	const [row] = await stack.sql(`SELECT s.roles, u.verified_at IS NOT NULL AS verified
		FROM user_session s JOIN users u ON u.id = s.user_id WHERE u.email = 'root1@test.belay.test'`)
	assert.equal(row.verified, true)
	assert.ok(row.roles.includes('admin'))
	const again = stack.client()
	await again.get('/signup')
	assert.equal((await again.post('/signup', { ...fields(2), invite: token })).status, 410)
	assert.deepEqual(await stack.sql(`SELECT FROM users WHERE email = 'root2@test.belay.test'`), [])
	assert.equal(await invite(), false, 'there is an admin')
})

test('two who use the link at once: one is the admin', async () => {
	await stack.sql(`DELETE FROM user_role WHERE role = 'admin'`)
	const token = await invite()
	const clients = [stack.client(), stack.client(), stack.client()]
	for (const client of clients)
		await client.get('/signup')
	const answers = await Promise.all(clients.map((client, n) => client.post('/signup',
		{ display_name: 'Racer', email: `racer${n}@test.belay.test`,
			password: 'a long passphrase', invite: token })))
	assert.deepEqual(answers.map((answer) => answer.status).sort(), [303, 410, 410])
	assert.equal((await stack.sql(`SELECT FROM user_role WHERE role = 'admin'`)).length, 1)
	assert.equal((await stack.sql(`SELECT FROM users WHERE email LIKE 'racer%'`)).length, 1)
})
