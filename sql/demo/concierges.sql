-- Concierges: who sits down with somebody and fills in the papers.
INSERT INTO demo_expert (handle, name, kinds, country, zone, languages,
    industries, specialisations, skills, years, price, offers, week, headline,
    bio) VALUES
('carl', 'Carl Lindgren', 'concierge', 'SE', 'Europe/Stockholm', 'en,sv,de',
 'government,travel', 'relocation,health',
 'Moving abroad:5,Tax papers:4,Communication:4', 12, 50, 'c60 c90 i15!', 'office',
 'Moving to Sweden without losing a folder',
$$I worked at a tax office counter for nine years. I know which box you will leave empty, and what happens then.

We do it together on screen, in this order:

1. the personal number, because everything waits for it
2. a place to live, on paper
3. the bank, the school, the doctor

You type, I read along. Nothing is sent before you have read it twice.$$),
('rosa-delgado', 'Rosa Delgado', 'concierge', 'ES', 'Europe/Madrid', 'en,es',
 'hospitality', 'wedding-planning',
 'Wedding plans:5,Negotiation:5,Communication:4', 17, 60, 'c60 c90 i15!', 'split',
 'Weddings in Andalusia, small and large',
$$Two hundred and eleven weddings, one of them my own, which I did not plan and do not recommend.

I help you build **the list and the budget** in one sitting. Guests first, then the date, then everything else, because the other way round costs a fifth more.$$),
('bridget-nolan', 'Bridget Nolan', 'concierge', 'IE', 'Europe/Dublin', 'en',
 'healthcare', 'new-parents,health',
 'Birth plans:5,Benefits:4,Communication:5', 20, 40, 'c60 c30! i15!', 'mornings',
 'Midwife for twenty years, now for the paperwork',
$$The baby comes anyway. The forms do not do themselves.

Leave, allowances, the birth plan on one page, who is called when. I also keep a list called *things nobody told me*, which parents add to. Cameras off is fine; so is feeding, so is crying.$$),
('aisha-khan', 'Aisha Khan', 'concierge', 'GB', 'Europe/London', 'en,ur,hi',
 'law,education', 'relocation',
 'Visas:5,Moving abroad:5,Writing:4', 11, 70, 'c60 c90 i15!', 'office',
 'UK visas and settlement, form by form',
$$I am not your solicitor and I will tell you when you need one. I am the person who notices that page 34 asks for the same date in another format.

Bring your passport, your payslips and a hot drink. Most applications take us two sessions.$$),
('tom-ferris', 'Tom Ferris', 'concierge', 'GB', 'Europe/London', 'en',
 'healthcare,law', 'end-of-life,care',
 'Care plans:5,Benefits:5,Communication:5', 16, 35, 'c60! c90 i15!', 'three',
 'Hospice social worker, unhurried',
$$Some papers are hard to fill in because of what they mean. We can stop whenever you like.

Wills and wishes, powers of attorney, what to do in the first week. The first hour is free, and there is no second one that you have to book.$$),
('lena-vogt', 'Lena Vogt', 'concierge', 'DE', 'Europe/Berlin', 'en,de,ru',
 'government,real-estate', 'relocation',
 'Moving abroad:5,Tax papers:5,Benefits:3', 9, 55, 'c60 c90 i15!', 'evenings',
 'German bureaucracy, translated and sorted',
$$Anmeldung, Steuer-ID, Krankenkasse, Schufa. You will know what they are in an hour and have the right one open in the right order.

I moved from Kazan to Leipzig with two suitcases. My folder is legendary; you get a copy.$$),
('marie-nguyen', 'Marie-Claire Nguyen', 'concierge', 'FR', 'Europe/Paris',
 'en,fr,vi', 'healthcare,education', 'new-parents',
 'Birth plans:4,Benefits:5,School forms:5', 13, 45, 'c60 c45 i15!', 'mornings',
 'Crèche places and other small miracles',
$$A nursery place in Paris is a campaign. I have run ninety.

We write the file, the letter and the calendar of polite reminders. Congé parental, allowances, adoption and two-mother families: I know the words the office wants to read.$$),
('joy-santos', 'Joy Santos', 'concierge', 'PH', 'Asia/Manila', 'en',
 'hospitality,travel', 'wedding-planning',
 'Wedding plans:5,Sales:3,Communication:5', 12, 30, 'c60 c90 i15!', 'late',
 'Beach weddings, and plan B for rain',
$$There is always rain. Let us start there.

I plan for couples whose families live in three time zones: who flies when, who pays what, and how to say no to an aunt. You get a sheet that everybody can read on a phone.$$),
('ruth-abernathy', 'Ruth Abernathy', 'concierge', 'GB', 'Europe/London', 'en',
 'law,healthcare', 'care,end-of-life',
 'Care plans:5,Benefits:5,Writing:4', 24, 50, 'c60 c90 i15!', 'split',
 'Power of attorney and care, Scottish law',
$$Thirty minutes of paperwork now saves your children thirty days later. I say this to everyone, including my own mother, who has still not signed.

Attendance allowance, care assessments, continuing power of attorney. Scotland mostly; England and Wales with a warning label.$$),
('noa-shapira', 'Noa Shapira', 'concierge', 'IL', 'Asia/Jerusalem', 'en,he,fr',
 'government,software', 'relocation',
 'Moving abroad:5,Tax papers:4,School forms:4', 10, 60, 'c60 c30 i15!', 'evenings',
 'Moving families, children included',
$$Jobs move in a week. Children take a term.

I help with the part after the offer letter: schools, the first flat, the second passport, what to tell a nine-year-old. My checklist has one column for you and one for them.$$),
('george-papadakis', 'George Papadakis', 'concierge', 'GR', 'Europe/Athens',
 'en,el,de', 'real-estate,law', 'relocation',
 'Tax papers:5,Moving abroad:4,Negotiation:4', 19, 55, 'c60 c90', 'office',
 'Houses, land registers and Greek tax',
$$You fell in love with a house on an island. Good. Now let us see whether it exists.

I read the register with you, line by line, and we list who must sign. I tell people not to buy about once a week; that is the session they thank me for.$$),
('mira-jovanovic', 'Mira Jovanović', 'concierge', 'AT', 'Europe/Vienna',
 'en,de', 'education', 'relocation,career-coaching',
 'School forms:5,Visas:4,Writing:5', 8, 35, 'c60 c30! i15!', 'evenings',
 'Studying abroad: applications and grants',
$$I have filled in the same scholarship form for eleven people and learnt a little each time.

Motivation letters that sound like you, transcripts, deadlines in somebody else’s calendar. Short questions are free in a half-hour session.$$),
('hassan-yusuf', 'Hassan Yusuf', 'concierge', 'AE', 'Asia/Dubai', 'en,ar',
 'consulting,real-estate', 'relocation',
 'Moving abroad:5,Visas:5,Negotiation:3', 14, 75, 'c60 c90 i15!', 'office',
 'Gulf moves: visa, lease, licence',
$$Attested, stamped, translated, stamped again. There is an order, and the order is everything.

I help people who arrive for work and people who leave after twenty years, which is harder.$$),
('catherine-muller', 'Catherine Müller', 'concierge', 'CH', 'Europe/Zurich',
 'en,de,fr,it', 'insurance,healthcare', 'health,relocation',
 'Benefits:5,Care plans:4,Tax papers:4', 15, 90, 'c60 c45', 'mornings',
 'Swiss health insurance, calmly',
$$Every November, a million people look at a table with four hundred rows. You need three of them.

I sold insurance for ten years and now I explain it. Long illness, chronic illness, a new job after one: bring the letters, even unopened.$$),
('sunita-gurung', 'Sunita Gurung', 'concierge', 'NP', 'Asia/Kathmandu',
 'en,hi', 'education,travel', 'relocation',
 'Visas:5,School forms:5,Writing:4', 9, 25, 'c60 c30! i15!', 'evenings',
 'Student visas for the first one to go',
$$You are the first in the family to study abroad. So was I, in 2009, with a borrowed suitcase.

We check every page, practise the visa interview twice, and write the budget so that it is true. I do not work for an agency and nobody pays me for sending you anywhere.$$),
('peggy-marlowe', 'Peggy Marlowe', 'concierge', 'AU', 'Australia/Adelaide', 'en',
 'healthcare,government', 'care,health',
 'Care plans:5,Benefits:5,Negotiation:4', 22, 45, 'c60 c90 i15!', 'three',
 'Aged care, plain answers',
$$Means tests, waiting lists, bonds, respite. I ran a home for twelve years, so you will hear what the brochure leaves out.

Bring a brother or sister to the call if you can. It saves telling it twice.$$),
('eileen-power', 'Eileen Power', 'concierge', 'CA', 'America/St_Johns', 'en,fr',
 'law,non-profit', 'end-of-life,care',
 'Care plans:4,Writing:5,Communication:5', 18, 30, 'c60! c90 i15!', 'split',
 'Obituaries, estates and the first fortnight',
$$When somebody dies there are about sixty letters to write. We write them together, and I keep the list so that you do not have to.

I was a parish secretary on this island for half my life. Tea first, then the bank.$$);
