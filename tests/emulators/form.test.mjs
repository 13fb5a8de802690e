import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readForm } from './shared/form.mjs'
import { readSpec } from './shared/openapi.mjs'

test('names are paths', () => {
	for (const [text, value] of [
		['a=1&b=2', { a: '1', b: '2' }],
		['a[b][0][c]=x&a[b][1][c]=y', { a: { b: { 0: { c: 'x' }, 1: { c: 'y' } } } }],
		['a%5Bb%5D=%7BX%7D+y', { a: { b: '{X} y' } }],
		['e[]=1&e[]=2', { e: { 0: '1', 1: '2' } }],
		['a[b=1&a]c[=2', { 'a[b': '1', 'a]c[': '2' }],
		['a=1&a[b]=2', { a: { b: '2' } }],
		['a=&b', { a: '', b: '' }],
		['__proto__[x]=1&a[__proto__]=1', {}],
		['', {}],
	])
		assert.deepEqual(readForm(text), value, text)
	assert.equal({}.x, undefined)
})

test('texts become what the description says, where they can', () => {
	const spec = readSpec('stripe-2023-08-16.openapi.json')
	const { operation } = spec.match('POST', '/v1/checkout/sessions')
	const schema = operation.bodySchema('application/x-www-form-urlencoded')
	const read = (text) => spec.coerce(schema, readForm(text))
	assert.deepEqual(read('line_items[1][quantity]=2&line_items[0][quantity]=1x'),
		{ line_items: [{ quantity: '1x' }, { quantity: 2 }] })
	assert.deepEqual(read('metadata[0]=a&metadata[1]=2'), { metadata: { 0: 'a', 1: '2' } })
	assert.deepEqual(read('allow_promotion_codes=true&expires_at=12'),
		{ allow_promotion_codes: true, expires_at: 12 })
	assert.deepEqual(read('payment_intent_data[metadata][n]=7'),
		{ payment_intent_data: { metadata: { n: '7' } } })
	assert.deepEqual(read('expand[]=a&expand[]=b'), { expand: ['a', 'b'] })
	const update = spec.match('POST', '/v1/customers/cus_1').operation
		.bodySchema('application/x-www-form-urlencoded')
	assert.deepEqual(spec.coerce(update, readForm('name=&metadata=&balance=-5')),
		{ name: '', metadata: '', balance: -5 })
})
