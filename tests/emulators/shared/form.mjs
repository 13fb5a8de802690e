// A form whose names are paths: a[b][0][c]=x, list[]=y.  Everything becomes objects;
// which of them are lists says the description (openapi.mjs, coerce).
const DEEPEST = 12
const MOST = 5000

function pathOf(name) {
	const [head] = name.split('[', 1)
	const rest = name.slice(head.length)
	const inner = [...rest.matchAll(/\[([^[\]]*)\]/g)].map((m) => m[1])
	const isWhole = inner.map((step) => `[${step}]`).join('') === rest
	return isWhole && inner.length < DEEPEST ? [head, ...inner] : [name]
}

/** The values of a query or body. */
export function readForm(text) {
	const form = {}
	for (const [name, value] of [...new URLSearchParams(text)].slice(0, MOST)) {
		const path = pathOf(name)
		if (path.includes('__proto__'))
			continue
		let at = form
		for (const [i, step] of path.entries()) {
			const key = step === '' ? String(Object.keys(at).length) : step
			if (i === path.length - 1)
				at[key] = value
			else if (at[key] === null || typeof at[key] !== 'object')
				at[key] = {}
			at = at[key]
		}
	}
	return form
}
