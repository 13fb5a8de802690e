-- Interviewers; alias: the lasting name of who stays anonymous.
INSERT INTO demo_expert (handle, name, alias, kinds, country, zone, languages,
    industries, specialisations, skills, years, price, offers, week, headline,
    bio) VALUES
('ines', 'Ines Okafor', 'Patient Heron 41', 'interviewer', 'PT',
 'Europe/Lisbon', 'en,pt', 'finance,software', 'backend',
 'System design:5,Go:5,Distributed systems:5,Databases:4', 13, 90,
 's60 t60 b45 i15!', 'split', 'Staff engineer, payments',
$$I interview the way I would like to be interviewed: one problem, real numbers, and time to think.

Bring a system you use every day. We start at the failure cases and work backwards to the happy path. You get written notes the same evening, including the sentence I would have written to the hiring committee.$$),
('samuel-adeyemi', 'Samuel Adeyemi', NULL, 'interviewer,mentor', 'GB',
 'Europe/London', 'en', 'software,media', 'full-stack',
 'Algorithms:5,Python:5,System design:4,Behavioural interviews:4', 11, 75,
 't60 s60 m60 b45', 'evenings', 'Senior engineer, 300 interviews given',
$$Three hundred interviews, two companies, one habit: I tell you **what I am writing down while I write it**.

Half of the people I fail in a real interview could do the job. Most of them ran out of time in silence. That we can fix in two sessions.

I am public here, so we can also meet as mentor and mentee.$$),
('rahul-kapoor', 'Rahul Kapoor', 'Swift Falcon 208', 'interviewer', 'IN',
 'Asia/Kolkata', 'en,hi', 'e-commerce', 'backend',
 'Algorithms:5,Java:5,System design:4', 9, 40, 't60 t45! s60', 'late',
 'Backend engineer at a marketplace',
$$Two mediums or one hard, your choice. I will not help for the first ten minutes and I will help a lot after that.

The 45-minute session is free: it is how I was taught, and I am passing it on.$$),
('julia-hartmann', 'Julia Hartmann', 'Curious Badger 77', 'interviewer', 'DE',
 'Europe/Berlin', 'en,de', 'automotive,manufacturing', 'embedded',
 'C++:5,Embedded:4,Testing:5,Linux:4', 14, 85, 't60 t90', 'office',
 'Principal engineer, embedded Linux',
$$C++ interviews without trivia. I do not ask what a `static inline constexpr` does on a Thursday.

We read code together, find what is wrong with it, and you tell me how sure you are. Calibration is the skill.$$),
('kwame-asante', 'Kwame Asante', 'Steady Lion 512', 'interviewer', 'GH',
 'Africa/Accra', 'en', 'finance,telecommunications', 'mobile',
 'Kotlin:5,Android:5,Algorithms:4,Java:4', 8, 35, 't60 t45! b45', 'weekend',
 'Android lead, banking apps',
$$Mobile interviews are their own sport: lifecycle, offline, battery, and a designer on the phone. I run them as a pairing hour with a small app you already have open.

Free 45-minute sessions on Saturdays.$$),
('sara-lindholm', 'Sara Lindholm', 'Quiet Otter 63', 'interviewer', 'FI',
 'Europe/Helsinki', 'en,fi,sv', 'gaming,software', 'infrastructure',
 'Linux:5,Networking:5,System design:4,Kubernetes:4', 15, 80, 's60 t60 s90',
 'mornings', 'Infrastructure engineer, live games',
$$Launch night, eleven million players, one database. I use it as an interview and I have never heard the same answer twice.

I say little. Silence means go on.$$),
('diego-alvarado', 'Diego Alvarado', 'Bright Toucan 319', 'interviewer', 'CO',
 'America/Bogota', 'en,es', 'logistics,e-commerce', 'full-stack',
 'JavaScript:5,Node.js:5,React:4,Algorithms:4', 7, 30, 't60 t45! b30', 'evenings',
 'Full stack developer, deliveries',
$$For people who will interview **in English and think in Spanish**. We do the whole hour in English and spend ten minutes on the words that slowed you down.

Nadie va a corregirte el acento.$$),
('hana-kim', 'Hana Kim', 'Calm Crane 140', 'interviewer', 'KR', 'Asia/Seoul',
 'en,ko', 'entertainment,software', 'data',
 'Machine learning:5,Statistics:5,Python:5,SQL:4', 10, 95, 't60 s60', 'late',
 'Machine learning engineer, recommendations',
$$Machine learning interviews mix four exams into one: statistics, coding, design and judgement. I run them separately first, then together.

You will get a score for each and an honest guess at your level.$$),
('patrick-oneill', 'Patrick O’Neill', 'Honest Moose 88', 'interviewer', 'US',
 'America/New_York', 'en', 'finance', 'engineering-management',
 'Behavioural interviews:5,Leadership:5,Management:5', 22, 120, 'b45 b60',
 'mornings', 'Director, trading systems',
$$Behavioural only. “Tell me about a conflict” has a good answer and you have lived it; you just tell it in the wrong order.

We take six stories and make them true, short and about you.$$),
('leila-farahani', 'Leila Farahani', 'Clever Lynx 226', 'interviewer', 'CA',
 'America/Vancouver', 'en,fa,fr', 'healthcare,software', 'backend',
 'Rust:5,Distributed systems:4,System design:5,Go:4', 12, 95, 's60 t60 s90',
 'evenings', 'Systems engineer, medical records',
$$I like designs with a name for every failure.

Expect to be asked “and then what does the nurse see?” at least twice. If you want an interviewer who nods, there are others.$$),
('viktor-dimov', 'Viktor Dimov', 'Noble Bear 405', 'interviewer', 'BG',
 'Europe/Sofia', 'en,de', 'software,telecommunications', 'backend',
 'C#:5,SQL:5,Algorithms:4,Azure:4', 13, 45, 't60 s60 b45', 'office',
 '.NET architect, plain questions',
$$I give the interview that most companies give: no tricks, a bit of SQL, a bit of design, one story from your last job. It sounds easy. It is where most people lose points.$$),
('chloe-tremblay', 'Chloé Tremblay', NULL, 'interviewer', 'CA',
 'America/Montreal', 'en,fr', 'media,education', 'frontend',
 'Frontend:5,TypeScript:5,React:5,Testing:4,Design:3', 10, 70, 't60 b45 i15!',
 'three', 'Front-end lead, accessibility first',
$$We build one component for an hour, properly: keyboard, errors, loading, a test. It is what I ask in real interviews, and I keep the bar in the same place.

Sessions in French or English; choose when you write your goals.$$),
('arjun-menon', 'Arjun Menon', 'Keen Hawk 951', 'interviewer', 'SG',
 'Asia/Singapore', 'en,hi', 'finance,logistics', 'backend,infrastructure',
 'System design:5,Java:4,AWS:5,Databases:4', 14, 100, 's60 s90 b45', 'evenings',
 'Architect, exchanges and ports',
$$Containers, both kinds.

Design interviews for senior and staff candidates. I play the difficult stakeholder in the last fifteen minutes because the real ones will.$$),
('marta-silva', 'Marta Silva', 'Warm Robin 34', 'interviewer', 'PT',
 'Europe/Lisbon', 'en,pt,es', 'travel,e-commerce', 'frontend,mobile',
 'Swift:5,iOS:5,Algorithms:3,Design:3', 9, 60, 't60 t45 b30!', 'mornings',
 'iOS engineer, calm first interviews',
$$If it is your **first interview in years**, start with me. We begin with something you can do, and go up until you cannot. That point is useful to know before a stranger finds it.$$),
('ben-whitaker', 'Ben Whitaker', 'Sunny Bison 17', 'interviewer', 'US',
 'America/Denver', 'en', 'energy,research', 'data,backend',
 'Python:5,Data engineering:5,SQL:5,Statistics:3', 12, 70, 't60 s60', 'split',
 'Data platform lead, weather and wind',
$$Data engineering interviews: modelling, SQL on paper, late events, and the question everyone forgets, which is who reads this table.

Notes within a day. I have dogs; you may hear them.$$),
('nadia-rahman', 'Nadia Rahman', 'Fair Lark 602', 'interviewer', 'BD',
 'Asia/Dhaka', 'en,bn', 'software,education', 'full-stack',
 'PHP:5,JavaScript:4,SQL:4,Algorithms:4', 8, 25, 't60 t45! b30!', 'late',
 'Lead developer at an agency',
$$Agency interviews test range: a query, a layout, a client who changed their mind. I run the same hour and tell you which third to work on.

Free for students; just say where you study.$$),
('olivia-chen', 'Olivia Chen', 'Brave Koala 271', 'interviewer', 'AU',
 'Australia/Sydney', 'en,zh', 'software,retail', 'product',
 'Product management:5,Behavioural interviews:5,Data analysis:4', 11, 85,
 'b45 b60 s60', 'mornings', 'Product director, case interviews',
$$Product cases, live and slightly unfair. I interrupt with new data at minute twenty.

People leave annoyed and come back a week later much better. Bring paper.$$),
('tariq-hussain', 'Tariq Hussain', 'Mellow Stork 480', 'interviewer', 'PK',
 'Asia/Karachi', 'en,ur', 'software,insurance', 'security',
 'Security:5,Networking:4,C:4,Linux:5', 10, 45, 't60 s60 b45', 'late',
 'Application security, threat models',
$$Security interviews are conversations about judgement: what would you fix first, and what would you leave alone?

I bring an architecture with nine problems in it. Finding all nine is not the aim.$$),
('freja-solberg', 'Freja Solberg', 'Plucky Puffin 15', 'interviewer', 'NO',
 'Europe/Oslo', 'en,no,sv', 'energy,government', 'infrastructure',
 'Kubernetes:5,DevOps:5,Go:4,Linux:4', 9, 75, 't60 s60 i15!', 'three',
 'Platform engineer, offshore wind',
$$A broken cluster, a shared terminal, sixty minutes. I know what is wrong with it; you find out.

Troubleshooting is the one interview you cannot cram for, so come as you are.$$),
('mateo-rojas', 'Mateo Rojas', 'Eager Marten 733', 'interviewer', 'CL',
 'America/Santiago', 'en,es', 'finance,retail', 'backend',
 'Python:5,Algorithms:5,PostgreSQL:4,AWS:4', 8, 45, 't60 t45 s60', 'evenings',
 'Backend engineer, algorithms on a whiteboard',
$$I was bad at these and got good at them slowly, with a notebook of patterns that I share after the first session.

Whiteboard, no autocomplete, thinking aloud. It is old-fashioned and they still ask for it.$$),
('tamar-lomidze', 'Tamar Lomidze', 'Golden Wren 390', 'interviewer', 'GE',
 'Asia/Tbilisi', 'en,ru', 'software,travel', 'backend',
 'Ruby:5,PostgreSQL:5,System design:4,Testing:5', 12, 55, 't60 s60 b45', 'split',
 'Rails engineer, ten-year-old code bases',
$$Most interviews pretend that code is new. Mine starts with a test suite that takes forty minutes and asks what you would do on Monday.$$),
('aroha-ngata', 'Aroha Ngata', 'Jade Turtle 52', 'interviewer', 'NZ',
 'Pacific/Auckland', 'en', 'government,agriculture', 'engineering-management',
 'Behavioural interviews:5,Leadership:5,Communication:5', 18, 65, 'b45 b30! i15!',
 'three', 'Head of engineering, panel interviews',
$$Panels are strange: four people, one of you, and nobody is sure who asks next. I play all four.

The half hour is free for women returning to work.$$);
