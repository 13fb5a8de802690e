// A mail server for tests: real STARTTLS and AUTH, and faults by address.
//   node smtp.mjs DIR [plain]     prints "ready PORT"; login lab / lab-pass
// Each message is stored as DIR/0001.eml, and parsed as DIR/0001.json.
// Recipients choose the fault: reject@ 550, busy@ 451 (greylisting), slow@ answers after 20 s, spam@ 554 after the
// message, drop@ cuts the connection after the message, hold@ has its answer to the message when DIR/release is there
// (until then DIR/N.held is); sender full@ 452.
// AUTH before STARTTLS is refused. "plain" offers no STARTTLS.
// Adapted from the project's own kit of provider peers; npm smtp-server and mailparser do the work.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { certificate } from './tls.mjs';

const [dir, mode] = process.argv.slice(2);
const fault = (code, text) => Object.assign(new Error(text), { responseCode: code });
let stored = 0;
let held = 0;

mkdirSync(dir, { recursive: true });
const tls = certificate(dir, 'localhost', 'DNS:localhost');

function describe(raw, message, session) {
	const text = raw.toString('latin1');
	return {
		envelope: { from: session.envelope.mailFrom.address, to: session.envelope.rcptTo.map((r) => r.address) },
		tls: session.secure,
		user: session.user,
		bareLineEnd: /(^|[^\r])\n|\r([^\n]|$)/.test(text),
		longestLine: Math.max(...text.split('\r\n').map((line) => line.length)),
		eightBit: /[\x80-\xff]/.test(text),
		subject: message.subject,
		from: message.from?.value,
		to: message.to?.value,
		replyTo: message.replyTo?.value,
		messageId: message.messageId,
		date: message.date,
		headers: message.headerLines.map((h) => h.key),
		unsubscribe: message.headers.get('list')?.unsubscribe?.url,
		text: message.text,
		html: message.html,
		attachments: message.attachments.map((a) => ({
			filename: a.filename,
			type: a.contentType,
			method: a.headers?.get('content-type')?.params?.method,
			disposition: a.contentDisposition,
			content: a.content.toString('utf8'),
			sha256: createHash('sha256').update(a.content).digest('hex'),
		})),
	};
}

async function store(stream, session, done) {
	const chunks = [];
	for await (const chunk of stream) chunks.push(chunk);
	const to = session.envelope.rcptTo[0].address;
	if (to.startsWith('spam@')) return done(fault(554, '5.7.1 Looks like spam'));
	if (to.startsWith('drop@')) return session.cut();
	if (to.startsWith('hold@')) await untilReleased();
	const raw = Buffer.concat(chunks);
	const described = describe(raw, await simpleParser(raw), session);
	const name = `${dir}/${String(++stored).padStart(4, '0')}`;
	writeFileSync(`${name}.eml`, raw);
	/* whole, for whoever reads meanwhile */
	writeFileSync(`${name}.tmp`, JSON.stringify(described, null, '\t'));
	renameSync(`${name}.tmp`, `${name}.json`);
	return done(null, `2.0.0 queued as ${stored}`);
}

async function untilReleased() {
	const mark = `${dir}/${++held}.held`;
	writeFileSync(mark, '');
	while (!existsSync(`${dir}/release`)) await pause(10);
	rmSync(mark);
}

const server = new SMTPServer({
	name: 'localhost',
	secure: false,
	...tls,
	size: 10485760,
	authMethods: ['PLAIN', 'LOGIN'],
	disabledCommands: mode === 'plain' ? ['STARTTLS'] : [],
	allowInsecureAuth: mode === 'plain',
	disableReverseLookup: true,
	logger: false,
	onConnect(session, done) {
		const sockets = [...server.connections].map((c) => c._socket);
		session.cut = () => sockets.forEach((socket) => socket.destroy());
		done();
	},
	onAuth(auth, session, done) {
		const known = auth.username === 'lab' && auth.password === 'lab-pass';
		done(known ? null : fault(535, '5.7.8 Authentication credentials invalid'), { user: auth.username });
	},
	onMailFrom(address, session, done) {
		done(address.address.startsWith('full@') ? fault(452, '4.3.1 Insufficient system storage') : null);
	},
	onRcptTo(address, session, done) {
		const user = address.address.split('@')[0];
		if (user === 'reject') return done(fault(550, '5.1.1 No such user'));
		if (user === 'busy') return done(fault(451, '4.7.1 Greylisted, try again later'));
		if (user === 'slow') return setTimeout(done, 20000);
		return done();
	},
	onData: store,
});
server.on('error', () => {});
server.listen(0, '127.0.0.1', () => console.log(`ready ${server.server.address().port}`));
