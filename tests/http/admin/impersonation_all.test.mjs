// An admin who looks as a member can change nothing: every route of every program,
// from their own tables, and every page says who looks as whom.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { demo, startStack } from '../../support/stack.mjs'
import { pages } from '../../support/pages.mjs'

// The way back and the way out are all there is to do.
const WAYS_OUT = ['POST /admin/impersonation/stop', 'POST /logout']
// Other systems' calls, which carry a signature and no cookie.
const isRaw = ({ path, flags }) => /^\/(api\/)?webhooks|^\/discord|\/webhooks\//.test(path) ||
	/raw/.test(flags)
let stack, admin, mia, routes

before(async () => {
	stack = await startStack({ workers: false, demo: true, env: { BELAY_DEMO: '1' } })
	admin = await stack.signIn(demo('adam'))
	mia = (await stack.sql(`SELECT user_id AS id FROM profile WHERE handle = 'mia'`))[0].id
	routes = readFileSync(stack.routes, 'utf8').trim().split('\n').map((line) => line.split('\t'))
		.map(([program, method, path, access, , , flags]) =>
			({ program, method, path, access, flags, name: `${method} ${path}` }))
	const answer = await admin.submit(`/admin/people/${mia}/impersonate`, { reason: 'Ticket 7' })
	assert.equal(answer.location, '/dashboard')
	await admin.get('/dashboard')
})
after(() => stack.stop())

/** How many rows were ever written to each table of people's and the platform's data. */
async function written() {
	await stack.sql('SELECT pg_stat_force_next_flush()').catch(() => {})
	const rows = await stack.sql(`SELECT c.relname AS name,
		(xpath('/row/n/text()', query_to_xml(format(
			'SELECT md5(coalesce(string_agg(t::text, '';'' ORDER BY t::text), '''')) AS n FROM %s t',
			c.oid::regclass), false, true, '')))[1]::text AS sum
		FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
		AND c.relname NOT IN ('throttle', 'user_session', 'audit', 'job', 'schedule')`)
	return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]))
}

const filled = (path) => path.replace(/:[a-z_]+/g, '1')

test('no route that writes does anything, of whichever program', async () => {
	const before = await written()
	const writers = routes.filter((route) => route.method !== 'GET' && !WAYS_OUT.includes(route.name) &&
		!isRaw(route))
	assert.ok(writers.length > 150, String(writers.length))
	const let_in = []
	for (const { method, path, name } of writers)
		for (const answer of [await admin.call(method, `/api${filled(path)}`, {}),
			...method === 'POST' ? [await admin.post(filled(path), {})] : []])
			if (![401, 403, 404, 405].includes(answer.status))
				let_in.push(`${name}: ${answer.status}`)
	assert.deepEqual(let_in, [])
	assert.deepEqual(await written(), before)
	assert.match((await admin.get('/dashboard')).body, /You are looking as <b>Mia/)
})

test('no route that only reads writes, and staff’s pages are shut', async () => {
	const before = await written()
	for (const { path, name } of routes.filter((route) => route.method === 'GET' && !isRaw(route))) {
		const answer = await admin.get(filled(path))
		assert.ok(answer.status < 500, `${name}: ${answer.status}`)
		assert.ok(admin.cookies.has('__Host-belay'), `${name} signs out`)
		if (/^\/(admin|moderation)(\/|$)/.test(path))
			assert.notEqual(answer.status, 200, name)
	}
	assert.deepEqual(await written(), before)
})

test('every page says so, with the way back', async () => {
	assert.match((await admin.get('/dashboard')).body, /You are looking as/)
	let seen = 0
	for (const { path, as, at } of pages.filter((entry) => entry.as === 'mia' || !entry.as)) {
		const address = at ?? (path.includes(':') ? null : path)
		const page = address && await admin.get(address)
		if (!page || page.status !== 200 || !/<body/.test(page.body))
			continue
		seen++
		assert.match(page.body, /You are looking as <b>Mia /, `${address} as ${as}`)
		assert.match(page.body, /action="\/admin\/impersonation\/stop"/, address)
	}
	assert.ok(seen >= 15, `only ${seen} pages`)
})
