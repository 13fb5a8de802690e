// All pages but those of booking, with the demo's people.
import { testList, testPages } from '../support/page_tests.mjs'

testPages(({ path }) => !/^\/(mentors|interviewers?|concierges?|instructor|book|sessions|calendar)\b/.test(path),
	{ withDemo: true })
testList()
