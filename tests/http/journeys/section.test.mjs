import fs from 'node:fs'
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addJourney, addVersion, Device, takes } from '../../support/programme.mjs'
import { startStack } from '../../support/stack.mjs'

let stack, mia, ben, journey
const sections = {
	about: { title: 'About you', fields: {
		name: { label: 'Your name', required: true },
		guests: { type: 'number', label: 'Guests', decimals: 0, max: '500' },
		invited: { type: 'checkbox', label: 'All are invited' },
		notes: { type: 'textarea', label: 'Notes' },
		diet: { label: 'Diets', visible_if: { field: 'invited', is: 'checked' },
			required: true },
		code: { label: 'Door code', sensitive: true } } },
	people: { title: 'People', is_list: true, max_records: 3, fields: {
		name: { label: 'Name', required: true }, age: { type: 'number', label: 'Age' } } },
	last: { title: 'The end', fields: { fine: { label: 'Fine?' } } },
}
const at = (rest = '') => `/journeys/${journey.slug}${rest}`
const section = async (client, key, query = '') =>
	(await client.get(`/api${at(`/${key}${query}`)}`)).json
const answer = async (client, key, field) => (await section(client, key)).answers
	.find(a => a.field === field)
// What a browser without script sends of a page: its hidden inputs and more.
async function fill(client, path, fields, go = 'save') {
	const page = await client.get(path)
	assert.equal(page.status, 200, page.body)
	return send(client, page, fields, go)
}
function send(client, page, fields, go = 'save') {
	const hidden = Object.fromEntries([...page.body.matchAll(
		/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)]
		.filter(m => /^(version|record|ref|tab|was|f\..*\.revision)$/.test(m[1]))
		.map(m => [m[1], m[2]]))
	return client.post(page.path.split('?')[0], { ...hidden, go, ...fields })
}

before(async () => {
	stack = await startStack({ programs: ['account', 'journeys'] })
	mia = await stack.signIn(await stack.addMember({ name: 'Mia' }))
	ben = await stack.signIn(await stack.addMember({ name: 'Ben' }))
	journey = await addJourney(stack, { slug: 'wedding', sections })
	await takes(stack, journey, mia.member)
	await mia.get('/dashboard')
	await ben.get('/dashboard')
})
after(() => { if (process.env.SHOW_LOG) fs.writeFileSync(process.env.SHOW_LOG, stack.log('journeys')); return stack.stop() })

test('the section is there for who takes the journey, for nobody else', async () => {
	const page = await mia.get(at('/about'))
	assert.equal(page.status, 200, page.body)
	assert.match(page.body, /<h1>About you<\/h1>/)
	assert.match(page.body, /Section 1 of 3/)
	assert.equal((await ben.get(at('/about'))).status, 404)
	assert.equal((await mia.get(at('/nowhere'))).status, 404)
	assert.equal((await ben.call('PUT', `/api${at('/answers')}`, { tab: 'x',
		version: String(journey.version), saves: [] })).status, 404)
	assert.equal((await stack.client().get(at('/about'))).status, 303)
})

test('a script saves one answer; what comes late or twice changes nothing', async () => {
	const tab = new Device(mia, journey, 'one')
	assert.deepEqual([(await tab.save('about.name', 'Mi')).outcome,
		(await tab.save('about.name', ' Mia ')).words], ['saved', 'Mia'])
	tab.seq = 0
	const again = await tab.save('about.name', 'Mi')
	assert.deepEqual([again.outcome, again.revision, again.value],
		['behind', 2, 'Mia'])
	assert.equal((await answer(mia, 'about', 'name')).value, 'Mia')
})

test('two tabs: the second is told both values, and chooses', async () => {
	const [one, two] = ['first', 'second'].map(t => new Device(mia, journey, t))
	const { revision } = await one.save('about.notes', 'From one')
	await two.save('about.notes', 'From two', revision)
	const lost = await one.save('about.notes', 'From one, more', revision)
	assert.deepEqual([lost.status, lost.outcome, lost.value],
		[409, 'conflict', 'From two'])
	const page = await mia.get(at('/about'))
	assert.match(page.body, /Notes: changed elsewhere/)
	assert.match(page.body, /<dd>From one, more<\/dd>.*<dd>From two<\/dd>/)
	const [{ id }] = (await section(mia, 'about')).choices
	assert.equal((await mia.post(at('/choose'), { kept: id, take: 'mine' }))
		.location, at('/about'))
	assert.equal((await answer(mia, 'about', 'notes')).value, 'From one, more')
	assert.equal((await section(mia, 'about')).choices.length, 0)
	assert.equal((await ben.post(at('/choose'), { kept: id, take: 'mine' }))
		.status, 404)
})

test('what can not be the answer is refused by its place', async () => {
	const tab = new Device(mia, journey, 'wrong')
	const refused = await tab.send([tab.one('about.name', 'fine'),
		tab.one('about.guests', 'many')])
	assert.equal(refused.status, 422)
	assert.ok(refused.json.errors['saves.1.value'], refused.body)
	for (const [where, value] of [['about.nothing', 'x'], ['nowhere.name', 'x'],
		['about.name', 7], ['about.name', ['x']], ['about.name', 'x'.repeat(256)],
		['about.guests', { a: { b: 1 } }]])
		assert.equal((await tab.send([tab.one(where, value)])).status, 422, where)
	assert.equal((await mia.call('PUT', `/api${at('/answers')}`, { tab: 'x',
		version: '999999', saves: [] })).status, 409)
	assert.equal((await tab.send([tab.one('about.name', 'x')],
		{ headers: { 'x-csrf-token': 'forged' } })).status, 403)
	assert.equal((await stack.client().call('PUT', `/api${at('/answers')}`, {
		tab: 'x', version: String(journey.version), saves: [] })).status, 401)
	assert.equal((await answer(mia, 'about', 'name')).value, 'Mia')
})

test('without script: what changed is saved, what was not touched is left', async () => {
	const shown = await mia.get(at('/about'))
	const tab = new Device(mia, journey, 'beside')
	await tab.save('about.guests', '12')
	const done = await send(mia, shown, { 'f.name': 'Mia Reis',
		'f.notes': 'From one, more', 'f.guests': '', 'f.code': '' })
	assert.equal(done.location, at('/about'))
	const now = Object.fromEntries((await section(mia, 'about')).answers
		.map(a => [a.field, a.words]))
	assert.equal(now.name, 'Mia Reis')
	assert.equal(now.guests, '12', 'the other tab\'s answer stays')
})

test('without script: a change of both shows both', async () => {
	const shown = await mia.get(at('/about'))
	await fill(mia, at('/about'), { 'f.name': 'Elsewhere', 'f.notes': 'Beside',
		'f.guests': '12' })
	const done = await send(mia, shown, { 'f.name': 'Here',
		'f.notes': 'From one, more', 'f.guests': '12' })
	const page = await mia.follow(done)
	assert.match(page.body, /<dd>Here<\/dd>.*<dd>Elsewhere<\/dd>/)
	const { choices } = await section(mia, 'about')
	assert.deepEqual(choices.map(c => c.field), ['name'])
	await mia.post(at('/choose'), { kept: choices[0].id, take: 'other' })
	assert.equal((await answer(mia, 'about', 'name')).value, 'Elsewhere')
	assert.equal((await answer(mia, 'about', 'notes')).value, 'Beside')
})

test('without script: a form that fails keeps what was typed', async () => {
	const failed = await fill(mia, at('/about'), { 'f.name': 'Kept',
		'f.guests': 'a dozen' })
	assert.equal(failed.status, 422)
	assert.match(failed.body, /value="Kept"/)
	assert.match(failed.body, /href="#f.guests"/)
	assert.equal((await answer(mia, 'about', 'name')).value, 'Elsewhere')
	const unknown = await fill(mia, at('/about'), { 'f.name': 'Kept', 'f.extra': '1' })
	assert.equal(unknown.status, 422)
})

test('a section is finished when nothing is missing, by the same rules', async () => {
	const short = await fill(mia, at('/about'), { 'f.name': '', 'f.guests': '12',
		'f.notes': 'Beside' }, 'finish')
	assert.match(short.location, /about\?check=true$/)
	const page = await mia.follow(short)
	assert.match(page.body, /One answer is missing here/)
	assert.match(page.body, /id="f.name-error"/)
	const whole = await fill(mia, at('/about'), { 'f.name': 'Mia', 'f.guests': '12',
		'f.notes': 'Beside' }, 'finish')
	assert.equal(whole.location, at('/people'))
})

test('a sensitive answer is sealed, masked, and shown on demand, which is logged',
	async () => {
		await fill(mia, at('/about'), { 'f.name': 'Mia', 'f.guests': '12',
			'f.notes': 'Beside', 'f.code': '4711-B' })
		const [{ value }] = await stack.sql(`SELECT value FROM answer
			WHERE field_key = 'code'`)
		assert.match(value.sealed, /^k1:/)
		const page = await mia.get(at('/about'))
		assert.doesNotMatch(page.body, /4711-B|k1:/)
		assert.doesNotMatch((await mia.get(`/api${at('/about')}`)).body, /4711-B|k1:/)
		await fill(mia, at('/about'), { 'f.name': 'Mia', 'f.guests': '12',
			'f.notes': 'Beside', 'f.code': '' })
		const shown = await mia.post(at('/about/reveal'), { field: 'code' })
		assert.match(shown.body, /4711-B/)
		assert.equal((await stack.sql(`SELECT count(*)::int AS n FROM audit
			WHERE action = 'answer.reveal' AND actor_id = $1`, mia.member.id))[0].n, 1)
		assert.equal((await ben.post(at('/about/reveal'), { field: 'code' })).status, 404)
		assert.equal((await mia.post(at('/about/reveal'), { field: 'name' })).status, 404)
	})

test('entries of a list: added once, filled in, moved, removed and back', async () => {
	const blank = await mia.get(at('/people?record=new'))
	const added = await send(mia, blank, { 'f.name': 'Ana', 'f.age': '31' })
	assert.match(added.location, /people\?record=\d+$/)
	const twice = await send(mia, blank, { 'f.name': 'Ana', 'f.age': '31' })
	assert.equal(twice.location, added.location, 'sent twice, made once')
	const made = await mia.call('POST', `/api${at('/people/records')}`, { ref: 'device-1' })
	assert.equal(made.status, 201, made.body)
	assert.equal((await mia.call('POST', `/api${at('/people/records')}`,
		{ ref: 'device-1' })).json.id, made.json.id)
	const tab = new Device(mia, journey, 'list')
	assert.equal((await tab.save(`people.name.${made.json.id}`, 'Rui')).outcome, 'saved')
	const third = await tab.save('people.name.device-2', 'Eva')
	assert.equal(third.outcome, 'saved')
	assert.equal((await tab.save('people.name.device-3', 'Too many')).outcome, 'full')
	const names = async () => (await section(mia, 'people')).records
		.map(r => r.heading).join(' ')
	assert.equal(await names(), 'Ana Rui Eva')
	await mia.post(at(`/people/records/${third.record}/move`), { place: 1 })
	assert.equal(await names(), 'Eva Ana Rui')
	await mia.post(at(`/people/records/${third.record}/remove`))
	assert.equal(await names(), 'Ana Rui')
	const gone = await tab.save(`people.name.${third.record}`, 'Eva Maria')
	assert.deepEqual([gone.status, gone.outcome], [409, 'gone'])
	await mia.post(at(`/people/records/${third.record}/back`))
	assert.equal((await names()).split(' ').length, 3)
	assert.equal((await ben.post(at(`/people/records/${third.record}/remove`)))
		.status, 404)
	for (const name of ['ref=x', 'ref='])
		assert.equal((await mia.post(at(`/people/records?${name}`))).status, 422)
})

test('complete: all that is visible, required and valid; open again when not',
	async () => {
		const status = async () => (await stack.sql(`SELECT status FROM enrolment
			WHERE user_id = $1`, mia.member.id))[0].status
		await fill(mia, at('/about'), { 'f.name': 'Mia', 'f.guests': '12',
			'f.notes': 'Beside' }, 'finish')
		assert.equal(await status(), 'completed')
		await fill(mia, at('/about'), { 'f.name': 'Mia', 'f.guests': '12',
			'f.notes': 'Beside', 'f.invited': 'true' })
		assert.equal(await status(), 'active', 'a field more is shown, and required')
		await fill(mia, at('/about'), { 'f.name': 'Mia', 'f.guests': '12',
			'f.notes': 'Beside', 'f.invited': 'true', 'f.diet': 'None' })
		assert.equal(await status(), 'completed')
	})

test('paused and ended: read only', async () => {
	await stack.sql(`UPDATE enrolment SET status = 'paused' WHERE user_id = $1`,
		mia.member.id)
	const page = await mia.get(at('/about'))
	assert.match(page.body, /Your subscription is paused/)
	assert.doesNotMatch(page.body, /data-journey-save/)
	const tab = new Device(mia, journey, 'paused')
	assert.equal((await tab.send([tab.one('about.name', 'x')])).status, 409)
	assert.equal((await mia.post(at('/about'), { version: journey.version, tab: 'p',
		go: 'save', 'f.name': 'x' })).status, 409)
	assert.equal((await mia.post(at('/people/records'), { ref: 'device-9' })).status, 409)
	await stack.sql(`UPDATE enrolment SET status = 'active' WHERE user_id = $1`,
		mia.member.id)
})

test('another version since the page was made', async () => {
	await stack.sql(`UPDATE enrolment SET version_id = $2 WHERE user_id = $1`,
		mia.member.id, await addVersion(stack, journey.id, sections))
	const tab = new Device(mia, journey, 'old')
	const answered = await tab.send([tab.one('about.name', 'x')])
	assert.equal(answered.status, 409)
	assert.match(answered.json.type, /version_changed/)
})
