// POST /moderation/check: what automated moderation says of a text.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack, until } from '../../support/stack.mjs'

const CONTEXTS = ['message', 'anonymous', 'profile', 'review', 'comment', 'journey',
	'job']
const MAIL = 'Zoë 🎉: jane.doe@gmail.com'

let stack, mia

before(async () => {
	stack = await startStack({ programs: ['account', 'safety'], workers: false,
		processes: 2 })
	mia = await enter(await stack.addMember({ name: 'Mia' }))
})
after(() => stack.stop())

async function enter(member) {
	const client = await stack.signIn(member)
	await client.get('/settings') // the form token
	return client
}

const check = (text, context = 'message', more = {}, client = mia) =>
	client.call('POST', '/moderation/check', { text, context, ...more })

test('a harmless text is allowed as it is, in every context', async () => {
	for (const context of CONTEXTS) {
		const answer = await check(' Thank you for\r\nthe session. ', context)
		assert.equal(answer.status, 200, answer.body)
		assert.match(answer.headers['content-type'], /^application\/json/)
		assert.deepEqual(answer.json, { decision: 'allow', reasons: [],
			sanitized: ' Thank you for\r\nthe session. ' })
	}
})

test('spans count the code points of the text as it was sent', async () => {
	const text = `\u00a0${MAIL} !`
	const answer = await mia.call('POST', '/api/moderation/check',
		{ text, context: 'anonymous' })
	assert.equal(answer.status, 200, answer.body)
	const start = [...text].indexOf('j')
	assert.deepEqual(answer.json, { decision: 'block',
		reasons: [{ rule: 'contact_email', category: 'contact',
			span: [start, start + 18], score: 0.98 }],
		sanitized: `\u00a0Zoë 🎉: ${'*'.repeat(18)} !` })
})

test('the context decides', async () => {
	const decision = async (text, context, more) =>
		(await check(text, context, more)).json.decision
	assert.equal(await decision(MAIL, 'message'), 'allow')
	assert.equal(await decision(MAIL, 'review'), 'flag')
	assert.equal(await decision(MAIL, 'job'), 'allow')
	assert.equal(await decision('You are an idiot', 'message'), 'flag')
	assert.equal(await decision('You are an idiot', 'comment'), 'hold')
	assert.equal(await decision('I know where you live', 'message'), 'block')
})

test('the language may be said, where a word is harmless in another', async () => {
	const decision = async (language) =>
		(await check('fag', 'message', { language })).json.decision
	assert.equal(await decision('en'), 'block')
	assert.equal(await decision('en-GB'), 'block')
	assert.equal(await decision('de'), 'allow')
	assert.equal(await decision('es'), 'allow')
})

test('what does not fit is said beside its field', async () => {
	const errors = async (body) => {
		const answer = await mia.call('POST', '/moderation/check', body)
		assert.equal(answer.status, 422, answer.body)
		assert.match(answer.headers['content-type'], /^application\/problem\+json/)
		return Object.keys(answer.json.errors).sort()
	}
	assert.deepEqual(await errors({ text: 'x', context: 'chat' }), ['context'])
	assert.deepEqual(await errors({ text: 'x' }), ['context'])
	assert.deepEqual(await errors({ context: 'message' }), ['text'])
	assert.deepEqual(await errors({ text: 7, context: 'message' }), ['text'])
	assert.deepEqual(await errors({ text: 'x', context: 'message', language: 'e' }),
		['language'])
	assert.deepEqual(await errors({ text: 'a'.repeat(100_001), context: 'message' }),
		['text'])
})

test('a hundred thousand characters of anything are read', async () => {
	for (const part of ['a@b.co ', '1 ', '((((', 'f u c k ', 'а', '😀', '@', 'www.x.com/'])
		assert.equal((await check(part.repeat(100_000 / [...part].length | 0),
			'anonymous')).status, 200, part)
})

test('more is refused unread, and so is what is no text', async () => {
	assert.equal((await check('a'.repeat(1_100_000))).status, 413)
	const raw = (body) => mia.send('POST', '/moderation/check', { body, headers: {
		'content-type': 'application/json', origin: mia.base,
		'x-csrf-token': mia.csrf } })
	const broken = Buffer.concat([Buffer.from('{"context":"message","text":"'),
		Buffer.from([0xff, 0xfe]), Buffer.from('"}')])
	assert.equal((await raw(broken)).status, 400)
	assert.equal((await raw('{"context":"message","text":"\\u0000"}')).status, 400)
	assert.equal((await raw('{"context":')).status, 400)
})

test('for who is signed in, with the token of a form or one of their own', async () => {
	const nobody = stack.client()
	await nobody.get('/login')
	assert.equal((await check('x', 'message', {}, nobody)).status, 401)
	const forged = await mia.call('POST', '/moderation/check',
		{ text: 'x', context: 'message' }, { headers: { 'x-csrf-token': 'no' } })
	assert.equal(forged.status, 403)
	const made = async (scopes) => (await mia.call('POST', '/api/tokens',
		{ name: 'ci', scopes })).json.token
	const program = async (token) => (await stack.client({ headers: {
		authorization: `Bearer ${token}` } }).call('POST', '/api/moderation/check',
		{ text: MAIL, context: 'anonymous' })).status
	assert.equal(await program(await made(['safety:write'])), 200)
	assert.equal(await program(await made(['account:write'])), 403)
})

test('it counts as a write', async () => {
	const limited = await startStack({ programs: ['account', 'safety'],
		workers: false, rateFactor: 1 })
	try {
		const client = await limited.signIn(await limited.addMember())
		await client.get('/settings')
		const all = await Promise.all(Array.from({ length: 120 }, () =>
			check('x', 'message', {}, client)))
		assert.ok(all.some((answer) => answer.status === 429))
	} finally {
		await limited.stop()
	}
})

test('checking is no posting: the same text again is the same', async () => {
	const text = 'How do you explain the choice of a queue in plain words to others?'
	for (let i = 0; i < 8; i++)
		assert.equal((await check(text, 'review')).json.decision, 'allow')
	assert.deepEqual(await stack.sql('SELECT count(*)::int AS n FROM moderation_text'),
		[{ n: 0 }])
})

test('a rule that is changed counts in every process within a second', async () => {
	const decision = async () => (await check('a zorblax is here')).json.decision
	assert.equal(await decision(), 'allow')
	await stack.sql(`INSERT INTO moderation_rule (code, kind, category, decisions,
		terms, about) VALUES ('zorblax', 'words', 'spam', 'message:hold', 'zorblax', 'x')`)
	const changed = Date.now()
	const all = async (wanted) => {
		for (let i = 0; i < 12; i++)
			if (await decision() !== wanted)
				return false
		return true
	}
	await until('all processes to know', () => all('hold'))
	console.log(`# known everywhere after ${Date.now() - changed} ms`)
	await stack.sql(`UPDATE moderation_rule SET is_active = false WHERE code = 'zorblax'`)
	await until('all processes to forget', () => all('allow'))
})
