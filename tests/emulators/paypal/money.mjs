// Amounts as the API writes them: texts with the currency's own decimals.
import { unprocessable } from './errors.mjs'

const CODES = ['AUD', 'BRL', 'CAD', 'CNY', 'CZK', 'DKK', 'EUR', 'HKD', 'HUF', 'ILS', 'JPY',
	'MYR', 'MXN', 'TWD', 'NZD', 'NOK', 'PHP', 'PLN', 'GBP', 'SGD', 'SEK', 'CHF', 'THB', 'USD']
const WHOLE = ['HUF', 'JPY', 'TWD']

export const places = (code) => (WHOLE.includes(code) ? 0 : 2)

/** Minor units of an amount; refuses what the currency cannot have. */
export function minor({ currency_code: code, value }, field, least = 1) {
	const at = { field, value, location: 'body' }
	if (!CODES.includes(code))
		throw unprocessable('INVALID_CURRENCY_CODE', { field: field.replace(/value$/,
			'currency_code'), value: code, location: 'body' })
	const [whole, part = ''] = value.split('.')
	if (part.length > places(code) && /[1-9]/.test(part.slice(places(code))))
		throw unprocessable(places(code) ? 'DECIMAL_PRECISION' : 'DECIMALS_NOT_SUPPORTED', at)
	const sum = Number(whole + part.slice(0, places(code)).padEnd(places(code), '0'))
	if (sum < least)
		throw unprocessable(least ? 'CANNOT_BE_ZERO_OR_NEGATIVE' : 'CANNOT_BE_NEGATIVE', at)
	if (sum > 99999999999)
		throw unprocessable('MAX_VALUE_EXCEEDED', at)
	return sum
}

/** Minor units as { currency_code, value }. */
export function money(amount, code) {
	return { currency_code: code, value: (amount / 10 ** places(code)).toFixed(places(code)) }
}

/** Items and breakdown must add up to the amount, to the last unit. */
export function checkUnit(unit, at) {
	const code = unit.amount.currency_code
	const total = minor(unit.amount, `${at}/amount/value`)
	const parts = unit.amount.breakdown
	const part = (name) => (parts?.[name] ? minor(parts[name],
		`${at}/amount/breakdown/${name}/value`, 0) : 0)
	for (const one of Object.values(parts ?? {}))
		if (one.currency_code !== code)
			throw unprocessable('MULTI_CURRENCY_ORDER', { field: `${at}/amount/breakdown` })
	if (parts && total !== part('item_total') + part('tax_total') + part('shipping') +
		part('handling') + part('insurance') - part('shipping_discount') - part('discount'))
		throw unprocessable('AMOUNT_MISMATCH', { field: `${at}/amount/value`,
			value: unit.amount.value, location: 'body' })
	if (!unit.items?.length)
		return total
	if (!parts?.item_total)
		throw unprocessable('ITEM_TOTAL_REQUIRED', { field: `${at}/amount/breakdown/item_total` })
	const sum = unit.items.reduce((all, item, i) => all + Number(item.quantity) *
		minor(item.unit_amount, `${at}/items/${i}/unit_amount/value`, 0), 0)
	if (sum !== part('item_total'))
		throw unprocessable('ITEM_TOTAL_MISMATCH', { field: `${at}/amount/breakdown/item_total/value`,
			value: parts.item_total.value, location: 'body' })
	return total
}
