// The page where a person pays: a plain form, every outcome a button or a card.
import { amountText, html, page, redirect } from '../shared/page.mjs'
import { findCode, isCodeUsable } from './catalogue.mjs'
import { afterAttempt, expireSession, payWith, successUrl, totalText, totalUp }
	from './checkout.mjs'
import { CARDS, makeMethod } from './customer.mjs'
import { authenticate } from './payment.mjs'
import { authenticated } from './checkout_subscription.mjs'

const show = (title, body, status) => page({ title, provider: 'Stripe Checkout', body, status })

function lines(session) {
	return html`<table><caption hidden>What you buy</caption>
${session._lines.map((l) => html`<tr><td>${l.description}${l.quantity > 1 &&
	` × ${l.quantity}`}${l.price.recurring && `, each ${l.price.recurring.interval}`}</td>
<td>${amountText(l.amount_subtotal, l.currency)}</td></tr>`)}
${session.total_details.amount_discount > 0 && html`<tr><td>Discount</td><td>−${
	amountText(session.total_details.amount_discount, session.currency)}</td></tr>`}
<tr><th scope="row">Total</th><td><strong id="total">${totalText(session)}</strong></td></tr>
</table>`
}

function codeForm(session) {
	return session.allow_promotion_codes && html`<form method="post">
<label>Promotion code <input type="text" name="code" required autocomplete="off"></label>
<button name="do" value="code">Apply</button></form>`
}

function payForm(world, session) {
	const email = session.customer_email ?? world.any(session.customer)?.email
	return html`<form method="post">
<label>E-mail <input type="email" name="email" required value="${email ?? 'buyer@example.com'}"${
	email && html` readonly`}></label>
<fieldset><legend>Pay with</legend>
${Object.entries(CARDS).map(([name, card], i) => html`<label><input type="radio" name="card" value="${
	name}"${i === 0 && html` checked`}> ${card.words}</label>`)}
</fieldset>
<button class="main" name="do" value="pay">Pay ${totalText(session)}</button>
</form>
<form method="post">
${session.cancel_url && html`<button name="do" value="back">Back without paying</button>`}
<button name="do" value="expire">Let this page expire</button>
</form>`
}

function bankForm(session) {
	return show('Your bank asks', html`<p>Do you confirm the payment of ${totalText(session)}?</p>
<form method="post"><button class="main" name="do" value="confirm">Yes, confirm</button>
<button name="do" value="refuse">No, refuse</button></form>`)
}

function openPage(world, session, words = null) {
	const intent = world.any(session.payment_intent)
	if (intent?.status === 'requires_action' || session._waits)
		return bankForm(session)
	return show('Pay', html`${words && html`<p role="alert">${words}</p>`}
${lines(session)}${codeForm(session)}${payForm(world, session)}`)
}

function applyCode(world, session, text) {
	const code = findCode(world, session._account, text)
	const sum = { amount: session.amount_subtotal, currency: session.currency,
		customer: session.customer }
	if (!code || !isCodeUsable(world, code, sum))
		return openPage(world, session, `The code ${text} is not valid.`)
	totalUp(session, { coupon: world.any(code.coupon.id), promotion_code: code.id })
	return openPage(world, session)
}

function outcome(world, session, result) {
	if (result === 'complete')
		return redirect(successUrl(session))
	if (result === 'requires_action')
		return bankForm(session)
	return openPage(world, session, result.message)
}

function act(world, session, form) {
	switch (form.get('do')) {
	case 'pay':
		if (!Object.hasOwn(CARDS, form.get('card')))
			return openPage(world, session, 'Choose how to pay.')
		return outcome(world, session, payWith(world, session, makeMethod(world,
			session._account, form.get('card'), { email: form.get('email') }),
		{ email: form.get('email') }))
	case 'confirm':
	case 'refuse':
		return outcome(world, session, answerBank(world, session, form.get('do') === 'confirm'))
	case 'code':
		return applyCode(world, session, form.get('code') ?? '')
	case 'back':
		return redirect(session.cancel_url ?? `/c/pay/${session.id}`)
	case 'expire':
		expireSession(world, session)
		return closedPage(session)
	default:
		return openPage(world, session, 'There is no such button.')
	}
}

function answerBank(world, session, isYes) {
	if (session.mode === 'subscription')
		return authenticated(world, session, isYes)
	return afterAttempt(world, session,
		authenticate(world, world.any(session.payment_intent), isYes))
}

function closedPage(session) {
	if (session.status === 'complete')
		return show('Paid already', html`<p role="status">This is done.
<a href="${successUrl(session)}">Go on</a></p>`)
	return show('This page has expired', html`<p role="status">Nothing was charged.
${session.cancel_url && html`<a href="${session.cancel_url}">Back</a>`}</p>`)
}

/** GET and POST of /c/pay/ID. */
export function checkoutPage(world, call) {
	const session = world.any(call.path.split('/')[3])
	if (session?.object !== 'checkout.session')
		return show('No such page', html`<p>There is nothing to pay here.</p>`, 404)
	if (session.status !== 'open')
		return closedPage(session)
	return call.method === 'POST' ? act(world, session, new URLSearchParams(call.raw))
		: openPage(world, session)
}
