// A passkey in software, for what no browser would send: it answers as told.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

const b64 = (data) => Buffer.from(data).toString('base64url')
const sha256 = (data) => createHash('sha256').update(data).digest()

// --- CBOR: integers, bytes, text, maps ---------------------------------------
function head(major, n) {
	if (n < 24)
		return Buffer.from([major << 5 | n])
	if (n < 256)
		return Buffer.from([major << 5 | 24, n])
	return Buffer.from([major << 5 | 25, n >> 8, n & 255])
}

export function cbor(value) {
	if (typeof value === 'number')
		return value < 0 ? head(1, -1 - value) : head(0, value)
	if (typeof value === 'string')
		return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
	if (Buffer.isBuffer(value))
		return Buffer.concat([head(2, value.length), value])
	return Buffer.concat([head(5, value.size),
		...[...value].flatMap(([k, v]) => [cbor(k), cbor(v)])])
}

const KEYS = {
	ES256: { make: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
		cose: ({ x, y }) => [[1, 2], [3, -7], [-1, 1], [-2, x], [-3, y]],
		sign: (data, key) => sign('sha256', data, key) },
	EdDSA: { make: () => generateKeyPairSync('ed25519'),
		cose: ({ x }) => [[1, 1], [3, -8], [-1, 6], [-2, x]],
		sign: (data, key) => sign(null, data, key) },
	RS256: { make: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
		cose: ({ n, e }) => [[1, 3], [3, -257], [-1, n], [-2, e]],
		sign: (data, key) => sign('sha256', data, key) },
}

export class Authenticator {
	constructor(origin, kind = 'ES256') {
		this.origin = origin
		this.kind = KEYS[kind]
		this.pair = this.kind.make()
		this.id = randomBytes(32)
		this.counter = 0
	}

	clientData(type, challenge, { origin = this.origin, ...more } = {}) {
		return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false, ...more }))
	}

	data(rpId, flags, tail = Buffer.alloc(0)) {
		const counter = Buffer.alloc(4)
		counter.writeUInt32BE(this.counter)
		return Buffer.concat([sha256(rpId), Buffer.from([flags]), counter, tail])
	}

	/** An answer to navigator.credentials.create(). */
	create({ publicKey: { challenge, rp, user } }, { rpId = rp.id, flags = 0x45,
		type = 'webauthn.create', fmt = 'none', client = {} } = {}) {
		const jwk = this.pair.publicKey.export({ format: 'jwk' })
		const key = cbor(new Map(this.kind.cose(Object.fromEntries(Object.entries(jwk)
			.map(([k, v]) => [k, Buffer.from(v, 'base64url')])))))
		this.userHandle = user.id
		const data = this.data(rpId, flags, Buffer.concat([Buffer.alloc(16),
			Buffer.from([0, this.id.length]), this.id, key]))
		return { id: b64(this.id), type: 'public-key', response: {
			clientDataJSON: b64(this.clientData(type, challenge, client)),
			attestationObject: b64(cbor(new Map([['fmt', fmt], ['attStmt', new Map()],
				['authData', data]]))), transports: ['internal'] } }
	}

	/** An answer to navigator.credentials.get(). */
	get({ publicKey: { challenge, rpId } }, { rp = rpId, flags = 0x05,
		type = 'webauthn.get', client = {}, userHandle = this.userHandle,
		count = 1 } = {}) {
		this.counter += count
		const data = this.data(rp, flags)
		const said = this.clientData(type, challenge, client)
		return { id: b64(this.id), type: 'public-key', response: {
			clientDataJSON: b64(said), authenticatorData: b64(data), userHandle,
			signature: b64(this.kind.sign(Buffer.concat([data, sha256(said)]),
				this.pair.privateKey)) } }
	}
}
