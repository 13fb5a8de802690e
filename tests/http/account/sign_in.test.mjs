// Signing up, in and out, forgotten passwords, and who guesses.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PASSWORD, startStack, until } from '../../support/stack.mjs'

let stack

before(async () => {
	stack = await startStack({ programs: ['account', 'inbox'] })
})
after(() => stack.stop())

const isIn = async (client) => (await client.get('/settings')).status === 200
const linkOf = (mail, path) => {
	const [link] = mail.text.match(new RegExp(`https:\\S+${path}\\?token=\\S+`))
	return { path: link.slice(stack.url.length), token: new URL(link).searchParams.get('token') }
}
let people = 0
const somebody = () => ({ display_name: 'Ana Sá', email: `ana${++people}@sign.test`,
	password: 'four unrelated words', timezone: 'Europe/Lisbon' })

test('sign up, verify by mail, sign in, sign out', async () => {
	const ana = somebody()
	const client = stack.client()
	const said = await client.submit('/signup', ana)
	assert.equal(said.status, 200)
	assert.match(said.body, /We sent a link to ana1@sign\.test/)
	const first = await stack.signIn(ana, { password: ana.password })
	assert.match((await first.get('/settings')).body, /action="\/account\/verify\/resend"/)
	const mail = await stack.readMail(ana.email, /Confirm your e-mail/)
	assert.match(mail.text, /Ana Sá/)
	const { path, token } = linkOf(mail, '/account/verify')
	assert.doesNotMatch((await first.get(path)).body, /verify\/resend/, 'not beside the button')
	const looker = stack.client()
	assert.equal((await looker.get(path)).status, 200)
	assert.equal((await looker.get(path)).status, 200, 'looking does not use it up')
	const done = await looker.post('/account/verify', { token })
	assert.equal(done.location, '/login')
	assert.equal((await looker.get(path)).status, 410)
	assert.equal((await looker.post('/account/verify', { token })).status, 410)
	await stack.readMail(ana.email, /welcome/i)
	const page = await first.get('/settings')
	assert.doesNotMatch(page.body, /verify\/resend/)
	assert.match((await first.get('/settings/profile')).body, /Europe\/Lisbon/)
	await first.get('/settings')
	assert.equal((await first.post('/logout')).location, '/')
	assert.equal(await isIn(first), false)
})

test('a link of another account, too old, cut or made up does nothing', async () => {
	const ana = await stack.addMember({ verified: false })
	const eve = await stack.addMember({ verified: false })
	const client = await stack.signIn(ana)
	await client.get('/settings')
	await client.post('/account/verify/resend')
	const { token } = linkOf(await stack.readMail(ana.email, /Confirm/), '/account/verify')
	const other = await stack.signIn(eve)
	await other.get('/settings')
	for (const [path, status] of [['/account/verify', 404], ['/account/reset', 404],
		['/account/verify', 404]]) {
		const answer = await other.post(path, { token: `${token.slice(0, -1)}-`, password: 'x'.repeat(12) })
		assert.ok([status, 303].includes(answer.status))
	}
	assert.equal((await other.post('/account/email/change', { token })).status, 410, 'of another kind')
	await stack.sql(`UPDATE email_token SET expires_at = app_now() WHERE user_id = $1`, ana.id)
	const late = await other.post('/account/verify', { token })
	assert.equal(late.status, 410)
	assert.match(late.body, /too old/)
	for (const { id } of [ana, eve])
		assert.deepEqual(await stack.sql('SELECT verified_at FROM users WHERE id = $1', id),
			[{ verified_at: null }])
	// a link verifies its own account, whoever opens it
	await client.post('/account/verify/resend')
	const again = await until('the second link', async () => {
		const mail = linkOf(await stack.readMail(ana.email, /Confirm/), '/account/verify')
		return mail.token !== token && mail
	})
	await other.get(again.path)
	assert.equal((await other.post('/account/verify', { token: again.token })).status, 303)
	const [row] = await stack.sql('SELECT verified_at IS NOT NULL AS v FROM users WHERE id = $1', ana.id)
	assert.equal(row.v, true)
	const [hers] = await stack.sql('SELECT verified_at IS NOT NULL AS v FROM users WHERE id = $1', eve.id)
	assert.equal(hers.v, false)
})

test('an address that has an account: the same answer, and its owner is told', async () => {
	const owner = await stack.addMember({ email: 'Owner@sign.test', name: 'The Owner' })
	const fresh = { ...somebody(), display_name: 'X' }
	const asked = { ...fresh, email: 'oWNER@sign.TEST' }
	const [one, two] = [await stack.client().submit('/signup', fresh),
		await stack.client().submit('/signup', asked)]
	const plain = (answer, email) => answer.body.replaceAll(email, '@')
		.replaceAll(/value="[\w-]{43}"|content="[\w-]{43}"/g, '')
	assert.equal(two.status, one.status)
	assert.equal(plain(two, asked.email), plain(one, fresh.email))
	assert.match((await stack.readMail('sign.TEST', /already/)).text, /Belay/)
	assert.equal((await stack.sql('SELECT FROM users WHERE lower(email) = $1', 'owner@sign.test'))
		.length, 1)
	await stack.signIn(owner)
	const json = await stack.client().call('POST', '/api/signup', { ...asked })
	assert.equal(json.status, 200)
})

test('two sign up with one address at once: one account', async () => {
	const ana = somebody()
	const clients = [stack.client(), stack.client(), stack.client()]
	for (const client of clients)
		await client.get('/signup')
	const answers = await Promise.all(clients.map((client) => client.post('/signup', ana)))
	assert.deepEqual(answers.map((answer) => answer.status), [200, 200, 200])
	assert.equal((await stack.sql('SELECT FROM users WHERE email = $1', ana.email)).length, 1)
})

test('passwords: long enough, not common, not the address', async () => {
	const client = stack.client()
	await client.get('/signup')
	const ana = { ...somebody(), email: 'wintersun@sign.test' }
	for (const password of ['short', '123456789', 'password123', 'qwertyuiop', 'my wintersun',
		'          ', '']) {
		const answer = await client.post('/signup', { ...ana, password })
		assert.equal(answer.status, 422, password)
		assert.match(answer.body, /id="password-error"/)
		assert.equal(answer.input('password'), '', 'never sent back')
		assert.equal(answer.input('email'), ana.email)
	}
	const long = `  ${'ü'.repeat(1000)}  `
	assert.equal((await client.post('/signup', { ...ana, password: long })).status, 200)
	await stack.signIn(ana, { password: long })
	const trimmed = await stack.client().submit('/login',
		{ email: ana.email, password: long.trim() })
	assert.equal(trimmed.status, 422, 'spaces belong to it')
})

test('a password of a megabyte is refused before it is hashed', async () => {
	for (const path of ['/login', '/signup', '/account/reset']) {
		const client = stack.client()
		await client.get('/login')
		const began = Date.now()
		const answer = await client.post(path, { email: 'a@b.test', display_name: 'x', token: 'x',
			password: 'x'.repeat(1024 * 1024) })
		assert.equal(answer.status, 413, path)
		assert.ok(Date.now() - began < 1000)
	}
	const just = await stack.client().submit('/login',
		{ email: 'a@b.test', password: 'x'.repeat(1025) })
	assert.equal(just.status, 422)
})

test('what signing up refuses beside its field', async () => {
	const client = stack.client()
	await client.get('/signup')
	for (const [name, value] of [['email', 'nobody'], ['email', 'a@b'], ['email', 'a b@c.test'],
		['display_name', ''], ['display_name', 'x'.repeat(81)], ['timezone', 'Mars/Base'],
		['timezone', 'CET']]) {
		const answer = await client.call('POST', '/api/signup', { ...somebody(), [name]: value })
		assert.equal(answer.status, 422, `${name} ${value}`)
		assert.deepEqual(Object.keys(answer.json.errors), [name])
	}
})

test('a wrong password, or no account: the same words, as slowly', async () => {
	const member = await stack.addMember()
	const times = { known: [], unknown: [] }
	const words = new Set()
	for (let i = 0; i < 4; i++)
		for (const [kind, email] of [['known', member.email], ['unknown', `nobody${i}@sign.test`]]) {
			const client = stack.client({ address: `127.0.1.${i + 1}` })
			await client.get('/login')
			const began = process.hrtime.bigint()
			const answer = await client.post('/login', { email, password: 'wrong password' })
			times[kind].push(Number(process.hrtime.bigint() - began))
			assert.equal(answer.status, 422)
			assert.equal(answer.input('email'), email)
			words.add(answer.body.match(/id="password-error".*?<\/p>/s)[0])
		}
	assert.equal(words.size, 1)
	const middle = (list) => list.sort((a, b) => a - b)[1]
	const ratio = middle(times.unknown) / middle(times.known)
	assert.ok(ratio > 0.4 && ratio < 2.5, `unknown takes ${ratio} of known`)
})

test('next leads on this site only', async () => {
	const member = await stack.addMember()
	for (const [next, to] of [['/settings/data', '/settings/data'], ['/u/x?a=b', '/u/x?a=b'],
		['https://evil.example', '/dashboard'], ['//evil.example', '/dashboard'],
		['/\\evil.example', '/dashboard'], ['/%2f/evil.example', '/dashboard'],
		['javascript:alert(1)', '/dashboard'], ['/login', '/dashboard'], ['/logout', '/dashboard'],
		['/a\r\nSet-Cookie: x=1', '/dashboard'], ['', '/dashboard'], ['/../x', '/dashboard'],
		['/x'.repeat(1001), '/dashboard']]) {
		const client = stack.client()
		const page = await client.get(`/login?next=${encodeURIComponent(next)}`)
		const answer = page.status === 200 ? await client.post('/login',
			{ email: member.email, password: PASSWORD, next }) : page
		if (next.length > 2000) {
			assert.ok([303, 422].includes(answer.status))
			continue
		}
		assert.equal(answer.headers.location, to, next)
		assert.equal(answer.headers['x'], undefined)
	}
})

test('who is banned stays out, who is suspended is told, both in plain words', async () => {
	const member = await stack.addMember()
	const client = await stack.signIn(member)
	await stack.sql(`UPDATE users SET status = 'suspended' WHERE id = $1`, member.id)
	const held = await client.get('/settings')
	assert.equal(held.status, 403)
	assert.match(held.body, /suspended/)
	assert.equal((await client.post('/logout')).status, 303)
	await stack.sql(`UPDATE users SET status = 'banned' WHERE id = $1`, member.id)
	const answer = await stack.client().submit('/login', { email: member.email, password: PASSWORD })
	assert.equal(answer.status, 403)
	assert.match(answer.body, /closed/)
	const wrong = await stack.client().submit('/login', { email: member.email, password: 'no' })
	assert.equal(wrong.status, 422, 'the state is told only to who knows the password')
})

test('a forgotten password: one answer for all, and a link for one hour', async () => {
	const member = await stack.addMember()
	const inside = await stack.signIn(member)
	const bodies = []
	for (const email of [member.email, 'nobody-at-all@sign.test']) {
		const answer = await stack.client().submit('/account/forgot', { email })
		assert.equal(answer.status, 200)
		bodies.push(answer.body.replaceAll(email, '@').replaceAll(/="[\w-]{43}"/g, ''))
	}
	assert.equal(bodies[0], bodies[1])
	const { path, token } = linkOf(await stack.readMail(member.email, /new password/), '/account/reset')
	const client = stack.client()
	assert.equal((await client.get(path)).input('token'), token)
	const weak = await client.post('/account/reset', { token, password: 'short' })
	assert.equal(weak.status, 422)
	assert.equal(weak.input('token'), token)
	const done = await client.post('/account/reset', { token, password: 'a new long one' })
	assert.equal(done.location, '/login')
	assert.equal(await isIn(inside), false, 'every session ended')
	assert.equal((await client.post('/account/reset', { token, password: 'yet another one' })).status, 410)
	await stack.signIn(member, { password: 'a new long one' })
	const old = await stack.client().submit('/login', { email: member.email, password: PASSWORD })
	assert.equal(old.status, 422)
	await stack.readMail(member.email, /password was changed/i)
})

test('a newer link ends the older one', async () => {
	const member = await stack.addMember()
	await stack.client().submit('/account/forgot', { email: member.email })
	const first = linkOf(await stack.readMail(member.email, /new password/), '/account/reset')
	await stack.client().submit('/account/forgot', { email: member.email })
	const second = await until('the second link', async () => {
		const link = linkOf(await stack.readMail(member.email, /new password/), '/account/reset')
		return link.token !== first.token && link
	})
	const client = stack.client()
	await client.get('/login')
	assert.equal((await client.post('/account/reset',
		{ token: first.token, password: 'one long password' })).status, 410)
	assert.equal((await client.post('/account/reset',
		{ token: second.token, password: 'one long password' })).status, 303)
})

// --- guessing ---------------------------------------------------------------------
const guess = async (member, address, password = 'wrong password') => {
	const client = stack.client({ address })
	await client.get('/login')
	const answer = await client.post('/login', { email: member.email, password })
	client.close()
	return answer
}

test('ten wrong passwords leave ten rows, and growing waits', async () => {
	const member = await stack.addMember()
	const statuses = []
	let waited = 0
	for (let i = 0; statuses.filter((one) => one === 422).length < 10; i++) {
		const answer = await guess(member, `127.0.2.${i + 1}`)
		statuses.push(answer.status)
		if (answer.status !== 429)
			continue
		const seconds = Number(answer.headers['retry-after'])
		assert.match(answer.body, /Too many wrong passwords/)
		assert.ok(seconds >= waited, `${seconds} after ${waited}`)
		waited = seconds
		await stack.sql(`UPDATE throttle SET wait_until = app_now() WHERE key = $1`,
			`account:${member.email}`)
	}
	assert.deepEqual(statuses.slice(0, 6), [422, 422, 422, 422, 422, 429])
	assert.ok(waited >= 32, `${waited} seconds in the end`)
	const rows = await stack.sql(`SELECT FROM audit WHERE action = 'sign_in.failed'
		AND target_id = $1`, member.id)
	assert.equal(rows.length, 10)
	const mail = await stack.readMail(member.email, /tries to sign in/)
	assert.match(mail.text, /127\.0\.2\./)
	// the right one still has to wait; then it opens and the count is gone
	await guess(member, '127.0.2.99')
	assert.equal((await guess(member, '127.0.2.100', PASSWORD)).status, 429)
	await stack.sql(`UPDATE throttle SET wait_until = app_now() WHERE key = $1`,
		`account:${member.email}`)
	assert.equal((await guess(member, '127.0.2.101', PASSWORD)).status, 303)
	assert.deepEqual(await stack.sql('SELECT FROM throttle WHERE key = $1',
		`account:${member.email}`), [])
})

test('the wait has an end, and a new password by mail ends it', async () => {
	const member = await stack.addMember()
	await stack.sql(`INSERT INTO throttle VALUES ($1, 1000, app_now(), app_now())`,
		`account:${member.email}`)
	await guess(member, '127.0.3.1')
	const [row] = await stack.sql(`SELECT extract(epoch FROM wait_until - app_now())::int AS s
		FROM throttle WHERE key = $1`, `account:${member.email}`)
	assert.ok(row.s <= 900 && row.s > 850, `${row.s} s`)
	assert.equal((await guess(member, '127.0.3.2')).status, 429)
	await stack.client().submit('/account/forgot', { email: member.email })
	const { token } = linkOf(await stack.readMail(member.email, /new password/), '/account/reset')
	const client = stack.client()
	await client.get('/login')
	await client.post('/account/reset', { token, password: 'another long one' })
	assert.equal((await guess(member, '127.0.3.3', 'another long one')).status, 303)
})

test('an address that guesses is slowed down everywhere, others are not', async () => {
	const others = []
	for (let i = 0; i < 24; i++)
		others.push(await guess({ email: `guessed${i}@sign.test` }, '127.0.4.1'))
	const refused = others.filter((answer) => answer.status === 429)
	assert.ok(refused.length >= 3, `${refused.length} refused`)
	const member = await stack.addMember()
	assert.equal((await guess(member, '127.0.4.1', PASSWORD)).status, 429)
	assert.equal((await guess(member, '127.0.4.2', PASSWORD)).status, 303)
})

test('a new browser is told of, a known one is not', async () => {
	const member = await stack.addMember()
	const firefox = { headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux) Firefox/140.0' } }
	const safari = { headers: { 'user-agent': 'Mozilla/5.0 (iPhone) Version/19 Safari/604' } }
	await stack.signIn(member, firefox)
	await stack.signIn(member, firefox)
	const told = () => stack.sql(`SELECT FROM notification WHERE user_id = $1
		AND type = 'new_sign_in'`, member.id)
	assert.equal((await told()).length, 0)
	await stack.signIn(member, safari)
	assert.equal((await told()).length, 1)
	await stack.readMail(member.email, /sign-in/i)
})

test('who is signed in is sent on from the sign-in pages', async () => {
	const client = await stack.signIn(await stack.addMember())
	for (const path of ['/login', '/signup', '/account/forgot', '/login/second'])
		assert.equal((await client.get(path)).location, '/dashboard', path)
})
