// Everything that runs is killed in the middle of work, under the supervisor of
// make run: what was acknowledged stays, mails go out once, the site comes back.
import assert from 'node:assert/strict'
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startMailServer } from '../../support/mail_server.mjs'
import { startRun } from '../../support/run.mjs'
import { until } from '../../support/wait.mjs'
import { bookAt, count, expertSpeaker, members } from '../booking/racers.mjs'
import { at } from '../booking/sessions.mjs'
import { Load, insist } from './load.mjs'

let run, post

before(async () => {
	post = await startMailServer(process.env.BELAY_TEST_TMP)
	run = await startRun({ processes: 2, env: post.settings })
	// What dies here are processes, not the machine: a slow disk proves nothing.
	await run.sql('ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf()')
})
after(() => {
	post?.stop()
	run?.destroy()
})

const isReady = (name) => run.internal(name, '/readyz')
	.then((answer) => answer.status === 200, () => false)

/** Which processes of a program: its parent, one of its children. */
const parent = (name) => [name, run.family(name)[0]]
const child = (name) => [name, run.family(name)[1]]
const backend = () => ['postgres', run.processes()
	.find((p) => /^postgres: belay_booking/.test(p.command)).pid]

/** SIGKILL them; gives how many milliseconds it took until others were in their
 * places and `works` was true again. */
async function kill(victims, works) {
	const began = performance.now()
	const before = new Map(victims.map(([name]) => [name, run.family(name)]))
	for (const [, pid] of victims)
		process.kill(pid, 'SIGKILL')
	for (const [name, pid] of victims)
		await until(`${name} to be back`, async () => {
			const now = run.family(name)
			const [head] = before.get(name)
			return now.length > 1 && !now.includes(pid) &&
				(pid === head) === (now[0] !== head) &&
				(!run.served.includes(name) || await isReady(name))
		}, 60)
	await until(`work after the end of ${victims}`, works, 60)
	return Math.round(performance.now() - began)
}

test('killed in the middle of bookings and mails', async (t) => {
	const load = await new Load(run).prepare()
	load.start()
	try {
		await until('the load to run', load.more(5))
		await killAll(t, load)
	} finally {
		await load.stop()
	}
	t.diagnostic(`${load.acknowledged.length} booked, ${load.uncertain.length} more ` +
		`without an answer; slowest ${Math.round(load.slowest)} ms; refused meanwhile: ` +
		JSON.stringify(Object.fromEntries(load.outages)))
	await checkMails(t, await load.check())
})

async function killAll(t, load) {
	for (const [what, choose] of [
		['booking', () => [parent('booking')]],
		['a process of booking', () => [child('booking')]],
		['worker', () => [parent('worker')]],
		['a process of worker', () => [child('worker')]],
		['account, inbox and admin', () => ['account', 'inbox', 'admin'].map(parent)],
		['nginx', () => [parent('nginx')]],
		['a process of nginx', () => [child('nginx')]],
		['postgres', () => [parent('postgres')]],
		['a process of postgres', () => [backend()]],
	]) {
		const booked = load.more(2)
		const sent = post.mails().length
		const ms = await kill(choose(), () => booked() &&
			(!/worker/.test(what) || post.mails().length > sent))
		t.diagnostic(`${what}: back after ${ms} ms`)
	}
}

function groupBy(list, keyOf) {
	const groups = {}
	for (const one of list)
		(groups[keyOf(one)] ??= []).push(one)
	return groups
}

/** Each side of each session has one invitation. */
async function checkMails(t, sessions) {
	const began = performance.now()
	await until('every mail to be sent', async () => (await run.sql(`SELECT FROM job
		WHERE kind IN ('session.invite', 'notice.deliver', 'mail.send')
		AND state <> 'done' LIMIT 1`)).length === 0, 60)
	t.diagnostic(`the last mail after ${Math.round(performance.now() - began)} ms`)
	const mails = post.mails()
	const copies = groupBy(mails, (mail) => mail.messageId)
	const repeated = Object.values(copies).filter((of) => of.length > 1)
	t.diagnostic(`${mails.length} mails, ${repeated.length} of them repeated`)
	const got = groupBy(Object.values(copies).map(([mail]) => mail), (mail) =>
		`${mail.envelope.to} ${mail.attachments[0]?.content.match(/^UID:(.*)\r/m)[1]}`)
	const wanted = await run.sql(`SELECT u.email, s.uid FROM session s
		JOIN session_participant p ON p.session_id = s.id
		JOIN users u ON u.id = p.person_id WHERE s.id = ANY ($1::bigint[])`,
	sessions.map((row) => row.id))
	assert.equal(wanted.length, 2 * sessions.length)
	for (const { email, uid } of wanted)
		assert.equal(got[`${email} ${uid}`]?.length, 1, `mails to ${email} of ${uid}`)
	// Killed before it heard the server's yes, the one worker could not know of it
	// and sent the very same message again.
	assert.ok(repeated.length <= 1 && repeated.every((of) => of.length === 2),
		JSON.stringify(repeated.map((of) => [of.length, of[0].messageId])))
}

test('200 members and one slot, while processes that serve them are killed', async (t) => {
	const expert = await expertSpeaker(run)
	const racers = await members(run, 200)
	const start = at(40, run)
	const victims = new Map([[20, 1], [60, 2], [100, 1], [140, 0], [180, 1]])
	let answered = 0
	const race = async ({ client }) => {
		const { answer } = await insist(() => bookAt(client, expert, start))
		const victim = run.family('booking')[victims.get(++answered)]
		if (victim)
			process.kill(victim, 'SIGKILL')
		client.close()
		return answer
	}
	const answers = await Promise.all(racers.map(race))
	const sessions = await run.sql('SELECT id::text, uid FROM session WHERE expert_id = $1',
		expert.id)
	assert.equal(sessions.length, 1)
	const won = answers.filter((answer) => answer.status === 201)
	t.diagnostic(`${won.length} answered 201`)
	assert.ok(won.length <= 1)
	if (won.length === 1)
		assert.equal(won[0].json.id, sessions[0].id)
	assert.equal(count(answers, 409), 200 - won.length)
	for (const answer of answers)
		if (answer.status === 409)
			assert.equal(answer.json.alternatives.length, 3)
	await checkMails(t, sessions)
})

test('PostgreSQL dies between the mail server’s yes and the commit: one mail', async () => {
	const to = 'hold@test.belay.test'
	await run.sql("SELECT mail_queue(NULL, $1, 'erased', '{}', 'hold')", to)
	await until('the mail to be there', () => post.held() === 1)
	process.kill(run.family('postgres')[0], 'SIGKILL')
	post.release()
	await until('it to be written down', () => run.sql(`SELECT FROM email_notification
		WHERE to_address = $1 AND state = 'sent'`, to)
		.then((rows) => rows.length === 1, () => false), 60)
	assert.equal(post.mails().filter((mail) => mail.envelope.to[0] === to).length, 1)
})

test('without its database every page says so, and is back by itself', async (t) => {
	const member = await run.signIn(await run.addMember({ roles: ['admin'] }))
	await member.get('/settings')
	const pages = ['/', '/login', '/dashboard', '/sessions', '/notifications', '/admin']
	const programs = run.served.map((name) => run.family(name))
	await withoutDatabase(async () => {
		let slowest = 0
		const timed = async (promise) => {
			const began = performance.now()
			const answer = await promise
			slowest = Math.max(slowest, performance.now() - began)
			return answer
		}
		for (const page of pages)
			isHousePage(await timed(member.get(page)))
		isHousePage(await timed(run.client().post('/login', { email: 'x', password: 'y' })))
		for (const [method, path] of [['GET', '/api/sessions'], ['GET', '/api/login'],
			['POST', '/api/sessions/book'], ['POST', '/api/login']])
			isProblem(await timed(member.call(method, path,
				method === 'GET' ? undefined : {})))
		const ready = await member.get('/readyz')
		assert.deepEqual([ready.status, ready.json.ready], [503, false])
		assert.equal((await member.get('/healthz')).body, 'ok')
		t.diagnostic(`the slowest of these took ${Math.round(slowest)} ms`)
	})
	const began = performance.now()
	// Each process of a pool connects again when it is asked: all of them are.
	for (const page of pages)
		await until(`${page} to be back`, async () => (await Promise.all(
			Array.from({ length: 20 }, () => member.get(page))))
			.every(({ status }) => status !== 503), 60)
	t.diagnostic(`back after ${Math.round(performance.now() - began)} ms`)
	assert.equal((await member.get('/dashboard')).status, 200)
	assert.deepEqual(run.served.map((name) => run.family(name)), programs,
		'no program had to start again')
})

/** PostgreSQL is killed and finds no data to start again with. */
async function withoutDatabase(work) {
	const data = join(run.folder, 'pg')
	renameSync(data, `${data}.away`)
	try {
		process.kill(run.family('postgres')[0], 'SIGKILL')
		await until('all of it to be gone', () => run.family('postgres').length === 0)
		await work()
	} finally {
		renameSync(`${data}.away`, data)
	}
}

// It hung up before it was asked, or while.
const AWAY = /The database (is away for a moment|went away)/

function isHousePage({ path, status, headers, body }) {
	assert.equal(status, 503, path)
	assert.equal(headers['retry-after'], '5', path)
	assert.match(headers['content-type'], /^text\/html/, path)
	assert.match(headers['cache-control'], /no-store/, path)
	assert.match(body, /<link rel="stylesheet" href="\/static\/css\/belay/, path)
	assert.match(body, /<header/, path)
	assert.match(body, /<h1>Back in a moment<\/h1>/, path)
	assert.match(body, AWAY, path)
}

function isProblem({ path, status, headers, json }) {
	assert.equal(status, 503, path)
	assert.equal(headers['retry-after'], '5', path)
	assert.equal(headers['content-type'], 'application/problem+json', path)
	assert.deepEqual([json.status, json.title], [503, 'Back in a moment'], path)
	assert.match(json.detail, AWAY, path)
}

test('Ctrl-C in the middle of work leaves nothing running, and loses nothing', async (t) => {
	const load = await new Load(run).prepare()
	load.start()
	try {
		await until('the load to run', load.more(5))
		await run.interrupt()
		assert.deepEqual(run.processes(), [])
	} finally {
		await load.giveUp()
	}
	run = await startRun({ folder: run.folder, processes: 2, env: post.settings })
	load.run = run
	await checkMails(t, await load.check())
	await run.stop()
	assert.deepEqual(run.processes(), [])
})
