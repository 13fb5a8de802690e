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
        'jews run the|jews are|muslims are terrorists|muslims are|all muslims|'
        'all jews|blacks are|gays are|immigrants are|foreigners are|'
        'women are inferior|women are too|women belong in the kitchen|'
        'women don''t belong|women do not belong|women can''t code|'
        'women cannot code|go back to your country|go back to africa|'
        'go back to mexico|go back to india|back where you came from|your kind|'
        'people like you don''t belong|we don''t want your people|your people are|'
        'send them back|inferior race|master race|vermin like|auslander raus|'
        'juden raus|turken raus|moslems raus|muslime raus|alle auslander|'
        'alle juden|alle muslime|alle turken|geh zuruck in dein land|'
        'geh doch zuruck|hau ab in dein land|in dein heimatland|vergasen|'
        'vergast gehort|gehort vergast|gehoren vergast|'
        'frauen gehoren in die kuche|frauen gehoren an den herd|'
        'frauen konnen nicht programmieren|frauen sind zu dumm|'
        'frauen sind minderwertig|frauen sind|schwule sind|schwule gehoren|'
        'minderwertige rasse|minderwertig|deine sorte|leute wie du gehoren|'
        'vuelve a tu pais|vuelvete a tu pais|vete a tu pais|muerte a los|'
        'muerte a las|fuera moros|fuera inmigrantes|fuera extranjeros|'
        'todos los moros|todos los judios|todos los negros|todos los gitanos|'
        'los moros son|los judios son|los negros son|los gitanos son|'
        'los gays son|los inmigrantes son|las mujeres a la cocina|'
        'las mujeres a fregar|las mujeres no saben|las mujeres son inferiores|'
        'raza inferior|gente como tu no deberia|tu raza|los maricas son|'
        'hitler tenia razon|hitler hatte recht',
        'women are too few|blacks are drawn|women are too rarely',
        'Calls against groups of people.'),
    ('sexual_explicit', 'words', 'sexual', NULL,
        'message:hold anonymous:hold profile:hold review:hold comment:hold journey:hold job:hold', 0.85,
        'porn|porno|pornos|pornography|pornograf*|pornhub|blowjob*|blow job|'
        'handjob*|cumshot*|dick pic*|dickpic*|suck my dick|suck my cock|suck my|'
        'my dick|my cock|your cock|your dick|big dick|big cock|horny|anal sex|'
        'oral sex|gangbang*|deepthroat*|onlyfans|hentai|milf|jerk off|'
        'jerking off|masturbat*|masturbier*|xxx video*|xxx pics|xxx|dildo*|'
        'vibrator|cum on|nudes|nude pics|nude photos|naked pictures|naked photos|'
        'naked pics|pussy|pussies|tits|titties|boobs|slut|sluts|whore|whores|'
        'fuck me|fuck me hard|wanna fuck|want to fuck|titten|muschi|ficken|'
        'gefickt|bumsen|wichsen|nacktbild*|nacktfoto*|nackt sehen|dich nackt|'
        'blas mir|geil auf dich|follar|follarte|follamos|chupame|chupamela|'
        'mamada*|tetas|fotos desnuda|fotos desnudo|desnudos tuyos|foto desnuda|'
        'verte desnuda|verte desnudo|correrme|cachonda|cachondo|polla dura|'
        'mi polla|tu coño|tu culo|paja|hacerme una paja|nackt|steifer schwanz|'
        'mein schwanz|meinen schwanz',
        'pussy riot|pussycat*|muschibaum|milfoil|blue tits|great tits|'
        'tit for tat|nackte zahlen|nackte zahl|nacktschnecke*|paja brava',
        'Explicit words.'),
    ('sexual_advance', 'words', 'sexual', NULL,
        'message:hold anonymous:hold profile:hold review:hold comment:hold journey:hold job:hold', 0.8,
        'have sex|sex with me|sex with you|sex tonight|want sex|need sex|'
        'sleep with me|sleep with you|come to my bed|in my bed|you look hot|'
        'you are so hot|you''re so hot|you are so sexy|you''re so sexy|'
        'you look sexy|so sexy|sexy body|sexy girl*|sexy lady|sexy pics|'
        'sexy photos|your body|undress|take off your clothes|'
        'what are you wearing|show me your|send nudes|send me nudes|'
        'send me a pic of your|sugar daddy|sugar baby|hook up tonight|'
        'wanna hook up|want to hook up|netflix and chill at|escort service*|'
        'escorts in|hot singles|turn me on|makes me hard|kiss you all|touch you|'
        'touch yourself|hot and sexy|sex mit mir|sex mit dir|lust auf sex|'
        'willst du sex|mit dir schlafen|mit mir schlafen|ins bett|'
        'du bist so heiss|du bist so sexy|siehst sexy aus|sexy aus|zieh dich aus|'
        'was hast du an|dich ausziehen|deinen korper|'
        'schick mir bilder von deinem|treffen im hotel|sexo conmigo|sexo contigo|'
        'tener sexo|quiero sexo|sexo esta noche|acostarme contigo|'
        'acostarte conmigo|a la cama conmigo|en mi cama|estas buena|'
        'estas buenisima|estas muy buena|que buena estas|eres tan sexy|'
        'eres muy sexy|que sexy|tu cuerpo|quitate la ropa|desnudate|'
        'que llevas puesto|mandame fotos de tu|manda nudes|pasa nudes|'
        'pasame nudes|tocarte|besarte toda|besarte entera',
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
        'kill you|killing you|gonna kill u|will kill u|find you and|'
        'i will find you|i''ll find you|beat you up|beat the shit out of you|'
        'beat you to|break your legs|break your neck|break your face|'
        'break your bones|smash your face|smash your head|punch you|punch your|'
        'stab you|shoot you|shooting you|i know where you live|'
        'know where you live|you will die|you''re going to die|'
        'you are going to die|you deserve to die|hope you die|cut your throat|'
        'slit your throat|burn your house|burn down your|set your house|'
        'blow up the school|blow up your|shoot up the|bomb the|hurt you|'
        'hurt your family|rape you|raping you|murder you|strangle you|'
        'you''re dead|you are dead|you are a dead man|dead man walking|'
        'make you pay for|you will regret this|you''ll regret this|'
        'watch your back|come to your house|coming to your house|coming for you|'
        'put a bullet|in your skull|your family will|skin you|bury you|'
        'bringe dich um|bring dich um|dich umbringen|tote dich|toete dich|'
        'dich toten|dich toeten|mach dich kalt|mache dich kalt|schlag dich|'
        'schlage dich zusammen|schlage dich tot|dich zusammenschlagen|'
        'stech dich ab|steche dich ab|dich abstechen|du bist tot|'
        'du wirst sterben|weiss wo du wohnst|weiss|wo du wohnst|breche dir|'
        'brech dir|erschiesse dich|dich erschiessen|in die luft sprengen|'
        'in die luft jagen|hoffentlich stirbst du|mach dich fertig|'
        'mache dich fertig|dich vergewaltigen|vergewaltige dich|'
        'poliere dir die fresse|auf die fresse|eins aufs maul|finde dich und|'
        'ich finde dich|warte bis ich dich|zunde dein haus|dein haus anzunden|'
        'deine familie wird|du wirst es bereuen|te voy a matar|te vamos a matar|'
        'te matare|te mato|voy a matarte|matarte a|se donde vives|'
        'sabemos donde vives|partirte la cara|te voy a partir|te parto la cara|'
        'te voy a pegar|te voy a romper|te rompo la|te voy a encontrar|'
        'te voy a buscar y|te rajo|vas a morir|vas a morirte|ojala te mueras|'
        'te voy a violar|violarte|quemar tu casa|quemo tu casa|pego un tiro|'
        'pegarte un tiro|te voy a hacer daño|hacerte daño|cuidate las espaldas|'
        'te vas a arrepentir|te arrepentiras|te voy a apuñalar|apuñalarte|'
        'una bomba en|tu familia va a|reventarte la cabeza|te reviento',
        'find you and your|find you and connect|i will find you a|'
        'i''ll find you a|i will find you some|i''ll find you some|'
        'will find you and your team|ich finde dich gut|ich finde dich toll|'
        'ich finde dich nett|finde dich und deine arbeit|stab you in the back|'
        'bomb the interview|bomb the exam|bomb the test|bomb the presentation|'
        'won''t kill you|will not kill you|not kill you|doesn''t kill you|'
        'does not kill you|hurt you to|won''t hurt you|not hurt you|'
        'wouldn''t hurt you|te voy a buscar y|te voy a encontrar un|'
        'te voy a romper el|punch your card|mach dich fertig machen|punch you in|'
        'watch your backlog|schlag dich gut|schlag dich durch|coming for you to',
        'Threats against somebody.'),
    ('self_harm_incite', 'words', 'self_harm', NULL,
        'message:block anonymous:block profile:block review:block comment:block journey:block job:block', 0.9,
        'kill yourself|killing yourself is|kys|go die|go and die|just die|'
        'please die|end your life|hang yourself|hurt yourself|cut yourself|'
        'nobody would miss you|no one would miss you|drink bleach|you should die|'
        'jump off a bridge|jump off a|slit your wrists|better off without you|'
        'better off dead you|do us a favor and die|bring dich um|'
        'bring dich doch um|bring dich endlich um|hang dich auf|'
        'hang dich doch auf|erhang dich|spring von der brucke|spring vor den|'
        'geh sterben|tote dich selbst|bring dich selbst um|'
        'niemand wurde dich vermissen|trink bleiche|schneid dir die pulsadern|'
        'matate|suicidate|ahorcate|tirate por|tirate de un puente|'
        'ojala te suicides|deberias matarte|deberias morirte|muerete|'
        'cortate las venas|nadie te echaria de menos|nadie te va a extrañar|'
        'bebe lejia|pegate un tiro',
        'kill yourself laughing|don''t kill yourself over|don''t hurt yourself|'
        'do not hurt yourself|not cut yourself|don''t cut yourself|'
        'jump off a cliff node|jump off a call',
        'Telling somebody to harm themselves.'),
    ('self_harm_crisis', 'words', 'self_harm', NULL,
        'message:flag anonymous:flag profile:flag review:flag comment:flag journey:flag job:flag', 0.85,
        'kill myself|killing myself|want to die|wanna die|wish i was dead|'
        'wish i were dead|end my life|ending my life|end it all|suicidal|suicide|'
        'hurt myself|hurting myself|harm myself|harming myself|cut myself|'
        'cutting myself|don''t want to live|dont want to live|do not want to live|'
        'no reason to live|nothing to live for|better off dead|'
        'better off without me|self harm|selfharm|take my own life|'
        'taking my own life|overdose on|can''t go on living|cannot go on living|'
        'don''t want to be alive|mich umbringen|bringe mich um|bring mich um|'
        'selbstmord*|suizid*|nicht mehr leben|will sterben|mochte sterben|'
        'wunschte ich ware tot|leben nehmen|leben beenden|alles beenden|'
        'mich selbst verletz*|mich selber verletz*|mich ritze|ritze mich|'
        'ohne mich besser dran|mir etwas antun|mir was antun|keinen sinn mehr|'
        'suicidarme|suicidio*|suicida|quiero morir|quiero morirme|matarme|'
        'quitarme la vida|no quiero vivir|no quiero seguir viviendo|'
        'acabar con mi vida|acabar con todo|cortarme|hacerme daño|autolesion*|'
        'mejor muerto|mejor muerta|estarian mejor sin mi|no tengo ganas de vivir|'
        'no vale la pena vivir|ojala estuviera muerto|ojala estuviera muerta|'
        'terminar con mi vida',
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
        'your password to|send me the code|send me the verification code|'
        'the code you received|code we sent you|code i sent you|one time code|'
        'seed phrase|recovery phrase|wallet phrase|guaranteed return*|'
        'guaranteed profit*|guaranteed income|guaranteed job offer if you pay|'
        'double your bitcoin|double your money|double your investment|'
        'double your crypto|triple your|investment opportunity|'
        'crypto investment*|bitcoin investment*|send bitcoin|send btc|'
        'btc to this|usdt|forex signals|trading signals|nigerian prince|'
        'an inheritance of|million dollars inheritance|claim your inheritance|'
        'processing fee|pay a small fee|small upfront fee|pay upfront|'
        'advance fee|upfront payment of|pay outside the platform|pay me outside|'
        'pay me directly|outside of the platform|outside the platform|'
        'outside this platform|off the platform|off platform|bypass the platform|'
        'avoid the platform fee*|avoid platform fee*|avoid the fee*|avoid fees|'
        'skip the fees|save the fees|without the platform fee*|'
        'cheaper if you pay me|friends and family|social security number|'
        'your ssn|credit card number|your card number|card details|cvv|'
        'your account will be suspended|your account will be closed|'
        'your account has been suspended|your account has been limited|'
        'account is suspended|verify your account|confirm your account|'
        'confirm your identity by|you have won|you''ve won|you won a|'
        'claim your prize|claim your reward|lottery winner|lottery prize|'
        'won the lottery|cash app me|cashapp|venmo me|send via cash app|'
        'loan approved|instant loan*|easy loan*|fake certificate*|'
        'buy a certificate|buy certificate*|take the exam for you|take your exam|'
        'take the interview for you|do the interview for you|proxy interview*|'
        'interview on your behalf|passing score guaranteed|pass guaranteed|'
        'exam answers for sale|pay for a referral|refund me directly|'
        'gutscheinkarte*|geschenkkarte*|schick mir geld|schicke mir geld|'
        'uberweise mir|uberweis mir|uberweisen sie|deine bankdaten|'
        'ihre bankdaten|bankdaten|kontodaten|dein passwort|ihr passwort|'
        'bestatigungscode|den code den du|schick mir den code|tan schicken|'
        'garantierte rendite*|garantierter gewinn*|garantierte gewinne|'
        'sie haben gewonnen|du hast gewonnen|gewinn abholen|ihre erbschaft|'
        'eine erbschaft|vorkasse|vorab bezahlen|vorauszahlung|bearbeitungsgebuhr|'
        'ausserhalb der plattform|an der plattform vorbei|ohne plattformgebuhr*|'
        'plattformgebuhr*|gebuhren sparen|gebuhr sparen|direkt an mich zahlen|'
        'zahl mir direkt|zahle mir direkt|bezahl mich direkt|bezahle mich direkt|'
        'kreditkartennummer|kreditkartendaten|konto wird gesperrt|'
        'konto wurde gesperrt|konto gesperrt|bitcoin verdoppeln|geld verdoppeln|'
        'verdoppeln sie ihr|verdopple dein|sofortkredit*|zertifikat kaufen|'
        'prufung fur dich|interview fur dich|tarjetas regalo|tarjeta regalo|'
        'tarjetas de regalo|tarjeta de regalo|enviame dinero|mandame dinero|'
        'envia dinero|envia el dinero|tus datos bancarios|sus datos bancarios|'
        'datos bancarios|tu contraseña|su contraseña|codigo de verificacion|'
        'codigo que te|enviame el codigo|mandame el codigo|'
        'rentabilidad garantizada|ganancias garantizadas|beneficio garantizado|'
        'beneficios garantizados|inversion garantizada|has ganado|ha ganado un|'
        'ganaste un|reclama tu premio|reclame su premio|una herencia|herencia de|'
        'fuera de la plataforma|sin comision|sin comisiones|evitar la comision|'
        'evitar comisiones|evitar las comisiones|ahorrar la comision|'
        'pagame directamente|pagame por fuera|pago por adelantado|'
        'pagar por adelantado|numero de tarjeta|tu cuenta sera suspendida|'
        'su cuenta sera suspendida|tu cuenta ha sido|su cuenta ha sido|'
        'cuenta sera bloqueada|verifica tu cuenta|verifique su cuenta|'
        'duplica tus|duplica tu|duplicar tu dinero|duplicar tus|'
        'invierte en cripto*|oportunidad de inversion|prestamo rapido|'
        'prestamos rapidos|prestamo inmediato|comprar certificado*|'
        'hago el examen por ti|hago tu examen|hago la entrevista por ti',
        'validate the credit card number|credit card number validation|'
        'credit card number field|mask the credit card number|'
        'luhn check for a credit card number|store the credit card number|'
        'hash your password|change your password|reset your password|'
        'forgot your password|your password to reset|cambiar tu contraseña|'
        'restablecer tu contraseña|dein passwort andern|'
        'dein passwort zurucksetzen|double your money back|'
        'friends and family plan|verify your account in settings|'
        'send money to another user|send money to other users|'
        'send money to a friend',
        'Money, passwords and ways around the platform.'),
    ('spam_phrases', 'words', 'spam', NULL,
        'message:flag anonymous:flag profile:hold review:hold comment:hold journey:hold job:hold', 0.7,
        'buy followers|buy cheap|buy likes|cheap followers|free followers|'
        'more followers|click here|click the link|click this link|'
        'click on this link|click on the link|limited time offer|limited offer|'
        'act now|act fast|order now|buy now|hurry up|don''t miss this offer|'
        'special offer|best price*|lowest price*|100% free|work from home|'
        'make money fast|make money online|make money from home|'
        'earn money online|earn money fast|earn money from|easy money|'
        'extra income|passive income|earn up to|earn per day|earn per week|'
        'per day from home|free money|free iphone|free gift|free trial now|'
        'risk free|no risk|online casino|casino bonus|casino*|poker bonus|'
        'betting tips|viagra|cialis|cheap meds|online pharmacy|weight loss pill*|'
        'lose weight|diet pills|miracle cure|crypto giveaway|bitcoin giveaway|'
        'free bitcoin|free crypto|seo service*|seo expert*|guest post*|backlinks|'
        'rank on google|first page of google|subscribe to my|subscribe my|'
        'follow me for|follow for follow|f4f|like and subscribe|'
        'check out my channel|check my channel|check out my page|'
        'visit my profile|visit my site|visit my website|visit our website|'
        'use my code|use code|promo code*|discount code*|coupon code*|'
        'join my course|join our group|join my group|join my telegram|dm me for|'
        'dm for price*|message me for price*|essays for sale|'
        'essay writing service*|buy essays|cheap essays|homework done for you|'
        'replica watches|rolex|designer bags|data entry jobs|'
        'hiring now no experience|no experience needed|mlm opportunity|'
        'network marketing|be your own boss|financial freedom|get rich|'
        'million dollar secret|geld verdienen|schnell geld|schnelles geld|'
        'leichtes geld|nebenverdienst|verdiene bis zu|verdienen sie bis|'
        'von zu hause aus verdien*|passives einkommen|jetzt kaufen|'
        'jetzt bestellen|jetzt zugreifen|klick hier|klicke hier|klicken sie hier|'
        'klick auf den link|klicke auf den link|gratis iphone|'
        'kostenlos testen jetzt|nur heute|nur noch heute|bestpreis*|'
        'gunstigster preis|billige follower|follower kaufen|likes kaufen|'
        'gewinnspiel|abnehmen ohne|schnell abnehmen|wunderpille*|rabattcode*|'
        'gutscheincode*|abonniere meinen|abonniert meinen|folgt mir auf|'
        'besuche meine seite|besucht meine seite|finanzielle freiheit|'
        'reich werden|werde reich|hausarbeiten kaufen|bachelorarbeit kaufen|'
        'gana dinero|ganar dinero|dinero facil|dinero rapido|ingresos extra|'
        'ingresos pasivos|gana hasta|trabaja desde casa|trabajar desde casa|'
        'haz clic|haz click|pincha aqui|oferta limitada|oferta especial|solo hoy|'
        'compra ahora|compra ya|mejor precio|seguidores gratis|compra seguidores|'
        'comprar seguidores|iphone gratis|regalo gratis|pierde peso|perder peso|'
        'adelgaza*|pastillas para|pastilla milagrosa|codigo de descuento|'
        'codigo promocional|suscribete a mi|siguete|sigueme para|'
        'unete a mi grupo|unete a nuestro|visita mi pagina|visita mi web|'
        'visita nuestra web|libertad financiera|hazte rico|hacerte rico|'
        'tus trabajos universitarios|hago tus tareas',
        'no experience needed to join this course|work from home policy|'
        'work from home days|use code review|use code splitting|'
        'use code coverage|use code generation|use code blocks|use code from|'
        'use code that|use code to|casino game|casino problem|no risk of|'
        'extra income tax|backlinks graph|best price in the array|'
        'lowest price in the array|promo code table|promo code field|'
        'coupon code field|discount code field|promo codes table|act now that',
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
        'proton|icloud|aol|tutanota|tuta|fastmail|zoho|yandex|posteo|mailbox|web|'
        'live|msn|freenet|tonline|orange|wanadoo|mailinator|telefonica|hushmail|'
        'mail',
        '',
        'Mail providers.'),
    ('tld', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'com|org|net|de|es|io|dev|co|uk|eu|fr|edu|gov|xyz|gg|ly|biz|online|site|'
        'website|shop|club|ru|cn|jp|br|mx|ar|cl|nl|dk|fi|pt|cz|kr|ca|au|nz|ie|lu|'
        'ch|tv|onl|tech|pro|top|pe|ve|uy|ec|mobi|cat',
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
        'behance.net|dribbble.com|meet.google.com|skype.com',
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
        'buscarme|agregarme|llamarme|seguirme|encontraras',
        '',
        'The same in one word.'),
    ('handle', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'handle|username|user|name|nick|nickname|id|account|profile|tag|usuario|'
        'cuenta|perfil|benutzername|nutzername|konto|nutzer|pseudo|kontakt|'
        'contact|nombre|page|channel',
        '',
        'What a name elsewhere is called.'),
    ('is', 'vocabulary', 'contact', NULL,
        '', 0.8,
        'is|es|ist|are|als|as|under|unter|como|lautet|equals|named|called|'
        'se llama|by',
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
        'disenar|entwirf|entwerfen|baue|bauen|implementar|implementieren',
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
