// The pages of an earner at Stripe: giving one's details, and looking at the balance.
import { amountText, html, page, redirect } from '../shared/page.mjs'
import { completeAccount } from './account.mjs'
import { balanceOf } from './balance.mjs'

const show = (title, body, status) => page({ title, provider: 'Stripe Connect', body, status })
const gone = () => show('This link no longer works',
	html`<p role="alert">It has been used, or it is too old.</p>`, 410)

function onboarding(world, call, link, account) {
	if (call.method !== 'POST')
		return show('Your details', html`<p>Belay pays you through Stripe. What it would ask
for is your name, date of birth and bank account.</p>
<form method="post"><button class="main" name="do" value="all">Give everything and accept</button>
<button name="do" value="some">Give a part only</button>
<button name="do" value="leave">Leave for now</button></form>`)
	const choice = new URLSearchParams(call.raw).get('do')
	if (choice === 'all')
		completeAccount(world, account)
	else if (choice === 'some')
		completeAccount(world, account, { due: ['individual.verification.document'] })
	return redirect(link.back)
}

function express(world, account) {
	const balance = balanceOf(world, account.id)
	const rows = ['available', 'pending'].flatMap((kind) => balance[kind].map((m) =>
		html`<tr><td>${kind}</td><td>${amountText(m.amount, m.currency)}</td></tr>`))
	const payouts = world.all(account.id, 'payout')
	return show('Your earnings', html`<table><caption>Balance</caption>${rows}</table>
<table><caption>Payouts</caption>${payouts.map((p) => html`<tr><td>${p.status}</td><td>${
	amountText(p.amount, p.currency)}</td></tr>`)}</table>
<p>${account.payouts_enabled ? 'Payouts are on.' : 'Payouts are off: details are missing.'}</p>`)
}

/** /setup/e/ACCOUNT/TOKEN and /express/ACCOUNT/TOKEN: each link works once. */
export function accountPage(world, call) {
	const parts = call.path.split('/')
	const link = world.state.links?.[parts.at(-1)]
	const account = link && world.any(link.account)
	if (!link || !account || account.id !== parts.at(-2) || account._deleted)
		return gone()
	const isOpen = link.until > world.now() && !link.used
	if (link.kind === 'login') {
		link.used = true
		return isOpen ? express(world, account) : gone()
	}
	// The page itself stays good for the form it shows.
	if (call.method === 'POST' && link.used && !link.done) {
		link.done = true
		return onboarding(world, call, link, account)
	}
	if (!isOpen)
		return redirect(link.refresh)
	link.used = true
	return onboarding(world, call, link, account)
}
