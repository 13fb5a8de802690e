// A web server for tests of outgoing calls.
//   node http.mjs DIR     prints "ready HTTP HTTPS WRONG UNKNOWN"
// HTTPS has a certificate for localhost, WRONG one for another name, both in DIR/ca.pem; UNKNOWN one that is not there.
// /echo tells what it was sent; the other paths misbehave as named.
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { certificate } from './tls.mjs';

const [dir] = process.argv.slice(2);
let connections = 0;

const paths = {
	'/echo': (request, response, body) => {
		response.setHeader('X-Empty', '');
		response.setHeader('X-Spaces', '  two  words  ');
		response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers,
			body: body.toString('latin1'), connections }));
	},
	'/status': (request, response) => {
		response.statusCode = Number(new URL(request.url, 'http://x').searchParams.get('code'));
		response.end('words');
	},
	'/busy': (request, response) => response.writeHead(429, { 'Retry-After': '17' }).end(),
	'/redirect': (request, response) => response.writeHead(302, { Location: '/echo' }).end('moved'),
	'/large': (request, response) => response.end(Buffer.alloc(5000, 'x')),
	'/endless': (request, response) => {
		const chunk = Buffer.alloc(65536, 'x');
		const more = () => { while (response.write(chunk)); };
		response.on('drain', more);
		more();
	},
	'/slow': () => {},
	'/cut': (request, response) => {
		response.writeHead(200, { 'Content-Length': 100 });
		response.write('half');
		setTimeout(() => response.destroy(), 50);
	},
	'/headers': (request, response) => {
		for (let i = 0; i < 300; i++) response.setHeader(`X-Number-${i}`, `${i}`);
		response.end('many');
	},
	'/continue': (request, response) => {
		response.writeEarlyHints({ link: '</a>; rel=preload' });
		response.setHeader('X-Late', 'yes');
		response.end('after');
	},
};

async function answer(request, response) {
	const chunks = [];
	for await (const chunk of request) chunks.push(chunk);
	const path = paths[request.url.split('?')[0]];
	if (path) path(request, response, Buffer.concat(chunks));
	else response.writeHead(404).end();
}

const good = certificate(dir, 'localhost', 'DNS:localhost');
const wrong = certificate(dir, 'other', 'DNS:other.example');
const unknown = certificate(dir, 'unknown', 'DNS:localhost');
writeFileSync(`${dir}/ca.pem`, Buffer.concat([good.cert, wrong.cert]));

const servers = [createServer(answer), createTlsServer(good, answer), createTlsServer(wrong, answer),
	createTlsServer(unknown, answer)];
for (const server of servers) {
	server.on('connection', () => connections++);
	server.on('clientError', (error, socket) => socket.destroy());
}
await Promise.all(servers.map((server) => new Promise((done) => server.listen(0, '127.0.0.1', done))));
console.log('ready', ...servers.map((server) => server.address().port));
