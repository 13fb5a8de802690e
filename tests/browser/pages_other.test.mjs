// All pages but those of booking.
import { testList, testPages } from '../support/page_tests.mjs'

testPages(({ path }) => !/^\/(mentors|interviewers?|concierges?|instructor|book|sessions|calendar)\b/.test(path))
testList()
