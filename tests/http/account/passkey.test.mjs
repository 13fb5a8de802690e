// Passkeys, by an authenticator in software that also lies.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Authenticator, cbor } from '../../support/authenticator.mjs'
import { PASSWORD, startStack } from '../../support/stack.mjs'

let stack

before(async () => {
	stack = await startStack({ programs: ['account'], workers: false })
})
after(() => stack.stop())

async function addOptions(client) {
	const answer = await client.call('POST', '/api/settings/passkeys/options', {})
	assert.equal(answer.status, 200, answer.body)
	return answer.json
}

async function useOptions(client) {
	const answer = await client.call('POST', '/api/login/passkey/options', {})
	assert.equal(answer.status, 200, answer.body)
	return answer.json
}

/** A member with a passkey, signed in. */
async function withPasskey(kind, options = {}) {
	const member = await stack.addMember()
	const client = await stack.signIn(member)
	await client.get('/settings/security')
	const key = new Authenticator(stack.url, kind)
	const answer = await client.call('POST', '/api/settings/passkeys',
		{ ...key.create(await addOptions(client), options), name: 'Laptop' })
	assert.equal(answer.status, 201, answer.body)
	await client.get('/settings/security') // the token is a new one
	return { member, client, key, id: answer.json.id }
}

async function visitor() {
	const client = stack.client()
	await client.get('/login')
	return client
}

const use = (client, sent) => client.call('POST', '/api/login/passkey', sent)
const signedIn = async (client) => (await client.get('/settings')).status === 200

for (const kind of ['ES256', 'EdDSA', 'RS256'])
	test(`a passkey by ${kind} is added and signs in alone`, async () => {
		const { member, key } = await withPasskey(kind)
		const client = await visitor()
		const options = await useOptions(client)
		assert.equal(options.publicKey.rpId, 'localhost')
		assert.equal(options.publicKey.userVerification, 'required')
		assert.deepEqual(options.publicKey.allowCredentials, [])
		const answer = await use(client, key.get(options))
		assert.equal(answer.status, 200, answer.body)
		assert.equal(answer.json.user.id, String(member.id))
		assert.ok(answer.json.csrf)
		assert.ok(await signedIn(client))
		const [row] = await stack.sql(`SELECT counter, last_used_at IS NOT NULL AS used
			FROM passkey WHERE user_id = $1`, member.id)
		assert.deepEqual(row, { counter: 1, used: true })
		const [session] = await stack.sql(`SELECT second_factor FROM user_session
			WHERE user_id = $1 ORDER BY id DESC LIMIT 1`, member.id)
		assert.equal(session.second_factor, true)
	})

test('what is asked when one is added', async () => {
	const { member, client, key } = await withPasskey()
	const { publicKey } = await addOptions(client)
	assert.deepEqual(publicKey.rp, { id: 'localhost', name: 'Belay', displayName: 'Belay' })
	assert.equal(publicKey.user.name, member.email)
	assert.equal(Buffer.from(publicKey.user.id, 'base64url').length, 32)
	assert.equal(Buffer.from(publicKey.challenge, 'base64url').length, 32)
	assert.equal(publicKey.attestation, 'none')
	assert.deepEqual(publicKey.pubKeyCredParams.map((one) => one.alg), [-7, -8, -257])
	assert.deepEqual(publicKey.excludeCredentials,
		[{ type: 'public-key', id: key.id.toString('base64url') }])
})

test('behind a password it is the second step', async () => {
	const { member, key } = await withPasskey()
	const client = stack.client()
	const step = await client.submit('/login', { email: member.email, password: PASSWORD })
	assert.equal(step.location, '/login/second')
	assert.equal(await signedIn(client), false)
	assert.match((await client.get('/login/second')).body, /data-passkey="sign-in"/)
	const options = await useOptions(client)
	assert.equal(options.publicKey.userVerification, 'preferred')
	assert.equal(options.publicKey.allowCredentials[0].id, key.id.toString('base64url'))
	// presence is enough here, the password was right
	assert.equal((await use(client, key.get(options, { flags: 0x01 }))).status, 200)
	assert.ok(await signedIn(client))
})

test('another member\'s passkey is no second step', async () => {
	const { member } = await withPasskey()
	const other = await withPasskey()
	const client = stack.client()
	await client.submit('/login', { email: member.email, password: PASSWORD })
	await client.get('/login/second')
	const answer = await use(client, other.key.get(await useOptions(client)))
	assert.equal(answer.status, 401)
	assert.equal(await signedIn(client), false)
})

test('it confirms who is signed in', async () => {
	const { member, client, key } = await withPasskey()
	const other = await withPasskey()
	await stack.sql('UPDATE user_session SET sudo_until = NULL WHERE user_id = $1', member.id)
	const asked = await client.get('/settings/totp')
	assert.match(asked.location, /^\/login\/confirm/)
	assert.match((await client.get(asked.location)).body, /data-passkey="sign-in"/)
	assert.equal((await use(client, other.key.get(await useOptions(client)))).status, 401)
	assert.equal((await use(client, key.get(await useOptions(client)))).status, 204)
	assert.equal((await client.get('/settings/totp')).status, 404, 'asked no more')
})

test('lies about a sign-in are refused', async () => {
	const { key } = await withPasskey()
	const lies = {
		'of another site': { client: { origin: 'https://evil.example' } },
		'of a like-named site': { client: { origin: `${stack.url}.evil.example` } },
		'by plain HTTP': { client: { origin: stack.url.replace('https', 'http') } },
		'for another rp': { rp: 'evil.example' },
		'of another type': { type: 'webauthn.create' },
		'in a frame': { client: { crossOrigin: true } },
		'with another challenge': { client: { challenge: 'A'.repeat(43) } },
		'without presence': { flags: 0x04 },
		'without verification': { flags: 0x01 },
		'by another user': { userHandle: 'A'.repeat(43) },
	}
	for (const [name, lie] of Object.entries(lies)) {
		const client = await visitor()
		const answer = await use(client, key.get(await useOptions(client), lie))
		assert.equal(answer.status, 401, `${name}: ${answer.body}`)
		assert.equal(await signedIn(client), false, name)
	}
	// the same answer without a lie is fine: the lies alone were refused
	const client = await visitor()
	assert.equal((await use(client, key.get(await useOptions(client)))).status, 200)
})

test('a signature of something else, or by another key, is refused', async () => {
	const { key } = await withPasskey()
	const client = await visitor()
	for (const [part, change] of [['signature', (b) => { b[b.length - 1] ^= 1 }],
		['authenticatorData', (b) => { b[33] ^= 1 }], ['signature', (b) => b.fill(0)],
		['clientDataJSON', (b) => { b[b.length - 1] = 0x20 }]]) {
		const sent = key.get(await useOptions(client))
		const bytes = Buffer.from(sent.response[part], 'base64url')
		change(bytes)
		const answer = await use(client, { ...sent, response: { ...sent.response,
			[part]: bytes.toString('base64url') } })
		assert.equal(answer.status, 401, part)
	}
	const stranger = new Authenticator(stack.url)
	stranger.id = key.id
	stranger.userHandle = key.userHandle
	assert.equal((await use(client, stranger.get(await useOptions(client)))).status, 401)
	assert.equal((await use(client, new Authenticator(stack.url)
		.get(await useOptions(client)))).status, 401)
})

test('a challenge is answered once, by the browser that asked, in time', async () => {
	const { key } = await withPasskey()
	const client = await visitor()
	const sent = key.get(await useOptions(client))
	const challenge = client.cookies.get('__Host-passkey')
	assert.equal((await use(client, sent)).status, 200)
	for (const again of [client, await visitor()]) {
		again.cookies.set('__Host-passkey', challenge)
		await again.get('/login')
		assert.ok([403, 410].includes((await use(again, sent)).status))
	}
	const one = await visitor()
	const two = await visitor()
	const other = key.get(await useOptions(one))
	await useOptions(two)
	assert.equal((await use(two, other)).status, 401, 'asked of another browser')
	const late = await visitor()
	const slow = key.get(await useOptions(late))
	await stack.sql(`UPDATE challenge SET expires_at = app_now() - interval '1 s'`)
	assert.equal((await use(late, slow)).status, 410)
	assert.equal((await use(await visitor(), slow)).status, 410, 'asked nothing')
})

test('a copy is found by its counter, and the owner told', async () => {
	const { member, key } = await withPasskey()
	const client = await visitor()
	await use(client, key.get(await useOptions(client), { count: 5 }))
	for (const count of [0, -3]) {
		const copy = await visitor()
		assert.equal((await use(copy, key.get(await useOptions(copy), { count }))).status, 401)
		assert.equal(await signedIn(copy), false)
	}
	const notices = await stack.sql(`SELECT data FROM notification
		WHERE user_id = $1 AND data ->> 'what' = 'passkey_copied'`, member.id)
	assert.equal(notices.length, 1)
	// many authenticators count nothing at all
	const still = await withPasskey()
	for (let i = 0; i < 2; i++) {
		const again = await visitor()
		assert.equal((await use(again, still.key.get(await useOptions(again),
			{ count: 0 }))).status, 200)
	}
})

test('lies about a new one are refused', async () => {
	const member = await stack.addMember()
	const client = await stack.signIn(member)
	await client.get('/settings/security')
	const add = async (lie, change = (sent) => sent) => {
		const key = new Authenticator(stack.url)
		return client.call('POST', '/api/settings/passkeys',
			change(key.create(await addOptions(client), lie)))
	}
	for (const lie of [{ type: 'webauthn.get' }, { rpId: 'evil.example' },
		{ client: { origin: 'https://evil.example' } }, { client: { challenge: 'x' } },
		{ flags: 0x05 }])
		assert.equal((await add(lie)).status, 409, JSON.stringify(lie))
	const junk = (object) => (sent) => ({ ...sent, response: { ...sent.response,
		attestationObject: Buffer.from(object).toString('base64url') } })
	for (const object of [Buffer.alloc(0), 'x', cbor(7), cbor(new Map()), Buffer.from([0xa1]),
		cbor(new Map([['authData', 'text']])), cbor(new Map([['authData', Buffer.alloc(10)]])),
		Buffer.concat(Array(200).fill(Buffer.from([0x81]))),
		Buffer.concat([Buffer.from([0xbb]), Buffer.alloc(8, 0xff)])]) {
		const { status } = await add({}, junk(object))
		assert.ok([409, 422].includes(status), `${object}: ${status}`)
	}
	assert.deepEqual(await stack.sql('SELECT FROM passkey WHERE user_id = $1', member.id), [])
})

test('one credential is one member\'s', async () => {
	const { key } = await withPasskey()
	const client = await stack.signIn(await stack.addMember())
	await client.get('/settings/security')
	const answer = await client.call('POST', '/api/settings/passkeys',
		key.create(await addOptions(client)))
	assert.equal(answer.status, 409)
})

test('renaming and removing, one\'s own only', async () => {
	const { member, client, id } = await withPasskey()
	const other = await withPasskey()
	for (const act of ['rename', 'remove'])
		assert.equal((await other.client.post(`/settings/passkeys/${id}/${act}`,
			{ name: 'Mine' })).status, 404)
	assert.equal((await client.post(`/settings/passkeys/${id}/rename`,
		{ name: 'Büro <b>' })).location, '/settings/security')
	assert.match((await client.get('/settings/security')).body, /<b>Büro &lt;b&gt;<\/b>/)
	assert.equal((await client.post(`/settings/passkeys/${id}/remove`)).status, 303)
	assert.deepEqual(await stack.sql('SELECT FROM passkey WHERE user_id = $1', member.id), [])
	assert.ok(await stack.signIn(member), 'the password alone is enough again')
})

test('the only way in stays', async () => {
	const { member, client, key, id } = await withPasskey()
	await stack.sql('UPDATE credential SET password_hash = NULL WHERE user_id = $1', member.id)
	const refused = await client.post(`/settings/passkeys/${id}/remove`)
	assert.equal(refused.status, 409)
	assert.match(refused.body, /only way in/)
	const other = new Authenticator(stack.url)
	const second = await client.call('POST', '/api/settings/passkeys',
		other.create(await addOptions(client)))
	assert.equal(second.status, 201, second.body)
	await client.get('/settings/security')
	assert.equal((await client.post(`/settings/passkeys/${id}/remove`)).status, 303)
	await client.get('/settings/security')
	assert.equal((await client.call('POST', `/api/settings/passkeys/${second.json.id}/remove`,
		{})).status, 409)
	const stranger = await visitor()
	assert.equal((await use(stranger, key.get(await useOptions(stranger)))).status, 401)
	assert.equal((await use(stranger, other.get(await useOptions(stranger)))).status, 200)
})

test('adding and removing ask who it is, and a token can do neither', async () => {
	const { member, client, id } = await withPasskey()
	const { json } = await client.call('POST', '/api/tokens',
		{ name: 't', scopes: ['account:read', 'account:write'] })
	const program = stack.client({ headers: { authorization: `Bearer ${json.token}` } })
	for (const path of ['/api/settings/passkeys/options', '/api/login/passkey/options',
		`/api/settings/passkeys/${id}/remove`])
		assert.equal((await program.call('POST', path, {})).status, 403, path)
	await stack.sql('UPDATE user_session SET sudo_until = NULL WHERE user_id = $1', member.id)
	assert.equal((await client.call('POST', '/api/settings/passkeys/options', {})).status, 403)
	assert.match((await client.post(`/settings/passkeys/${id}/remove`)).location, /confirm/)
	assert.equal((await stack.client().call('POST', '/api/login/passkey/options', {})).status, 403)
})

test('a banned member\'s passkey opens nothing', async () => {
	const { member, key } = await withPasskey()
	await stack.sql(`UPDATE users SET status = 'banned' WHERE id = $1`, member.id)
	const client = await visitor()
	assert.equal((await use(client, key.get(await useOptions(client)))).status, 403)
	assert.equal(await signedIn(client), false)
})
