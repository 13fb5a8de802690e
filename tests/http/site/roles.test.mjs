// Every route of every program as every role.  The table of expectations is made
// from --routes and from the permissions in the database, so a new route is
// walked without anybody remembering it.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'

const file = new URL(`../../../.build/${process.env.MODE ?? 'dev'}/routes.tsv`,
	import.meta.url)
// Calls of other systems ask for a signature, not for a role (tests/http/webhooks).
const routes = readFileSync(file, 'utf8').trim().split('\n').map((line) => {
	const [program, method, path, access, rate, , flags, permission] =
		line.split('\t')
	return { program, method, path, access, rate, flags: flags.split(','),
		permission: permission === '-' ? null : permission }
}).filter(({ flags }) => !flags.includes('raw'))

const kinds = [
	{ name: 'nobody' },
	{ name: 'unverified', roles: [], verified: false },
	{ name: 'suspended', roles: ['mentor', 'admin'], status: 'suspended' },
	{ name: 'member', roles: [] },
	...['mentor', 'interviewer', 'concierge', 'creator', 'recruiter', 'employer',
	].map((role) => ({ name: role, roles: [role] })),
	{ name: 'moderator', roles: ['moderator'], factor: true },
	{ name: 'admin', roles: ['admin'], factor: true },
	{ name: 'admin without a second factor', roles: ['admin'] },
]

let stack, permissions

before(async () => {
	stack = await startStack({ env: { BELAY_DEMO: '0' } })
	permissions = await stack.sql('SELECT role, permission FROM role_permission')
})
after(() => stack.stop())

test('what writes is counted as a write, or more strictly', () => {
	// Matching is asked by POST too and writes nothing.
	assert.deepEqual(routes.filter(({ method, path, rate }) => method !== 'GET' &&
		rate === 'page' && path !== '/interviewers/match').map(({ path }) => path), [])
})

/** 0: may pass; else the refusal's status. */
function refusal(route, who) {
	const may = (permission) => permissions.some((p) =>
		p.permission === permission && who.roles.includes(p.role))
	if (route.access === 'nobody')
		return 403
	if (route.access === 'public' || route.access === 'signed_out')
		return 0
	if (!who.roles)
		return 401
	if (who.status === 'suspended' && !route.flags.includes('suspended'))
		return 403
	if (route.access !== 'member' && who.verified === false)
		return 403
	if (route.permission && !may(route.permission))
		return 403
	return route.access === 'staff' && !who.factor && !who.status ? 403 : 0
}

async function enter(who) {
	if (!who.roles) {
		const client = stack.client()
		await client.get('/login') // the form token
		return client
	}
	if (!who.member) {
		who.member = await stack.addMember({ name: `The ${who.name}`,
			roles: who.roles, verified: who.verified ?? true })
		if (who.status)
			await stack.sql('UPDATE users SET status = $1 WHERE id = $2',
				who.status, who.member.id)
	}
	const client = await stack.signIn(who.member)
	if (who.factor)
		await stack.sql('UPDATE user_session SET second_factor = true WHERE user_id = $1',
			who.member.id)
	await client.get('/login/confirm') // the form token
	return client
}

const at = (route) => route.path.replaceAll(/:[a-z_]+/g, '999999999')

async function walk(who) {
	const wrong = []
	let client = await enter(who)
	for (const route of routes) {
		const expected = refusal(route, who)
		const call = () => client.call(route.method, `/api${at(route)}`,
			route.method === 'GET' ? undefined : {})
		let answer = await call()
		if (/This form is too old/.test(answer.body)) { // the one before changed it
			await client.get(who.roles ? '/login/confirm' : '/login')
			answer = await call()
		}
		const words = `${route.method} ${route.path}: ${answer.status}`
		if (answer.status >= 500)
			wrong.push(`${words}, never`)
		else if (expected && answer.status !== expected)
			wrong.push(`${words}, not ${expected}`)
		else if (!expected && [401, 403].includes(answer.status) &&
			!/"type":"\/problems\//.test(answer.body))
			wrong.push(`${words} ${answer.body}`)
		if (route.method !== 'GET' && who.roles && !expected &&
			(await client.call('GET', '/api/settings/devices')).status === 401)
			client = await enter(who) // that one ended the session
	}
	return wrong
}

for (const who of kinds)
	test(`${routes.length} routes as ${who.name}`, async () => {
		assert.deepEqual(await walk(who), [])
	})

test('a page that asks who one is leads to sign-in and back', async () => {
	const client = stack.client()
	for (const route of routes.filter((r) => r.method === 'GET' &&
		!['public', 'signed_out', 'nobody'].includes(r.access) &&
		!r.flags.includes('json'))) {
		const answer = await client.get(at(route))
		assert.equal(answer.status, 303, route.path)
		assert.equal(answer.location,
			`/login?next=${encodeURIComponent(at(route))}`, route.path)
	}
})

test('a form without its token, or from another site, writes nothing', async () => {
	const member = await stack.addMember({ name: 'Forms' })
	const client = await stack.signIn(member)
	const count = async () => (await stack.sql('SELECT count(*) FROM audit'))[0].count
	const before = await count()
	for (const route of routes.filter((r) => r.method !== 'GET' &&
		['member', 'verified', 'staff'].includes(r.access))) {
		const bare = await client.send(route.method, at(route), {
			body: 'csrf=forged', headers: { origin: stack.url,
				'content-type': 'application/x-www-form-urlencoded' } })
		assert.equal(bare.status, 403, `${route.method} ${route.path}`)
		const foreign = await client.call(route.method, at(route), {},
			{ headers: { origin: 'https://elsewhere.example' } })
		assert.equal(foreign.status, 403, `${route.method} ${route.path}`)
	}
	assert.equal(await count(), before)
})
