-- Mentors.  skills: name:level; offers: kind letter and minutes, ! is free
-- (m mentoring, r résumé, i introduction, t coding, s system design,
-- b behavioural, c concierge); price: dollars an hour; week: a pattern of hours.
INSERT INTO demo_expert (handle, name, kinds, country, zone, languages,
    industries, specialisations, skills, years, price, offers, week, headline,
    bio) VALUES
('noor', 'Noor Haddad', 'mentor', 'PT', 'Europe/Lisbon', 'en,ar,fr,pt',
 'software,finance', 'engineering-management,backend',
 'Leadership:5,System design:5,Go:4,Career change:4,PostgreSQL:3', 16, 85,
 'm60 m30 r45 i15!', 'split', 'Engineering director, payments',
$$I have led teams of three and of sixty, and I still think three was harder.

People come to me when they are **about to become a lead**, or became one last month and miss their editor. We look at your real week: the meetings, the one person you avoid talking to, the decision you keep postponing.

- Bring one situation, not a theme
- I will ask for numbers
- You leave with one thing to do before Friday

I grew up in Amman, studied in Lyon, and have worked in Lisbon since 2014.$$),
('tomas-rey', 'Tomás Rey', 'mentor', 'ES', 'Europe/Madrid', 'en,es',
 'education,consulting', 'career-coaching',
 'Career change:5,Negotiation:5,Communication:4,Writing:4', 14, 65,
 'm60 m30 r30 i15!', 'office', 'Career coach, 14 years',
$$Before coaching I taught history in a state school for nine years. Then I changed careers myself, at thirty-eight, with two children and a mortgage, so I know the sums.

I work with people **between 35 and 55** who are good at something they no longer want to do. We write things down. Two lines are usually enough.

*What I will not do:* tell you to follow your dream.$$),
('mei-lin', 'Mei-Lin Castellanos', 'mentor', 'MX', 'America/Mexico_City',
 'en,es,zh', 'e-commerce,media', 'design,product',
 'Design:5,UX research:4,Leadership:4,Communication:4', 18, 110, 'm60 m45 i15!',
 'mornings', 'Head of design, formerly agency side',
$$Portfolio reviews, mostly. I have hired forty designers and read about four thousand portfolios, and I can tell you in the first minute where I stopped reading.

1. Send the link two days before.
2. Tell me which job it is for.
3. Expect to cut a third of it.

I also help new design leads who suddenly have a budget.$$),
('jonas-vestergaard', 'Jonas Vestergaard', 'mentor', 'DK', 'Europe/Copenhagen',
 'en,da,de', 'software,energy', 'engineering-management,career-coaching',
 'Behavioural interviews:5,Management:5,Negotiation:4,Leadership:4', 20, 80,
 'm60 m30 r45', 'three', 'Hiring manager, 140 hires',
$$I have been the person on the other side of the table for twelve years. Nobody told me what a good answer sounded like either; I worked it out by hiring the wrong people first.

We rehearse the questions you dread: the gap, the short job, the boss you left. Plain language, no acronyms, and you keep the notes.$$),
('adaeze-nwosu', 'Adaeze Nwosu', 'mentor', 'NG', 'Africa/Lagos', 'en,fr',
 'finance,healthcare', 'data',
 'Statistics:5,SQL:5,Machine learning:4,Python:4,Data analysis:4', 12, 95,
 'm60 m30 i15!', 'evenings', 'Principal data scientist',
$$Most data science problems I see are **counting problems in disguise**. If you can say what one row means, we are half done.

I mentor analysts moving towards modelling, and scientists who need to explain themselves to a board. Bring a notebook you are slightly ashamed of. Mine are worse.$$),
('priya-raman', 'Priya Raman', 'mentor', 'IN', 'Asia/Kolkata', 'en,ta,hi',
 'software,telecommunications', 'backend,infrastructure',
 'Distributed systems:5,Java:5,Kubernetes:4,System design:4,Databases:4', 15, 60,
 'm60 m30 i15!', 'evenings', 'Staff engineer, distributed systems',
$$I keep a billing system for ninety million phones running, which means I have been woken up by most kinds of bug.

Good topics: consistency you can explain to a product manager, migrations without a maintenance window, and **how to be a staff engineer without becoming a full-time meeting**.

I am blunt about designs and gentle about people.$$),
('liam-okeefe', 'Liam O’Keefe', 'mentor', 'IE', 'Europe/Dublin', 'en',
 'government,non-profit', 'product',
 'Product management:5,UX research:4,Writing:4,Public speaking:3', 11, 55,
 'm60 m30! i15!', 'office', 'Product lead, public services',
$$I build forms for a living. Unfashionable, and seven million people use them.

If you are moving into product from policy, support or teaching, you already know more than the courses tell you. I can help you say so on paper.

The first half hour is free for anyone who works in the public sector.$$),
('sofia-lindqvist', 'Sofia Lindqvist', 'mentor', 'SE', 'Europe/Stockholm',
 'en,sv', 'energy,manufacturing', 'product,embedded',
 'Leadership:4,Product management:4,Embedded:4,Negotiation:4', 13, 120, 'm60 m30',
 'mornings', 'Founder, heat pumps with too many sensors',
$$Second company. The first one failed in an instructive way and I am happy to go through the spreadsheet with you.

I am useful between **the prototype and the first fifty customers**: pricing, suppliers, the first person you hire, and the first one you let go. Less useful for raising money; I have done it twice and disliked it twice.$$),
('hiroshi-tanabe', 'Hiroshi Tanabe', 'mentor', 'JP', 'Asia/Tokyo', 'en,ja',
 'automotive,manufacturing', 'embedded',
 'C:5,C++:5,Embedded:5,Linux:4,Testing:4', 24, 70, 'm60 m90 i15!', 'evenings',
 'Embedded engineer, brakes and steering',
$$For twenty-four years my code has had to stop a car. It makes one careful.

I offer slow, close reading: you share a few hundred lines, I comment before we meet, and we talk about *why*. Suitable for people who write C or C++ near hardware, and for those who would like to.

I speak English with time to think. So may you.$$),
('amara-diallo', 'Amara Diallo', 'mentor', 'SN', 'Africa/Dakar', 'en,fr',
 'education,software', 'frontend',
 'JavaScript:5,React:5,TypeScript:4,Frontend:5,Public speaking:3', 8, 40,
 'm60 m30! i15!', 'weekend', 'Front-end developer and meetup organiser',
$$I learnt on a shared laptop in a cybercafé, so I have opinions about page weight.

I help with:

- getting the first junior job from a place recruiters do not search
- accessibility that is more than a checklist
- giving your first talk (I have heard about two hundred first talks; yours will be fine)

En français aussi, bien sûr.$$),
('grace-otieno', 'Grace Otieno', 'mentor', 'KE', 'Africa/Nairobi', 'en,sw',
 'finance,telecommunications', 'product,mobile',
 'Product management:5,Android:4,Data analysis:4,Leadership:3', 10, 55,
 'm60 m30 i15!', 'split', 'Product manager, mobile money',
$$My users have two bars of signal, a queue behind them and somebody’s school fees in their hand. Everything I know about product comes from that.

Ask me about **pricing for people who count every shilling**, agents and cash, or how to run research when nobody has time for an interview.$$),
('wren-calloway', 'Wren Calloway', 'mentor', 'US', 'America/Los_Angeles', 'en',
 'software,hospitality', 'infrastructure',
 'DevOps:5,Linux:5,Kubernetes:4,AWS:4,Career change:4', 9, 75, 'm60 m30 r30',
 'evenings', 'From pastry chef to site reliability',
$$I ran a pastry kitchen for eleven years. An incident call feels oddly familiar: it is hot, somebody is shouting, and the order still has to go out.

I mentor people who come to tech **from jobs where things must be ready at seven**. You have more to offer than you think; we will find the words for it and the gaps worth closing.$$),
('marcus-bell', 'Marcus Bell', 'mentor', 'US', 'America/Chicago', 'en',
 'logistics,retail', 'engineering-management',
 'Management:5,Sales:4,Communication:5,Leadership:4', 19, 90, 'm60 m30',
 'office', 'VP engineering, started in sales',
$$I sold forklifts before I wrote code, and I still think a good one-to-one is a good sales call: you listen for an hour and say one true thing.

For managers of managers. Reorganisations, budgets, performance reviews that people survive. I will not sugar-coat it and I will not repeat it to anyone.$$),
('yasmin-el-sayed', 'Yasmin El-Sayed', 'mentor', 'EG', 'Africa/Cairo', 'en,ar',
 'healthcare,travel', 'design',
 'UX research:5,Design:4,Writing:4,Statistics:3', 9, 50, 'm60 m30 i15!', 'split',
 'Research lead, hospitals and clinics',
$$I sit in waiting rooms and watch. It is a real job.

We can plan a study, rescue one that has gone sideways, or go through your interview guide line by line. If you are the only researcher in the building, I know that loneliness and can recommend company.$$),
('daniela-ferreira', 'Daniela Ferreira', 'mentor', 'BR', 'America/Sao_Paulo',
 'en,pt,es', 'e-commerce,media', 'data',
 'Data engineering:5,Python:5,SQL:5,Scala:3,Google Cloud:4', 11, 60,
 'm60 m30 i15!', 'evenings', 'Data engineer, pipelines that let you sleep',
$$I inherited a pipeline with 640 steps and no owner. Two years later it has 71 and I sleep.

Happy to talk about **deleting things safely**, contracts between teams, and what to learn next when every tool says it replaces all the others.

*Também em português.*$$),
('oskar-nowak', 'Oskar Nowak', 'mentor', 'PL', 'Europe/Warsaw', 'en,pl,de',
 'finance,government', 'security',
 'Security:5,Networking:5,Linux:4,C:3,Python:3', 14, 85, 'm60 m90', 'late',
 'Security engineer, mostly saying “why?”',
$$Fourteen years of breaking into things with permission.

I mentor developers who got “security” added to their title without training. We take your system, draw it on one page and find the three places that matter. The other forty can wait, and I will put that in writing for your boss.$$),
('nia-pritchard', 'Nia Pritchard', 'mentor', 'GB', 'Europe/London', 'en',
 'education,software', 'full-stack,career-coaching',
 'Python:4,Career change:5,Testing:4,Communication:4', 6, 35,
 'm60 m30! r30! i15!', 'evenings', 'Taught chemistry, now tests software',
$$I left the classroom at forty-one. It took me fourteen months, nine rejections and one very patient friend. Now I am the friend.

I can help if you are a **teacher, nurse or carer thinking about software**, or coming back after years at home. We will plan around school holidays, because I have to as well.$$),
('ravi-fernando', 'Ravi Fernando', 'mentor', 'LK', 'Asia/Colombo', 'en,ta',
 'software,research', 'backend,data',
 'PostgreSQL:5,SQL:5,C:4,Databases:5,Linux:4', 17, 70, 'm60 m90 i15!', 'late',
 'Database developer, patient with query plans',
$$Send me `EXPLAIN (ANALYZE, BUFFERS)` and a cup of tea.

I have contributed to PostgreSQL since 2009, mostly in the parts nobody blogs about. Sessions work well for slow queries, schema reviews before they hurt, and first patches to an open-source project.

If your problem is solved in ten minutes, we talk about cricket for the rest.$$),
('elif-aydin', 'Elif Aydın', 'mentor', 'TR', 'Europe/Istanbul', 'en,tr',
 'finance,consulting', 'product,career-coaching',
 'Negotiation:5,Leadership:4,Product management:4,Data analysis:3', 15, 100,
 'm60 m30', 'three', 'Left banking to build for small shops',
$$I was the youngest director at a bank and the oldest founder in my accelerator. Both were useful.

Topics I know from the inside: **salary negotiation** (I have been on both ends), choosing between two good offers, and telling your family that you are leaving a safe job.$$),
('keoni-akana', 'Keoni Akana', 'mentor', 'US', 'Pacific/Honolulu', 'en',
 'gaming,entertainment', 'full-stack',
 'C#:5,C++:4,Design:3,Testing:4', 12, 55, 'm60 m30 i15!', 'mornings',
 'Game programmer, remote from an island',
$$Shipped five games, two of which you may have heard of.

I help people get into games without moving to a city they cannot afford, and I help people get *out* of games when it stops being fun. Portfolio, demo reel, or just a frank talk about crunch.$$),
('charlotte-dubois', 'Charlotte Dubois', 'mentor', 'FR', 'Europe/Paris',
 'en,fr', 'marketing,fashion', 'product',
 'Writing:5,Communication:5,Product management:3,Sales:4', 13, 75, 'm60 m30 i15!',
 'office', 'Marketing director, words first',
$$If you cannot say what you sell in one sentence your customers will say it for you, and badly.

Bring a landing page, a deck or a difficult e-mail. I edit on screen while you watch, and I explain each cut. People tell me it is like a haircut.$$),
('thabo-mokoena', 'Thabo Mokoena', 'mentor', 'ZA', 'Africa/Johannesburg', 'en',
 'finance,software', 'engineering-management,backend',
 'Management:5,Java:4,Leadership:5,Distributed systems:3', 16, 65,
 'm60 m30 i15!', 'split', 'Engineering manager, banks and what follows',
$$Three banks, one start-up, one return to a bank with my eyes open.

I am good company for **first-time managers in large organisations**: how to get a decision, how to protect a team without hiding from it, how to write the promotion case that gets read.

We end on time. Always.$$),
('ana-kovacevic', 'Ana Kovačević', 'mentor', 'HR', 'Europe/Zagreb', 'en,de',
 'research,healthcare', 'data',
 'Machine learning:5,Python:5,Statistics:5,C++:3', 10, 80, 'm60 m90', 'three',
 'Machine learning in medical imaging',
$$I moved from a doctorate to a company and kept both habits: I read the paper, and then I ask who will use it.

For people finishing a PhD, or wondering whether to start. Also for teams whose model works on Tuesday and not on Thursday.$$),
('minh-tran', 'Minh Trần', 'mentor', 'VN', 'Asia/Ho_Chi_Minh', 'en,vi',
 'e-commerce,logistics', 'backend,mobile',
 'Node.js:5,TypeScript:4,Leadership:4,Kotlin:4,Databases:4', 9, 45,
 'm60 m30 i15!', 'late', 'CTO of eleven people',
$$I hired all eleven. Four were mistakes, and three of those were mine.

Let us talk about small-team engineering: what to buy, what to skip, when the monolith is fine (nearly always), and how to be the CTO when you are also the best debugger.$$),
('isla-mackenzie', 'Isla Mackenzie', 'mentor', 'NZ', 'Pacific/Auckland', 'en',
 'logistics,agriculture', 'engineering-management',
 'Leadership:5,Communication:4,Management:4,Data analysis:3', 21, 70,
 'm60 m30 i15!', 'mornings', 'Ran a dairy co-op’s software, kindly',
$$Farmers do not file tickets; they ring. It taught me to listen for what broke.

I mentor quiet leaders. You do not have to become louder. You need a few sentences ready, a sense of timing, and one ally who knows what you are trying to do. Happy to be that for an hour.$$),
('lucas-moretti', 'Lucas Moretti', 'mentor', 'AR',
 'America/Argentina/Buenos_Aires', 'en,es,it', 'software,media', 'full-stack',
 'Public speaking:5,JavaScript:4,Writing:4,Communication:4', 10, 50,
 'm60 m30 i15!', 'evenings', 'Developer relations, nervous speaker',
$$I was sick before my first eight talks. The ninth went well because I had stopped trying to be somebody else.

We write the talk together, cut it in half, and you give it to me twice. Also: proposals, workshops, and what to do when the demo dies. (Laugh, then use the recording.)$$),
('fatima-bennani', 'Fatima Zahra Bennani', 'mentor', 'MA', 'Africa/Casablanca',
 'en,fr,ar', 'consulting,energy', 'career-coaching,product',
 'Communication:5,Negotiation:4,Management:4,Writing:3', 12, 60, 'm60 m45 i15!',
 'three', 'Consultant who says no in three languages',
$$Eight years in a large firm, four on my own. I know what both cost.

Come with your rates, your proposal, or the client who never quite pays. We will rewrite one e-mail together; that is often the whole session, and it is often enough.$$),
('ethan-clarke', 'Ethan Clarke', 'mentor', 'CA', 'America/Toronto', 'en,fr',
 'non-profit,education', 'full-stack,data',
 'Ruby:5,SQL:4,Product management:4,Writing:4', 11, 45, 'm60 m30! i15!', 'office',
 'Technology for charities, on charity budgets',
$$I look after software at a food bank network: forty sites, one and a half engineers, donated laptops.

If your title is “the person who knows computers”, I am your mentor. We sort what is urgent from what is loud. Half-hour sessions are free for charities; say so in your goals.$$);
