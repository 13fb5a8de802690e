// The pages of experts, sessions and calendars.
import { testPages } from '../support/page_tests.mjs'

testPages(({ path }) => /^\/(mentors|interviewers?|concierges?|instructor|book|sessions|calendar)\b/.test(path))
