// The studio: journeys, sections and fields, as forms and as JSON.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addCreator, addJourney, idOf } from './studio.mjs'

let stack, cleo, other, mia
before(async () => {
	stack = await startStack({ programs: ['account', 'journeys'] })
	cleo = await addCreator(stack)
	other = await addCreator(stack, 'Otto Creator')
	mia = await stack.signIn(await stack.addMember({ name: 'Mia' }))
})
after(() => { if (process.env.DUMP) console.log(stack.log('journeys')); return stack.stop() })

test('a creator makes a journey; nobody else gets near it', async () => {
	const home = await cleo.get('/creator')
	assert.equal(home.status, 200, home.body)
	assert.match(home.body, /No journeys yet/)
	assert.equal((await mia.get('/creator')).status, 403)
	await cleo.get('/creator/journeys/new')
	const none = await cleo.post('/creator/journeys', { title: ' ' })
	assert.equal(none.status, 422)
	const made = await cleo.post('/creator/journeys',
		{ title: 'Care for a parent', summary: 'From the first worry on' })
	assert.equal(made.status, 303, made.body)
	const id = idOf(made)
	assert.match((await cleo.get('/creator/journeys')).body, /Care for a parent/)
	assert.equal((await cleo.get('/api/creator/journeys')).json.items[0].slug,
		'care-for-a-parent')
	for (const path of ['', '/about'])
		assert.equal((await other.get(`/creator/journeys/${id}${path}`)).status, 404)
	await other.get('/creator/journeys/new')
	assert.equal((await other.post(`/creator/journeys/${id}/sections`,
		{ title: 'Mine' })).status, 404)
	assert.equal((await cleo.get('/creator/journeys/999999')).status, 404)
	const draft = (await cleo.get('/creator/journeys?status=draft')).body
	assert.match(draft, /Care for a parent/)
	assert.match((await cleo.get('/creator/journeys?status=published')).body,
		/There are no such journeys/)
})

test('sections are added, named, moved, copied and removed', async () => {
	await cleo.get('/creator/journeys/new')
	const id = idOf(await cleo.post('/creator/journeys', { title: 'Wedding' }))
	const base = `/creator/journeys/${id}`
	const keys = async () => (await cleo.get(`/api${base}`)).json.sections
		.map((s) => s.key).join(' ')
	for (const title of ['The day', 'Guests', 'Money'])
		assert.equal((await cleo.post(`${base}/sections`, { title })).status, 303)
	assert.equal(await keys(), 'the_day guests money')
	const none = await cleo.post(`${base}/sections`, { title: '' })
	assert.equal(none.status, 422)
	assert.match(none.body, /The day/, 'the page is shown again')
	const moved = await cleo.post(`${base}/sections/money/move`, { places: -1 })
	assert.equal(moved.location, `${base}#s-money`)
	assert.equal(await keys(), 'the_day money guests')
	await cleo.post(`${base}/sections/the_day/move`, { places: -1 })
	assert.equal(await keys(), 'the_day money guests', 'the first one stays')
	await cleo.post(`${base}/sections/order`, { keys: 'guests,the_day,money' })
	assert.equal(await keys(), 'guests the_day money')
	const stale = await cleo.post(`${base}/sections/order`, { keys: 'guests,the_day' })
	assert.equal(stale.status, 409)
	const edit = await cleo.get(`${base}/sections/guests/edit`)
	assert.equal(edit.status, 200, edit.body)
	const saved = await cleo.post(`${base}/sections/guests/edit`, {
		title: 'Guests & family', is_list: 'true', min_records: 1, max_records: 50,
		weight: 3, description: 'Everybody **you** invite', guidance: 'Ask twice',
		seen: edit.input('seen'), 'visible_if.mode': 'none' })
	assert.equal(saved.status, 303, saved.body)
	const shown = await cleo.get(`${base}/sections/guests/edit`)
	assert.match(shown.body, /value="Guests &amp; family"/)
	assert.match(shown.body, /Ask twice/)
	const late = await cleo.post(`${base}/sections/guests/edit`, {
		title: 'All guests', seen: edit.input('seen'), 'visible_if.mode': 'none' })
	assert.equal(late.status, 409)
	assert.match(late.body, /Guests &amp; family/, 'what is saved is shown')
	assert.match(late.body, /value="All guests"/, 'what is typed stays')
	const copy = await cleo.post(`${base}/sections/guests/copy`)
	assert.equal(copy.status, 303, copy.body)
	assert.match(await keys(), /^guests guests_family_copy the_day money$/)
	const ask = await cleo.get(`${base}/sections/guests_family_copy/remove`)
	assert.match(ask.body, /Keep it/)
	await cleo.post(`${base}/sections/guests_family_copy/remove`)
	assert.equal(await keys(), 'guests the_day money')
	assert.equal((await cleo.get(`${base}/sections/nowhere`)).status, 404)
	for (const bad of [{ min_records: 5, max_records: 2, is_list: 'true' },
		{ max_records: 201 }, { weight: 11 }, { title: 'x'.repeat(201) },
		{ key: 'Über' }, { 'visible_if.mode': 'all' },
		{ 'visible_if.mode': 'json', 'visible_if.json': '{"all": 1}' },
		{ 'visible_if.mode': 'json', 'visible_if.json': '{' }]) {
		const answer = await cleo.post(`${base}/sections/money/edit`,
			{ title: 'Money', 'visible_if.mode': 'none', ...bad })
		assert.equal(answer.status, 422, `${JSON.stringify(bad)} ${answer.status}`)
	}
})

test('a field of each type is added, and its form saves what it shows', async () => {
	const id = await addJourney(cleo, 'All types')
	const base = `/creator/journeys/${id}/sections/at_home`
	for (const type of ['text', 'textarea', 'email', 'phone', 'url', 'number',
		'currency', 'date', 'time', 'select', 'radio', 'multiselect', 'checkbox',
		'file', 'rating']) {
		const made = await cleo.post(`${base}/fields`, { type, label: `One ${type}` })
		assert.equal(made.status, 303, `${type} ${made.body}`)
		const href = made.location
		const shown = await cleo.get(href)
		assert.equal(shown.status, 200, `${type} ${shown.body}`)
		const sent = formOf(shown.body)
		const saved = await cleo.post(href, sent)
		assert.equal(saved.status, 303, `${type} ${saved.body.match(/class="error"[^]{0,300}/)}`)
		const now = (await cleo.get(`/api${href}`)).json
		assert.equal(JSON.parse(now.definition).label, `One ${type}`)
		assert.deepEqual(Object.keys(JSON.parse(now.definition)).filter((k) =>
			!['label', 'options'].includes(k)), [], 'defaults are not written')
	}
})

/** The fields of the page's self-saving form, as a browser would send them. */
function formOf(body) {
	const form = body.match(/<form[^>]*data-autosave[^]*?<\/form>/)[0]
	const sent = {}
	for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
		const at = (name) => tag.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1]
		if (at('type') === 'checkbox' && !/ checked/.test(tag))
			continue
		if (at('name'))
			sent[at('name')] = [...[sent[at('name')] ?? []].flat(), at('value') ?? '']
	}
	for (const [, name, inside] of form.matchAll(
		/<select[^>]*name="([^"]*)"[^>]*>([^]*?)<\/select>/g))
		sent[name] = inside.match(/value="([^"]*)" selected/)?.[1] ??
			inside.match(/value="([^"]*)"/)?.[1] ?? ''
	for (const [, name, inside] of form.matchAll(
		/<textarea[^>]*name="([^"]*)"[^>]*>\n?([^]*?)<\/textarea>/g))
		sent[name] = inside
	delete sent.csrf
	return sent
}

test('rules, options and conditions of a field', async () => {
	const id = await addJourney(cleo, 'Rules')
	const base = `/creator/journeys/${id}/sections/at_home`
	const add = async (type, label) => (await cleo.post(`${base}/fields`,
		{ type, label })).location
	const choice = await add('radio', 'Is there a helper?')
	const saved = await cleo.post(choice, { label: 'Is there a helper?',
		'options.0.id': 'option_1', 'options.0.label': 'Yes',
		'options.1.id': 'option_2', 'options.1.label': 'No',
		'options.more': 'Now and then\n\nNow and then', required: 'true', weight: '4' })
	assert.equal(saved.status, 303, saved.body)
	const get = async (href) => JSON.parse((await cleo.get(`/api${href}`)).json.definition)
	assert.deepEqual((await get(choice)).options.map((o) => o.id),
		['option_1', 'option_2', 'now_and_then', 'now_and_then_2'])
	await cleo.post(choice, { ...formOf((await cleo.get(choice)).body),
		deed: 'option.up.1' })
	await cleo.post(choice, { ...formOf((await cleo.get(choice)).body),
		deed: 'option.remove.3' })
	assert.deepEqual((await get(choice)).options.map((o) => o.label),
		['No', 'Yes', 'Now and then'])

	const hours = await add('number', 'Hours a week')
	const when = { label: 'Hours a week', 'rule.min': '0', 'rule.max': '168',
		'rule.integer': 'true', 'rule.unit': 'h', 'visible_if.mode': 'all',
		'visible_if.0.source': 'is_there_a_helper', 'visible_if.0.is': 'equals',
		'visible_if.0.value': 'Yes', 'required_if.mode': 'any',
		'required_if.0.source': 'at_home.who_lives_there',
		'required_if.0.is': 'answered' }
	const fine = await cleo.post(hours, when)
	assert.equal(fine.status, 303, fine.body.match(/class="error"[^]{0,300}/))
	const d = await get(hours)
	assert.deepEqual(d.visible_if, { all: [{ field: 'is_there_a_helper', is: 'equals',
		value: 'option_1' }] }, 'a label stands for its option')
	assert.equal(d.max, '168')
	assert.equal(d.integer, true)
	const page = (await cleo.get(hours)).body
	assert.match(page, /value="option_1" selected>Yes/)
	for (const bad of [{ 'rule.min': 'many' }, { 'rule.max': '-1' }, { label: '' },
		{ weight: '11' }, { 'rule.decimals': '9' }, { default: 'x' },
		{ 'visible_if.0.source': 'nothing' }, { 'visible_if.0.is': 'contains' },
		{ 'visible_if.mode': 'json', 'visible_if.json': '{"field": 7}' },
		{ key: 'No key' }]) {
		const answer = await cleo.post(hours, { ...when, ...bad })
		assert.equal(answer.status, 422, `${JSON.stringify(bad)} ${answer.status}`)
		assert.match(answer.body, /Hours a week/)
	}
	assert.deepEqual(await get(hours), d, 'nothing of it is kept')
})

test('two editors: who comes second is told, and loses nothing', async () => {
	const id = await addJourney(cleo, 'Two tabs')
	const href = `/creator/journeys/${id}/sections/at_home/fields/who_lives_there`
	const [one, two] = [await cleo.get(href), await cleo.get(href)]
	const first = await cleo.post(`/api${href}`, { label: 'Who lives with you?',
		seen: one.input('seen') }, { headers: { accept: 'application/json' } })
	assert.equal(first.status, 200, first.body)
	assert.equal(first.json.revision, 2)
	const late = await cleo.post(`/api${href}`, { label: 'Who is there?',
		required: 'true', seen: two.input('seen') },
	{ headers: { accept: 'application/json' } })
	assert.equal(late.status, 409)
	assert.equal(late.json.revision, 2)
	assert.deepEqual(late.json.changes, [
		{ what: 'Label', now: 'Who lives with you?' }, { what: 'Required', now: 'no' }])
	const page = await cleo.post(href, { label: 'Who is there?',
		seen: two.input('seen') })
	assert.equal(page.status, 409)
	assert.match(page.body, /Who lives with you\?/)
	assert.match(page.body, /value="Who is there\?"/)
	assert.equal(page.input('seen'), '2', 'saving again keeps mine')
	assert.equal((await cleo.post(href, { label: 'Who is there?', seen: 2 })).status, 303)
	// another field meanwhile is nobody's collision
	await cleo.post(`/creator/journeys/${id}/sections/at_home/fields`,
		{ type: 'text', label: 'Other' })
	assert.equal((await cleo.post(href, { label: 'Who?', seen: 3 })).status, 303)
})

test('fields move between sections, are copied and removed', async () => {
	const id = await addJourney(cleo, 'Moving')
	const base = `/creator/journeys/${id}`
	await cleo.post(`${base}/sections`, { title: 'Papers' })
	const labels = async (section) => (await cleo.get(`/api${base}/sections/${section}`))
		.json.items.map((f) => f.key)
	await cleo.post(`${base}/sections/at_home/fields`, { type: 'date', label: 'Since' })
	await cleo.post(`${base}/sections/at_home/fields/since/move`, { places: -1 })
	assert.deepEqual(await labels('at_home'), ['since', 'who_lives_there'])
	await cleo.post(`${base}/sections/at_home/fields/order`,
		{ keys: 'who_lives_there,since' })
	assert.deepEqual(await labels('at_home'), ['who_lives_there', 'since'])
	const copy = await cleo.post(`${base}/sections/at_home/fields/who_lives_there/copy`)
	assert.match(copy.location, /fields\/who_lives_there_2$/)
	assert.deepEqual(await labels('at_home'),
		['who_lives_there', 'who_lives_there_2', 'since'])
	const to = await cleo.post(`${base}/sections/at_home/fields/since/to`, { to: 'papers' })
	assert.match(to.location, /papers\/fields\/since$/)
	assert.deepEqual(await labels('papers'), ['since'])
	assert.match((await cleo.get(`${base}/sections/papers/fields/since/remove`)).body,
		/Keep it/)
	await cleo.post(`${base}/sections/papers/fields/since/remove`)
	assert.deepEqual(await labels('papers'), [])
	assert.equal((await cleo.post(`${base}/sections/papers/fields/since/remove`)).status,
		404)
})

test('name, address and categories', async () => {
	const id = await addJourney(cleo, 'Addresses')
	const path = `/creator/journeys/${id}/about`
	const shown = await cleo.get(path)
	assert.equal(shown.input('slug'), 'addresses')
	const all = { title: 'Addresses', slug: 'new-address', summary: 'One line',
		description: '# All', icon: 'house', tags: 'home, home, family',
		estimate_minutes: 90, categories: [1, 2], seen: shown.input('seen') }
	assert.equal((await cleo.post(path, all)).status, 303)
	const now = (await cleo.get(`/api${path}`)).json
	assert.equal(now.revision, Number(all.seen) + 1)
	const again = await cleo.post(path, all)
	assert.equal(again.status, 409)
	assert.match(again.body, /changed meanwhile/)
	for (const bad of [{ slug: 'Über' }, { slug: 'care-for-a-parent' }, { title: '' },
		{ categories: [1, 2, 3, 4] }, { categories: [9999] }, { icon: 'skull' },
		{ tags: 'x'.repeat(41) }, { estimate_minutes: 0 }]) {
		const answer = await cleo.post(path, { ...all, seen: undefined, ...bad })
		assert.ok([409, 422].includes(answer.status),
			`${JSON.stringify(bad)} ${answer.status}`)
		assert.match(answer.body, /class="error"|data-tone|role="alert"/)
	}
})
