// Looks, zone, language and privacy: of members and of visitors.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'

let stack

before(async () => {
	stack = await startStack({ programs: ['account'], workers: false })
})
after(() => stack.stop())

test('a visitor keeps a choice of looks in the browser', async () => {
	const visitor = stack.client()
	const answer = await visitor.submit('/settings/appearance', { theme: 'dark',
		text_size: 'large', timezone: 'Europe/Lisbon', next: '/login' },
	{ page: '/login' })
	assert.equal(answer.status, 303)
	assert.equal(answer.location, '/login')
	const page = await visitor.get('/login')
	assert.match(page.body, /<html[^>]*data-theme="dark"[^>]*data-text="large"/)
	assert.match(page.body, /name="timezone" value="Europe\/Lisbon"/)
	await visitor.post('/settings/appearance', { text_size: 'normal' })
	assert.match((await visitor.get('/login')).body,
		/data-theme="dark"[^>]*data-text="normal"/)
})

test('a cookie that was tampered with counts as no choice', async () => {
	for (const look of ['pink:large:UTC', 'dark', 'dark:huge:Mars/Base', '::',
		`dark:large:${'A'.repeat(3000)}`, 'dark:large:../../etc/passwd']) {
		const visitor = stack.client()
		visitor.cookies.set('__Host-look', look)
		const page = await visitor.get('/login')
		assert.equal(page.status, 200, look)
		assert.doesNotMatch(page.body, /pink|huge|Mars|passwd/, look)
	}
})

test('next leads nowhere else', async () => {
	const visitor = stack.client()
	await visitor.get('/login')
	for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example',
		'javascript:alert(1)', '/%0d%0aSet-Cookie:a=b', '', 'login',
		'\thttps://evil.example']) {
		const answer = await visitor.post('/settings/appearance',
			{ theme: 'light', next })
		assert.equal(answer.status, 303, next)
		assert.equal(answer.headers.location, '/', next)
	}
})

test('what is no theme, size or zone is refused', async () => {
	const visitor = stack.client()
	await visitor.get('/login')
	for (const field of [{ theme: 'pink' }, { text_size: '9' },
		{ timezone: 'Mars/Base' }, { timezone: 'CET' }, { timezone: 'localtime' }]) {
		const answer = await visitor.post('/settings/appearance', field)
		assert.equal(answer.status, 422, JSON.stringify(field))
		assert.equal(visitor.cookies.has('__Host-look'), false)
	}
})

test('a zone that a visitor chose goes before the browser’s', async () => {
	const visitor = stack.client()
	const zone = async () => (await visitor.get('/login')).input('timezone')
	const choose = (timezone) => visitor.submit('/settings/appearance',
		{ theme: 'dark', timezone }, { page: '/login' })
	visitor.cookies.set('__Host-zone', 'Asia/Tokyo')
	assert.equal(await zone(), 'Asia/Tokyo')
	await choose('Asia/Tokyo')
	visitor.cookies.set('__Host-zone', 'Asia/Seoul')
	assert.equal(await zone(), 'Asia/Seoul', 'the browser moved on')
	await choose('UTC')
	assert.equal(await zone(), 'UTC')
	await choose('Europe/Lisbon')
	visitor.cookies.delete('__Host-zone')
	assert.equal(await zone(), 'Europe/Lisbon')
})

test('a member has the choice on every device', async () => {
	const mia = await stack.addMember({ name: 'Mia' })
	const one = await stack.signIn(mia)
	const two = await stack.signIn(mia)
	const answer = await one.submit('/settings/appearance', { theme: 'contrast',
		text_size: 'larger', timezone: 'Asia/Tokyo', next: '/settings' },
	{ page: '/settings' })
	assert.equal(answer.location, '/settings')
	const page = await two.get('/settings')
	assert.match(page.body, /data-theme="contrast"[^>]*data-text="larger"/)
	assert.match(page.body, /value="Asia\/Tokyo"/)
	assert.equal(one.cookies.has('__Host-look'), false)
})

test('language, shortcuts, public page and marketing mail', async () => {
	const member = await stack.signIn(await stack.addMember())
	const page = await member.get('/settings')
	assert.equal(page.status, 200)
	assert.equal(page.links(/^\/u\//).length, 0)
	const saved = await member.post('/settings', { language: 'en',
		is_public: 'true', email_marketing: 'true' })
	assert.equal(saved.status, 303)
	const { json } = await member.call('GET', '/api/settings')
	assert.deepEqual(json.settings, { shortcuts: false, language: 'en',
		email_marketing: true, is_public: true, theme: 'auto',
		text_size: 'normal', timezone: 'UTC' })
	const again = await member.get('/settings')
	assert.deepEqual(again.links(/^\/u\//), [`/u/${member.member.handle}`])
	assert.match(again.body, /data-off|shortcuts/)
	assert.equal((await member.post('/settings', { language: 'xx' })).status, 422)
	assert.equal((await member.post('/settings', { language: 'de' })).status, 422)
})

test('settings are a member\'s', async () => {
	const visitor = stack.client()
	const page = await visitor.get('/settings')
	assert.equal(page.status, 303)
	assert.match(page.location, /^\/login\?next=%2Fsettings$/)
	assert.equal((await visitor.call('GET', '/api/settings')).status, 401)
})

test('a token and an admin who looks on change nothing', async () => {
	const mia = await stack.addMember()
	const member = await stack.signIn(mia)
	await member.get('/tokens')
	const { json } = await member.call('POST', '/api/tokens',
		{ name: 'reader', scopes: ['account:read'] })
	const program = stack.client({ headers: { authorization: `Bearer ${json.token}` } })
	const refused = await program.call('POST', '/api/settings/appearance',
		{ theme: 'dark' })
	assert.equal(refused.status, 403)
	const admin = await stack.addMember({ roles: ['admin'] })
	await stack.sql('UPDATE user_session SET impersonator_id = $1 WHERE user_id = $2',
		admin.id, mia.id)
	await member.get('/settings')
	assert.equal((await member.post('/settings/appearance', { theme: 'dark' })).status, 403)
	assert.equal((await member.post('/settings', { language: 'en' })).status, 403)
	const [{ theme }] = await stack.sql(
		'SELECT theme FROM preference WHERE user_id = $1', mia.id)
	assert.equal(theme, 'auto')
})
