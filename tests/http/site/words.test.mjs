// Every sentence comes from the catalogue, in the language of who reads it: a
// made-up language shows which do not.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { foreign, makePseudo, POT } from '../../support/pseudo.mjs'
import { startStack } from '../../support/stack.mjs'

const TREE = resolve(import.meta.dirname, '../../..')
const TMP = process.env.BELAY_TEST_TMP
const GERMAN = { 'accept-language': 'de-AT,de;q=0.9,en;q=0.5' }
const ENGLISH = { 'accept-language': 'en-GB' }
const SAID = ['button', 'label', 'legend', 'th', 'h2', 'dt']

let stack

before(async () => {
	stack = await startStack({ env: { BELAY_CATALOGUES: makePseudo(
		mkdtempSync(join(TMP, 'words-'))) } })
})
after(() => stack.stop())

async function member(language) {
	const who = await stack.addMember()
	await stack.sql('UPDATE preference SET language = $1 WHERE user_id = $2',
		language, who.id)
	return who
}

test('the committed catalogue has the words of today (else: make catalogue)', () => {
	const folder = mkdtempSync(join(TMP, 'pot-'))
	execFileSync('cgi-bin/tool/catalogue.sh',
		[`.build/${process.env.MODE ?? 'dev'}/tool/catalogue`, folder], { cwd: TREE })
	const now = readFileSync(join(folder, 'belay.pot'), 'utf8')
	const lines = (text) => new Set(text.split('\n').filter((l) => /^(msgid|#:)/.test(l)))
	const was = readFileSync(POT, 'utf8')
	const missing = [...lines(now)].filter((line) => !lines(was).has(line))
	assert.deepEqual(missing, [], 'words that belay.pot lacks')
	assert.equal(was, now)
})

test('what rows of the database say is in the catalogue', async () => {
	const list = new Set(readFileSync(join(TREE, 'templates/_words/database.txt'), 'utf8')
		.split('\n'))
	for (const { said } of await stack.sql(`SELECT title AS said FROM notification_type
		UNION SELECT name FROM industry UNION SELECT title FROM word_list
		UNION SELECT about FROM word_list UNION SELECT heading FROM admin_search_kind`))
		assert.ok(list.has(said), `templates/_words/database.txt lacks: ${said}`)
})

test('a visitor is answered in a language the browser asks for', async () => {
	const german = stack.client({ headers: GERMAN })
	const english = stack.client({ headers: ENGLISH })
	// Twice and in turns: pages kept by nginx are kept by language.
	for (let i = 0; i < 2; i++)
		for (const path of ['/', '/mentors', '/login', '/signup', '/account/forgot']) {
			const page = await german.get(path)
			assert.match(page.body, /<html[^>]* lang="de"/)
			assert.match(page.body, /⟦/)
			assert.match(page.headers.vary, /Accept-Language/)
			if (path !== '/mentors') // its filters name industries
				assert.deepEqual(foreign(page.body, SAID), [], path)
			const other = await english.get(path)
			assert.match(other.body, /<html[^>]* lang="en"/)
			assert.doesNotMatch(other.body, /⟦/)
		}
	const missing = await german.get('/mentors/999999999')
	assert.match(missing.body, /<h1[^>]*>⟦Not found⟧/)
	assert.match((await german.get('/api/mentors/999999999')).json.title, /^⟦.*⟧$/)
	assert.match((await stack.client({ headers: { 'accept-language': 'fr, *' } }).get('/login'))
		.body, / lang="en"/)
})

test('a member chooses, and is answered so whatever the browser asks for', async () => {
	const who = await stack.addMember()
	const client = await stack.signIn(who, { headers: ENGLISH })
	const page = await client.get('/settings')
	assert.match(page.body, /<option value="de"[^>]*>Deutsch/)
	assert.doesNotMatch(page.body, /<option value="fr"/, 'there is no catalogue of it')
	assert.doesNotMatch(page.body, /⟦/)
	assert.equal((await client.post('/settings', { language: 'fr' })).status, 422)
	assert.equal((await client.post('/settings', { language: 'de' })).status, 303)
	for (const path of ['/settings', '/settings/security', '/settings/devices', '/sessions',
		'/notifications/preferences', '/safety/blocks', '/settings/data', '/calendar/feed']) {
		const { body, status } = await client.get(path)
		assert.equal(status, 200, path)
		assert.match(body, / lang="de"/)
		assert.deepEqual(foreign(body, SAID).filter((said) => !/: (English|Deutsch)$/.test(said)),
			[], path)
	}
})

test("what is wrong with a form is said in the member's language", async () => {
	const client = await stack.signIn(await member('de'), { headers: ENGLISH })
	await client.get('/settings/profile')
	const page = await client.post('/settings/profile', { display_name: '', timezone: 'Mars' })
	assert.equal(page.status, 422)
	assert.match(page.body, /⟦This is needed\.⟧/)
	assert.match(page.body, /⟦Choose a time zone such as Europe\/Lisbon\.⟧/)
	const english = await stack.signIn(await member('en'), { headers: GERMAN })
	await english.get('/settings/profile')
	const other = await english.post('/settings/profile', { display_name: '' })
	assert.match(other.body, /This is needed\./)
	assert.doesNotMatch(other.body, /⟦/)
	const api = await client.send('POST', '/api/settings', { body: '{"language": "xx"}',
		headers: { 'content-type': 'application/json', 'x-csrf-token': client.csrf,
			origin: stack.url } })
	assert.equal(api.status, 422, api.body)
	assert.deepEqual(api.json.errors.language, ['⟦Choose one of the list.⟧'])
})

test("notices and mails are in their reader's language", async () => {
	for (const [language, is] of [['de', true], ['en', false], ['fr', false]]) {
		const who = await member(language)
		const client = await stack.signIn(who)
		await client.get('/settings/security')
		const answer = await client.post('/settings/password', {
			current_password: 'belay-demo-2026', password: 'four unrelated words here' })
		assert.equal(answer.status, 303, answer.body)
		const mail = await stack.readMail(who.email)
		for (const text of [mail.subject, mail.text, (await client.get('/notifications')).body])
			assert.equal(/⟦/.test(text), is, `${language}: ${text.slice(0, 300)}`)
	}
})
