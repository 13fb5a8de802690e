// The page where a buyer approves an order, or leaves.
import { amountText, html, page, redirect } from '../shared/page.mjs'
import { FUNDING, approveOrder, cancelUrl, isWaiting, totalOf } from './order.mjs'

const show = (title, body, status) => page({ title, provider: 'PayPal', body, status })

function orderForm(order, words = null) {
	const code = order.purchase_units[0].amount.currency_code
	return show('Approve the payment', html`${words && html`<p role="alert">${words}</p>`}
<table><caption hidden>What you buy</caption>
${order.purchase_units.map((unit) => html`<tr><td>${unit.description ??
	unit.items?.map((i) => i.name).join(', ') ?? 'Your purchase'}</td><td>${unit.amount.value} ${
	code}</td></tr>`)}
<tr><th scope="row">Total</th><td><strong id="total">${amountText(totalOf(order), code)}</strong></td></tr>
</table>
<form method="post">
<fieldset><legend>Pay with</legend>
${Object.entries(FUNDING).map(([name, funding], i) => html`<label><input type="radio" name="funding" value="${
	name}"${i === 0 && html` checked`}> ${funding.words}</label>`)}
</fieldset>
<button class="main" name="do" value="approve">Approve</button>
<button name="do" value="cancel">Cancel and go back</button>
</form>`)
}

/** GET and POST of /checkoutnow?token=ID. */
export function orderPage(paypal, call) {
	const order = paypal.state.orders[call.query.get('token')]
	if (!order)
		return show('No such page', html`<p>There is nothing to approve here.</p>`, 404)
	if (!isWaiting(order) && order.status !== 'APPROVED')
		return show('Done already', html`<p role="status">This order is ${order.status}.</p>`)
	if (call.method !== 'POST')
		return orderForm(order)
	const form = new URLSearchParams(call.raw)
	const away = (url) => (url ? redirect(url)
		: show('Thank you', html`<p role="status">You may close this page.</p>`))
	if (form.get('do') === 'cancel')
		return away(cancelUrl(order))
	if (!Object.hasOwn(FUNDING, form.get('funding')))
		return orderForm(order, 'Choose how to pay.')
	return away(approveOrder(paypal, order, form.get('funding')))
}
