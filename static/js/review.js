// A mentor's review: kept while it is written, templates put in without a new
// page, and words that are selected in an answer quoted in its comment.
const form = document.querySelector('form[data-review]')

if (form) {
	const saved = form.querySelector('[data-saved]')
	let timer = 0
	let busy = false
	let again = false

	const say = (word) => { saved.textContent = saved.dataset[word] }
	const save = async (template) => {
		if (busy) {
			again = true
			return
		}
		busy = true
		const body = new FormData(form)
		if (!template)
			body.delete('template')
		body.delete('outcome')
		try {
			const answer = await fetch(form.dataset.review, { method: 'POST',
				body: new URLSearchParams(body),
				headers: { accept: 'application/json' } })
			if (answer.status === 409) {
				say('changedWords')
				return
			}
			if (!answer.ok)
				throw new Error(answer.statusText)
			const draft = await answer.json()
			form.elements.revision.value = draft.revision
			if (template) {
				form.elements.general.value = draft.general
				form.elements.template.value = ''
			}
			say('savedWords')
		} catch {
			say('unsavedWords')
		} finally {
			busy = false
		}
		if (again) {
			again = false
			await save()
		}
	}
	form.addEventListener('input', (event) => {
		if (event.target.name === 'template')
			return
		say('unsavedWords')
		clearTimeout(timer)
		timer = setTimeout(save, 1500)
	})
	form.addEventListener('submit', (event) => {
		const button = event.submitter
		clearTimeout(timer)
		if (button?.name === 'outcome' || !button?.formAction.endsWith('/draft'))
			return
		event.preventDefault()
		save(form.elements.template.value !== '')
	})
}

document.addEventListener('selectionchange', () => {
	const selection = getSelection()
	const node = selection.anchorNode
	const said = node && (node.closest ? node : node.parentElement)
		?.closest('.said[data-field]')
	const words = selection.toString().trim()

	if (!said || !words || words.length > 1000 || !said.contains(selection.focusNode))
		return
	const quote = said.parentElement.querySelector('[data-quote]')
	if (quote)
		quote.value = words
})
