// Everything that runs is killed in the middle of work, under the supervisor of
// make run: what was acknowledged stays, mails go out once, the site comes back.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startMailServer } from '../../support/mail_server.mjs'
import { startRun } from '../../support/run.mjs'
import { until } from '../../support/wait.mjs'
import { Load } from './load.mjs'

let run, post

before(async () => {
	post = await startMailServer(process.env.BELAY_TEST_TMP)
	run = await startRun({ processes: 2, env: post.settings })
})
after(() => {
	post?.stop()
	run?.destroy()
})

const isReady = (name) => run.internal(name, '/readyz')
	.then((answer) => answer.status === 200, () => false)

/** SIGKILL it; gives how many milliseconds it took until another of its kind was
 * there and `works` was true again. */
async function kill(name, victim, works) {
	const began = performance.now()
	const size = run.family(name).length
	process.kill(victim, 'SIGKILL')
	await until(`${name} to be back`, async () => {
		const now = run.family(name)
		return now.length >= Math.min(size, 2) && !now.includes(victim) && works()
	}, 60)
	return Math.round(performance.now() - began)
}

const backend = () => run.processes()
	.find((p) => /^postgres: belay_booking/.test(p.command)).pid

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
	for (const [name, pick] of [['booking', 0], ['booking', 1], ['worker', 0],
		['worker', 1], ['account', 0], ['inbox', 0], ['admin', 0], ['nginx', 0],
		['nginx', 1], ['postgres', 0], ['postgres', backend], ['worker', 0],
		['booking', 0]]) {
		const victim = pick === backend ? backend() : run.family(name)[pick]
		const booked = load.more(2)
		const sent = post.mails().length
		const ms = await kill(name, victim, async () => booked() &&
			(name !== 'worker' || post.mails().length > sent) &&
			(!run.served.includes(name) || await isReady(name)))
		t.diagnostic(`${name} ${pick === 0 ? 'itself' : 'one of its processes'}: ` +
			`back after ${ms} ms`)
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
	assert.equal(Object.keys(copies).length, wanted.length)
	assert.ok(repeated.length === 0, JSON.stringify(repeated.map((of) =>
		[of.length, of[0].messageId])))
}
