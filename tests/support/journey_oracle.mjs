// What a journey's answers come to, written from the specification and not from
// the C: visible, required, answered, valid, progress, score, complete, next.
const TODAY = '2026-11-21'
const DAY = 86400000
const points = (text) => [...text].length
const isObject = (v) => v !== null && typeof v === 'object' && !Array.isArray(v)
const isId = (v) => typeof v === 'string' && /^[a-z0-9_]{1,40}$/.test(v)

/** Exact numbers: millionths as BigInt; null for what is no decimal. */
export function decimal(text) {
	const found = typeof text === 'string' && /^([+-]?)(\d+)(?:\.(\d{1,6}))?$/.exec(text)
	if (!found || found[2].replace(/^0+/, '').length > 12)
		return null
	const size = BigInt(found[2]) * 1000000n + BigInt((found[3] ?? '').padEnd(6, '0'))
	return { micro: found[1] === '-' ? -size : size, scale: (found[3] ?? '').length }
}

export function day(text) {
	if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(text))
		return null
	const at = new Date(`${text}T00:00:00Z`)
	const year = Number(text.slice(0, 4))
	return !isNaN(at) && at.toISOString().startsWith(text) && year >= 1900 && year <= 2200
		? at.getTime() / DAY : null
}

function ruleDay(rule) {
	const found = /^today(?:([+-]\d+)d)?$/.exec(rule)
	return found ? day(TODAY) + Number(found[1] ?? 0) : day(rule)
}

const minute = (text) => typeof text === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(text)
	? Number(text.slice(0, 2)) * 60 + Number(text.slice(3)) : null

/** The same text, or null. */
const email = (v) => typeof v === 'string' && v.length <= 254 &&
	/^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]*[a-z-][a-z0-9-]*$/.test(v) &&
	!/^\.|\.@|\.\./.test(v)
const url = (v) => typeof v === 'string' && v.length <= 2048 &&
	/^https?:\/\/([a-z0-9-]+\.)+[a-z]+(:\d+)?([/?#][^\s<>"]*)?$/.test(v)

// Each type: is it an answer, and is it a good one?
const types = {
	text: {
		length: 255,
		answered: (v, f) => typeof v === 'string' && points(v) >= Math.max(1, f.min_len ?? 0),
		good: (v, f) => typeof v === 'string' && points(v) <= (f.max_len ?? 255) &&
			points(v) >= (f.min_len ?? 0) &&
			(!f.pattern || new RegExp(`^(?:${f.pattern})$`, 'v').test(v)),
	},
	textarea: {
		answered: (v, f) => typeof v === 'string' && points(v) >= Math.max(1, f.min_len ?? 0),
		good: (v, f) => typeof v === 'string' && points(v) <= (f.max_len ?? 5000) &&
			points(v) >= (f.min_len ?? 0) &&
			(!f.max_lines || v.split('\n').length <= f.max_lines),
	},
	email: { good: email },
	phone: { good: (v) => isObject(v) && typeof v.typed === 'string' && /^\+351\d{9}$/.test(v.e164) },
	url: { good: url },
	number: {
		answered: (v, f) => inRange(v, f),
		good: (v, f) => inRange(v, f) && scaleFits(v, f) && stepFits(v, f),
	},
	currency: {
		good: (v, f) => isObject(v) && Number.isInteger(v.minor) &&
			(f.currencies ?? ['USD']).includes(v.currency) &&
			v.minor >= (f.min ?? 0) && v.minor <= (f.max ?? 1e12),
	},
	date: {
		good: (v, f) => day(v) !== null &&
			(!f.min || day(v) >= ruleDay(f.min)) && (!f.max || day(v) <= ruleDay(f.max)) &&
			(!f.weekdays?.length || f.weekdays.includes(
				['thu', 'fri', 'sat', 'sun', 'mon', 'tue', 'wed'][((day(v) % 7) + 7) % 7])),
	},
	time: {
		good: (v, f) => minute(v) !== null && minute(v) >= minute(f.min ?? '00:00') &&
			minute(v) <= minute(f.max ?? '23:59') &&
			(minute(v) - minute(f.min ?? '00:00')) % (f.step ?? 1) === 0,
	},
	select: { good: choice },
	radio: { good: choice },
	multiselect: {
		answered: (v, f) => isSet(v) && known(v, f).length >= Math.max(1, f.min_selected ?? 0),
		good: (v, f) => isSet(v) && known(v, f).length === v.length &&
			v.length >= (f.min_selected ?? 0) &&
			(!f.max_selected || v.length <= f.max_selected) &&
			!(f.exclusive && v.length > 1 && v.includes(f.exclusive)),
	},
	checkbox: {
		good: (v, f) => tick(v) !== null && (!f.must_be_true || tick(v)),
	},
	file: {
		answered: (v) => Array.isArray(v) && v.length > 0 && v.length <= 10 && v.every(isFile),
		good: (v, f) => Array.isArray(v) && v.length <= (f.max_files ?? 1) && v.every(isFile) &&
			v.every((one) => one.size <= (f.max_size ?? 10485760) &&
				(f.extensions ?? ['pdf', 'jpg', 'jpeg', 'png', 'webp', 'docx', 'xlsx', 'odt', 'ods', 'txt'])
					.includes(one.name.split('.').pop().toLowerCase())),
	},
	rating: {
		good: (v, f) => v === 'na' ? f.na === true
			: Number.isInteger(v) && v >= (f.nps ? 0 : 1) && v <= (f.nps ? 10 : f.scale ?? 5),
	},
}

function inRange(v, f) {
	const d = isObject(v) ? decimal(v.decimal) : null
	return d !== null && (!f.min || d.micro >= decimal(f.min).micro) &&
		(!f.max || d.micro <= decimal(f.max).micro)
}
const scaleFits = (v, f) => decimal(v.decimal).scale <= (f.integer ? 0 : f.decimals ?? 2)
const stepFits = (v, f) => !f.step ||
	(decimal(v.decimal).micro - decimal(f.min ?? '0').micro) % decimal(f.step).micro === 0n
function choice(v, f) {
	if (isObject(v))
		return f.other === true && typeof v.other === 'string' && v.other !== '' && points(v.other) <= 255
	return isId(v) && f.options.some(({ id }) => id === v)
}
const isSet = (v) => Array.isArray(v) && v.length <= 200 && v.every(isId) && new Set(v).size === v.length
const known = (v, f) => v.filter((id) => f.options.some((o) => o.id === id))
function tick(v) {
	const said = isObject(v) ? v.checked : v
	return typeof said === 'boolean' ? said : null
}
const isFile = (one) => isObject(one) && typeof one.id === 'string' && one.id !== '' &&
	typeof one.name === 'string' && one.name !== '' && !/[/\\]/.test(one.name) &&
	/^[0-9a-f]{64}$/.test(one.sha256) && typeof one.type === 'string' &&
	Number.isInteger(one.size) && one.size >= 0

const answersOf = (f, v) => v !== null && v !== undefined &&
	(types[f.type].answered ?? types[f.type].good)(v, f)
const goodOf = (f, v) => v === null || v === undefined || types[f.type].good(v, f)

// --- conditions -----------------------------------------------------------------
const ORDERED = ['number', 'currency', 'date', 'time', 'rating']
const order = (a, b) => a === null || b === null || a === undefined || b === undefined ? null
	: a < b ? -1 : a > b ? 1 : 0

function compare(f, v, asked) {
	switch (f.type) {
	case 'number': return order(decimal(v.decimal)?.micro,
		decimal(typeof asked === 'number' ? String(asked) : asked)?.micro)
	case 'currency': return v.currency === asked?.currency ? order(v.minor, asked.minor) : null
	case 'date': return typeof asked === 'string' ? order(day(v), ruleDay(asked)) : null
	case 'time': return order(minute(v), minute(asked))
	case 'rating': return Number.isInteger(v) && Number.isInteger(asked) ? order(v, asked) : null
	}
	return null
}

function same(f, v, asked) {
	if (f.type === 'checkbox')
		return typeof asked === 'boolean' && tick(v) === asked
	if (f.type === 'rating' && typeof asked === 'string')
		return v === asked
	if (ORDERED.includes(f.type))
		return compare(f, v, asked) === 0
	const own = f.type === 'phone' ? v.e164 : isObject(v) ? 'other' : v
	return typeof asked === 'string' && own === asked
}

const FITS = {
	equals: (t) => !['multiselect', 'file'].includes(t),
	not_equals: (t) => !['multiselect', 'file'].includes(t),
	in: (t) => t !== 'file',
	contains: (t) => ['text', 'textarea', 'email', 'url', 'multiselect'].includes(t),
	checked: (t) => t === 'checkbox',
}
for (const word of ['less', 'more', 'at_least', 'at_most'])
	FITS[word] = (t) => ORDERED.includes(t)

function meets(f, v, { is, value }) {
	if (!FITS[is](f.type))
		return false
	const far = () => compare(f, v, value)
	switch (is) {
	case 'checked': return tick(v) === true
	case 'equals': return same(f, v, value)
	case 'not_equals': return !same(f, v, value)
	case 'contains': return typeof value === 'string' && v.includes(value)
	case 'in': return Array.isArray(value) && value.some((one) =>
		f.type === 'multiselect' ? v.includes(one) : same(f, v, one))
	case 'less': return far() === -1
	case 'more': return far() === 1
	case 'at_least': return far() === 1 || far() === 0
	case 'at_most': return far() === -1 || far() === 0
	}
}

function count(n, { is, value }) {
	return { equals: n === value, not_equals: n !== value, less: n < value, more: n > value,
		at_least: n >= value, at_most: n <= value }[is]
}

// --- the whole --------------------------------------------------------------------
export class Oracle {
	constructor(definition, answers, records) {
		this.sections = definition.sections
		this.records = new Map(this.sections.map((s) => [s.key, s.is_list
			? records.filter((r) => r.section === s.key).map((r) => r.record) : [0]]))
		this.values = new Map(answers.map((a) => [`${a.section}/${a.record ?? 0}/${a.field}`, a.value]))
	}

	section(key) {
		return this.sections.find((s) => s.key === key)
	}

	value(s, record, f) {
		return this.values.get(`${s.key}/${record}/${f.key}`) ?? null
	}

	sectionShown(s) {
		return s.visible_if === undefined || this.holds(s.visible_if, s, null)
	}

	shown(s, record, f) {
		return this.sectionShown(s) && (f.visible_if === undefined || this.holds(f.visible_if, s, record))
	}

	counts(s, record, f) {
		return this.shown(s, record, f) && answersOf(f, this.value(s, record, f))
	}

	holds(c, here, record) {
		if (c.all)
			return c.all.every((one) => this.holds(one, here, record))
		if (c.any)
			return c.any.some((one) => this.holds(one, here, record))
		if (c.not)
			return !this.holds(c.not, here, record)
		if (c.records) {
			const s = this.section(c.records)
			return count(this.sectionShown(s) ? this.records.get(s.key).length : 0, c)
		}
		const [key, section] = c.field.split('.').reverse()
		const s = section === undefined ? here : this.section(section)
		const f = s.fields.find((one) => one.key === key)
		const at = s === here && s.is_list ? record : 0
		const counted = this.counts(s, at, f)
		if (c.is === 'answered' || c.is === 'empty')
			return counted === (c.is === 'answered')
		return counted ? meets(f, this.value(s, at, f), c) : c.is === 'not_equals'
	}

	field(s, record, f) {
		const shown = this.shown(s, record, f)
		const value = this.value(s, record, f)
		const answered = this.counts(s, record, f)
		const required = shown && (f.required === true ||
			(f.required_if !== undefined && this.holds(f.required_if, s, record)))
		const good = goodOf(f, value) && !(answered && f.unique_in_list && s.is_list &&
			this.earlier(s, record).some((r) => this.counts(s, r, f) &&
				identity(this.value(s, r, f)) === identity(value)))
		return { key: f.key, visible: shown, required, answered,
			valid: !shown || (good && (answered || !required)), weight: f.weight ?? 1 }
	}

	earlier(s, record) {
		const all = this.records.get(s.key)
		return all.slice(0, all.indexOf(record))
	}

	sectionState(s) {
		const visible = this.sectionShown(s)
		const ids = this.records.get(s.key)
		const records = ids.map((id) => ({ record: id, fields: s.fields.map((f) => this.field(s, id, f)) }))
		const all = records.flatMap((r) => r.fields).filter((f) => f.visible)
		const must = all.filter((f) => f.required)
		const short = s.is_list ? Math.max(0, (s.min_records ?? 0) - ids.length) : 0
		const many = s.is_list && ids.length > (s.max_records ?? 200) ? 1 : 0
		const state = { key: s.key, visible, records,
			required: visible ? must.length + short : 0,
			met: must.filter((f) => f.answered).length,
			answered: all.filter((f) => f.answered).length,
			missing: visible ? must.filter((f) => !f.valid).length + short + many : 0,
			weight: s.weight ?? 1 }
		state.progress = visible ? progress(state) : 0
		state.complete = visible && state.missing === 0 && (state.required > 0 || state.answered > 0)
		state.score = visible ? this.score(s, records, short) : null
		return state
	}

	score(s, records, short) {
		if (short > 0)
			return s.fields.some((f) => (f.weight ?? 1) > 0) ? 0 : null
		const each = records.map(({ fields }) => {
			const seen = fields.filter((f) => f.visible)
			const total = seen.reduce((n, f) => n + f.weight, 0)
			return total === 0 ? null
				: seen.filter((f) => f.answered).reduce((n, f) => n + f.weight, 0) / total * 100
		}).filter((n) => n !== null)
		return each.length === 0 ? null : each.reduce((a, b) => a + b) / each.length
	}

	state() {
		const sections = this.sections.map((s) => this.sectionState(s))
		const seen = sections.filter((s) => s.visible)
		const sum = (name) => seen.reduce((n, s) => n + s[name], 0)
		const whole = { required: sum('required'), met: sum('met'), answered: sum('answered'),
			missing: sum('missing') }
		const weighed = seen.filter((s) => s.score !== null)
		const weight = weighed.reduce((n, s) => n + s.weight, 0)
		return { sections, ...whole, progress: progress(whole),
			complete: whole.missing === 0 && (whole.required > 0 || whole.answered > 0),
			score: weight === 0 ? null : weighed.reduce((n, s) => n + s.score * s.weight, 0) / weight,
			next: next(seen, whole.missing > 0) }
	}
}

const identity = (v) => isObject(v) && typeof v.e164 === 'string' ? v.e164 : JSON.stringify(v)
const progress = ({ required, met, answered }) => required > 0 ? Math.floor(met * 100 / required)
	: answered > 0 ? 100 : 0

function next(sections, missing) {
	for (const s of sections) {
		for (const r of s.records)
			for (const f of r.fields)
				if (f.visible && (missing ? f.required && !f.valid : !f.answered))
					return `${s.key}/${r.record}/${f.key}`
		if (missing && s.missing > 0)
			return `${s.key}/0/`
	}
	return null
}
