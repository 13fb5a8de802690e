-- The rules there are at first.  Lists stand here with | between their terms.

INSERT INTO moderation_rule (code, kind, category, language, decisions, score,
    terms, allowed, about)
SELECT code, kind, category, language, decisions, score,
    replace(terms, '|', E'\n'), replace(allowed, '|', E'\n'), about
FROM (VALUES
    ('contact_email', 'detector', 'contact', NULL::text,
        'anonymous:block review:flag comment:flag', 0.95,
        '',
        '',
        'Addresses of mail, however they are written.'),
    ('contact_phone', 'detector', 'contact', NULL,
        'anonymous:block review:flag comment:flag', 0.9,
        '',
        '',
        'Telephone numbers, in digits or spelled out.'),
    ('contact_handle', 'detector', 'contact', NULL,
        'anonymous:block review:flag comment:flag', 0.8,
        '',
        '',
        'Names on other platforms, and asking to go there.'),
    ('contact_site', 'detector', 'contact', NULL,
        'anonymous:block', 0.8,
        '',
        '',
        'Sites and profiles that say who somebody is.'),
    ('contact_name', 'detector', 'contact', NULL,
        'anonymous:block', 0.8,
        '',
        '',
        'Somebodys own name, said outright.'),
    ('contact_address', 'detector', 'contact', NULL,
        'anonymous:block review:flag comment:flag', 0.8,
        '',
        '',
        'A street and its number.'),
    ('link', 'detector', 'link', NULL,
        'anonymous:block review:flag comment:flag', 0.8,
        '',
        '',
        'Links to other sites.'),
    ('spam_repetition', 'detector', 'spam', NULL,
        'message:flag anonymous:flag profile:flag review:flag comment:flag journey:flag job:flag', 0.6,
        '',
        '',
        'The same sign or word again and again.'),
    ('spam_shouting', 'detector', 'spam', NULL,
        'profile:flag review:flag comment:flag journey:flag job:flag', 0.4,
        '',
        '',
        'Nearly everything in capitals.'),
    ('spam_speed', 'detector', 'spam', NULL,
        'message:hold anonymous:flag profile:flag review:hold comment:hold journey:flag job:hold', 0.6,
        '',
        '',
        'More texts a minute than people write.'),
    ('spam_new_account', 'detector', 'spam', NULL,
        'message:hold review:hold comment:hold job:hold profile:flag', 0.6,
        '',
        '',
        'An account of today that already links elsewhere or sells.'),
    ('duplicate_own', 'detector', 'duplicate', NULL,
        'message:flag profile:flag review:hold comment:hold journey:flag job:flag', 0.6,
        '',
        '',
        'Nearly the same as what its author posted this week already.'),
    ('duplicate_other', 'detector', 'duplicate', NULL,
        'profile:flag review:hold comment:hold job:flag', 0.6,
        '',
        '',
        'Nearly the same as what somebody else posted this week.'),
    ('abuse_insult_en', 'words', 'abuse', 'en',
        'message:flag anonymous:flag profile:hold review:hold comment:hold journey:hold job:hold', 0.8,
        'asshole*|arsehole*|bastard|bastards|bitch|bitches|dickhead*|douchebag*|'
        'motherfuck*|cunt|cunts|wanker*|twat|twats|jackass*|dumbass*|dipshit*|'
        'shithead*|dumbfuck*|piece of shit|pieces of shit|fuck you|fuck u|'
        'fuck off|fuck yourself|go fuck|shut the fuck up|shut up you|'
        'shut your mouth|stfu|gtfo|go to hell|you loser|such a loser|'
        'pathetic loser|you are worthless|you''re worthless|youre worthless|'
        'you are useless|you''re useless|you are pathetic|you''re pathetic|'
        'you are stupid|you''re stupid|youre stupid|you are so stupid|'
        'you''re so stupid|you stupid|stupid idiot|idiot|idiots|idiotic|you moron|'
        'moron|morons|imbecile*|retard|retards|retarded|scumbag*|screw you|'
        'f*ck you|you are trash|you''re trash|you are garbage|you''re garbage|'
        'you disgust me|dumb bitch|waste of space|waste of oxygen|complete clown|'
        'you clown|halfwit*|dimwit*|nitwit*|cretin*|prick|pricks|you suck|'
        'you are an incompetent|you''re an incompetent|incompetent fool|you fool|'
        'eat shit|kiss my ass|suck it|lying scum|you are scum|filthy pig|you pig|'
        'ugly cow|fat pig|bullshitter|nobody likes you|everyone hates you|'
        'you''re a joke|you are a joke|fck you|fuk you|bloody fool|brainless|'
        'you dumb|are you dumb|so dumb you',
        'idiot proof|idiot''s guide|idiots guide|retard the|finger prick|'
        'prick test',
        'Insults in English.'),
    ('abuse_insult_de', 'words', 'abuse', 'de',
        'message:flag anonymous:flag profile:hold review:hold comment:hold journey:hold job:hold', 0.8,
        '*arschloch*|*wichser*|hurensohn*|huso|fotze*|missgeburt*|spasti|spasten|'
        'spast|vollidiot*|idiot|idioten|depp|deppen|trottel*|vollpfosten|'
        'schwachkopf*|dummkopf*|dumpfbacke*|halt die fresse|halt deine fresse|'
        'halts maul|halt das maul|halt dein maul|halt''s maul|verpiss dich|'
        'fick dich|fickt euch|ficker|fick deine|leck mich|*drecksack*|'
        'dreckskerl*|miststuck*|schlampe*|nutte*|du bist dumm|du bist so dumm|'
        'bist du dumm|du bist wertlos|du bist nutzlos|du bist erbarmlich|'
        'du opfer|du penner|penner|blodmann|dumme kuh|dumme sau|dumme gans|'
        'blode kuh|du sau|drecksau*|dreckschwein*|sackgesicht*|hackfresse*|'
        'arschgeige*|du versager|versager|du null|du bist abschaum|abschaum|'
        'du bist ein witz|vollhonk*|honk|geh sterben|scher dich zum teufel|'
        'du lappen|du bist so ein|kleiner wicht|hirnlos*|du bist mull|'
        'du stuck scheisse|stuck dreck|scheisskerl*|arschkriecher*|'
        'behindert bist|bist du behindert|mongo|du hund|dummes schwein',
        'idiotensicher|idiotentest',
        'Insults in German.'),
    ('abuse_insult_es', 'words', 'abuse', 'es',
        'message:flag anonymous:flag profile:hold review:hold comment:hold journey:hold job:hold', 0.8,
        'gilipollas|cabron|cabrones|cabrona|hijo de puta|hijos de puta|'
        'hija de puta|hijoputa*|hijueputa*|idiota|idiotas|imbecil|imbeciles|'
        'eres estupido|eres estupida|estupido|estupida|subnormal*|'
        'vete a la mierda|a la mierda contigo|que te jodan|que te den|jodete|'
        'pendejo|pendeja|pendejos|chinga tu madre|chinga a tu|chingate|'
        'tu puta madre|puta madre que|malparido*|eres una zorra|zorra|capullo|'
        'callate la boca|callate imbecil|cierra la boca|eres basura|'
        'eres una basura|no vales nada|no sirves para nada|eres tonto|eres tonta|'
        'eres un inutil|eres una inutil|inutil de mierda|payaso|eres un payaso|'
        'cerdo asqueroso|asqueroso|eres patetico|das asco|me das asco|'
        'pedazo de mierda|perdedor|eres un perdedor|mamon|carapolla|'
        'tonto del culo|tontopollas|soplapollas|boludo|pelotudo|pelotuda|'
        'conchatumadre|concha de tu madre|culero|puto amo de mierda|puta|puto|'
        'putos|putas|bobo|cretino|cretina|mequetrefe|burro ignorante|'
        'ignorante de mierda|eres un fracasado|fracasado',
        'de puta madre|puto amo',
        'Insults in Spanish.'),
    ('abuse_profanity', 'words', 'abuse', NULL,
        'profile:flag review:flag comment:flag journey:flag job:flag', 0.4,
        'fuck|fucking|fucked|fucks|fucker*|f ck|f cking|fck|fcking|fuk|shit|'
        'shitty|bullshit|shitshow|goddamn*|crap|*scheiss|scheisse|*scheisse|'
        'scheiss*|verdammt*|kacke|mierda|joder|coño|hostia puta|carajo|chingada|'
        'sh t|wtf|damn you|arse|ass|pissed off|verarscht*|beschissen*',
        'ass ets|jack ass|smart ass|kick ass|badass|pain in the ass|scheisse egal',
        'Strong words that hit nobody.'),
    ('hate_slur', 'words', 'hate', NULL,
        'message:block anonymous:block profile:block review:block comment:block journey:block job:block', 0.9,
        'nigger*|nigga|niggas|niggaz|faggot*|fagg*t|kike|kikes|gook|gooks|'
        'wetback*|raghead*|towelhead*|sandnigger*|tranny|trannies|shemale*|'
        'subhuman*|untermensch*|neger|negers|kanake*|kanacke*|*schwuchtel*|'
        'judensau*|judenschwein*|kummeltürke*|kummelturke*|schlitzauge*|'
        'zigeunerpack|sudaca|sudacas|negrata*|maricon|maricones|'
        'bollera de mierda|travelo de mierda|moro de mierda|moros de mierda|'
        'negro de mierda|negros de mierda|judio de mierda|gitano de mierda|'
        'panchito de mierda|panchitos de mierda|puto moro|putos moros|puto negro|'
        'putos negros|dirty jew|dirty jews|filthy jew|filthy jews|dirty muslim*|'
        'filthy muslim*|dirty immigrant*|filthy immigrant*|dirty mexican*|'
        'camel jockey*|porch monkey*|jungle bunny|white trash scum|'
        'curry muncher*|ching chong|paki scum|dirty paki*|kaffer|mohrenkopf du|'
        'dreckiger turke|dreckige turken|dreckiger jude|dreckige juden|'
        'scheiss turken|scheiss auslander*|scheissauslander*|scheiss juden|'
        'scheissjuden|drecksauslander*|dreckskanake*',
        '',
        'Slurs against groups of people.'),
    ('hate_slur_en', 'words', 'hate', 'en',
        'message:block anonymous:block profile:block review:block comment:block journey:block job:block', 0.8,
        'fag|fags|chink|chinks|spic|spics|dyke|dykes|coon|coons|paki|pakis',
        'chink in the armor|chink in the armour|chink in|spic and span|van dyke|'
        'dick van dyke|maine coon|maine coons|raccoon',
        'Slurs that are harmless in other languages.'),
    ('hate_speech', 'words', 'hate', NULL,
        'message:block anonymous:block profile:block review:block comment:block journey:block job:block', 0.9,
        'gas the jews|kill all jews|kill all muslims|kill all blacks|'
        'kill all gays|kill all women|kill all immigrants|kill the jews|'
        'death to all|death to jews|death to muslims|heil hitler|sieg heil|'
        'hitler was right|hitler did nothing wrong|white power|'
        'white supremacy now|race traitor*|ethnic cleansing now|jews control|'
        'jews run the|muslims are terrorists|women are inferior|'
        'women belong in the kitchen|women don''t belong|women do not belong|'
        'women can''t code|women cannot code|go back to your country|'
        'go back to africa|go back to mexico|go back to india|'
        'back where you came from|people like you don''t belong|'
        'we don''t want your people|inferior race|master race|vermin like|'
        'auslander raus|juden raus|turken raus|moslems raus|muslime raus|'
        'geh zuruck in dein land|geh doch zuruck|hau ab in dein land|'
        'in dein heimatland|vergasen|vergast gehort|gehort vergast|'
        'gehoren vergast|frauen gehoren in die kuche|frauen gehoren an den herd|'
        'frauen konnen nicht programmieren|frauen sind zu dumm|'
        'frauen sind minderwertig|minderwertige rasse|leute wie du gehoren|'
        'vuelve a tu pais|vuelvete a tu pais|vete a tu pais|muerte a los|'
        'muerte a las|fuera moros|fuera inmigrantes|fuera extranjeros|'
        'las mujeres a la cocina|las mujeres a fregar|las mujeres no saben|'
        'las mujeres son inferiores|raza inferior|gente como tu no deberia|'
        'hitler tenia razon|hitler hatte recht|your kind does not|'
        'your kind doesn''t|your kind don''t|your kind is not|filthy kind|'
        'deine sorte hat|gente de tu raza|putos inmigrantes|scheiss muslime|'
        'jews are terrorists|jews are all terrorists|jews are criminals|'
        'jews are all criminals|jews are thieves|jews are all thieves|'
        'jews are parasites|jews are all parasites|jews are rats|'
        'jews are all rats|jews are vermin|jews are all vermin|jews are animals|'
        'jews are all animals|jews are inferior|jews are all inferior|'
        'jews are subhuman|jews are all subhuman|jews are disgusting|'
        'jews are all disgusting|jews are filthy|jews are all filthy|'
        'jews are a disease|jews are all a disease|jews are a plague|'
        'jews are all a plague|jews are sick|jews are all sick|'
        'jews are too stupid|jews are all too stupid|jews are too dumb|'
        'jews are all too dumb|jews are stupid|jews are all stupid|jews are scum|'
        'jews are all scum|jews are trash|jews are all trash|jews are garbage|'
        'jews are all garbage|jews are lazy|jews are all lazy|jews are ruining|'
        'jews are all ruining|jews are destroying|jews are all destroying|'
        'muslims are all terrorists|muslims are criminals|'
        'muslims are all criminals|muslims are thieves|muslims are all thieves|'
        'muslims are parasites|muslims are all parasites|muslims are rats|'
        'muslims are all rats|muslims are vermin|muslims are all vermin|'
        'muslims are animals|muslims are all animals|muslims are inferior|'
        'muslims are all inferior|muslims are subhuman|muslims are all subhuman|'
        'muslims are disgusting|muslims are all disgusting|muslims are filthy|'
        'muslims are all filthy|muslims are a disease|muslims are all a disease|'
        'muslims are a plague|muslims are all a plague|muslims are sick|'
        'muslims are all sick|muslims are too stupid|muslims are all too stupid|'
        'muslims are too dumb|muslims are all too dumb|muslims are stupid|'
        'muslims are all stupid|muslims are scum|muslims are all scum|'
        'muslims are trash|muslims are all trash|muslims are garbage|'
        'muslims are all garbage|muslims are lazy|muslims are all lazy|'
        'muslims are ruining|muslims are all ruining|muslims are destroying|'
        'muslims are all destroying|blacks are terrorists|'
        'blacks are all terrorists|blacks are criminals|blacks are all criminals|'
        'blacks are thieves|blacks are all thieves|blacks are parasites|'
        'blacks are all parasites|blacks are rats|blacks are all rats|'
        'blacks are vermin|blacks are all vermin|blacks are animals|'
        'blacks are all animals|blacks are inferior|blacks are all inferior|'
        'blacks are subhuman|blacks are all subhuman|blacks are disgusting|'
        'blacks are all disgusting|blacks are filthy|blacks are all filthy|'
        'blacks are a disease|blacks are all a disease|blacks are a plague|'
        'blacks are all a plague|blacks are sick|blacks are all sick|'
        'blacks are too stupid|blacks are all too stupid|blacks are too dumb|'
        'blacks are all too dumb|blacks are stupid|blacks are all stupid|'
        'blacks are scum|blacks are all scum|blacks are trash|'
        'blacks are all trash|blacks are garbage|blacks are all garbage|'
        'blacks are lazy|blacks are all lazy|blacks are ruining|'
        'blacks are all ruining|blacks are destroying|blacks are all destroying|'
        'gays are terrorists|gays are all terrorists|gays are criminals|'
        'gays are all criminals|gays are thieves|gays are all thieves|'
        'gays are parasites|gays are all parasites|gays are rats|'
        'gays are all rats|gays are vermin|gays are all vermin|gays are animals|'
        'gays are all animals|gays are inferior|gays are all inferior|'
        'gays are subhuman|gays are all subhuman|gays are disgusting|'
        'gays are all disgusting|gays are filthy|gays are all filthy|'
        'gays are a disease|gays are all a disease|gays are a plague|'
        'gays are all a plague|gays are sick|gays are all sick|'
        'gays are too stupid|gays are all too stupid|gays are too dumb|'
        'gays are all too dumb|gays are stupid|gays are all stupid|gays are scum|'
        'gays are all scum|gays are trash|gays are all trash|gays are garbage|'
        'gays are all garbage|gays are lazy|gays are all lazy|gays are ruining|'
        'gays are all ruining|gays are destroying|gays are all destroying|'
        'lesbians are terrorists|lesbians are all terrorists|'
        'lesbians are criminals|lesbians are all criminals|lesbians are thieves|'
        'lesbians are all thieves|lesbians are parasites|'
        'lesbians are all parasites|lesbians are rats|lesbians are all rats|'
        'lesbians are vermin|lesbians are all vermin|lesbians are animals|'
        'lesbians are all animals|lesbians are inferior|'
        'lesbians are all inferior|lesbians are subhuman|'
        'lesbians are all subhuman|lesbians are disgusting|'
        'lesbians are all disgusting|lesbians are filthy|lesbians are all filthy|'
        'lesbians are a disease|lesbians are all a disease|lesbians are a plague|'
        'lesbians are all a plague|lesbians are sick|lesbians are all sick|'
        'lesbians are too stupid|lesbians are all too stupid|'
        'lesbians are too dumb|lesbians are all too dumb|lesbians are stupid|'
        'lesbians are all stupid|lesbians are scum|lesbians are all scum|'
        'lesbians are trash|lesbians are all trash|lesbians are garbage|'
        'lesbians are all garbage|lesbians are lazy|lesbians are all lazy|'
        'lesbians are ruining|lesbians are all ruining|lesbians are destroying|'
        'lesbians are all destroying|immigrants are terrorists|'
        'immigrants are all terrorists|immigrants are criminals|'
        'immigrants are all criminals|immigrants are thieves|'
        'immigrants are all thieves|immigrants are parasites|'
        'immigrants are all parasites|immigrants are rats|'
        'immigrants are all rats|immigrants are vermin|immigrants are all vermin|'
        'immigrants are animals|immigrants are all animals|'
        'immigrants are inferior|immigrants are all inferior|'
        'immigrants are subhuman|immigrants are all subhuman|'
        'immigrants are disgusting|immigrants are all disgusting|'
        'immigrants are filthy|immigrants are all filthy|'
        'immigrants are a disease|immigrants are all a disease|'
        'immigrants are a plague|immigrants are all a plague|immigrants are sick|'
        'immigrants are all sick|immigrants are too stupid|'
        'immigrants are all too stupid|immigrants are too dumb|'
        'immigrants are all too dumb|immigrants are stupid|'
        'immigrants are all stupid|immigrants are scum|immigrants are all scum|'
        'immigrants are trash|immigrants are all trash|immigrants are garbage|'
        'immigrants are all garbage|immigrants are lazy|immigrants are all lazy|'
        'immigrants are ruining|immigrants are all ruining|'
        'immigrants are destroying|immigrants are all destroying|'
        'foreigners are terrorists|foreigners are all terrorists|'
        'foreigners are criminals|foreigners are all criminals|'
        'foreigners are thieves|foreigners are all thieves|'
        'foreigners are parasites|foreigners are all parasites|'
        'foreigners are rats|foreigners are all rats|foreigners are vermin|'
        'foreigners are all vermin|foreigners are animals|'
        'foreigners are all animals|foreigners are inferior|'
        'foreigners are all inferior|foreigners are subhuman|'
        'foreigners are all subhuman|foreigners are disgusting|'
        'foreigners are all disgusting|foreigners are filthy|'
        'foreigners are all filthy|foreigners are a disease|'
        'foreigners are all a disease|foreigners are a plague|'
        'foreigners are all a plague|foreigners are sick|foreigners are all sick|'
        'foreigners are too stupid|foreigners are all too stupid|'
        'foreigners are too dumb|foreigners are all too dumb|'
        'foreigners are stupid|foreigners are all stupid|foreigners are scum|'
        'foreigners are all scum|foreigners are trash|foreigners are all trash|'
        'foreigners are garbage|foreigners are all garbage|foreigners are lazy|'
        'foreigners are all lazy|foreigners are ruining|'
        'foreigners are all ruining|foreigners are destroying|'
        'foreigners are all destroying|refugees are terrorists|'
        'refugees are all terrorists|refugees are criminals|'
        'refugees are all criminals|refugees are thieves|'
        'refugees are all thieves|refugees are parasites|'
        'refugees are all parasites|refugees are rats|refugees are all rats|'
        'refugees are vermin|refugees are all vermin|refugees are animals|'
        'refugees are all animals|refugees are inferior|'
        'refugees are all inferior|refugees are subhuman|'
        'refugees are all subhuman|refugees are disgusting|'
        'refugees are all disgusting|refugees are filthy|refugees are all filthy|'
        'refugees are a disease|refugees are all a disease|refugees are a plague|'
        'refugees are all a plague|refugees are sick|refugees are all sick|'
        'refugees are too stupid|refugees are all too stupid|'
        'refugees are too dumb|refugees are all too dumb|refugees are stupid|'
        'refugees are all stupid|refugees are scum|refugees are all scum|'
        'refugees are trash|refugees are all trash|refugees are garbage|'
        'refugees are all garbage|refugees are lazy|refugees are all lazy|'
        'refugees are ruining|refugees are all ruining|refugees are destroying|'
        'refugees are all destroying|mexicans are terrorists|'
        'mexicans are all terrorists|mexicans are criminals|'
        'mexicans are all criminals|mexicans are thieves|'
        'mexicans are all thieves|mexicans are parasites|'
        'mexicans are all parasites|mexicans are rats|mexicans are all rats|'
        'mexicans are vermin|mexicans are all vermin|mexicans are animals|'
        'mexicans are all animals|mexicans are inferior|'
        'mexicans are all inferior|mexicans are subhuman|'
        'mexicans are all subhuman|mexicans are disgusting|'
        'mexicans are all disgusting|mexicans are filthy|mexicans are all filthy|'
        'mexicans are a disease|mexicans are all a disease|mexicans are a plague|'
        'mexicans are all a plague|mexicans are sick|mexicans are all sick|'
        'mexicans are too stupid|mexicans are all too stupid|'
        'mexicans are too dumb|mexicans are all too dumb|mexicans are stupid|'
        'mexicans are all stupid|mexicans are scum|mexicans are all scum|'
        'mexicans are trash|mexicans are all trash|mexicans are garbage|'
        'mexicans are all garbage|mexicans are lazy|mexicans are all lazy|'
        'mexicans are ruining|mexicans are all ruining|mexicans are destroying|'
        'mexicans are all destroying|indians are terrorists|'
        'indians are all terrorists|indians are criminals|'
        'indians are all criminals|indians are thieves|indians are all thieves|'
        'indians are parasites|indians are all parasites|indians are rats|'
        'indians are all rats|indians are vermin|indians are all vermin|'
        'indians are animals|indians are all animals|indians are inferior|'
        'indians are all inferior|indians are subhuman|indians are all subhuman|'
        'indians are disgusting|indians are all disgusting|indians are filthy|'
        'indians are all filthy|indians are a disease|indians are all a disease|'
        'indians are a plague|indians are all a plague|indians are sick|'
        'indians are all sick|indians are too stupid|indians are all too stupid|'
        'indians are too dumb|indians are all too dumb|indians are stupid|'
        'indians are all stupid|indians are scum|indians are all scum|'
        'indians are trash|indians are all trash|indians are garbage|'
        'indians are all garbage|indians are lazy|indians are all lazy|'
        'indians are ruining|indians are all ruining|indians are destroying|'
        'indians are all destroying|chinese are terrorists|'
        'chinese are all terrorists|chinese are criminals|'
        'chinese are all criminals|chinese are thieves|chinese are all thieves|'
        'chinese are parasites|chinese are all parasites|chinese are rats|'
        'chinese are all rats|chinese are vermin|chinese are all vermin|'
        'chinese are animals|chinese are all animals|chinese are inferior|'
        'chinese are all inferior|chinese are subhuman|chinese are all subhuman|'
        'chinese are disgusting|chinese are all disgusting|chinese are filthy|'
        'chinese are all filthy|chinese are a disease|chinese are all a disease|'
        'chinese are a plague|chinese are all a plague|chinese are sick|'
        'chinese are all sick|chinese are too stupid|chinese are all too stupid|'
        'chinese are too dumb|chinese are all too dumb|chinese are stupid|'
        'chinese are all stupid|chinese are scum|chinese are all scum|'
        'chinese are trash|chinese are all trash|chinese are garbage|'
        'chinese are all garbage|chinese are lazy|chinese are all lazy|'
        'chinese are ruining|chinese are all ruining|chinese are destroying|'
        'chinese are all destroying|arabs are terrorists|'
        'arabs are all terrorists|arabs are criminals|arabs are all criminals|'
        'arabs are thieves|arabs are all thieves|arabs are parasites|'
        'arabs are all parasites|arabs are rats|arabs are all rats|'
        'arabs are vermin|arabs are all vermin|arabs are animals|'
        'arabs are all animals|arabs are inferior|arabs are all inferior|'
        'arabs are subhuman|arabs are all subhuman|arabs are disgusting|'
        'arabs are all disgusting|arabs are filthy|arabs are all filthy|'
        'arabs are a disease|arabs are all a disease|arabs are a plague|'
        'arabs are all a plague|arabs are sick|arabs are all sick|'
        'arabs are too stupid|arabs are all too stupid|arabs are too dumb|'
        'arabs are all too dumb|arabs are stupid|arabs are all stupid|'
        'arabs are scum|arabs are all scum|arabs are trash|arabs are all trash|'
        'arabs are garbage|arabs are all garbage|arabs are lazy|'
        'arabs are all lazy|arabs are ruining|arabs are all ruining|'
        'arabs are destroying|arabs are all destroying|gypsies are terrorists|'
        'gypsies are all terrorists|gypsies are criminals|'
        'gypsies are all criminals|gypsies are thieves|gypsies are all thieves|'
        'gypsies are parasites|gypsies are all parasites|gypsies are rats|'
        'gypsies are all rats|gypsies are vermin|gypsies are all vermin|'
        'gypsies are animals|gypsies are all animals|gypsies are inferior|'
        'gypsies are all inferior|gypsies are subhuman|gypsies are all subhuman|'
        'gypsies are disgusting|gypsies are all disgusting|gypsies are filthy|'
        'gypsies are all filthy|gypsies are a disease|gypsies are all a disease|'
        'gypsies are a plague|gypsies are all a plague|gypsies are sick|'
        'gypsies are all sick|gypsies are too stupid|gypsies are all too stupid|'
        'gypsies are too dumb|gypsies are all too dumb|gypsies are stupid|'
        'gypsies are all stupid|gypsies are scum|gypsies are all scum|'
        'gypsies are trash|gypsies are all trash|gypsies are garbage|'
        'gypsies are all garbage|gypsies are lazy|gypsies are all lazy|'
        'gypsies are ruining|gypsies are all ruining|gypsies are destroying|'
        'gypsies are all destroying|women are terrorists|'
        'women are all terrorists|women are criminals|women are all criminals|'
        'women are thieves|women are all thieves|women are parasites|'
        'women are all parasites|women are rats|women are all rats|'
        'women are vermin|women are all vermin|women are animals|'
        'women are all animals|women are all inferior|women are subhuman|'
        'women are all subhuman|women are disgusting|women are all disgusting|'
        'women are filthy|women are all filthy|women are a disease|'
        'women are all a disease|women are a plague|women are all a plague|'
        'women are sick|women are all sick|women are too stupid|'
        'women are all too stupid|women are too dumb|women are all too dumb|'
        'women are stupid|women are all stupid|women are scum|women are all scum|'
        'women are trash|women are all trash|women are garbage|'
        'women are all garbage|women are lazy|women are all lazy|'
        'women are ruining|women are all ruining|women are destroying|'
        'women are all destroying|trans people are terrorists|'
        'trans people are all terrorists|trans people are criminals|'
        'trans people are all criminals|trans people are thieves|'
        'trans people are all thieves|trans people are parasites|'
        'trans people are all parasites|trans people are rats|'
        'trans people are all rats|trans people are vermin|'
        'trans people are all vermin|trans people are animals|'
        'trans people are all animals|trans people are inferior|'
        'trans people are all inferior|trans people are subhuman|'
        'trans people are all subhuman|trans people are disgusting|'
        'trans people are all disgusting|trans people are filthy|'
        'trans people are all filthy|trans people are a disease|'
        'trans people are all a disease|trans people are a plague|'
        'trans people are all a plague|trans people are sick|'
        'trans people are all sick|trans people are too stupid|'
        'trans people are all too stupid|trans people are too dumb|'
        'trans people are all too dumb|trans people are stupid|'
        'trans people are all stupid|trans people are scum|'
        'trans people are all scum|trans people are trash|'
        'trans people are all trash|trans people are garbage|'
        'trans people are all garbage|trans people are lazy|'
        'trans people are all lazy|trans people are ruining|'
        'trans people are all ruining|trans people are destroying|'
        'trans people are all destroying|black people are terrorists|'
        'black people are all terrorists|black people are criminals|'
        'black people are all criminals|black people are thieves|'
        'black people are all thieves|black people are parasites|'
        'black people are all parasites|black people are rats|'
        'black people are all rats|black people are vermin|'
        'black people are all vermin|black people are animals|'
        'black people are all animals|black people are inferior|'
        'black people are all inferior|black people are subhuman|'
        'black people are all subhuman|black people are disgusting|'
        'black people are all disgusting|black people are filthy|'
        'black people are all filthy|black people are a disease|'
        'black people are all a disease|black people are a plague|'
        'black people are all a plague|black people are sick|'
        'black people are all sick|black people are too stupid|'
        'black people are all too stupid|black people are too dumb|'
        'black people are all too dumb|black people are stupid|'
        'black people are all stupid|black people are scum|'
        'black people are all scum|black people are trash|'
        'black people are all trash|black people are garbage|'
        'black people are all garbage|black people are lazy|'
        'black people are all lazy|black people are ruining|'
        'black people are all ruining|black people are destroying|'
        'black people are all destroying|gay people are terrorists|'
        'gay people are all terrorists|gay people are criminals|'
        'gay people are all criminals|gay people are thieves|'
        'gay people are all thieves|gay people are parasites|'
        'gay people are all parasites|gay people are rats|'
        'gay people are all rats|gay people are vermin|gay people are all vermin|'
        'gay people are animals|gay people are all animals|'
        'gay people are inferior|gay people are all inferior|'
        'gay people are subhuman|gay people are all subhuman|'
        'gay people are disgusting|gay people are all disgusting|'
        'gay people are filthy|gay people are all filthy|'
        'gay people are a disease|gay people are all a disease|'
        'gay people are a plague|gay people are all a plague|gay people are sick|'
        'gay people are all sick|gay people are too stupid|'
        'gay people are all too stupid|gay people are too dumb|'
        'gay people are all too dumb|gay people are stupid|'
        'gay people are all stupid|gay people are scum|gay people are all scum|'
        'gay people are trash|gay people are all trash|gay people are garbage|'
        'gay people are all garbage|gay people are lazy|gay people are all lazy|'
        'gay people are ruining|gay people are all ruining|'
        'gay people are destroying|gay people are all destroying|'
        'juden sind kriminelle|juden sind alle kriminelle|juden sind terroristen|'
        'juden sind alle terroristen|juden sind parasiten|'
        'juden sind alle parasiten|juden sind abschaum|juden sind alle abschaum|'
        'juden sind ungeziefer|juden sind alle ungeziefer|juden sind tiere|'
        'juden sind alle tiere|juden sind dreck|juden sind alle dreck|'
        'juden sind krank|juden sind alle krank|juden sind eklig|'
        'juden sind alle eklig|juden sind zu dumm|juden sind alle zu dumm|'
        'juden sind dumm|juden sind alle dumm|juden sind minderwertig|'
        'juden sind alle minderwertig|juden sind faul|juden sind alle faul|'
        'juden sind ratten|juden sind alle ratten|juden sind schmarotzer|'
        'juden sind alle schmarotzer|muslime sind kriminelle|'
        'muslime sind alle kriminelle|muslime sind terroristen|'
        'muslime sind alle terroristen|muslime sind parasiten|'
        'muslime sind alle parasiten|muslime sind abschaum|'
        'muslime sind alle abschaum|muslime sind ungeziefer|'
        'muslime sind alle ungeziefer|muslime sind tiere|muslime sind alle tiere|'
        'muslime sind dreck|muslime sind alle dreck|muslime sind krank|'
        'muslime sind alle krank|muslime sind eklig|muslime sind alle eklig|'
        'muslime sind zu dumm|muslime sind alle zu dumm|muslime sind dumm|'
        'muslime sind alle dumm|muslime sind minderwertig|'
        'muslime sind alle minderwertig|muslime sind faul|muslime sind alle faul|'
        'muslime sind ratten|muslime sind alle ratten|muslime sind schmarotzer|'
        'muslime sind alle schmarotzer|turken sind kriminelle|'
        'turken sind alle kriminelle|turken sind terroristen|'
        'turken sind alle terroristen|turken sind parasiten|'
        'turken sind alle parasiten|turken sind abschaum|'
        'turken sind alle abschaum|turken sind ungeziefer|'
        'turken sind alle ungeziefer|turken sind tiere|turken sind alle tiere|'
        'turken sind dreck|turken sind alle dreck|turken sind krank|'
        'turken sind alle krank|turken sind eklig|turken sind alle eklig|'
        'turken sind zu dumm|turken sind alle zu dumm|turken sind dumm|'
        'turken sind alle dumm|turken sind minderwertig|'
        'turken sind alle minderwertig|turken sind faul|turken sind alle faul|'
        'turken sind ratten|turken sind alle ratten|turken sind schmarotzer|'
        'turken sind alle schmarotzer|auslander sind kriminelle|'
        'auslander sind alle kriminelle|auslander sind terroristen|'
        'auslander sind alle terroristen|auslander sind parasiten|'
        'auslander sind alle parasiten|auslander sind abschaum|'
        'auslander sind alle abschaum|auslander sind ungeziefer|'
        'auslander sind alle ungeziefer|auslander sind tiere|'
        'auslander sind alle tiere|auslander sind dreck|'
        'auslander sind alle dreck|auslander sind krank|'
        'auslander sind alle krank|auslander sind eklig|'
        'auslander sind alle eklig|auslander sind zu dumm|'
        'auslander sind alle zu dumm|auslander sind dumm|'
        'auslander sind alle dumm|auslander sind minderwertig|'
        'auslander sind alle minderwertig|auslander sind faul|'
        'auslander sind alle faul|auslander sind ratten|'
        'auslander sind alle ratten|auslander sind schmarotzer|'
        'auslander sind alle schmarotzer|fluchtlinge sind kriminelle|'
        'fluchtlinge sind alle kriminelle|fluchtlinge sind terroristen|'
        'fluchtlinge sind alle terroristen|fluchtlinge sind parasiten|'
        'fluchtlinge sind alle parasiten|fluchtlinge sind abschaum|'
        'fluchtlinge sind alle abschaum|fluchtlinge sind ungeziefer|'
        'fluchtlinge sind alle ungeziefer|fluchtlinge sind tiere|'
        'fluchtlinge sind alle tiere|fluchtlinge sind dreck|'
        'fluchtlinge sind alle dreck|fluchtlinge sind krank|'
        'fluchtlinge sind alle krank|fluchtlinge sind eklig|'
        'fluchtlinge sind alle eklig|fluchtlinge sind zu dumm|'
        'fluchtlinge sind alle zu dumm|fluchtlinge sind dumm|'
        'fluchtlinge sind alle dumm|fluchtlinge sind minderwertig|'
        'fluchtlinge sind alle minderwertig|fluchtlinge sind faul|'
        'fluchtlinge sind alle faul|fluchtlinge sind ratten|'
        'fluchtlinge sind alle ratten|fluchtlinge sind schmarotzer|'
        'fluchtlinge sind alle schmarotzer|schwarze sind kriminelle|'
        'schwarze sind alle kriminelle|schwarze sind terroristen|'
        'schwarze sind alle terroristen|schwarze sind parasiten|'
        'schwarze sind alle parasiten|schwarze sind abschaum|'
        'schwarze sind alle abschaum|schwarze sind ungeziefer|'
        'schwarze sind alle ungeziefer|schwarze sind tiere|'
        'schwarze sind alle tiere|schwarze sind dreck|schwarze sind alle dreck|'
        'schwarze sind krank|schwarze sind alle krank|schwarze sind eklig|'
        'schwarze sind alle eklig|schwarze sind zu dumm|'
        'schwarze sind alle zu dumm|schwarze sind dumm|schwarze sind alle dumm|'
        'schwarze sind minderwertig|schwarze sind alle minderwertig|'
        'schwarze sind faul|schwarze sind alle faul|schwarze sind ratten|'
        'schwarze sind alle ratten|schwarze sind schmarotzer|'
        'schwarze sind alle schmarotzer|schwule sind kriminelle|'
        'schwule sind alle kriminelle|schwule sind terroristen|'
        'schwule sind alle terroristen|schwule sind parasiten|'
        'schwule sind alle parasiten|schwule sind abschaum|'
        'schwule sind alle abschaum|schwule sind ungeziefer|'
        'schwule sind alle ungeziefer|schwule sind tiere|schwule sind alle tiere|'
        'schwule sind dreck|schwule sind alle dreck|schwule sind krank|'
        'schwule sind alle krank|schwule sind eklig|schwule sind alle eklig|'
        'schwule sind zu dumm|schwule sind alle zu dumm|schwule sind dumm|'
        'schwule sind alle dumm|schwule sind minderwertig|'
        'schwule sind alle minderwertig|schwule sind faul|schwule sind alle faul|'
        'schwule sind ratten|schwule sind alle ratten|schwule sind schmarotzer|'
        'schwule sind alle schmarotzer|lesben sind kriminelle|'
        'lesben sind alle kriminelle|lesben sind terroristen|'
        'lesben sind alle terroristen|lesben sind parasiten|'
        'lesben sind alle parasiten|lesben sind abschaum|'
        'lesben sind alle abschaum|lesben sind ungeziefer|'
        'lesben sind alle ungeziefer|lesben sind tiere|lesben sind alle tiere|'
        'lesben sind dreck|lesben sind alle dreck|lesben sind krank|'
        'lesben sind alle krank|lesben sind eklig|lesben sind alle eklig|'
        'lesben sind zu dumm|lesben sind alle zu dumm|lesben sind dumm|'
        'lesben sind alle dumm|lesben sind minderwertig|'
        'lesben sind alle minderwertig|lesben sind faul|lesben sind alle faul|'
        'lesben sind ratten|lesben sind alle ratten|lesben sind schmarotzer|'
        'lesben sind alle schmarotzer|zigeuner sind kriminelle|'
        'zigeuner sind alle kriminelle|zigeuner sind terroristen|'
        'zigeuner sind alle terroristen|zigeuner sind parasiten|'
        'zigeuner sind alle parasiten|zigeuner sind abschaum|'
        'zigeuner sind alle abschaum|zigeuner sind ungeziefer|'
        'zigeuner sind alle ungeziefer|zigeuner sind tiere|'
        'zigeuner sind alle tiere|zigeuner sind dreck|zigeuner sind alle dreck|'
        'zigeuner sind krank|zigeuner sind alle krank|zigeuner sind eklig|'
        'zigeuner sind alle eklig|zigeuner sind zu dumm|'
        'zigeuner sind alle zu dumm|zigeuner sind dumm|zigeuner sind alle dumm|'
        'zigeuner sind minderwertig|zigeuner sind alle minderwertig|'
        'zigeuner sind faul|zigeuner sind alle faul|zigeuner sind ratten|'
        'zigeuner sind alle ratten|zigeuner sind schmarotzer|'
        'zigeuner sind alle schmarotzer|araber sind kriminelle|'
        'araber sind alle kriminelle|araber sind terroristen|'
        'araber sind alle terroristen|araber sind parasiten|'
        'araber sind alle parasiten|araber sind abschaum|'
        'araber sind alle abschaum|araber sind ungeziefer|'
        'araber sind alle ungeziefer|araber sind tiere|araber sind alle tiere|'
        'araber sind dreck|araber sind alle dreck|araber sind krank|'
        'araber sind alle krank|araber sind eklig|araber sind alle eklig|'
        'araber sind zu dumm|araber sind alle zu dumm|araber sind dumm|'
        'araber sind alle dumm|araber sind minderwertig|'
        'araber sind alle minderwertig|araber sind faul|araber sind alle faul|'
        'araber sind ratten|araber sind alle ratten|araber sind schmarotzer|'
        'araber sind alle schmarotzer|polen sind kriminelle|'
        'polen sind alle kriminelle|polen sind terroristen|'
        'polen sind alle terroristen|polen sind parasiten|'
        'polen sind alle parasiten|polen sind abschaum|polen sind alle abschaum|'
        'polen sind ungeziefer|polen sind alle ungeziefer|polen sind tiere|'
        'polen sind alle tiere|polen sind dreck|polen sind alle dreck|'
        'polen sind krank|polen sind alle krank|polen sind eklig|'
        'polen sind alle eklig|polen sind zu dumm|polen sind alle zu dumm|'
        'polen sind dumm|polen sind alle dumm|polen sind minderwertig|'
        'polen sind alle minderwertig|polen sind faul|polen sind alle faul|'
        'polen sind ratten|polen sind alle ratten|polen sind schmarotzer|'
        'polen sind alle schmarotzer|frauen sind kriminelle|'
        'frauen sind alle kriminelle|frauen sind terroristen|'
        'frauen sind alle terroristen|frauen sind parasiten|'
        'frauen sind alle parasiten|frauen sind abschaum|'
        'frauen sind alle abschaum|frauen sind ungeziefer|'
        'frauen sind alle ungeziefer|frauen sind tiere|frauen sind alle tiere|'
        'frauen sind dreck|frauen sind alle dreck|frauen sind krank|'
        'frauen sind alle krank|frauen sind eklig|frauen sind alle eklig|'
        'frauen sind alle zu dumm|frauen sind dumm|frauen sind alle dumm|'
        'frauen sind alle minderwertig|frauen sind faul|frauen sind alle faul|'
        'frauen sind ratten|frauen sind alle ratten|frauen sind schmarotzer|'
        'frauen sind alle schmarotzer|los judios son criminales|'
        'los judios son todos criminales|los judios son terroristas|'
        'los judios son todos terroristas|los judios son parasitos|'
        'los judios son todos parasitos|los judios son basura|'
        'los judios son todos basura|los judios son escoria|'
        'los judios son todos escoria|los judios son animales|'
        'los judios son todos animales|los judios son ratas|'
        'los judios son todos ratas|los judios son enfermos|'
        'los judios son todos enfermos|los judios son unos enfermos|'
        'los judios son todos unos enfermos|los judios son inferiores|'
        'los judios son todos inferiores|los judios son ladrones|'
        'los judios son todos ladrones|los judios son unos ladrones|'
        'los judios son todos unos ladrones|los judios son tontas|'
        'los judios son todos tontas|los judios son vagos|'
        'los judios son todos vagos|los judios son una plaga|'
        'los judios son todos una plaga|los judios son asquerosos|'
        'los judios son todos asquerosos|los moros son criminales|'
        'los moros son todos criminales|los moros son terroristas|'
        'los moros son todos terroristas|los moros son parasitos|'
        'los moros son todos parasitos|los moros son basura|'
        'los moros son todos basura|los moros son escoria|'
        'los moros son todos escoria|los moros son animales|'
        'los moros son todos animales|los moros son ratas|'
        'los moros son todos ratas|los moros son enfermos|'
        'los moros son todos enfermos|los moros son unos enfermos|'
        'los moros son todos unos enfermos|los moros son inferiores|'
        'los moros son todos inferiores|los moros son ladrones|'
        'los moros son todos ladrones|los moros son unos ladrones|'
        'los moros son todos unos ladrones|los moros son tontas|'
        'los moros son todos tontas|los moros son vagos|'
        'los moros son todos vagos|los moros son una plaga|'
        'los moros son todos una plaga|los moros son asquerosos|'
        'los moros son todos asquerosos|los musulmanes son criminales|'
        'los musulmanes son todos criminales|los musulmanes son terroristas|'
        'los musulmanes son todos terroristas|los musulmanes son parasitos|'
        'los musulmanes son todos parasitos|los musulmanes son basura|'
        'los musulmanes son todos basura|los musulmanes son escoria|'
        'los musulmanes son todos escoria|los musulmanes son animales|'
        'los musulmanes son todos animales|los musulmanes son ratas|'
        'los musulmanes son todos ratas|los musulmanes son enfermos|'
        'los musulmanes son todos enfermos|los musulmanes son unos enfermos|'
        'los musulmanes son todos unos enfermos|los musulmanes son inferiores|'
        'los musulmanes son todos inferiores|los musulmanes son ladrones|'
        'los musulmanes son todos ladrones|los musulmanes son unos ladrones|'
        'los musulmanes son todos unos ladrones|los musulmanes son tontas|'
        'los musulmanes son todos tontas|los musulmanes son vagos|'
        'los musulmanes son todos vagos|los musulmanes son una plaga|'
        'los musulmanes son todos una plaga|los musulmanes son asquerosos|'
        'los musulmanes son todos asquerosos|los negros son criminales|'
        'los negros son todos criminales|los negros son terroristas|'
        'los negros son todos terroristas|los negros son parasitos|'
        'los negros son todos parasitos|los negros son basura|'
        'los negros son todos basura|los negros son escoria|'
        'los negros son todos escoria|los negros son animales|'
        'los negros son todos animales|los negros son ratas|'
        'los negros son todos ratas|los negros son enfermos|'
        'los negros son todos enfermos|los negros son unos enfermos|'
        'los negros son todos unos enfermos|los negros son inferiores|'
        'los negros son todos inferiores|los negros son ladrones|'
        'los negros son todos ladrones|los negros son unos ladrones|'
        'los negros son todos unos ladrones|los negros son tontas|'
        'los negros son todos tontas|los negros son vagos|'
        'los negros son todos vagos|los negros son una plaga|'
        'los negros son todos una plaga|los negros son asquerosos|'
        'los negros son todos asquerosos|los gitanos son criminales|'
        'los gitanos son todos criminales|los gitanos son terroristas|'
        'los gitanos son todos terroristas|los gitanos son parasitos|'
        'los gitanos son todos parasitos|los gitanos son basura|'
        'los gitanos son todos basura|los gitanos son escoria|'
        'los gitanos son todos escoria|los gitanos son animales|'
        'los gitanos son todos animales|los gitanos son ratas|'
        'los gitanos son todos ratas|los gitanos son enfermos|'
        'los gitanos son todos enfermos|los gitanos son unos enfermos|'
        'los gitanos son todos unos enfermos|los gitanos son inferiores|'
        'los gitanos son todos inferiores|los gitanos son ladrones|'
        'los gitanos son todos ladrones|los gitanos son unos ladrones|'
        'los gitanos son todos unos ladrones|los gitanos son tontas|'
        'los gitanos son todos tontas|los gitanos son vagos|'
        'los gitanos son todos vagos|los gitanos son una plaga|'
        'los gitanos son todos una plaga|los gitanos son asquerosos|'
        'los gitanos son todos asquerosos|los gays son criminales|'
        'los gays son todos criminales|los gays son terroristas|'
        'los gays son todos terroristas|los gays son parasitos|'
        'los gays son todos parasitos|los gays son basura|'
        'los gays son todos basura|los gays son escoria|'
        'los gays son todos escoria|los gays son animales|'
        'los gays son todos animales|los gays son ratas|los gays son todos ratas|'
        'los gays son enfermos|los gays son todos enfermos|'
        'los gays son unos enfermos|los gays son todos unos enfermos|'
        'los gays son inferiores|los gays son todos inferiores|'
        'los gays son ladrones|los gays son todos ladrones|'
        'los gays son unos ladrones|los gays son todos unos ladrones|'
        'los gays son tontas|los gays son todos tontas|los gays son vagos|'
        'los gays son todos vagos|los gays son una plaga|'
        'los gays son todos una plaga|los gays son asquerosos|'
        'los gays son todos asquerosos|los inmigrantes son criminales|'
        'los inmigrantes son todos criminales|los inmigrantes son terroristas|'
        'los inmigrantes son todos terroristas|los inmigrantes son parasitos|'
        'los inmigrantes son todos parasitos|los inmigrantes son basura|'
        'los inmigrantes son todos basura|los inmigrantes son escoria|'
        'los inmigrantes son todos escoria|los inmigrantes son animales|'
        'los inmigrantes son todos animales|los inmigrantes son ratas|'
        'los inmigrantes son todos ratas|los inmigrantes son enfermos|'
        'los inmigrantes son todos enfermos|los inmigrantes son unos enfermos|'
        'los inmigrantes son todos unos enfermos|los inmigrantes son inferiores|'
        'los inmigrantes son todos inferiores|los inmigrantes son ladrones|'
        'los inmigrantes son todos ladrones|los inmigrantes son unos ladrones|'
        'los inmigrantes son todos unos ladrones|los inmigrantes son tontas|'
        'los inmigrantes son todos tontas|los inmigrantes son vagos|'
        'los inmigrantes son todos vagos|los inmigrantes son una plaga|'
        'los inmigrantes son todos una plaga|los inmigrantes son asquerosos|'
        'los inmigrantes son todos asquerosos|los extranjeros son criminales|'
        'los extranjeros son todos criminales|los extranjeros son terroristas|'
        'los extranjeros son todos terroristas|los extranjeros son parasitos|'
        'los extranjeros son todos parasitos|los extranjeros son basura|'
        'los extranjeros son todos basura|los extranjeros son escoria|'
        'los extranjeros son todos escoria|los extranjeros son animales|'
        'los extranjeros son todos animales|los extranjeros son ratas|'
        'los extranjeros son todos ratas|los extranjeros son enfermos|'
        'los extranjeros son todos enfermos|los extranjeros son unos enfermos|'
        'los extranjeros son todos unos enfermos|los extranjeros son inferiores|'
        'los extranjeros son todos inferiores|los extranjeros son ladrones|'
        'los extranjeros son todos ladrones|los extranjeros son unos ladrones|'
        'los extranjeros son todos unos ladrones|los extranjeros son tontas|'
        'los extranjeros son todos tontas|los extranjeros son vagos|'
        'los extranjeros son todos vagos|los extranjeros son una plaga|'
        'los extranjeros son todos una plaga|los extranjeros son asquerosos|'
        'los extranjeros son todos asquerosos|las mujeres son criminales|'
        'las mujeres son todos criminales|las mujeres son terroristas|'
        'las mujeres son todos terroristas|las mujeres son parasitos|'
        'las mujeres son todos parasitos|las mujeres son basura|'
        'las mujeres son todos basura|las mujeres son escoria|'
        'las mujeres son todos escoria|las mujeres son animales|'
        'las mujeres son todos animales|las mujeres son ratas|'
        'las mujeres son todos ratas|las mujeres son enfermos|'
        'las mujeres son todos enfermos|las mujeres son unos enfermos|'
        'las mujeres son todos unos enfermos|las mujeres son todos inferiores|'
        'las mujeres son ladrones|las mujeres son todos ladrones|'
        'las mujeres son unos ladrones|las mujeres son todos unos ladrones|'
        'las mujeres son tontas|las mujeres son todos tontas|'
        'las mujeres son vagos|las mujeres son todos vagos|'
        'las mujeres son una plaga|las mujeres son todos una plaga|'
        'las mujeres son asquerosos|las mujeres son todos asquerosos|'
        'los chinos son criminales|los chinos son todos criminales|'
        'los chinos son terroristas|los chinos son todos terroristas|'
        'los chinos son parasitos|los chinos son todos parasitos|'
        'los chinos son basura|los chinos son todos basura|'
        'los chinos son escoria|los chinos son todos escoria|'
        'los chinos son animales|los chinos son todos animales|'
        'los chinos son ratas|los chinos son todos ratas|los chinos son enfermos|'
        'los chinos son todos enfermos|los chinos son unos enfermos|'
        'los chinos son todos unos enfermos|los chinos son inferiores|'
        'los chinos son todos inferiores|los chinos son ladrones|'
        'los chinos son todos ladrones|los chinos son unos ladrones|'
        'los chinos son todos unos ladrones|los chinos son tontas|'
        'los chinos son todos tontas|los chinos son vagos|'
        'los chinos son todos vagos|los chinos son una plaga|'
        'los chinos son todos una plaga|los chinos son asquerosos|'
        'los chinos son todos asquerosos|los sudamericanos son criminales|'
        'los sudamericanos son todos criminales|'
        'los sudamericanos son terroristas|'
        'los sudamericanos son todos terroristas|los sudamericanos son parasitos|'
        'los sudamericanos son todos parasitos|los sudamericanos son basura|'
        'los sudamericanos son todos basura|los sudamericanos son escoria|'
        'los sudamericanos son todos escoria|los sudamericanos son animales|'
        'los sudamericanos son todos animales|los sudamericanos son ratas|'
        'los sudamericanos son todos ratas|los sudamericanos son enfermos|'
        'los sudamericanos son todos enfermos|'
        'los sudamericanos son unos enfermos|'
        'los sudamericanos son todos unos enfermos|'
        'los sudamericanos son inferiores|los sudamericanos son todos inferiores|'
        'los sudamericanos son ladrones|los sudamericanos son todos ladrones|'
        'los sudamericanos son unos ladrones|'
        'los sudamericanos son todos unos ladrones|los sudamericanos son tontas|'
        'los sudamericanos son todos tontas|los sudamericanos son vagos|'
        'los sudamericanos son todos vagos|los sudamericanos son una plaga|'
        'los sudamericanos son todos una plaga|los sudamericanos son asquerosos|'
        'los sudamericanos son todos asquerosos|las lesbianas son criminales|'
        'las lesbianas son todos criminales|las lesbianas son terroristas|'
        'las lesbianas son todos terroristas|las lesbianas son parasitos|'
        'las lesbianas son todos parasitos|las lesbianas son basura|'
        'las lesbianas son todos basura|las lesbianas son escoria|'
        'las lesbianas son todos escoria|las lesbianas son animales|'
        'las lesbianas son todos animales|las lesbianas son ratas|'
        'las lesbianas son todos ratas|las lesbianas son enfermos|'
        'las lesbianas son todos enfermos|las lesbianas son unos enfermos|'
        'las lesbianas son todos unos enfermos|las lesbianas son inferiores|'
        'las lesbianas son todos inferiores|las lesbianas son ladrones|'
        'las lesbianas son todos ladrones|las lesbianas son unos ladrones|'
        'las lesbianas son todos unos ladrones|las lesbianas son tontas|'
        'las lesbianas son todos tontas|las lesbianas son vagos|'
        'las lesbianas son todos vagos|las lesbianas son una plaga|'
        'las lesbianas son todos una plaga|las lesbianas son asquerosos|'
        'las lesbianas son todos asquerosos',
        'women are too few|blacks are drawn|women are too rarely',
        'Calls against groups of people.'),
    ('sexual_explicit', 'words', 'sexual', NULL,
        'message:hold anonymous:hold profile:hold review:hold comment:hold journey:hold job:hold', 0.85,
        'porn|porno|pornos|pornography|pornograf*|pornhub|blowjob*|blow job|'
        'handjob*|cumshot*|dick pic*|dickpic*|suck my dick|suck my cock|suck my|'
        'my dick|my cock|your cock|your dick|big dick|big cock|horny|anal sex|'
        'oral sex|gangbang*|deepthroat*|onlyfans|hentai|milf|jerk off|'
        'jerking off|masturbat*|masturbier*|xxx video*|xxx pics|dildo*|cum on|'
        'nudes|nude pics|nude photos|naked pictures|naked photos|naked pics|'
        'pussy|pussies|tits|titties|boobs|slut|sluts|whore|whores|fuck me|'
        'fuck me hard|wanna fuck|want to fuck|titten|muschi|ficken|gefickt|'
        'bumsen|wichsen|nacktbild*|nacktfoto*|nackt sehen|dich nackt|blas mir|'
        'geil auf dich|follar|follarte|follamos|chupame|chupamela|mamada*|tetas|'
        'fotos desnuda|fotos desnudo|desnudos tuyos|foto desnuda|verte desnuda|'
        'verte desnudo|cachonda|cachondo|polla dura|mi polla|tu coño|tu culo|'
        'hacerme una paja|nackt|steifer schwanz|mein schwanz|meinen schwanz',
        'pussy riot|pussycat*|muschibaum|milfoil|blue tits|great tits|'
        'tit for tat|nackte zahlen|nackte zahl|nacktschnecke*|paja brava',
        'Explicit words.'),
    ('sexual_advance', 'words', 'sexual', NULL,
        'message:hold anonymous:hold profile:hold review:hold comment:hold journey:hold job:hold', 0.8,
        'have sex|sex with me|sex with you|sex tonight|sleep with me|'
        'sleep with you|come to my bed|you look hot|you are so hot|you''re so hot|'
        'you are so sexy|you''re so sexy|you look sexy|so sexy|sexy body|'
        'sexy girl*|sexy lady|sexy pics|sexy photos|take off your clothes|'
        'what are you wearing|send nudes|send me nudes|send me a pic of your|'
        'sugar daddy|sugar baby|hook up tonight|wanna hook up|want to hook up|'
        'netflix and chill at|escort service*|escorts in|hot singles|turn me on|'
        'makes me hard|kiss you all|touch yourself|hot and sexy|sex mit mir|'
        'sex mit dir|lust auf sex|willst du sex|mit dir schlafen|'
        'mit mir schlafen|du bist so heiss|du bist so sexy|siehst sexy aus|'
        'zieh dich aus|dich ausziehen|deinen korper|schick mir bilder von deinem|'
        'treffen im hotel|sexo conmigo|sexo contigo|tener sexo|quiero sexo|'
        'sexo esta noche|acostarme contigo|acostarte conmigo|a la cama conmigo|'
        'en mi cama|estas buena|estas buenisima|estas muy buena|que buena estas|'
        'eres tan sexy|eres muy sexy|que sexy|quitate la ropa|desnudate|'
        'que llevas puesto|mandame fotos de tu|manda nudes|pasa nudes|'
        'pasame nudes|besarte toda|besarte entera|show me your body|'
        'show me your tits|show me your ass|show me your legs|'
        'show me your breasts|show me your boobs|show me your panties|'
        'show me your feet|want to touch you|touch you all over|touch your body|'
        'kiss your body|your naked body|your hot body|undress you|undress for me|'
        'mit dir ins bett|zu mir ins bett|was hast du gerade an|'
        'was hast du drunter|quiero tocarte|tu cuerpo desnudo|comerte entera|'
        'naked for me|dirty talk',
        'your body of work|your body language|in your body|your body text|'
        'your body copy|your body paragraph*|your body of|tu cuerpo docente|'
        'your body is|show me your code|show me your solution|'
        'show me your approach|show me your work|show me your screen|'
        'show me your resume|show me your notes|show me your thinking|'
        'show me your calendar|show me your test*|touch yourself up|sexo tenido|'
        'ins bett gehen|send me a pic of your code|'
        'send me a pic of your whiteboard|send me a pic of your diagram|'
        'your body params|touch you up',
        'Advances nobody asked for.'),
    ('sexual_minor', 'words', 'sexual', NULL,
        'message:block anonymous:block profile:block review:block comment:block journey:block job:block', 0.95,
        'child porn*|kiddie porn*|cp links|teen porn*|underage sex|'
        'underage girl*|underage boy*|sex with minors|sex with a minor|jailbait|'
        'lolita porn|preteen*|kinderporno*|sex mit kindern|minderjahrige sex|'
        'porno infantil|pornografia infantil|sexo con menores|sexo con niñas|'
        'sexo con niños',
        'report child porn*|against child porn*|gegen kinderporno*',
        'Anything sexual about children.'),
    ('violence_threat', 'words', 'violence', NULL,
        'message:block anonymous:block profile:block review:block comment:block journey:block job:block', 0.9,
        'kill you|killing you|gonna kill u|will kill u|beat you up|'
        'beat the shit out of you|break your legs|break your neck|'
        'break your face|break your bones|smash your face|smash your head|'
        'punch you|stab you|shoot you|shooting you|i know where you live|'
        'know where you live|you will die|you''re going to die|'
        'you are going to die|you deserve to die|hope you die|cut your throat|'
        'slit your throat|burn your house|blow up the school|shoot up the|'
        'hurt your family|rape you|raping you|murder you|strangle you|'
        'you''re dead|you are dead|you are a dead man|dead man walking|'
        'you will regret this|you''ll regret this|watch your back|bringe dich um|'
        'bring dich um|dich umbringen|tote dich|toete dich|dich toten|'
        'dich toeten|mach dich kalt|mache dich kalt|schlage dich zusammen|'
        'schlage dich tot|dich zusammenschlagen|stech dich ab|steche dich ab|'
        'dich abstechen|du bist tot|du wirst sterben|weiss wo du wohnst|weiss|'
        'wo du wohnst|breche dir|brech dir|erschiesse dich|dich erschiessen|'
        'in die luft sprengen|in die luft jagen|hoffentlich stirbst du|'
        'dich vergewaltigen|vergewaltige dich|poliere dir die fresse|'
        'auf die fresse|eins aufs maul|warte bis ich dich|zunde dein haus|'
        'dein haus anzunden|du wirst es bereuen|te voy a matar|te vamos a matar|'
        'te matare|te mato|voy a matarte|matarte a|se donde vives|'
        'sabemos donde vives|partirte la cara|te voy a partir|te parto la cara|'
        'te voy a pegar|te rompo la|te rajo|vas a morir|vas a morirte|'
        'ojala te mueras|te voy a violar|violarte|quemar tu casa|quemo tu casa|'
        'pego un tiro|pegarte un tiro|te voy a hacer daño|hacerte daño|'
        'cuidate las espaldas|te vas a arrepentir|te arrepentiras|'
        'te voy a apuñalar|apuñalarte|una bomba en|reventarte la cabeza|'
        'te reviento|will find you and|i''ll find you and|i will hurt you|'
        'i''ll hurt you|gonna hurt you|going to hurt you|want to hurt you|'
        'blow up your house|blow up your office|blow up your car|blow up this|'
        'bomb the school|bomb the office|bomb the building|bomb your|'
        'punch your face|punch you in the|burn down your house|'
        'burn down your office|set your house on fire|i will bury you|'
        'skin you alive|your family will suffer|your family will pay|'
        'your family will die|bullet in your head|bullet in you|'
        'i''ll make you pay|i will make you pay|come and get you|'
        'i''m coming for you|ich mach dich fertig|ich mache dich fertig|'
        'ich schlag dich|ich schlage dich|ich finde dich und|'
        'deine familie wird leiden|deine familie wird bussen|te voy a romper la|'
        'te voy a romper las|te voy a romper los|te voy a encontrar y|'
        'te voy a buscar y te|tu familia va a pagar|tu familia va a sufrir|'
        'beat you to death|choke you|hunt you down|break every bone|'
        'destroy your life',
        'find you and your|find you and connect|i will find you a|'
        'i''ll find you a|i will find you some|i''ll find you some|'
        'will find you and your team|ich finde dich gut|ich finde dich toll|'
        'ich finde dich nett|finde dich und deine arbeit|stab you in the back|'
        'bomb the interview|bomb the exam|bomb the test|bomb the presentation|'
        'won''t kill you|will not kill you|not kill you|doesn''t kill you|'
        'does not kill you|hurt you to|won''t hurt you|not hurt you|'
        'wouldn''t hurt you|te voy a buscar y|te voy a encontrar un|'
        'te voy a romper el|punch your card|mach dich fertig machen|punch you in|'
        'watch your backlog|schlag dich gut|schlag dich durch|coming for you to|'
        'shoot you an|shoot you a|shoot you the|shoot you over|shoot you some|'
        'dead in the water|dead wrong|dead right|dead on|no te vas a arrepentir|'
        'no te arrepentiras|nunca te arrepentiras|ich schlage dich vor|'
        'ich schlag dich vor|ich finde dich und deine|kill you in the interview|'
        'choke you up|punch you in the clock|kill you to|would kill you to',
        'Threats against somebody.'),
    ('self_harm_incite', 'words', 'self_harm', NULL,
        'message:block anonymous:block profile:block review:block comment:block journey:block job:block', 0.9,
        'kill yourself|killing yourself is|kys|go die|go and die|please die|'
        'end your life|hang yourself|nobody would miss you|no one would miss you|'
        'drink bleach|you should die|jump off a bridge|slit your wrists|'
        'better off without you|better off dead you|do us a favor and die|'
        'bring dich um|bring dich doch um|bring dich endlich um|hang dich auf|'
        'hang dich doch auf|erhang dich|spring von der brucke|spring vor den|'
        'geh sterben|tote dich selbst|bring dich selbst um|'
        'niemand wurde dich vermissen|trink bleiche|schneid dir die pulsadern|'
        'matate|suicidate|ahorcate|tirate de un puente|ojala te suicides|'
        'deberias matarte|deberias morirte|muerete|cortate las venas|'
        'nadie te echaria de menos|nadie te va a extrañar|bebe lejia|'
        'pegate un tiro|just die already|jump off a roof|jump off a building|'
        'jump off a cliff|tirate por la ventana|tirate por el balcon|'
        'the world would be better without you|die welt ware besser ohne dich|'
        'el mundo estaria mejor sin ti',
        'kill yourself laughing|don''t kill yourself over|don''t hurt yourself|'
        'do not hurt yourself|not cut yourself|don''t cut yourself|'
        'jump off a cliff node|jump off a call',
        'Telling somebody to harm themselves.'),
    ('self_harm_crisis', 'words', 'self_harm', NULL,
        'message:flag anonymous:flag profile:flag review:flag comment:flag journey:flag job:flag', 0.85,
        'kill myself|killing myself|want to die|wanna die|wish i was dead|'
        'wish i were dead|end my life|ending my life|suicidal|suicide|'
        'hurt myself|hurting myself|harm myself|harming myself|cut myself|'
        'cutting myself|don''t want to live|dont want to live|do not want to live|'
        'no reason to live|nothing to live for|better off dead|'
        'better off without me|self harm|selfharm|take my own life|'
        'taking my own life|can''t go on living|cannot go on living|'
        'don''t want to be alive|mich umbringen|bringe mich um|bring mich um|'
        'selbstmord*|suizid*|nicht mehr leben|will sterben|mochte sterben|'
        'wunschte ich ware tot|leben nehmen|leben beenden|mich selbst verletz*|'
        'mich selber verletz*|mich ritze|ritze mich|ohne mich besser dran|'
        'mir etwas antun|mir was antun|suicidarme|suicidio*|suicida|quiero morir|'
        'quiero morirme|quitarme la vida|no quiero vivir|'
        'no quiero seguir viviendo|acabar con mi vida|hacerme daño|autolesion*|'
        'mejor muerto|mejor muerta|estarian mejor sin mi|no tengo ganas de vivir|'
        'no vale la pena vivir|ojala estuviera muerto|ojala estuviera muerta|'
        'terminar con mi vida|want to end it all|overdose on pills|'
        'leben keinen sinn|leben hat keinen sinn|leben macht keinen sinn|'
        'quiero acabar con todo|cortarme las venas|quiero cortarme|'
        'quiero matarme|voy a matarme|pienso en matarme|no longer want to live|'
        'tired of living|lebensmude|life is not worth|life isn''t worth',
        'suicide squad|suicide burn|suicide linux|career suicide|'
        'suicide prevention hotline|kill myself laughing|cut myself off|'
        'cut myself some|cut myself a|hurt myself by not negotiating|'
        'selbstmordkommando',
        'Somebody who may be in danger: looked at soon, never refused.'),
    ('scam', 'words', 'scam', NULL,
        'message:hold anonymous:hold profile:hold review:hold comment:hold journey:hold job:hold', 0.8,
        'gift card*|western union|moneygram|wire me|wire the money|send me money|'
        'send the money|send money to|send me your bank|your bank details|'
        'bank account details|bank login|tell me your password|'
        'send me your password|give me your password|share your password|'
        'send me the code|send me the verification code|the code you received|'
        'code we sent you|code i sent you|one time code|seed phrase|'
        'recovery phrase|wallet phrase|guaranteed return*|guaranteed profit*|'
        'guaranteed income|guaranteed job offer if you pay|double your bitcoin|'
        'double your money|double your investment|double your crypto|triple your|'
        'investment opportunity|crypto investment*|bitcoin investment*|'
        'send bitcoin|send btc|btc to this|forex signals|trading signals|'
        'nigerian prince|million dollars inheritance|pay a small fee|'
        'small upfront fee|pay upfront|advance fee|pay outside the platform|'
        'pay me outside|pay me directly|outside of the platform|'
        'outside the platform|outside this platform|off the platform|'
        'off platform|bypass the platform|avoid the platform fee*|'
        'avoid platform fee*|avoid the fee*|avoid fees|skip the fees|'
        'save the fees|without the platform fee*|cheaper if you pay me|'
        'friends and family|social security number|your ssn|your card number|'
        'your account will be suspended|your account will be closed|'
        'your account has been suspended|your account has been limited|'
        'account is suspended|verify your account|confirm your account|'
        'confirm your identity by|you have won|you''ve won|claim your prize|'
        'claim your reward|lottery winner|lottery prize|won the lottery|'
        'cash app me|cashapp|venmo me|send via cash app|loan approved|'
        'instant loan*|easy loan*|fake certificate*|buy a certificate|'
        'buy certificate*|take the exam for you|take your exam|'
        'take the interview for you|do the interview for you|proxy interview*|'
        'interview on your behalf|passing score guaranteed|pass guaranteed|'
        'exam answers for sale|pay for a referral|refund me directly|'
        'gutscheinkarte*|geschenkkarte*|schick mir geld|schicke mir geld|'
        'uberweise mir|uberweis mir|uberweisen sie|deine bankdaten|'
        'ihre bankdaten|den code den du|schick mir den code|tan schicken|'
        'garantierte rendite*|garantierter gewinn*|garantierte gewinne|'
        'sie haben gewonnen|du hast gewonnen|gewinn abholen|ihre erbschaft|'
        'vorab bezahlen|ausserhalb der plattform|an der plattform vorbei|'
        'ohne plattformgebuhr*|direkt an mich zahlen|zahl mir direkt|'
        'zahle mir direkt|bezahl mich direkt|bezahle mich direkt|'
        'konto wird gesperrt|konto wurde gesperrt|konto gesperrt|'
        'bitcoin verdoppeln|geld verdoppeln|verdoppeln sie ihr|verdopple dein|'
        'sofortkredit*|zertifikat kaufen|prufung fur dich|interview fur dich|'
        'tarjetas regalo|tarjeta regalo|tarjetas de regalo|tarjeta de regalo|'
        'enviame dinero|mandame dinero|envia dinero|envia el dinero|'
        'tus datos bancarios|sus datos bancarios|codigo que te|enviame el codigo|'
        'mandame el codigo|rentabilidad garantizada|ganancias garantizadas|'
        'beneficio garantizado|beneficios garantizados|inversion garantizada|'
        'ha ganado un|ganaste un|reclama tu premio|reclame su premio|'
        'fuera de la plataforma|sin comisiones|evitar la comision|'
        'evitar comisiones|evitar las comisiones|ahorrar la comision|'
        'pagame directamente|pagame por fuera|pago por adelantado|'
        'pagar por adelantado|tu cuenta sera suspendida|'
        'su cuenta sera suspendida|tu cuenta ha sido|su cuenta ha sido|'
        'cuenta sera bloqueada|verifica tu cuenta|verifique su cuenta|'
        'duplica tus|duplica tu|duplicar tu dinero|duplicar tus|'
        'invierte en cripto*|oportunidad de inversion|prestamo rapido|'
        'prestamos rapidos|prestamo inmediato|comprar certificado*|'
        'hago el examen por ti|hago tu examen|hago la entrevista por ti|'
        'processing fee to|pay a processing fee|your cvv|your credit card number|'
        'send me your card|you won a prize|you won a gift|you won a car|'
        'you won a free|you won an iphone|inheritance of $|'
        'inheritance of million*|claim your inheritance|send usdt|'
        'plattformgebuhr sparen|plattformgebuhren sparen|'
        'gebuhren der plattform sparen|die gebuhren sparen|'
        'wir sparen die gebuhr*|sparen wir die gebuhr*|'
        'sparen wir uns die gebuhr*|sag mir dein passwort|'
        'schick mir dein passwort|gib mir dein passwort|'
        'verrate mir dein passwort|schick mir den bestatigungscode|'
        'gib mir den code|deine kreditkartennummer|deine kreditkartendaten|'
        'ihre kreditkartennummer|erbschaft von|erbschaft in hohe|'
        'dime tu contraseña|dame tu contraseña|enviame tu contraseña|'
        'mandame tu contraseña|dime el codigo|dame el codigo|codigo que te llego|'
        'has ganado un premio|has ganado un iphone|has ganado un coche|'
        'has ganado la loteria|has ganado el sorteo|herencia millonaria|'
        'herencia de un millon|herencia de millones|tu numero de tarjeta|'
        'su numero de tarjeta|por fuera de la plataforma|pagar por fuera|'
        'paga por fuera|por fuera y|te ahorras la comision|'
        'nos ahorramos la comision|directly to my account|straight to my account|'
        'instead of through the platform|ohne die plattform|an belay vorbei|'
        'without belay|sin pasar por la plataforma|paypal me|'
        'send the payment to my|ersparnisse verdoppeln|per paypal freunde|'
        'paypal freunde und familie|amigos y familia',
        'validate the credit card number|credit card number validation|'
        'credit card number field|mask the credit card number|'
        'luhn check for a credit card number|store the credit card number|'
        'hash your password|change your password|reset your password|'
        'forgot your password|your password to reset|cambiar tu contraseña|'
        'restablecer tu contraseña|dein passwort andern|'
        'dein passwort zurucksetzen|double your money back|'
        'friends and family plan|verify your account in settings|'
        'send money to another user|send money to other users|'
        'send money to a friend|my friends and family|your friends and family|'
        'with friends and family|for friends and family|tell friends and family|'
        'friends and family discount|de amigos y familia|con amigos y familia|'
        'mis amigos y familia|a amigos y familia',
        'Money, passwords and ways around the platform.'),
    ('spam_phrases', 'words', 'spam', NULL,
        'message:flag anonymous:flag profile:flag review:hold comment:hold journey:flag job:flag', 0.7,
        'buy followers|buy cheap|buy likes|cheap followers|free followers|'
        'more followers|click here|click the link|click this link|'
        'click on this link|click on the link|limited time offer|limited offer|'
        'act now|order now|buy now|don''t miss this offer|special offer|100% free|'
        'make money fast|make money online|make money from home|'
        'earn money online|earn money fast|earn money from|easy money|'
        'passive income|earn up to|earn per day|earn per week|per day from home|'
        'free money|free iphone|free gift|free trial now|risk free|online casino|'
        'casino bonus|poker bonus|betting tips|viagra|cialis|cheap meds|'
        'online pharmacy|weight loss pill*|diet pills|miracle cure|'
        'crypto giveaway|bitcoin giveaway|free bitcoin|free crypto|seo service*|'
        'seo expert*|guest post*|backlinks|rank on google|first page of google|'
        'subscribe to my|subscribe my|follow me for|follow for follow|f4f|'
        'like and subscribe|check out my channel|check my channel|'
        'check out my page|visit my profile|visit my site|visit my website|'
        'visit our website|use my code|join my course|join our group|'
        'join my group|join my telegram|dm me for|dm for price*|'
        'message me for price*|essays for sale|essay writing service*|buy essays|'
        'cheap essays|homework done for you|replica watches|rolex|designer bags|'
        'data entry jobs|hiring now no experience|no experience needed|'
        'mlm opportunity|network marketing|be your own boss|financial freedom|'
        'get rich|million dollar secret|geld verdienen|schnell geld|'
        'schnelles geld|leichtes geld|nebenverdienst|verdiene bis zu|'
        'verdienen sie bis|von zu hause aus verdien*|passives einkommen|'
        'jetzt kaufen|jetzt bestellen|jetzt zugreifen|klick hier|klicke hier|'
        'klicken sie hier|klick auf den link|klicke auf den link|gratis iphone|'
        'kostenlos testen jetzt|bestpreis*|gunstigster preis|billige follower|'
        'follower kaufen|likes kaufen|gewinnspiel|abnehmen ohne|schnell abnehmen|'
        'wunderpille*|abonniere meinen|abonniert meinen|folgt mir auf|'
        'besuche meine seite|besucht meine seite|finanzielle freiheit|'
        'reich werden|werde reich|hausarbeiten kaufen|bachelorarbeit kaufen|'
        'gana dinero|ganar dinero|dinero facil|dinero rapido|ingresos extra|'
        'ingresos pasivos|gana hasta|trabaja desde casa|trabajar desde casa|'
        'haz clic|haz click|pincha aqui|oferta limitada|oferta especial|'
        'compra ahora|compra ya|mejor precio|seguidores gratis|compra seguidores|'
        'comprar seguidores|iphone gratis|regalo gratis|pastillas para|'
        'pastilla milagrosa|codigo de descuento|codigo promocional|'
        'suscribete a mi|siguete|sigueme para|unete a mi grupo|unete a nuestro|'
        'visita mi pagina|visita mi web|visita nuestra web|libertad financiera|'
        'hazte rico|hacerte rico|tus trabajos universitarios|hago tus tareas|'
        'my promo code|with promo code|use promo code|mit rabattcode|'
        'mein rabattcode|lose weight fast|lose 10 kg|pierde peso rapido|'
        'adelgaza rapido|adelgaza sin|best price guaranteed|lowest prices|'
        'online casinos|casino online|bonus casino|extra cash|schnell reich|'
        'kauf jetzt|kaufe jetzt|bestell jetzt|millionar werden|gana dinero extra|'
        'compra hoy|pide ya|visit our shop|visit my shop|cheap prices|'
        'special discount|big discount|huge discount|cheapest price*|'
        'wholesale price*|get paid to|earn $|earn €|earn money with',
        'no experience needed to join this course|work from home policy|'
        'work from home days|use code review|use code splitting|'
        'use code coverage|use code generation|use code blocks|use code from|'
        'use code that|use code to|casino game|casino problem|no risk of|'
        'extra income tax|backlinks graph|best price in the array|'
        'lowest price in the array|promo code table|promo code field|'
        'coupon code field|discount code field|promo codes table|act now that|'
        'buy now button|buy now pay later|order now button|click here button|'
        'click here link|earn money with real',
        'Advertising.'),
    ('at', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'at|ät|aet|et|chez',
        '',
        'Words for the @ that are also others.'),
    ('at_sure', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'arroba|klammeraffe|affenschwanz|atsign|at-sign|arobase|arobas',
        '',
        'Words for the @ and nothing else.'),
    ('dot', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'dot|punkt|punto|point|period|pkt|pnt',
        '',
        'Words for the dot.'),
    ('provider', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'gmail|googlemail|gmial|gmx|hotmail|outlook|yahoo|ymail|protonmail|'
        'proton|icloud|aol|tutanota|fastmail|zoho|yandex|posteo|msn|freenet|'
        'tonline|wanadoo|mailinator|hushmail',
        '',
        'Mail providers.'),
    ('tld', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'com|org|net|de|es|io|dev|co|uk|eu|fr|edu|gov|xyz|gg|ly|biz|online|site|'
        'website|shop|club|ru|cn|jp|br|mx|ar|cl|nl|dk|fi|pt|cz|kr|ca|au|nz|ie|lu|'
        'ch|tv|onl|tech|pro|top|pe|ve|uy|ec|mobi|cat|social|codes|expert|'
        'consulting|agency|tips|guru|ninja|rocks|coach|academy|training|berlin|'
        'vip|family',
        '',
        'Ends of domains.'),
    ('tld_weak', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'me|at|it|in|is|to|so|my|us|id|name|link|live|store|page|blog|cloud|info|'
        'ai|app|be|no|se|do|am|as|pl|sh|py|rs|md|cc|ml|ws|la|li|im|st|space|'
        'world|studio|work|zone|run|host|email|team|network|digital|media|design|'
        'one|fun|art|bio|tk|tr',
        '',
        'Ends of domains that are also words or files.'),
    ('platform', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'instagram|insta|ig|telegram|telegramm|tg|whatsapp|whatsap|watsapp|'
        'whattsapp|wapp|wasap|guasap|snapchat|discord|skype|facebook|fb|linkedin|'
        'linkedln|twitter|tiktok|tik-tok|wechat|weixin|kik|viber|threema|github|'
        'gitlab|reddit|mastodon|bluesky|bsky|calendly|youtube|xing|kakaotalk|'
        'kakao|icq|twitch|pinterest|tumblr|medium|keybase|linkedin.com|'
        'instagram.com|facebook.com|fb.me|fb.com|t.me|wa.me|telegram.me|'
        'telegram.org|twitter.com|x.com|github.com|gitlab.com|calendly.com|'
        'discord.gg|discord.com|tiktok.com|snapchat.com|linktr.ee|about.me|'
        'xing.com|m.me|ig.me|cal.com|zoom.us|signal.me|bsky.app|mastodon.social|'
        'behance.net|dribbble.com|meet.google.com|skype.com|docs.google.com|'
        'drive.google.com|forms.gle|sites.google.com|medium.com|notion.site|'
        'notion.so|wixsite.com|github.io|gitlab.io|netlify.app|vercel.app|'
        'herokuapp.com|substack.com|wordpress.com|blogspot.com|patreon.com|'
        'ko-fi.com|fiverr.com|upwork.com|youtube.com|youtu.be|reddit.com|'
        'stackexchange.com|pinterest.com|twitch.tv|vimeo.com|soundcloud.com|'
        'paypal.me|revolut.me|threads.net|kik.me|line.me|wechat.com|weibo.com|'
        'vk.com|ok.ru|join.skype.com|chat.whatsapp.com|messenger.com|viber.com|'
        'g.co|bit.do',
        '',
        'Platforms where people have names.'),
    ('private', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'telegram|telegramm|tg|whatsapp|whatsap|watsapp|whattsapp|wapp|wasap|'
        'guasap|insta|ig|snapchat|discord|skype|wechat|weixin|kik|viber|threema|'
        'kakaotalk|kakao|icq',
        '',
        'Platforms for chats with people one knows.'),
    ('weak_platform', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'signal|line|slack|x|teams|zoom|snap|messenger|steam|matrix|meet|'
        'facetime|imessage|hangouts',
        '',
        'Platforms whose names are mostly other words.'),
    ('mine', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'me|my|mine|myself|mi|mio|mia|mis|mein|meine|meinem|meinen|meiner|meins|'
        'mich|mir|us|our|uns|unser|nos|nuestro|im|contigo|conmigo',
        '',
        'Of whom writes.'),
    ('phone', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'phone|phones|tel|telephone|telefon|telefono|telefonnummer|telefonisch|'
        'mobile|cellphone|handy|handynummer|mobilnummer|rufnummer|movil|celular|'
        'whatsapp|whatsap|wapp|wasap|sms|fon|festnetz|landline|phonenumber|fijo|'
        'mobil|telf|tlf|cel|fono',
        '',
        'What a telephone is called.'),
    ('call', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'call|calls|text|ring|dial|reach|buzz|message|msg|contact|ruf|rufe|'
        'anrufen|rufen|ruft|schreib|schreibe|schreibt|llama|llamen|marca|marcar|'
        'marque|contactar|contacta|erreichen|erreichst|erreichbar|melde|meld|'
        'ping|hit|sms|signal|telegram|viber|kontaktiere|kontaktieren|localizarme|'
        'localizar|klingel|whatsapp',
        '',
        'Calling somebody.'),
    ('number', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'number|nummer|numero|cell|num|digits|nro',
        '',
        'A number, of somebody or anything.'),
    ('mail', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'email|emails|mail|mails|correo|mailto|write|contact|reach|schreib|'
        'schreibe|schreiben|schreibt|escribe|escribeme|escribidme|escribirme|'
        'escriban|contacto|kontakt|mailadresse|emailadresse|inbox|postfach|'
        'correos|send|schick|envia|enviame|mandame|manda|resume|cv|mailen|'
        'erreichbar|erreichst',
        '',
        'What mail is called.'),
    ('ask', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'add|dm|pm|message|msg|text|hit|ping|follow|find|reach|contact|connect|'
        'write|email|call|whatsapp|slide|schreib|schreibe|schreibt|adde|folg|'
        'folge|kontaktiere|finde|findest|findet|such|suche|sucht|erreiche|'
        'erreichst|melde|meld|fuge|fug|fueg|ruf|escribe|anade|agrega|busca|sigue|'
        'contacta|manda|habla|stalk|search|google|look|inbox|drop|shoot|send',
        '',
        'Asking somebody to come to one, with "me".'),
    ('ask_me', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'escribeme|escribidme|escribanme|buscame|buscadme|agregame|agregadme|'
        'sigueme|seguidme|contactame|contactadme|llamame|llamadme|mandame|'
        'hablame|anademe|encuentrame|enviame|encontrarme|escribirme|contactarme|'
        'buscarme|agregarme|llamarme|seguirme|encontraras|hmu',
        '',
        'The same in one word.'),
    ('handle', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'handle|username|user|name|nick|nickname|id|account|profile|tag|usuario|'
        'cuenta|perfil|benutzername|nutzername|konto|nutzer|pseudo|kontakt|'
        'contact|nombre|page|channel|llamo|heisse|heise|apellido|apellidos|'
        'nachname|vorname|surname',
        '',
        'What a name elsewhere is called.'),
    ('is', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'is|es|ist|are|als|as|under|unter|como|lautet|equals|named|called|'
        'se llama|by|heisse|heise|bin|soy',
        '',
        'Says what something is.'),
    ('digit', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'zero=0|oh=0|nought=0|one=1|two=2|three=3|four=4|five=5|six=6|seven=7|'
        'eight=8|nine=9|null=0|eins=1|zwei=2|zwo=2|drei=3|vier=4|funf=5|fuenf=5|'
        'sechs=6|sieben=7|acht=8|neun=9|cero=0|uno=1|dos=2|tres=3|cuatro=4|'
        'cinco=5|seis=6|siete=7|ocho=8|nueve=9',
        '',
        'Digits in words.'),
    ('twice', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'double=2|twice=2|triple=3|treble=3|doppel=2|doppelt=2|doppelte=2|'
        'doble=2|dreifach=3',
        '',
        'Digits that come more than once.'),
    ('unit', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'eur|euro|euros|usd|dollar|dollars|gbp|pound|pounds|peso|pesos|yen|chf|'
        'franken|users|requests|rows|row|bytes|byte|kb|mb|gb|tb|ms|ns|us|second|'
        'seconds|sec|minutes|min|hour|hours|days|records|items|lines|entries|'
        'messages|events|nodes|people|visitors|views|km|kg|meters|miles|percent|'
        'prozent|nutzer|anfragen|zeilen|benutzer|usuarios|registros|peticiones|'
        'filas|elementos|segundos|milliseconds|tokens|qps|rps|ops|elements|'
        'integers|numbers|iterations|operations|times|points|px|pixels|hz|mhz|'
        'ghz|million|millions|millionen|millones|thousand|writes|reads|keys|'
        'values|bits|digits|years|sekunden|minuten|stunden|datensatze|eintrage|'
        'nachrichten|ereignisse|mensajes|eventos|horas|minutos|dias|veces|mal|'
        'stuck|personas|personen|kunden|clientes|customers|shards|cents|'
        'transactions|transacciones|transaktionen',
        '',
        'What is counted or measured.'),
    ('label', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'order|invoice|isbn|iban|issn|bic|swift|account|ticket|issue|pr|bug|case|'
        'ref|reference|id|ids|uuid|guid|version|build|commit|port|error|code|row|'
        'seed|epoch|timestamp|unix|tracking|serial|sku|part|rfc|cve|imei|vin|pid|'
        'uid|gid|zip|plz|postcode|bestellung|bestellnummer|rechnung|'
        'rechnungsnummer|auftrag|auftragsnummer|kundennummer|aktenzeichen|pedido|'
        'factura|referencia|codigo|kontonummer|value|result|output|input|sum|'
        'total|returns|return|print|mod|modulo|int|max|min|constant|hash|key|'
        'salt|offset|addr|index|length|size|count|n|prime|seq|sequence|nr|doi|'
        'gtin|ean|upc|job|run|task|session|user|customer|license|mac|patent|'
        'release|lat|lon|latitude|longitude|wert|ergebnis|summe|resultado|valor|'
        'suma|primzahl|primo|fehler|fehlercode|zeile|linea|puerto|matriculation|'
        'steuernummer|ust|vat|nif|dni|ssn|card|karte|tarjeta|array|list|nums|'
        'matrix|vector|isin|wkn|arr|amount|price|preis|precio',
        '',
        'Says what a number is.'),
    ('code', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'override|autowired|property|app|media|import|param|params|return|'
        'returns|test|tests|component|staticmethod|classmethod|dataclass|'
        'interface|bean|entity|inject|deprecated|keyframes|supports|font-face|'
        'charset|layer|tailwind|apply|include|mixin|extend|use|types|babel|'
        'angular|nestjs|vue|react|testing-library|aws-sdk|emotion|mui|here|'
        'channel|everyone|all|team|interviewer|candidate|mentor|support|admin|'
        'moderator|request|requestmapping|getmapping|postmapping|putmapping|'
        'deletemapping|pathvariable|requestbody|requestparam|restcontroller|'
        'controller|service|repository|configuration|springbootapplication|'
        'transactional|valid|notnull|nullable|nonnull|id|column|table|data|'
        'getter|setter|builder|slf4j|before|beforeeach|beforeall|after|aftereach|'
        'afterall|mock|injectmocks|functionalinterface|suppresswarnings|'
        'safevarargs|todo|fixme|see|since|author|throws|throw|exception|link|'
        'code|example|typedef|type|public|private|protected|readonly|abstract|'
        'wraps|lru_cache|cache|cached_property|abstractmethod|pytest|fixture|'
        'patch|login_required|route|router|get|post|put|delete|click|celery|'
        'shared_task|task|contextmanager|total_ordering|overload|final|main|'
        'state|binding|published|observedobject|environmentobject|objc|'
        'discardableresult|escaping|ibaction|iboutlet|viewbuilder|mainactor|'
        'input|output|hostlistener|viewchild|injectable|ngmodule|pipe|directive|'
        'composable|volatile|synchronized|jvmstatic|jvmfield|parcelize|provides|'
        'module|singleton|github.com|gitlab.com|bitbucket.org',
        '',
        'Signs of programs behind an @, and hosts of programs.'),
    ('build', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'set|select|declare|where|values|exec|design|implement|implementing|'
        'build|building|clone|scale|scaling|architecture|designing|disena|'
        'disenar|entwirf|entwerfen|baue|bauen|implementar|implementieren|bit.ly|'
        'tinyurl.com|short.ly|sho.rt|tiny.cc|myapp.com|mysite.com|company.com|'
        'acme.com|service.com|site.com|website.com|server.com|myservice.com|'
        'api.com|abc.com|xyz.com|cdn.com|shop.com|store.com|mycompany.com|'
        'app.com|host.com|hostname.com|url.com|page.com|blog.com|news.com|'
        'shorturl.com|my-service.com|my-app.com|empresa.com|firma.de|beispiel.de|'
        'ejemplo.com|ejemplo.es',
        '',
        'Words of those who build platforms, and of SQL before an @.'),
    ('stop', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'the|a|an|this|that|these|those|and|or|but|if|then|than|of|on|in|to|for|'
        'from|with|by|as|is|are|was|were|be|been|being|am|do|does|did|have|has|'
        'had|will|would|can|could|should|may|might|must|not|no|yes|so|too|very|'
        'just|only|also|all|any|some|many|much|more|most|few|other|another|such|'
        'each|every|both|i|you|he|she|it|we|they|him|her|his|its|their|them|your|'
        'yours|look|looking|looked|work|worked|working|works|meet|met|meeting|'
        'available|live|lives|lived|arrive|arrived|time|times|start|starts|'
        'started|stop|stops|hosted|host|using|use|used|uses|see|seen|visit|shop|'
        'buy|check|go|going|went|come|came|here|there|where|when|what|which|who|'
        'how|why|now|today|tomorrow|currently|team|engineer|manager|developer|'
        'job|jobs|role|position|intern|people|someone|everyone|anyone|good|great|'
        'bad|best|better|new|old|first|last|next|over|under|about|into|out|up|'
        'down|off|again|once|der|die|das|ein|eine|einen|einem|einer|und|oder|'
        'aber|wenn|ist|sind|war|waren|bin|bist|sein|hat|haben|habe|ich|du|er|sie|'
        'es|wir|ihr|mit|von|zu|bei|auf|im|fur|nicht|auch|nur|noch|wie|wo|el|la|'
        'los|las|un|una|unos|unas|y|o|pero|si|de|del|al|en|con|por|para|que|son|'
        'era|fue|ser|estar|esta|estoy|soy|lo|le|se|su|sus|muy|mas|como|feature|'
        'clone|app|design|api|bot|feed|group|post|posts|story|stories|database|'
        'server|service|system|integration|button|share|login|awesome|blocked|'
        'banned|full|empty|private|public|really|slow|fast|easy|hard|irrelevant|'
        'unimportant|important|secret|hidden|anonymous|none|unknown|dead|gone|'
        'asp|whatever',
        '',
        'Common words: names of nobody.'),
    ('move', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'let|lets|move|switch|continue|talk|chat|speak|take|hablemos|hablamos|'
        'hablar|sigamos|seguimos|seguir|pasamos|pasemos|lass|lasst|wechseln|'
        'weiter|reden|weiterreden|schreiben|sprechen|chatten|chatear|charlar|'
        'discuss|meet|catch',
        '',
        'Going on elsewhere.'),
    ('to', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'on|to|over|via|in|at|auf|uber|ueber|per|nach|zu|por|en|a|al|mediante|'
        'bei|through|using|mit|dem|el|the|mi|my|meinem|meinen|meine|with|with me',
        '',
        'Words before where one goes.'),
    ('placeholder', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'example|foo|bar|baz|localhost|yourdomain|mydomain|yoursite|domain|'
        'yourcompany|somedomain|example.com|example.org|example.net|test.com|'
        'python.org|wikipedia.org|stackoverflow.com|mozilla.org|cppreference.com|'
        'leetcode.com|hackerrank.com|w3.org|w3schools.com|postgresql.org|'
        'kernel.org|ietf.org|rfc-editor.org|golang.org|go.dev|rust-lang.org|'
        'docs.rs|crates.io|npmjs.com|pypi.org|nodejs.org|typescriptlang.org|'
        'reactjs.org|react.dev|vuejs.org|angular.io|spring.io|kubernetes.io|'
        'docker.com|amazon.com|amazonaws.com|microsoft.com|oracle.com|apache.org|'
        'redis.io|mongodb.com|sqlite.org|mysql.com|nginx.org|geeksforgeeks.org|'
        'arxiv.org|acm.org|ieee.org|google.com|bing.com|duckduckgo.com|'
        'cplusplus.com|godbolt.org|regex101.com|jsonplaceholder.typicode.com|'
        'httpbin.org|openai.com|hashicorp.com|terraform.io|grafana.com|'
        'prometheus.io|elastic.co|graphql.org|json.org|yaml.org|unicode.org|'
        'socket.io|draw.io|excalidraw.com|coderpad.io|neetcode.io|'
        'bigocheatsheet.com|visualgo.net|rae.es|duden.de|boe.es|'
        'system-design-primer',
        '',
        'Domains of documentation, and places everybody refers to.'),
    ('package', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'java|javax|asp|vb|ado|socket|std|file|kotlin|system|tokio|ml|com|org|fs|'
        'path|os|rx|io|net|self|this|request|response|req|res|process|console|'
        'math|json|react|vue|node|next|express|app|config|settings|module|window|'
        'document|object|array|string|obj|np|pd|plt|tf|torch|sys|re|asyncio|'
        'logging|logger|log|ctx|context|user|data|item|event|args|params|props|'
        'state|db|conn|cursor|client|server|model|views|urls|models|utils|test|'
        'tests|index|main|lib|src|dist|bin|pkg|cmd|http|url|urllib|requests|'
        'random|datetime|time|date|collections|itertools|functools|typing|abc|'
        'enum|cls|super|base|root|head|tail|left|right|prev|curr|current|stack|'
        'queue|heap|list|map|set|dict|tree|graph|dp|nums|arr|matrix|result|ret|'
        'val|key|value|row|col|e|i|s|t|d|x|y|z|a|b|c|n|k|v|p|q|w|jquery|lodash|'
        'moment|dotnet|mono|unity|godot|spring|hibernate|maven|gradle',
        '',
        'Names that stand before a dot in programs.'),
    ('street', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'street|st|avenue|ave|road|rd|lane|boulevard|blvd|drive|strasse|str|'
        'platz|allee|weg|gasse|calle|avenida|avda|plaza|paseo|carrera',
        '',
        'What streets are called.'),
    ('nobody', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'user|username|you|your|yourname|name|someone|somebody|admin|root|foo|'
        'bar|baz|test|tester|noreply|no-reply|reply|info|email|mail|hello|'
        'support|contact|sales|alice|bob|a|b|x|firstname|lastname|last|user1|'
        'user2|customer|jobs',
        '',
        'Whose address is an example.')
) AS r (code, kind, category, language, decisions, score, terms, allowed,
    about);
