// Signing in and connecting by OpenID Connect, at a certified provider.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CLIENT_ID, CLIENT_SECRET, startProvider } from '../../support/oidc.mjs'
import { PASSWORD, startStack, until } from '../../support/stack.mjs'

let stack, lab, elliptic

// The stack's address is known only once it stands: its programs are started
// again when the providers are there.
before(async () => {
	stack = await startStack({ programs: ['account'] })
	lab = await startProvider({ redirect: `${stack.url}/login/oidc/lab/callback` })
	elliptic = await startProvider({ alg: 'ES256', auth: 'client_secret_post',
		redirect: `${stack.url}/login/oidc/curve9/callback` })
	Object.assign(stack.env, { OIDC_LAB_ISSUER: lab.issuer, OIDC_LAB_CLIENT_ID: CLIENT_ID,
		OIDC_LAB_CLIENT_SECRET: CLIENT_SECRET, OIDC_CURVE9_ISSUER: elliptic.issuer,
		OIDC_CURVE9_CLIENT_ID: CLIENT_ID, OIDC_CURVE9_CLIENT_SECRET: CLIENT_SECRET,
		OIDC_AWAY_ISSUER: 'http://127.0.0.1:9', OIDC_AWAY_CLIENT_ID: 'x',
		OIDC_PLAIN_ISSUER: 'http://issuer.example', OIDC_PLAIN_CLIENT_ID: 'x' })
	await restart()
})
after(async () => {
	await stack?.stop()
	await lab?.stop()
	await elliptic?.stop()
})

async function restart() {
	await stack.kill('account')
	stack.launch('account')
	await stack.ready('account')
}

/** Start at Belay; gives where the provider's pages begin. */
async function begin(client, path = '/login/oidc/lab') {
	const answer = await client.get(path)
	assert.equal(answer.status, 303, answer.body)
	return answer.headers.location
}

/** The whole walk; gives Belay's answer to the way back. */
async function walk(client, login, { path, at = lab } = {}) {
	const back = await at.walk(await begin(client, path), login)
	assert.ok(back.startsWith(stack.url), back)
	return client.get(back.slice(stack.url.length))
}

const accounts = (email) => stack.sql('SELECT id FROM users WHERE email = $1', email)
const isIn = async (client) => (await client.get('/settings')).status === 200

test('the sign-in page offers the providers there are', async () => {
	const page = await stack.client().get('/login?next=%2Fsettings')
	assert.deepEqual(page.links(/oidc/), ['/login/oidc/away?next=%2Fsettings',
		'/login/oidc/curve9?next=%2Fsettings', '/login/oidc/lab?next=%2Fsettings'])
	assert.match(page.body, /Continue with Lab/)
	assert.equal((await stack.client().get('/signup')).links(/oidc/).length, 3)
})

test('what is asked of the provider', async () => {
	const client = stack.client()
	const asked = new URL(await begin(client)).searchParams
	assert.equal(asked.get('response_type'), 'code')
	assert.equal(asked.get('client_id'), CLIENT_ID)
	assert.equal(asked.get('code_challenge_method'), 'S256')
	assert.equal(asked.get('redirect_uri'), `${stack.url}/login/oidc/lab/callback`)
	for (const name of ['state', 'nonce', 'code_challenge'])
		assert.equal(Buffer.from(asked.get(name), 'base64url').length, 32, name)
	const again = new URL(await begin(client)).searchParams
	for (const name of ['state', 'nonce', 'code_challenge'])
		assert.notEqual(asked.get(name), again.get(name), name)
	const cookie = client.cookies.get('__Host-oidc')
	assert.doesNotMatch(Buffer.from(cookie, 'base64url').toString('latin1'), /verifier|nonce/)
})

for (const [name, path, at] of [['RS256 and basic authentication', '/login/oidc/lab', () => lab],
	['ES256 and posted authentication', '/login/oidc/curve9', () => elliptic]])
	test(`a new account, then the same again: ${name}`, async () => {
		const client = stack.client()
		const login = `zoe${path.length}`
		const answer = await walk(client, login, { path, at: at() })
		assert.equal(answer.location, '/dashboard', answer.body)
		assert.ok(await isIn(client))
		const [{ id }] = await accounts(`${login}@people.test`)
		const [row] = await stack.sql(`SELECT verified_at IS NOT NULL AS verified,
			password_hash, display_name, handle FROM users u JOIN credential c ON c.user_id = u.id
			JOIN profile p ON p.user_id = u.id WHERE u.id = $1`, id)
		assert.deepEqual(row, { verified: true, password_hash: null,
			display_name: `Lab ${login}`, handle: `lab-${login}` })
		const again = stack.client()
		assert.equal((await walk(again, login, { path: `${path}?next=%2Fsettings%2Fdata`,
			at: at() })).location, '/settings/data')
		assert.equal((await accounts(`${login}@people.test`)).length, 1)
		const password = await stack.client().submit('/login',
			{ email: `${login}@people.test`, password: PASSWORD })
		assert.equal(password.status, 422, 'there is no password')
	})

test('an address that has an account is not taken over', async () => {
	const member = await stack.addMember({ email: 'owner@people.test' })
	const client = stack.client()
	const answer = await walk(client, 'owner')
	assert.equal(answer.status, 200)
	assert.match(answer.body, /Sign in to it the way you know/)
	assert.equal(await isIn(client), false)
	assert.deepEqual(await stack.sql('SELECT FROM identity WHERE user_id = $1', member.id), [])
})

test('an address that the provider has not verified makes no account', async () => {
	for (const login of ['unverified-zoe', 'mute']) {
		const client = stack.client()
		assert.match((await walk(client, login)).body, /has not confirmed an e-mail address/)
		assert.equal(await isIn(client), false)
		assert.deepEqual(await accounts(`${login}@people.test`), [])
	}
})

test('connecting, signing in by it, disconnecting', async () => {
	const member = await stack.addMember()
	const client = await stack.signIn(member)
	const list = await client.get('/settings/connections')
	assert.deepEqual(list.links(/connect$/), ['/settings/connections/away/connect',
		'/settings/connections/curve9/connect', '/settings/connections/lab/connect'])
	const answer = await walk(client, 'connected', { path: '/settings/connections/lab/connect' })
	assert.equal(answer.location, '/settings/connections', answer.body)
	const { json } = await client.call('GET', '/api/settings/connections')
	assert.deepEqual(json.items.map((one) => [one.name, one.connected, one.email]),
		[['away', false, null], ['curve9', false, null], ['lab', true, 'connected@people.test']])
	const other = stack.client()
	assert.equal((await walk(other, 'connected')).location, '/dashboard')
	assert.match((await other.get('/settings/profile')).body, new RegExp(member.name))
	await client.get('/settings/connections')
	assert.equal((await client.post('/settings/connections/lab/disconnect')).status, 303)
	assert.equal((await client.post('/settings/connections/lab/disconnect')).status, 404)
	const stranger = stack.client()
	await walk(stranger, 'connected')
	assert.notEqual((await stranger.call('GET', '/api/settings/profile')).json.profile.handle,
		member.handle)
	const told = await stack.sql(`SELECT data ->> 'what' AS what FROM notification
		WHERE user_id = $1 ORDER BY id`, member.id)
	assert.deepEqual(told.map((one) => one.what).filter((what) => what),
		['connected', 'disconnected'])
})

test('an identity is one member\'s', async () => {
	const one = await stack.signIn(await stack.addMember())
	const two = await stack.signIn(await stack.addMember())
	await walk(one, 'shared', { path: '/settings/connections/lab/connect' })
	assert.match((await walk(two, 'shared', { path: '/settings/connections/lab/connect' })).body,
		/another member/)
	assert.match((await walk(one, 'second', { path: '/settings/connections/lab/connect' })).body,
		/connected one there already/)
	assert.equal((await stack.sql('SELECT FROM identity WHERE user_id = $1', two.member.id)).length, 0)
})

test('the only way in can\'t be taken away', async () => {
	const client = stack.client()
	await walk(client, 'onlyway')
	await client.get('/settings/connections')
	const answer = await client.post('/settings/connections/lab/disconnect')
	assert.equal(answer.status, 409)
	assert.match(answer.body, /only way in/)
})

test('connecting asks who it is, and stays with who began it', async () => {
	const ana = await stack.signIn(await stack.addMember())
	await stack.sql('UPDATE user_session SET sudo_until = NULL WHERE user_id = $1', ana.member.id)
	assert.match((await ana.get('/settings/connections/lab/connect')).location, /^\/login\/confirm/)
	const eve = await stack.signIn(await stack.addMember())
	const back = await lab.walk(await begin(eve, '/settings/connections/lab/connect'), 'eve')
	// Ana is made to open Eve's way back
	const path = back.slice(stack.url.length)
	assert.match((await ana.get(path)).body, /not finished/)
	ana.cookies.set('__Host-oidc', eve.cookies.get('__Host-oidc'))
	assert.match((await ana.get(path)).body, /Somebody else is signed in/)
	assert.deepEqual(await stack.sql('SELECT FROM identity WHERE user_id = $1', ana.member.id), [])
})

test('a second factor is asked for behind a provider too', async () => {
	const client = stack.client()
	await walk(client, 'careful')
	const [{ id }] = await accounts('careful@people.test')
	await stack.sql(`INSERT INTO totp VALUES ($1, 'k1:x', app_now(), 0)`, id)
	const again = stack.client()
	assert.equal((await walk(again, 'careful')).location, '/login/second')
	assert.equal(await isIn(again), false)
})

test('a way back that was not asked for, or is told otherwise, is refused', async () => {
	const client = stack.client()
	const back = new URL(await lab.walk(await begin(client), 'honest'))
	const path = back.pathname + back.search
	const tries = {
		'another browser': [stack.client(), path],
		'another state': [client, path.replace(/state=[^&]+/, `state=${'A'.repeat(43)}`)],
		'no state': [client, path.replace(/state=[^&]+/, '')],
		'another code': [client, path.replace(/code=[^&]+/, 'code=guess')],
		'no code': [client, path.replace(/code=[^&]+/, '')],
		'an error': [client, path.replace(/code=[^&]+/, 'error=access_denied')],
		'another issuer': [client, path.replace(/iss=[^&]+/, 'iss=https%3A%2F%2Fevil.example')],
		'another provider': [client, path.replace('/lab/', '/curve9/')],
	}
	const cookie = client.cookies.get('__Host-oidc')
	for (const [name, [who, address]] of Object.entries(tries)) {
		if (who === client)
			client.cookies.set('__Host-oidc', cookie)
		assert.match((await who.get(address)).body, /not finished/, name)
		assert.equal(await isIn(who), false, name)
	}
	client.cookies.set('__Host-oidc', `${cookie.slice(0, -4)}AAAA`)
	assert.match((await client.get(path)).body, /not finished/)
	assert.deepEqual(await accounts('honest@people.test'), [])
})

test('a way back works once', async () => {
	const client = stack.client()
	const back = (await lab.walk(await begin(client), 'once')).slice(stack.url.length)
	const cookie = client.cookies.get('__Host-oidc')
	assert.equal((await client.get(back)).location, '/dashboard')
	const other = stack.client()
	other.cookies.set('__Host-oidc', cookie)
	assert.match((await other.get(back)).body, /not finished/)
	assert.equal(await isIn(other), false)
})

test('a liar\'s answers are refused', async () => {
	const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
	const swap = (change) => (path, body) => {
		if (path !== '/token')
			return body
		const answer = JSON.parse(body)
		const [head, claims, signature] = answer.id_token.split('.')
		answer.id_token = change(head, JSON.parse(Buffer.from(claims, 'base64url')), signature)
		return JSON.stringify(answer)
	}
	const lies = {
		'alg none': swap((_, claims) => `${part({ alg: 'none' })}.${part(claims)}.`),
		'alg none, signed': swap((_, claims, s) => `${part({ alg: 'none' })}.${part(claims)}.${s}`),
		'other claims': swap((h, claims, s) => `${h}.${part({ ...claims, sub: 'admin' })}.${s}`),
		'no signature': swap((h, claims) => `${h}.${part(claims)}.`),
		'HS256': swap((_, claims, s) => `${part({ alg: 'HS256' })}.${part(claims)}.${s}`),
		'no token': (path, body) => path === '/token' ? '{}' : body,
		'no JSON': (path, body) => path === '/token' ? '<html>' : body,
	}
	for (const [name, lie] of Object.entries(lies)) {
		const client = stack.client()
		const back = await lab.walk(await begin(client), 'liar')
		lab.change = lie
		try {
			assert.match((await client.get(back.slice(stack.url.length))).body, /not finished/, name)
		} finally {
			lab.change = null
		}
		assert.equal(await isIn(client), false, name)
	}
	assert.deepEqual(await accounts('liar@people.test'), [])
})

test('new keys of the provider are found', async () => {
	await walk(stack.client(), 'before')
	lab.rotate()
	const client = stack.client()
	assert.equal((await walk(client, 'after')).location, '/dashboard')
})

test('what the provider publishes is asked for once', async () => {
	await restart()
	lab.asked.length = 0
	for (let i = 0; i < 3; i++)
		await walk(stack.client(), `many${i}`)
	assert.equal(lab.asked.filter((path) => /openid-configuration/.test(path)).length, 1)
	assert.equal(lab.asked.filter((path) => /jwks/.test(path)).length, 1)
})

test('a document of another issuer is not believed', async () => {
	lab.change = (path, body) => /openid-configuration/.test(path)
		? body.replace(`"issuer":"${lab.issuer}"`, '"issuer":"https://evil.example"') : body
	await restart()
	try {
		assert.equal((await stack.client().get('/login/oidc/lab')).status, 503)
	} finally {
		lab.change = null
		await restart()
	}
	await begin(stack.client())
})

test('a provider that is away is said to be, the rest goes on', async () => {
	const client = stack.client()
	const answer = await client.get('/login/oidc/away')
	assert.equal(answer.status, 503)
	assert.match(answer.body, /does not answer just now/)
	assert.equal((await client.get('/login/oidc/nobody')).status, 404)
	assert.equal((await client.get('/login/oidc/plain')).status, 404, 'plain http elsewhere')
	assert.equal((await client.get('/login/oidc/LAB')).status, 404)
	assert.equal((await client.get('/login')).status, 200)
})

test('a banned member stays out', async () => {
	const client = stack.client()
	await walk(client, 'bad')
	await until('the welcome', () => stack.readMail('bad@people.test'))
	await stack.sql(`UPDATE users SET status = 'banned' WHERE email = 'bad@people.test'`)
	const again = stack.client()
	assert.equal((await walk(again, 'bad')).status, 403)
})
