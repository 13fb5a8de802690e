// Codes from an app, recovery codes, and asking again before what matters.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PASSWORD, startStack } from '../../support/stack.mjs'
import { totp } from '../../support/totp.mjs'

let stack

before(async () => {
	stack = await startStack({ programs: ['account'], workers: false })
})
after(() => stack.stop())

const isIn = async (client) => (await client.get('/settings')).status === 200
// A code of another step than the one just used.
const later = (steps) => Date.now() + steps * 30000

/** A member with an app; gives its secret and the recovery codes. */
async function withApp() {
	const member = await stack.addMember()
	const client = await stack.signIn(member)
	await client.get('/settings/security')
	assert.equal((await client.post('/settings/totp/begin')).location, '/settings/totp')
	const page = await client.get('/settings/totp')
	const secret = page.body.match(/\b[A-Z2-7]{32}\b/)[0]
	const done = await client.post('/settings/totp', { code: totp(secret) })
	assert.equal(done.status, 200, done.body)
	const codes = [...done.body.matchAll(/<li class="mono">([\w-]+)</g)].map((m) => m[1])
	await client.get('/settings/security')
	return { member, client, secret, codes }
}

/** The first step; gives a client that is asked for a code. */
async function halfway(member) {
	const client = stack.client()
	const answer = await client.submit('/login', { email: member.email, password: PASSWORD,
		next: '/settings/data' })
	assert.equal(answer.location, '/login/second', answer.body)
	await client.get('/login/second')
	return client
}

const enter = (client, code) => client.post('/login/second', { code })

test('setting it up: a code proves the app; nothing changes before', async () => {
	const member = await stack.addMember()
	const client = await stack.signIn(member)
	await client.get('/settings/security')
	assert.equal((await client.get('/settings/totp')).status, 404)
	await client.post('/settings/totp/begin')
	const page = await client.get('/settings/totp')
	const secret = page.body.match(/\b[A-Z2-7]{32}\b/)[0]
	const picture = await client.get('/settings/totp/qr.svg')
	assert.equal(picture.headers['content-type'], 'image/svg+xml')
	assert.match(picture.body, /^<svg /)
	const wrong = await client.post('/settings/totp', { code: '000000' })
	assert.equal(wrong.status, 422)
	assert.match(wrong.body, new RegExp(secret), 'the same secret again')
	assert.ok(await stack.signIn(member), 'no code is asked for yet')
	const [row] = await stack.sql('SELECT secret_sealed FROM totp WHERE user_id = $1', member.id)
	assert.doesNotMatch(row.secret_sealed, new RegExp(secret), 'sealed in the database')
	const token = client.cookies.get('__Host-belay')
	assert.equal((await client.post('/settings/totp', { code: totp(secret) })).status, 200)
	assert.notEqual(client.cookies.get('__Host-belay'), token, 'a new token')
	await client.get('/settings/security')
	assert.equal((await client.post('/settings/totp/begin')).status, 409)
	assert.equal((await client.get('/settings/totp/qr.svg')).status, 404)
})

test('a code opens once; the same again, and the one before, do not', async () => {
	const { member, secret } = await withApp()
	const again = await halfway(member)
	assert.equal((await enter(again, totp(secret))).status, 422, 'used while setting up')
	const client = await halfway(member)
	const code = totp(secret, later(1))
	const answer = await enter(client, code)
	assert.equal(answer.location, '/settings/data')
	assert.ok(await isIn(client))
	assert.equal(client.cookies.has('__Host-second'), false)
	for (const old of [code, totp(secret), totp(secret, later(-1))]) {
		const other = await halfway(member)
		assert.equal((await enter(other, old)).status, 422)
		assert.equal(await isIn(other), false)
	}
	const [row] = await stack.sql(`SELECT second_factor FROM user_session WHERE user_id = $1
		ORDER BY id DESC LIMIT 1`, member.id)
	assert.equal(row.second_factor, true)
})

test('in the demo staff are not asked for theirs, members are', async () => {
	const demo = await startStack({ programs: ['account'], workers: false,
		env: { BELAY_DEMO: '1' } })
	try {
		for (const [roles, location] of [[[], '/login/second'], [['mentor'], '/login/second'],
			[['moderator'], '/dashboard'], [['mentor', 'admin'], '/dashboard']]) {
			const { id, email } = await demo.addMember({ roles })
			await demo.sql(`INSERT INTO totp (user_id, secret_sealed, confirmed_at)
				VALUES ($1, 'sealed', app_now())`, id)
			const answer = await demo.client().submit('/login', { email, password: PASSWORD })
			assert.equal(answer.location, location, roles.join())
		}
	} finally {
		await demo.stop()
	}
})

test('two who enter one code at once: one gets in', async () => {
	const { member, secret } = await withApp()
	const clients = [await halfway(member), await halfway(member), await halfway(member)]
	const code = totp(secret, later(1))
	const answers = await Promise.all(clients.map((client) => enter(client, code)))
	assert.deepEqual(answers.map((answer) => answer.status).sort(), [303, 422, 422])
})

test('codes of other times, and what is none, are refused', async () => {
	const { member, secret } = await withApp()
	for (const code of [totp(secret, later(3)), totp(secret, later(-3)), '12345', '1234567',
		'abcdef', '', '      ', '１２３４５６', '000000'.repeat(5)]) {
		const client = await halfway(member)
		const answer = await enter(client, code)
		assert.equal(answer.status, 422, code)
		assert.equal(answer.input('code'), '')
		await stack.sql('DELETE FROM throttle')
	}
})

test('a recovery code opens once, typed in any way', async () => {
	const { member, codes } = await withApp()
	assert.equal(codes.length, 10)
	assert.equal(new Set(codes).size, 10)
	const client = await halfway(member)
	assert.equal((await enter(client, ` ${codes[0].toUpperCase().replace('-', ' ')} `)).status, 303)
	assert.equal((await enter(await halfway(member), codes[0])).status, 422)
	assert.equal((await enter(await halfway(member), codes[1].replace('-', ''))).status, 303)
	const told = await stack.sql(`SELECT FROM notification WHERE user_id = $1
		AND data ->> 'what' = 'recovery_code_used'`, member.id)
	assert.equal(told.length, 2)
	await client.get('/settings/security')
	assert.match((await client.get('/settings/security')).body, /Left: 8/)
	const fresh = await client.post('/settings/recovery-codes')
	assert.equal([...fresh.body.matchAll(/class="mono"/g)].length, 10)
	assert.equal((await enter(await halfway(member), codes[2])).status, 422, 'the old ones end')
})

test('guessing ends the attempt, and slows the account down', async () => {
	const { member, secret } = await withApp()
	const client = await halfway(member)
	for (let i = 0; i < 5; i++)
		assert.equal((await enter(client, `00000${i}`)).status, 422)
	const late = await enter(client, totp(secret, later(1)))
	assert.equal(late.status, 410)
	assert.match(late.body, /Sign in with your password again/)
	const again = await stack.client().submit('/login', { email: member.email, password: PASSWORD })
	assert.equal(again.status, 429)
	assert.ok(Number(again.headers['retry-after']) >= 1)
})

test('the second step belongs to the browser and the person of the first', async () => {
	const one = await withApp()
	const two = await withApp()
	const stranger = stack.client()
	await stranger.get('/login')
	assert.equal((await enter(stranger, totp(one.secret, later(1)))).status, 410)
	const client = await halfway(one.member)
	assert.equal((await enter(client, totp(two.secret, later(1)))).status, 422)
	const slow = await halfway(one.member)
	await stack.sql(`UPDATE challenge SET expires_at = app_now()`)
	assert.equal((await enter(slow, totp(one.secret, later(1)))).status, 410)
	for (const cookie of ['', 'x', 'A'.repeat(43), 'A'.repeat(5000)]) {
		const odd = stack.client()
		await odd.get('/login')
		odd.cookies.set('__Host-second', cookie)
		assert.ok([410, 431].includes((await enter(odd, totp(one.secret, later(1)))).status))
	}
	const api = stack.client()
	const asked = await api.call('POST', '/api/login', { email: one.member.email, password: PASSWORD })
	assert.deepEqual([asked.status, asked.json], [200, { second_factor: true }])
	const done = await api.call('POST', '/api/login/second', { code: totp(one.secret, later(1)) })
	assert.equal(done.status, 200, done.body)
	assert.equal(done.json.user.id, String(one.member.id))
})

test('turning it off gives a new token, and the password is enough', async () => {
	const { member, client } = await withApp()
	const token = client.cookies.get('__Host-belay')
	assert.equal((await client.post('/settings/totp/remove')).location, '/settings/security')
	assert.notEqual(client.cookies.get('__Host-belay'), token)
	assert.ok(await stack.signIn(member))
})

test('without a second factor there is none to turn off, and no codes for it', async () => {
	const member = await stack.addMember()
	const client = await stack.signIn(member)
	await client.get('/settings/security')
	for (const begun of [false, true]) {
		if (begun)
			await client.post('/settings/totp/begin')
		assert.equal((await client.call('POST', '/api/settings/totp/remove', {})).status, 404)
		assert.equal((await client.call('POST', '/api/settings/recovery-codes', {})).status, 409)
	}
	const refused = await client.post('/settings/recovery-codes')
	assert.equal(refused.status, 409)
	assert.match(refused.body, /authenticator app or a passkey first/)
	for (const [table, column] of [['notification', 'user_id'], ['recovery_code', 'user_id']])
		assert.deepEqual(await stack.sql(`SELECT FROM ${table} WHERE ${column} = $1`, member.id), [])
	assert.deepEqual(await stack.sql(`SELECT action FROM audit WHERE actor_id = $1
		AND action <> 'sign_in'`, member.id), [])
})

test('what matters asks for the password again after 15 minutes', async () => {
	const member = await stack.addMember()
	const client = await stack.signIn(member)
	await client.get('/settings/security')
	await stack.sql(`UPDATE user_session SET sudo_until = app_now() WHERE user_id = $1`, member.id)
	for (const path of ['/settings/totp/begin', '/settings/password', '/settings/email', '/tokens',
		'/settings/recovery-codes', '/settings/totp/remove', '/settings/data/delete']) {
		const answer = await client.post(path, {},
			{ headers: { referer: `${stack.url}/settings/security` } })
		assert.equal(answer.location, '/login/confirm?next=%2Fsettings%2Fsecurity', path)
	}
	const elsewhere = await client.post('/settings/totp/begin', {},
		{ headers: { referer: 'https://evil.example/settings' } })
	assert.equal(elsewhere.location, '/login/confirm?next=%2Fdashboard')
	const page = await client.get('/login/confirm?next=%2Fsettings%2Fsecurity')
	assert.equal(page.input('next'), '/settings/security')
	const wrong = await client.post('/login/confirm', { password: 'wrong', next: '/settings/data' })
	assert.equal(wrong.status, 422)
	assert.equal((await client.post('/settings/totp/begin')).location?.slice(0, 14), '/login/confirm')
	const right = await client.post('/login/confirm', { password: PASSWORD, next: '//evil.example' })
	assert.equal(right.location, '/settings/security')
	assert.equal((await client.post('/settings/totp/begin')).location, '/settings/totp')
	const [row] = await stack.sql(`SELECT round(extract(epoch FROM sudo_until - app_now()) / 60)
		AS minutes FROM user_session WHERE user_id = $1`, member.id)
	assert.equal(row.minutes, 15)
})

test('guessing there is slowed down too', async () => {
	const member = await stack.addMember()
	const client = await stack.signIn(member, { address: '127.0.5.1' })
	await client.get('/login/confirm')
	const answers = []
	for (let i = 0; i < 7; i++)
		answers.push((await client.post('/login/confirm', { password: `wrong${i}` })).status)
	assert.deepEqual(answers.slice(0, 5), [422, 422, 422, 422, 422])
	assert.equal(answers.at(-1), 429)
})

test('admins and moderators need one before their pages open', async () => {
	for (const role of ['admin', 'moderator']) {
		const client = await stack.signIn(await stack.addMember({ roles: [role] }))
		assert.match((await client.get('/settings/security')).body, /needs a second step/)
	}
})
