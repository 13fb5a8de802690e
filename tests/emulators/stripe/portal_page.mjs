// The pages of the customer portal: cancel, go on after all, another card, another price.
import { amountText, html, page, redirect } from '../shared/page.mjs'
import { CARDS, attach, makeMethod } from './customer.mjs'
import { Refusal } from './errors.mjs'
import { endSubscription, updateSubscription } from './subscription_change.mjs'
import { runningOf } from './portal.mjs'

const show = (title, body, status) => page({ title, provider: 'Stripe customer portal', body,
	status })

const dayText = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 10)

const priceText = (world, price) => html`${world.any(price.product)?.name}, ${
	amountText(price.unit_amount, price.currency)} each ${price.recurring.interval}`

function switchForm(world, subscription, features) {
	const [item] = subscription.items.data
	const offered = features.subscription_update.products.flatMap((p) => p.prices)
		.map((id) => world.any(id)).filter((p) => p && p.id !== item.price.id)
	return features.subscription_update.enabled && offered.length > 0 && html`<form method="post">
<input type="hidden" name="subscription" value="${subscription.id}">
<label>Another plan <select name="price">${offered.map((p) =>
	html`<option value="${p.id}">${priceText(world, p)}</option>`)}</select></label>
<button name="do" value="switch">Change the plan</button></form>`
}

function subscriptionPart(world, subscription, features) {
	const ends = subscription.cancel_at_period_end
	return html`<section><h2>${subscription.items.data.map((i) => priceText(world, i.price))}</h2>
<p>${subscription.status}, ${ends ? 'ends' : 'renews'} on ${dayText(subscription._end)}</p>
${switchForm(world, subscription, features)}
${features.subscription_cancel.enabled && html`<form method="post">
<input type="hidden" name="subscription" value="${subscription.id}">
${ends ? html`<button name="do" value="renew">Do not cancel after all</button>`
	: html`<button name="do" value="cancel">Cancel the plan</button>`}</form>`}</section>`
}

function portal(world, session, words = null) {
	const customer = world.any(session.customer)
	const { features } = world.any(session.configuration)
	const running = runningOf(world, customer)
	const invoices = world.all(customer._account, 'invoice')
		.filter((i) => i.customer === customer.id && i.status !== 'draft')
	return show('Your plan and payments', html`${words && html`<p role="alert">${words}</p>`}
${running.length ? running.map((s) => subscriptionPart(world, s, features))
		: html`<p>There is no plan.</p>`}
${features.payment_method_update.enabled && html`<form method="post"><fieldset>
<legend>Pay with another card</legend>${Object.entries(CARDS).map(([name, card], i) =>
	html`<label><input type="radio" name="card" value="${name}"${i === 0 && html` checked`}> ${
		card.words}</label>`)}
</fieldset><button name="do" value="card">Use this card</button></form>`}
${features.invoice_history.enabled && html`<table><caption>Invoices</caption>${invoices.map((i) =>
	html`<tr><td>${dayText(i.created)} ${i.number} ${i.status}</td><td>${
		amountText(i.amount_due, i.currency)}</td></tr>`)}</table>`}
<p><a href="${session.return_url}">Back to Belay</a></p>`)
}

const isAllowed = (features, what, price) => ({
	cancel: features.subscription_cancel.enabled,
	renew: features.subscription_cancel.enabled,
	card: features.payment_method_update.enabled,
	switch: features.subscription_update.enabled &&
		features.subscription_update.products.some((p) => p.prices.includes(price)),
})[what]

/** What a person may do in the portal: { do, subscription, price, card }. */
export function portalAct(world, session, { do: what, subscription: id, price, card }) {
	const customer = world.any(session.customer)
	const { features } = world.any(session.configuration)
	const subscription = runningOf(world, customer).find((s) => s.id === id)
	if (!isAllowed(features, what, price) || (what !== 'card' && !subscription))
		throw new Error('That is not possible here.')
	if (what === 'card')
		return changeCard(world, customer, card)
	if (what === 'switch')
		return updateSubscription(world, subscription, { items: [{ price,
			id: subscription.items.data[0].id }],
		proration_behavior: features.subscription_update.proration_behavior })
	if (what === 'cancel' && features.subscription_cancel.mode === 'immediately')
		return endSubscription(world, subscription, { prorate:
			features.subscription_cancel.proration_behavior !== 'none' })
	return updateSubscription(world, subscription, { cancel_at_period_end: what === 'cancel' })
}

function changeCard(world, customer, name) {
	if (!Object.hasOwn(CARDS, name))
		throw new Error('There is no such card.')
	const method = attach(world, makeMethod(world, customer._account, name,
		{ email: customer.email }), customer)
	world.change(customer, { invoice_settings: { ...customer.invoice_settings,
		default_payment_method: method.id } }, 'customer.updated')
	for (const subscription of runningOf(world, customer))
		updateSubscription(world, subscription, { default_payment_method: method.id })
	return method
}

/** GET and POST of /p/session/ID. */
export function portalPage(world, call) {
	const session = world.any(call.path.split('/')[3])
	if (session?.object !== 'billing_portal.session' || session._until <= world.now())
		return show('This link no longer works', html`<p role="alert">Ask for a new one.</p>`, 410)
	session._until = world.now() + 3600   // as long as somebody uses it
	if (call.method !== 'POST')
		return portal(world, session)
	try {
		portalAct(world, session, Object.fromEntries(new URLSearchParams(call.raw)))
	} catch (error) {
		if (!(error instanceof Refusal) && error.constructor !== Error)
			throw error
		return portal(world, session, error.message)
	}
	return redirect(call.path)
}
