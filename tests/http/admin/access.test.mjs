// Who may open what: every route of the admin program as every role.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addStaff, forgetPassword } from './staff.mjs'

const MODERATOR = ['people.view', 'people.suspend', 'safety.resolve']
const ROLES = ['creator', 'mentor', 'concierge', 'interviewer', 'recruiter', 'employer']

let stack, routes

before(async () => {
	stack = await startStack({ programs: ['account', 'admin'], workers: false })
	routes = readFileSync(stack.routes, 'utf8').trim().split('\n').map((l) => l.split('\t'))
		.filter(([program]) => program === 'admin')
		.map(([, method, path, access, , , flags, permission]) =>
			({ method, path: path.replace(/:id/, '999999999').replace(/:name/, 'nothing'),
				access, permission, sudo: /sudo/.test(flags) }))
})
after(() => stack.stop())

const ask = (client, { method, path }) => client.call(method, `/api${path}`,
	method === 'GET' ? undefined : {})
const staff = () => routes.filter(({ access }) => access === 'staff')

test('every route but the way out is for staff, with a permission', () => {
	assert.ok(routes.length > 60)
	assert.deepEqual(routes.filter(({ access, permission }) =>
		access !== 'staff' || permission === '-').map(({ path }) => path),
	['/admin/impersonation/stop'])
})

test('role actions and money ask for the password again', () => {
	for (const path of ['/roles/grant', '/roles/revoke', '/impersonate', '/ban', '/resolve',
		'/settle', '/settings/nothing'])
		for (const route of routes.filter((r) => r.method === 'POST' && r.path.endsWith(path)))
			assert.ok(route.sudo, route.path)
})

test('a stranger signs in first', async () => {
	const stranger = stack.client()
	for (const route of staff())
		assert.equal((await ask(stranger, route)).status, 401, route.path)
	assert.match((await stranger.get('/admin')).location, /^\/login\?next=%2Fadmin/)
})

test('members and every other role get 403', async () => {
	for (const roles of [[], ROLES]) {
		const member = await stack.signIn(await stack.addMember({ roles }))
		await member.get('/dashboard')
		for (const route of staff())
			assert.equal((await ask(member, route)).status, 403,
				`${roles} ${route.method} ${route.path}`)
		assert.equal((await member.get('/admin')).status, 403)
	}
})

test('a moderator gets what the permissions say', async () => {
	const moderator = await addStaff(stack, { roles: ['moderator'] })
	await moderator.get('/admin')
	for (const route of staff()) {
		const { status } = await ask(moderator, route)
		if (MODERATOR.includes(route.permission))
			assert.ok(![401, 403, 500, 503].includes(status), `${route.path} ${status}`)
		else
			assert.equal(status, 403, `${route.method} ${route.path}`)
	}
})

test('an admin gets all of it, and none of it fails', async () => {
	const admin = await addStaff(stack)
	await admin.get('/admin')
	for (const route of staff()) {
		const { status } = await ask(admin, route)
		assert.ok([200, 204, 404, 422].includes(status), `${route.method} ${route.path} ${status}`)
	}
})

test('staff without a second factor is sent to set one up', async () => {
	const admin = await stack.signIn(await stack.addMember({ roles: ['admin'] }))
	assert.equal((await admin.get('/admin')).location, '/settings/security?need=second_factor')
	for (const route of staff())
		assert.equal((await ask(admin, route)).status, 403, route.path)
})

test('without a recent password the guarded ones are refused', async () => {
	const admin = await addStaff(stack)
	await admin.get('/admin')
	await forgetPassword(stack, admin.member)
	for (const route of staff()) {
		const { status } = await ask(admin, route)
		if (route.sudo)
			assert.equal(status, 403, route.path)
		else
			assert.ok([200, 204, 404, 422].includes(status), `${route.path} ${status}`)
	}
})

test('a form without its token changes nothing', async () => {
	const admin = await addStaff(stack)
	await admin.get('/admin')
	admin.csrf = 'forged'
	for (const route of staff().filter(({ method }) => method !== 'GET'))
		assert.equal((await ask(admin, route)).status, 403, route.path)
})
