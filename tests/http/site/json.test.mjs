// What a program hears from every route that writes: JSON, whatever is wrong.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addExpert } from '../booking/experts.mjs'

const ROUTES = new URL(`../../../.build/${process.env.MODE ?? 'dev'}/routes.tsv`, import.meta.url)
const unsafe = readFileSync(ROUTES, 'utf8').trim().split('\n').map((line) => line.split('\t'))
	.filter(([, method]) => method !== 'GET')
	.map(([program, method, path]) => ({ program, method, path }))
// Leaving and starting over end the sign-in that asks.
const LAST = ['/logout', '/settings/data/delete']

let stack

before(async () => {
	stack = await startStack({ workers: false })
})
after(() => stack.stop())

async function enter() {
	const expert = await addExpert(stack, { name: 'Everything', kinds: ['mentor', 'interviewer'] })
	await stack.sql(`INSERT INTO user_role (user_id, role, granted_at)
		VALUES ($1, 'admin', app_now())`, expert.id)
	const client = await stack.signIn(expert)
	await stack.sql('UPDATE user_session SET second_factor = true WHERE user_id = $1', expert.id)
	await client.get('/settings')
	return client
}

const fill = (path, value) => path.replaceAll(/:[^/]+/g, value)

function assertJson(answer, what) {
	assert.ok(answer.status !== 500 && answer.status !== 503, `${what}: ${answer.status}`)
	assert.equal(answer.location, undefined, `${what} leads to ${answer.location}`)
	if (answer.status === 204)
		return assert.equal(answer.body, '', what)
	assert.match(answer.headers['content-type'] ?? '', answer.status < 400
		? /^application\/json/ : /^application\/problem\+json/, `${what}: ${answer.body}`)
	if (answer.status < 400)
		return assert.ok(answer.json, what)
	const { type, title, status, detail, errors } = answer.json
	assert.ok(type && title && detail, what)
	assert.equal(status, answer.status, what)
	if (answer.status === 422)
		assert.ok(Object.values(errors).every((words) => words.length && words.every((w) => w)), what)
}

for (const [what, value, body] of [['nothing', '999999999', {}], ['what does not fit', 'x', {
	id: 'x', reason: 7, email: 'x', start: 'soon', kind: 'odd', token: 'x', handle: [1], days: {} }]])
	test(`sent ${what}, every route that writes answers in JSON`, async () => {
		const client = await enter()
		const order = (path) => (LAST.includes(path) ? 1 : 0)
		for (const { method, path } of unsafe.toSorted((a, b) => order(a.path) - order(b.path))) {
			const answer = await client.call(method, `/api${fill(path, value)}`, body)
			assertJson(answer, `${method} ${path}`)
			if ((await client.call('GET', '/api/settings')).status !== 200) {
				await client.submit('/login', { email: client.member.email,
					password: 'belay-demo-2026' })
				await stack.sql(`UPDATE user_session SET second_factor = true
					WHERE user_id = $1`, client.member.id)
			}
			client.csrf = (await client.get('/settings')).input('csrf')
		}
	})

test('a stranger’s call is answered in JSON too', async () => {
	const stranger = stack.client()
	await stranger.get('/login')
	for (const { method, path } of unsafe)
		assertJson(await stranger.call(method, `/api${fill(path, '1')}`, {}), `${method} ${path}`)
})
