// The pages of experts, sessions and calendars, where names and words attack.
import { testPages } from '../support/page_tests.mjs'

testPages(({ path }) => /^\/(mentors|interviewers?|concierges?|instructor|book|sessions|calendar)\b/.test(path))
