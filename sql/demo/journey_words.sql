-- The demo's journeys as their creators wrote them.  Sections are
-- [key, title, description, [fields]]; a field is [key, type, label, {more}], with
-- "!" behind the type of what has to be answered and "o": [labels] for options.
CREATE TEMP TABLE demo_journey_words (
    n int GENERATED ALWAYS AS IDENTITY, creator text, slug text PRIMARY KEY,
    title text, category text, icon text, minutes int, days_ago int, summary text,
    description text, prices int[], tags text[], sections jsonb);
INSERT INTO demo_journey_words (creator, slug, title, category, icon, minutes,
    days_ago, summary, description, prices, tags, sections) VALUES
('cleo', 'a-wedding-without-a-spreadsheet', 'A wedding without a spreadsheet',
 'wedding', 'gem', 540, 200, 'Guests, money, the day itself: one quiet place for all of it',
$$You do not need a planner. You need to decide eleven things in the right order, and to know what you have already decided.

**What comes out of it:** a plan that both of you have agreed on, a list of guests that is true, a budget that adds up, and a sheet of the day that you can hand to a friend.

Take an evening a week. Most couples are through in two months.$$,
 '{1900,8900,24900}', '{wedding,marriage,guests,budget}', $$[
 ["couple", "The two of you", "What kind of day is it to be? Answer together, and aloud.", [
  ["names", "text!", "Your names", {"placeholder": "Rosa and Jonah"}],
  ["day", "date", "The day, if you have one", {"min": "today"}],
  ["wish", "textarea!", "The day in three sentences", {"help": "As you would tell it to somebody afterwards.", "max_len": 1200}],
  ["size", "radio!", "How many people", {"o": ["Only us", "Up to thirty", "Up to eighty", "More"]}],
  ["mood", "multiselect", "It is above all", {"o": ["Quiet", "Festive", "Religious", "Outdoors", "A long dinner", "A dance"], "max_selected": 3}]]],
 ["money", "Money", "A sum you both can live with, before anybody shows you a brochure.", [
  ["sum", "currency!", "What it may cost in all", {"currencies": ["USD", "EUR"]}],
  ["payers", "multiselect", "Who pays", {"o": ["We do", "Her family", "His family", "Our families", "A loan"]}],
  ["loan", "checkbox!", "We know what the loan costs a month", {"must_be_true": true, "visible_if": {"field": "payers", "is": "contains", "value": "a_loan"}}],
  ["first", "select!", "What must not be cut", {"o": ["Food", "Music", "Photographs", "The place", "Clothes", "The journey after"], "other": true}]]],
 ["guests", "Guests", "One record a household. You may sort them later.", [
  ["who", "text!", "Names on the invitation", {"unique_in_list": true}],
  ["mail", "email", "E-mail", {}],
  ["phone", "phone", "Phone", {}],
  ["heads", "number!", "How many come", {"integer": true, "min": "1", "max": "12"}],
  ["diet", "multiselect", "They do not eat", {"o": ["Meat", "Fish", "Gluten", "Nuts", "Everything is fine"], "exclusive": "everything_is_fine"}]], {"list": true, "min": 1, "max": 100}],
 ["place", "The place", "Go there at the hour of the ceremony, not in the morning.", [
  ["where", "radio!", "Where", {"o": ["Town hall", "Church or temple", "A garden", "A hall", "Not yet known"]}],
  ["link", "url", "Its page", {"visible_if": {"not": {"field": "where", "is": "equals", "value": "not_yet_known"}}}],
  ["from", "time", "From", {"step": 15}],
  ["contract", "file", "The contract", {"extensions": ["pdf", "jpg", "png"], "max_files": 3}],
  ["felt", "rating", "How it felt to stand there", {"low": "Like a hotel lobby", "high": "Like ours"}]]],
 ["day_sheet", "The sheet of the day", "What a friend needs to run it without asking you.", [
  ["friend", "text!", "Who holds the sheet", {}],
  ["hours", "textarea!", "Hour by hour", {"max_len": 4000, "markup": "light"}],
  ["rain", "textarea", "If it rains", {}]]]]$$),
('cleo', 'moving-abroad', 'Moving abroad with less than you think', 'moving',
 'truck', 300, 320, 'Papers, rooms and the first thirty days, in the order they bite',
$$I moved five times for my work. This is the list I wish I had had the first time: what to do while you still have an address, what can wait, and what nobody tells you about the second month.$$,
 '{1200,5900,14900}', '{moving,visa,abroad,expat}', $$[
 ["why", "Where and why", "The reason carries you through February.", [
  ["to", "text!", "Country and town", {}],
  ["reason", "textarea!", "Why there", {"max_len": 1500}],
  ["when", "date!", "Day of arrival", {"min": "today"}],
  ["with", "multiselect!", "Who comes along", {"o": ["Nobody", "A partner", "Children", "A dog or cat", "A piano"], "exclusive": "nobody"}]]],
 ["papers", "Papers", "Begin with what takes longest.", [
  ["permit", "radio!", "May you work there", {"o": ["By citizenship", "With a visa I have", "With a visa I need", "I will not work"]}],
  ["visa_date", "date", "Appointment for the visa", {"visible_if": {"field": "permit", "is": "equals", "value": "with_a_visa_i_need"}, "required_if": {"field": "permit", "is": "equals", "value": "with_a_visa_i_need"}}],
  ["passport_until", "date!", "The passport runs until", {"help": "Many countries want six months beyond your stay."}],
  ["number", "text", "Passport number", {"sensitive": true, "private": true}],
  ["scans", "file", "Scans you want at hand", {"max_files": 5}]]],
 ["home", "A roof", "Three weeks somewhere ugly beat a year somewhere wrong.", [
  ["first_weeks", "url", "Where you sleep first", {}],
  ["rent", "currency!", "What rent may cost a month", {"currencies": ["EUR", "USD", "GBP"]}],
  ["must", "multiselect", "Must have", {"o": ["A door that closes", "Light", "A bath", "A bus at night", "Quiet"]}]]],
 ["boxes", "Boxes", "One record a box. Be strict.", [
  ["what", "text!", "What is in it", {}],
  ["goes", "radio!", "It goes", {"o": ["With me", "By ship", "To a friend", "Away"]}],
  ["worth", "currency", "Worth, for the insurance", {"currencies": ["EUR", "USD"]}]], {"list": true, "max": 60}],
 ["month", "The first thirty days", "", [
  ["lonely", "textarea", "Whom will you call on the first Sunday", {}],
  ["register", "checkbox!", "I know where to register and by when", {"must_be_true": true}],
  ["confident", "rating!", "How ready do you feel", {"scale": 10, "low": "Not at all", "high": "Packed"}]]]]$$),
('cleo', 'first-job', 'Your first job: the ninety days', 'career', 'briefcase', 240,
 150, 'From the contract to the first review, with someone who reads along',
$$The first ninety days decide more than the interview did. A short section a week: what to ask, what to write down, when to say no.$$,
 '{0,4900,11900}', '{job,career,beginner}', $$[
 ["start", "Before the first day", "", [
  ["role", "text!", "Your role", {}],
  ["first_day", "date!", "First day", {}],
  ["pay", "currency", "Pay a month", {"currencies": ["USD", "EUR", "GBP"], "private": true}],
  ["fear", "textarea", "What you hope nobody asks", {"private": true}]]],
 ["people", "Who is who", "One record a person you meet in the first two weeks.", [
  ["name", "text!", "Name", {}],
  ["does", "text!", "What they do", {}],
  ["helps", "rating", "How easy to ask", {}]], {"list": true, "min": 3, "max": 40}],
 ["week_two", "Week two", "", [
  ["learned", "textarea!", "Three things you understood", {}],
  ["stuck", "textarea", "Where you are stuck", {}],
  ["asked", "checkbox", "I asked somebody about it", {}]]],
 ["review", "The talk after ninety days", "Write it before the calendar entry comes.", [
  ["proud", "textarea!", "What you are proud of", {"max_len": 2000}],
  ["ask", "textarea!", "What you will ask for", {"max_len": 2000}],
  ["stay", "rating", "Would you tell a friend to work there", {"nps": true}]]]]$$),
('cleo', 'the-first-hundred-days', 'The first hundred days with a baby', 'baby', 'baby',
 420, 260, 'Sleep, feeding, papers, and the two of you',
$$Nobody reads in the first hundred days. So do this before, one part a week in the last two months, and look things up at four in the morning.

Not medical advice: your midwife knows you, and we do not.$$,
 '{1900,6900,18900}', '{baby,birth,parents}', $$[
 ["home", "Who you are", "", [
  ["due", "date!", "The day it is due", {}],
  ["first", "radio!", "It is our", {"o": ["First", "Second", "Third or later"]}],
  ["near", "textarea", "Who lives near and would come at night", {}]]],
 ["birth", "The birth", "What you would like. Things come differently; say it all the same.", [
  ["where", "select!", "Where", {"o": ["Hospital", "Birth centre", "At home", "Not decided"]}],
  ["midwife", "phone", "The midwife's phone", {"country": "GB"}],
  ["wishes", "multiselect", "Wishes", {"o": ["Music", "Dim light", "Nobody talks", "Photographs", "Skin to skin at once"]}],
  ["plan", "file", "Your birth plan", {"extensions": ["pdf"]}]]],
 ["nights", "Nights", "", [
  ["shifts", "textarea!", "Who gets up when", {}],
  ["sleeps", "time", "The first one goes to bed at", {"step": 15}],
  ["help", "checkbox", "We agreed on a word that means: take over, now", {}]]],
 ["papers", "Papers and money", "", [
  ["leave", "number!", "Weeks of leave, both together", {"integer": true, "min": "0", "max": "160", "unit": "weeks"}],
  ["income", "currency", "Money a month in that time", {"currencies": ["GBP", "EUR", "USD"]}],
  ["done", "multiselect", "Already done", {"o": ["Name", "Doctor", "Insurance", "Leave asked for", "Nothing yet"], "exclusive": "nothing_yet"}]]]]$$),
('cleo', 'caring-for-a-parent', 'Caring for a parent at home', 'care', 'heart-handshake',
 420, 400, 'The talk, the flat, the forms, and your own evenings',
$$You did not apply for this. Here is what others wish they had settled early: who decides what, which money there is, how the flat has to change, and when you are off.

The sections can be shared with brothers and sisters, so that nobody is told things twice.$$,
 '{1500,7900,19900}', '{care,parents,dementia,family}', $$[
 ["who", "Who it is about", "", [
  ["name", "text!", "What do you call them", {}],
  ["born", "date!", "Born on", {"max": "today"}],
  ["lives", "radio!", "They live", {"o": ["Alone", "With us", "With another of us", "In a home"]}],
  ["state", "rating!", "How they get through a day", {"low": "With help in everything", "high": "Alone"}]]],
 ["medicine", "Medicine", "One record each. Bring the list to every appointment.", [
  ["what", "text!", "Name", {}],
  ["dose", "text!", "Dose", {}],
  ["at", "time!", "At", {"step": 15}],
  ["why", "text", "Against what", {}]], {"list": true, "max": 40}],
 ["papers", "Papers", "", [
  ["power", "radio!", "Power of attorney", {"o": ["Signed", "Talked about", "Not yet"]}],
  ["attorney", "text", "Who has it", {"visible_if": {"field": "power", "is": "equals", "value": "signed"}, "required_if": {"field": "power", "is": "equals", "value": "signed"}}],
  ["insurance", "text", "Number of the insurance", {"sensitive": true}],
  ["will", "checkbox", "We know where the will is", {}]]],
 ["flat", "The flat", "Walk through it with their eyes and their knees.", [
  ["risks", "multiselect!", "What could go wrong", {"o": ["Rugs", "The bath", "Stairs", "The cooker", "Keys", "Nothing"], "exclusive": "nothing"}],
  ["cost", "currency", "What changing it costs", {"currencies": ["USD", "EUR", "GBP"]}],
  ["photo", "file", "A picture of the worst corner", {"extensions": ["jpg", "png"]}]]],
 ["you", "You", "The part that is skipped most.", [
  ["off", "multiselect!", "You are off on", {"o": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"], "min_selected": 1}],
  ["who_then", "text!", "Who is there then", {}],
  ["how", "rating", "How are you", {"scale": 10}]]]]$$),
('cleo', 'a-marathon-after-forty', 'A marathon after forty', 'health', 'heart-pulse', 600, 180,
 'Twenty weeks to a finish you walk away from', $$You will not win. You will arrive, and be able to walk down stairs the day after.

A week is three runs and one thing you do for your knees. A mentor looks at every fourth week and changes what is to come.$$,
 '{900,3900,9900}', '{running,marathon,sport,health}', $$[
 ["base", "Where you start", "", [
  ["race", "text!", "Which race", {}],
  ["date", "date!", "On", {"min": "today+60d", "weekdays": ["sat", "sun"]}],
  ["age", "number!", "Your age", {"integer": true, "min": "18", "max": "99"}],
  ["doctor", "checkbox!", "I have asked a doctor", {"must_be_true": true}],
  ["best", "number", "Kilometres a week at present", {"decimals": 1, "min": "0", "max": "300", "step": "0.5", "unit": "km"}]]],
 ["weeks", "Your weeks", "One record a week, on Sunday night.", [
  ["km", "number!", "Kilometres", {"decimals": 1, "min": "0", "max": "300", "step": "0.1", "unit": "km"}],
  ["long", "time", "The long run began at", {}],
  ["felt", "rating!", "How it felt", {"low": "Like mud", "high": "Like flying"}],
  ["hurts", "multiselect", "It hurts", {"o": ["Knee", "Foot", "Hip", "Back", "Nothing"], "exclusive": "nothing"}]], {"list": true, "min": 4, "max": 30}],
 ["gear", "Shoes and food", "", [
  ["shoes", "url", "The shoes you run in", {}],
  ["eats", "textarea", "What you eat on long runs", {}]]],
 ["day", "The day", "", [
  ["target", "time!", "You would like to be there after (hours:minutes)", {}],
  ["watch", "text", "Who stands where with a banana", {}],
  ["calm", "rating", "How calm are you", {"scale": 10}]]]]$$),
('ruth-abernathy', 'putting-your-affairs-in-order', 'Putting your affairs in order', 'farewell', 'feather', 480,
 500, 'So that they can grieve instead of searching for passwords', $$Forty pages that your family will thank you for. Nothing here is a legal document; it tells where those are, and what you would like.$$,
 '{2900,8900,21900}', '{will,death,family,papers}', $$[
 ["you", "You", "", [
  ["name", "text!", "Full name", {}],
  ["doctor", "phone", "Your doctor's phone", {"country": "US"}],
  ["believes", "textarea", "What should be said, and what should not", {}]]],
 ["people", "Whom to tell", "One record a person.", [
  ["name", "text!", "Name", {}],
  ["phone", "phone!", "Phone", {"country": "US"}],
  ["mail", "email", "E-mail", {}],
  ["first", "checkbox", "Among the first", {}]], {"list": true, "min": 1, "max": 60}],
 ["money", "Money", "", [
  ["bank", "text!", "Which banks", {}],
  ["account", "text", "Account numbers", {"sensitive": true, "private": true}],
  ["debts", "currency", "What you owe", {"currencies": ["USD", "EUR"]}],
  ["will", "radio!", "The will", {"o": ["With a lawyer", "In a drawer", "There is none"]}],
  ["drawer", "text", "Which drawer", {"visible_if": {"field": "will", "is": "equals", "value": "in_a_drawer"}, "required_if": {"field": "will", "is": "equals", "value": "in_a_drawer"}}]]],
 ["things", "Things", "", [
  ["who_gets", "textarea", "Who gets what that is worth nothing", {"max_len": 8000}],
  ["letter", "file", "A letter", {"extensions": ["pdf", "docx"]}]]]]$$),
('ruth-abernathy', 'learning-to-draw', 'Learning to draw in fifty evenings', 'learning', 'book-open', 1500, 90,
 'A pencil, a kitchen table, and somebody who looks', $$Not a course. Fifty small orders for fifty evenings, and a mentor who says what they see.$$,
 '{0,2900,7900}', '{drawing,art,habit}', $$[
 ["begin", "The first evening", "", [
  ["why", "textarea!", "Why now", {}],
  ["hand", "radio!", "You draw with your", {"o": ["Left hand", "Right hand"]}],
  ["hours", "multiselect!", "Evenings you have", {"o": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"], "min_selected": 2}],
  ["alarm", "time", "Begin at", {"step": 30}]]],
 ["pages", "Pages", "One record an evening. A bad photograph is fine.", [
  ["what", "text!", "What you drew", {}],
  ["photo", "file", "The page", {"extensions": ["jpg", "png"], "max_files": 2}],
  ["minutes", "number", "Minutes", {"integer": true, "min": "1", "max": "600", "unit": "min"}],
  ["joy", "rating!", "Joy", {}]], {"list": true, "min": 5, "max": 100}],
 ["look", "Looking back", "", [
  ["best", "textarea!", "The page you would keep", {}],
  ["friend", "rating", "Would you send a friend here", {"nps": true}]]]]$$),
('ruth-abernathy', 'out-of-debt', 'Out of debt, one envelope at a time', 'money', 'wallet', 360, 220,
 'Look at it once, all of it, and then never alone again', $$The worst evening is the first one: all letters open, on one table. After that it is arithmetic and somebody who asks how the month went.$$,
 '{500,2900,8900}', '{debt,budget,money}', $$[
 ["table", "All of it on the table", "One record a debt.", [
  ["to", "text!", "To whom", {}],
  ["sum", "currency!", "How much", {"currencies": ["USD", "EUR", "GBP"]}],
  ["rate", "number", "Interest a year", {"decimals": 2, "min": "0", "max": "100", "unit": "%"}],
  ["due", "date", "Next payment", {}],
  ["letter", "file", "The letter", {"max_files": 2}]], {"list": true, "min": 1, "max": 40}],
 ["month", "A month", "", [
  ["income", "currency!", "What comes in", {"currencies": ["USD", "EUR", "GBP"]}],
  ["rent", "currency!", "Rent", {"currencies": ["USD", "EUR", "GBP"]}],
  ["food", "currency!", "Food", {"currencies": ["USD", "EUR", "GBP"]}],
  ["cut", "multiselect", "What goes first", {"o": ["Subscriptions", "Car", "Eating out", "Cigarettes", "Nothing is left to cut"], "exclusive": "nothing_is_left_to_cut"}]]],
 ["promise", "The promise", "", [
  ["a_month", "currency!", "Paid back a month", {"currencies": ["USD", "EUR", "GBP"]}],
  ["told", "checkbox!", "I have told one person", {"must_be_true": true}],
  ["who", "email", "Who reads along", {}]]]]$$),
('ruth-abernathy', 'quiet-mind', 'A quieter mind in eight weeks', 'growth', 'sprout', 400, 130,
 'Ten minutes a day, written down honestly', $$No candles. Ten minutes, a chair, and two lines afterwards. In the eighth week you read what you wrote in the first.

If things are dark, talk to a doctor first: this is a habit and not a treatment.$$,
 '{0,3900,9900}', '{calm,meditation,habit,sleep}', $$[
 ["start", "The chair", "", [
  ["chair", "text!", "Where it stands", {}],
  ["at", "time!", "When you sit", {"step": 5}],
  ["now", "rating!", "How loud it is in there", {"scale": 10, "low": "Silence", "high": "A station"}],
  ["dark", "radio!", "Have you thought of hurting yourself lately", {"o": ["No", "Yes"], "private": true}],
  ["help", "checkbox!", "I will call somebody today", {"must_be_true": true, "visible_if": {"field": "dark", "is": "equals", "value": "yes"}}]]],
 ["days", "Days", "One record a day you sat.", [
  ["minutes", "number!", "Minutes", {"integer": true, "min": "1", "max": "120"}],
  ["two_lines", "textarea!", "Two lines", {"max_len": 400, "max_lines": 2}],
  ["loud", "rating", "How loud", {"scale": 10}]], {"list": true, "min": 7, "max": 100}],
 ["back", "Reading back", "", [
  ["changed", "textarea!", "What changed", {}],
  ["keep", "radio!", "You will", {"o": ["Keep at it", "Sit sometimes", "Stop"]}]]]]$$),
('ruth-abernathy', 'coming-back-to-work', 'Coming back to work', 'career', 'briefcase', 260, 75,
 'After a child, an illness or a long year: step by step', $$You are not behind. You are back. Six weeks of small steps, with somebody who has seen how teams really plan.$$,
 '{1500,5900,15900}', '{work,return,parents}', $$[
 ["gap", "The time away", "", [
  ["since", "date!", "Away since", {"max": "today"}],
  ["why", "select", "Because of", {"o": ["A child", "An illness", "Care for somebody", "A journey", "I had enough"], "other": true, "private": true}],
  ["learned", "textarea!", "What you can do now that you could not before", {}]]],
 ["hours", "Hours", "", [
  ["a_week", "number!", "Hours a week you want", {"decimals": 1, "min": "4", "max": "60", "step": "0.5", "unit": "h"}],
  ["never", "multiselect", "Never on", {"o": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "After four"]}],
  ["said", "checkbox", "I have said so at work", {}]]],
 ["talk", "The talk", "Your mentor reads this one.", [
  ["opening", "textarea!", "Your first three sentences", {"max_len": 800}],
  ["ask", "textarea!", "What you ask for", {}],
  ["no", "textarea", "What you will say when they say no", {}],
  ["ready", "rating!", "Ready", {"low": "I would rather not", "high": "Today"}]]]]$$),
('ruth-abernathy', 'a-small-business', 'A small business on a kitchen table', 'career', 'briefcase', 700, 45,
 'From an idea to the first paid invoice', $$Plans are cheap. This ends with an invoice that somebody has paid: small is fine.$$,
 '{2400,9900,24900}', '{business,founder,invoice}', $$[
 ["idea", "The idea", "", [
  ["one_line", "text!", "In one line", {"max_len": 140}],
  ["for_whom", "textarea!", "For whom, by name", {}],
  ["page", "url", "Its page, if there is one", {}]]],
 ["talks", "Ten talks", "One record a talk. Do not sell yet.", [
  ["who", "text!", "With whom", {}],
  ["said", "textarea!", "What they said, in their words", {}],
  ["pays", "radio!", "They pay for it now", {"o": ["Yes", "No", "They pay somebody else"]}]], {"list": true, "min": 3, "max": 30}],
 ["sums", "Sums", "", [
  ["price", "currency!", "Your price", {"currencies": ["USD", "EUR", "GBP"]}],
  ["cost", "currency!", "What it costs you", {"currencies": ["USD", "EUR", "GBP"]}],
  ["a_month", "number!", "How many a month feed you", {"integer": true, "min": "1", "max": "100000"}]]],
 ["first", "The first invoice", "", [
  ["to", "email!", "To", {}],
  ["sent", "date!", "Sent on", {"max": "today"}],
  ["paper", "file!", "The invoice", {"extensions": ["pdf"]}],
  ["felt", "rating", "How it felt", {}]]]]$$);
