// Taking one's data along, and being forgotten: what the member does and sees.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { PASSWORD, startStack, until } from '../../support/stack.mjs'
import { addExpert, at, book, pass, DAY } from '../booking/sessions.mjs'

let stack

before(async () => {
	stack = await startStack({ programs: ['account', 'booking', 'inbox'] })
})
after(() => stack.stop())

const state = async (member) => (await stack.sql(
	'SELECT status FROM users WHERE id = $1', member.id))[0].status

test('an export is asked for, made, told of and downloaded', async () => {
	const ana = await stack.signIn(await stack.addMember({ name: 'Ana Export' }))
	assert.match((await ana.get('/settings/data')).body, /Make an export/)
	const asked = await ana.post('/settings/data/export')
	assert.equal(asked.location, '/settings/data')
	const ready = await until('the export', async () => {
		const { json } = await ana.call('GET', '/api/settings/data')
		assert.equal(json.items.length, 1)
		assert.ok(json.items[0].progress >= 0 && json.items[0].progress <= 100)
		return json.items[0].state === 'ready' && json.items[0]
	})
	assert.equal(ready.href, `/settings/data/exports/${ready.id}`)
	const page = await ana.get('/settings/data')
	assert.deepEqual(page.links(/exports/), [ready.href])
	const file = await ana.get(ready.href)
	assert.equal(file.status, 200)
	assert.equal(file.headers['content-type'], 'application/zip')
	assert.match(file.headers['content-disposition'], /attachment; filename="belay-data.zip"/)
	const zip = join(stack.folder, 'got.zip')
	writeFileSync(zip, file.bytes)
	const profile = JSON.parse(execFileSync('python3', ['-c', `import sys, zipfile
sys.stdout.write(zipfile.ZipFile(sys.argv[1]).read("account/profile.json").decode())`, zip]))
	assert.equal(profile[0].display_name, 'Ana Export')
	const mail = await stack.readMail(ana.member.email, /data is ready/i)
	const [open] = mail.text.match(/\/notifications\/\d+\/open/)
	assert.equal((await ana.get(open)).location, '/settings/data')
	// it is nobody else's
	const eve = await stack.signIn(await stack.addMember())
	assert.equal((await eve.get(ready.href)).status, 404)
	assert.equal((await stack.client().get(ready.href)).status, 303)
})

test('one export at a time', async () => {
	const ana = await stack.signIn(await stack.addMember())
	await stack.sql('INSERT INTO data_export (user_id, created_at) VALUES ($1, app_now())',
		ana.member.id)
	const page = await ana.get('/settings/data')
	assert.match(page.body, /<progress/)
	assert.doesNotMatch(page.body, /action="\/settings\/data\/export"/)
	const again = await ana.post('/settings/data/export')
	assert.equal(again.status, 409)
	assert.match(again.body, /being made already/)
})

test('who is expected in a session can\'t be deleted', async () => {
	const expert = await addExpert(stack)
	const ana = await stack.signIn(await stack.addMember())
	await ana.get('/settings/data')
	await book(ana, expert, at(30))
	const page = await ana.get('/settings/data')
	assert.match(page.body, /expected in a session/)
	const answer = await ana.post('/settings/data/delete')
	assert.equal(answer.status, 409)
	assert.match(answer.body, /Cancel it or let it take place/)
	const api = await ana.call('POST', '/api/settings/data/delete')
	assert.equal(api.json.type, '/problems/session_due')
	const owner = await stack.signIn(expert)
	await owner.get('/settings/data')
	assert.equal((await owner.post('/settings/data/delete')).status, 409)
	assert.equal(await state(ana.member), 'active')
})

test('deleting asks for the password again', async () => {
	const ana = await stack.signIn(await stack.addMember())
	await stack.sql('UPDATE user_session SET sudo_until = NULL WHERE user_id = $1', ana.member.id)
	await ana.get('/settings/data')
	const asked = await ana.post('/settings/data/delete', {},
		{ headers: { referer: `${stack.url}/settings/data` } })
	assert.equal(asked.location, '/login/confirm?next=%2Fsettings%2Fdata')
	assert.equal(await state(ana.member), 'active')
	const api = await ana.call('POST', '/api/settings/data/delete')
	assert.equal(api.status, 403)
})

test('a deletion ends other sign-ins and tokens, and the mail\'s link keeps the account', async () => {
	const ana = await stack.signIn(await stack.addMember())
	const other = await stack.signIn(ana.member)
	await ana.get('/settings/data')
	await ana.call('POST', '/api/tokens', { name: 'x', scopes: ['account:read'] })
	const answer = await ana.post('/settings/data/delete')
	assert.equal(answer.location, '/settings/data', answer.body)
	assert.equal(await state(ana.member), 'deletion_requested')
	assert.match((await ana.get('/settings/data')).body, /will be deleted on/)
	assert.equal((await other.get('/settings/data')).status, 303)
	assert.deepEqual(await stack.sql(
		'SELECT FROM access_token WHERE user_id = $1 AND revoked_at IS NULL', ana.member.id), [])
	const mail = await stack.readMail(ana.member.email, /will be deleted/)
	const [link] = mail.text.match(/https:\S+\/account\/keep\?token=\S+/)
	const visitor = stack.client()
	await visitor.get(link.slice(stack.url.length))
	assert.equal(await state(ana.member), 'deletion_requested', 'looking changes nothing')
	const token = new URL(link).searchParams.get('token')
	assert.equal((await visitor.post('/account/keep', { token })).location, '/login')
	assert.equal(await state(ana.member), 'active')
	assert.equal((await visitor.post('/account/keep', { token })).status, 410)
	assert.equal((await visitor.post('/account/keep', { token: 'x' })).status, 410)
})

test('signing in, or the button, keeps the account', async () => {
	const ana = await stack.signIn(await stack.addMember())
	await ana.get('/settings/data')
	await ana.post('/settings/data/delete')
	await stack.signIn(ana.member)
	assert.equal(await state(ana.member), 'active')
	await ana.post('/settings/data/delete')
	assert.equal((await ana.post('/settings/data/keep')).status, 303)
	assert.equal(await state(ana.member), 'active')
	assert.doesNotMatch((await ana.get('/settings/data')).body, /will be deleted on/)
	assert.equal((await ana.post('/settings/data/keep')).status, 303, 'twice is fine')
})

// Moves the stack's clock: what follows lives 15 days later.
test('after 14 days the account is erased, and nothing leads back', async () => {
	const ana = await stack.addMember({ email: 'ana.erased@test.belay.test', name: 'Ana Erased' })
	const client = await stack.signIn(ana)
	const kept = await stack.signIn(await stack.addMember())
	await client.get('/settings/data')
	await client.post('/settings/data/delete')
	await kept.get('/settings/data')
	await kept.post('/settings/data/delete')
	await pass(stack, 13 * DAY)
	await stack.sql(`SELECT enqueue('account.tick')`)
	await stack.signIn(kept.member)
	assert.equal(await state(ana), 'deletion_requested')
	await pass(stack, 2 * DAY)
	await stack.sql(`SELECT enqueue('account.tick')`)
	await until('the erasure', async () => await state(ana) === 'erased', 60)
	assert.equal(await state(kept.member), 'active')
	const answer = await stack.client().submit('/login',
		{ email: ana.email, password: PASSWORD })
	assert.equal(answer.status, 422)
	assert.equal((await client.get('/settings/data')).status, 303)
	const anew = await stack.client().submit('/signup', { display_name: 'Ana',
		email: ana.email, password: 'quite another passphrase' })
	assert.equal(anew.status, 200)
	await stack.readMail(ana.email, /confirm|verify|address/i)
})
