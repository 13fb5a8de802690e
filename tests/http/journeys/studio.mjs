// What the tests of the studio share: a creator, and a journey of theirs.

/** A member who may build journeys, signed in. */
export async function addCreator(stack, name = 'Cleo Marchetti') {
	return stack.signIn(await stack.addMember({ name, roles: ['creator'] }))
}

/** The id in an answer's redirect. */
export const idOf = (answer) => answer.location.match(/journeys\/(\d+)/)[1]

/** A draft with one section and one field; its id. */
export async function addJourney(creator, title = 'Care for a parent') {
	await creator.get('/creator/journeys/new')
	const id = idOf(await creator.post('/creator/journeys', { title }))
	await creator.post(`/creator/journeys/${id}/sections`, { title: 'At home' })
	await creator.post(`/creator/journeys/${id}/sections/at_home/fields`,
		{ type: 'text', label: 'Who lives there?' })
	return id
}
