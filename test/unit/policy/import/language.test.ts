import { CAPTION_LANGUAGES } from '../../../../lib/policy/import/caption-languages';
import { detectLanguage } from '../../../../lib/policy/import/language';

import { SPOKEN } from './spoken-passages';

test.each([
	[
		'English',
		'So what we have to do is look at the graph, and then you can see that this is not the same for all of them.',
	],
	[
		'German',
		'Wir haben das letzte Mal gesehen, dass die Ableitung nicht immer existiert, und das ist auch für uns heute wichtig.',
	],
	[
		'French',
		'Alors nous avons vu que la dérivée n’est pas toujours définie, et c’est pour cela que vous avez une question dans les exercices.',
	],
	[
		'Spanish',
		'Entonces lo que tenemos que ver es que la derivada no está definida en todos los puntos, y eso es muy importante para hoy.',
	],
	[
		'Portuguese',
		'Então o que nós vimos é que a derivada não está definida em todos os pontos, e isso é muito importante para você também.',
	],
	[
		'Italian',
		'Quindi abbiamo visto che la derivata non è sempre definita, e questo è molto importante per noi anche perché ci sono degli esempi.',
	],
	[
		'Dutch',
		'We hebben gezien dat de afgeleide niet altijd bestaat, en dat is ook voor ons van belang, maar wat doen we dan met deze?',
	],
	[
		'Swedish',
		'Vi har sett att derivatan inte alltid finns, och det är viktigt för oss att kunna räkna med det som en del av kursen.',
	],
	[
		'Danish',
		'Vi har set at den ikke altid findes, og det er også vigtigt for os at regne med det, hvad der er noget af pensum af kurset.',
	],
	[
		'Norwegian',
		'Vi har sett at den ikke alltid finnes, og det er også viktig for oss å regne med det, hva som er noe av pensum av kurset.',
	],
	[
		'Polish',
		'Widzimy, że to nie jest zawsze tak, jak w tym przykładzie, i co mamy już na tablicy, to są dwa punkty, ale do tego jest wzór.',
	],
	[
		'Czech',
		'Viděli jsme, že to není vždy tak, jak jsme si mysleli, a co je na tabuli, to jsou dva body, ale už se to dá pro tento příklad.',
	],
	[
		'Turkish',
		'Bu türev her zaman yok, ama bir örnek daha var ve bu çok önemli, çünkü biz de bunu için bir formül olarak gibi kullanıyoruz.',
	],
	[
		'Finnish',
		'Tämä ei ole aina niin, mutta kun me katsotaan tätä, se on myös tärkeää, ja sitten hän sanoo että joka piste on kuin viiva.',
	],
	['Hebrew', 'אז מה שראינו בשיעור הקודם הוא שהנגזרת לא תמיד קיימת'],
	['Arabic', 'لقد رأينا أن المشتقة ليست موجودة دائما وهذا مهم'],
	['Arabic', 'ننظر إلى المثال الآتي ثم نمضي على هذا النحو حتى النهاية'],
	['Russian', 'Мы видели, что производная не всегда существует, и это важно'],
	['Ukrainian', 'Ми бачили, що похідна не завжди існує, і це є важливо для її розуміння'],
	['Greek', 'Είδαμε ότι η παράγωγος δεν υπάρχει πάντα'],
	['Chinese', '我们上次看到导数不一定存在，这一点很重要'],
	['Japanese', '前回、微分は必ずしも存在しないことを見ました'],
	['Korean', '지난 시간에 도함수가 항상 존재하지는 않는다는 것을 보았습니다'],
	['Thai', 'ครั้งที่แล้วเราเห็นว่าอนุพันธ์ไม่ได้มีอยู่เสมอ'],
	['Hindi', 'हमने देखा कि अवकलज हमेशा मौजूद नहीं होता'],
])('%s is recognised', (language, text) => expect(detectLanguage(text)).toBe(language));

test.each([
	['nothing', ''],
	['numbers only', '1 2 3 4 5'],
	['too few words', 'Yes. No. OK.'],
	['names only', 'Ann Bob Cem Dee Eva Fay Gus Hal Ida Jon Kai Leo'],
])('%s says nothing', (_, text) => expect(detectLanguage(text)).toBeNull());

test('German with English terms stays German', () => {
	const text =
		'Also wir haben das Machine Learning Modell und das ist nicht so schwer, das Training ist für die GPU, und auch der Server';
	expect(detectLanguage(text)).toBe('German');
});

/** Article 1 of the Universal Declaration of Human Rights. @see https://www.ohchr.org/en/human-rights/universal-declaration/translations */
const ARTICLE_1: Record<string, string> = {
	Afrikaans:
		'Alle menslike wesens word vry, met gelyke waardigheid en regte, gebore. Hulle het rede en gewete en behoort in die gees van broederskap teenoor mekaar op te tree.',
	Albanian:
		'Të gjithë njerëzit lindin të lirë dhe të barabartë në dinjitet dhe në të drejta. Ata kanë arsye dhe ndërgjegje dhe duhet të sillen ndaj njëri tjetrit me frymë vëllazërimi.',
	Arabic:
		'يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق. وقد وهبوا عقلاً وضميرًا وعليهم أن يعامل بعضهم بعضًا بروح الإخاء.',
	Basque:
		'Gizon-emakume guztiak aske jaiotzen dira, duintasun eta eskubide berberak dituztela; eta ezaguera eta kontzientzia dutenez gero, elkarren artean senide legez jokatu beharra dute.',
	Belarusian:
		'Усе людзі нараджаюцца свабоднымі і роўнымі ў сваёй годнасці і правах. Яны надзелены розумам і сумленнем і павінны ставіцца адзін да аднаго ў духу брацтва.',
	Bulgarian:
		'Всички хора се раждат свободни и равни по достойнство и права. Те са надарени с разум и съвест и следва да се отнасят помежду си в дух на братство.',
	Catalan:
		'Tots els éssers humans neixen lliures i iguals en dignitat i en drets. Són dotats de raó i de consciència, i han de comportar-se fraternalment els uns amb els altres.',
	Croatian:
		'Sva ljudska bića rađaju se slobodna i jednaka u dostojanstvu i pravima. Ona su obdarena razumom i sviješću i trebaju jedna prema drugima postupati u duhu bratstva.',
	Czech:
		'Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv. Jsou nadáni rozumem a svědomím a mají spolu jednat v duchu bratrství.',
	Danish:
		'Alle mennesker er født frie og lige i værdighed og rettigheder. De er udstyret med fornuft og samvittighed, og de bør handle mod hverandre i en broderskabets ånd.',
	Dutch:
		'Alle mensen worden vrij en gelijk in waardigheid en rechten geboren. Zij zijn begiftigd met verstand en geweten, en behoren zich jegens elkander in een geest van broederschap te gedragen.',
	English:
		'All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience and should act towards one another in a spirit of brotherhood.',
	Estonian:
		'Kõik inimesed sünnivad vabadena ja võrdsetena oma väärikuselt ja õigustelt. Neile on antud mõistus ja südametunnistus ja nende suhtumist üksteisesse peab kandma vendluse vaim.',
	Filipino:
		'Ang lahat ng tao ay isinilang na malaya at pantay-pantay sa karangalan at mga karapatan. Sila ay pinagkalooban ng katwiran at budhi at dapat magpalagayan ang isa’t isa sa diwa ng pagkakapatiran.',
	Finnish:
		'Kaikki ihmiset syntyvät vapaina ja tasavertaisina arvoltaan ja oikeuksiltaan. Heille on annettu järki ja omatunto, ja heidän on toimittava toisiaan kohtaan veljeyden hengessä.',
	French:
		'Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de conscience et doivent agir les uns envers les autres dans un esprit de fraternité.',
	Galician:
		'Todos os seres humanos nacen libres e iguais en dignidade e dereitos e, dotados como están de razón e conciencia, débense comportar fraternalmente uns cos outros.',
	German:
		'Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt und sollen einander im Geist der Brüderlichkeit begegnen.',
	Greek:
		'Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα. Είναι προικισμένοι με λογική και συνείδηση, και οφείλουν να συμπεριφέρονται μεταξύ τους με πνεύμα αδελφοσύνης.',
	Hungarian:
		'Minden emberi lény szabadon születik és egyenlő méltósága és joga van. Az emberek, ésszel és lelkiismerettel bírván, egymással szemben testvéri szellemben kell hogy viseltessenek.',
	Icelandic:
		'Hver maður er borinn frjáls og jafn öðrum að virðingu og réttindum. Menn eru gæddir vitsmunum og samvizku, og ber þeim að breyta bróðurlega hverjum við annan.',
	Indonesian:
		'Semua orang dilahirkan merdeka dan mempunyai martabat dan hak-hak yang sama. Mereka dikaruniai akal dan hati nurani dan hendaknya bergaul satu sama lain dalam semangat persaudaraan.',
	Irish:
		'Saolaítear gach duine den chine daonna saor agus comhionann i ndínit agus i gcearta. Tá bua an réasúin agus an choinsiasa acu agus ba cheart dóibh gníomhú i dtreo a chéile i spiorad an bhráithreachais.',
	Italian:
		'Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti. Essi sono dotati di ragione e di coscienza e devono agire gli uni verso gli altri in spirito di fratellanza.',
	Latvian:
		'Visi cilvēki piedzimst brīvi un vienlīdzīgi savā pašcieņā un tiesībās. Viņi ir apveltīti ar saprātu un sirdsapziņu, un viņiem jāizturas citam pret citu brālības garā.',
	Lithuanian:
		'Visi žmonės gimsta laisvi ir lygūs savo orumu ir teisėmis. Jiems suteiktas protas ir sąžinė ir jie turi elgtis vienas kito atžvilgiu kaip broliai.',
	Macedonian:
		'Сите човечки суштества се раѓаат слободни и еднакви по достоинство и права. Тие се обдарени со разум и совест и треба да се однесуваат еден кон друг во духот на општо човечката припадност.',
	Malay:
		'Semua manusia dilahirkan bebas dan sama rata dari segi maruah dan hak-hak. Mereka mempunyai pemikiran dan perasaan hati dan hendaklah bergaul dengan semangat persaudaraan.',
	Norwegian:
		'Alle mennesker er født frie og med samme menneskeverd og menneskerettigheter. De er utstyrt med fornuft og samvittighet og bør handle mot hverandre i brorskapets ånd.',
	Persian:
		'تمام افراد بشر آزاد به دنیا می‌آیند و از لحاظ حیثیت و حقوق با هم برابرند. همه دارای عقل و وجدان هستند و باید نسبت به یکدیگر با روح برادری رفتار کنند. هیچ چیز پنهان نیست.',
	Polish:
		'Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni obdarzeni rozumem i sumieniem i powinni postępować wobec innych w duchu braterstwa.',
	Portuguese:
		'Todos os seres humanos nascem livres e iguais em dignidade e em direitos. Dotados de razão e de consciência, devem agir uns para com os outros em espírito de fraternidade.',
	Romanian:
		'Toate ființele umane se nasc libere și egale în demnitate și în drepturi. Ele sunt înzestrate cu rațiune și conștiință și trebuie să se comporte unele față de altele în spiritul fraternității.',
	Russian:
		'Все люди рождаются свободными и равными в своём достоинстве и правах. Они наделены разумом и совестью и должны поступать в отношении друг друга в духе братства.',
	Serbian:
		'Сва људска бића рађају се слободна и једнака у достојанству и правима. Она су обдарена разумом и свешћу и треба једни према другима да поступају у духу братства.',
	Slovak:
		'Všetci ľudia sa rodia slobodní a sebe rovní, čo sa týka ich dôstojnosti a práv. Sú obdarení rozumom a svedomím a majú navzájom jednať v bratskom duchu.',
	Slovenian:
		'Vsi ljudje se rodijo svobodni in imajo enako dostojanstvo in enake pravice. Obdarjeni so z razumom in vestjo in bi morali ravnati drug z drugim kakor bratje.',
	Spanish:
		'Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de razón y conciencia, deben comportarse fraternalmente los unos con los otros.',
	Swahili:
		'Watu wote wamezaliwa huru, hadhi na haki zao ni sawa. Wote wamejaliwa akili na dhamiri, hivyo yapasa watendeane kindugu.',
	Swedish:
		'Alla människor är födda fria och lika i värde och rättigheter. De är utrustade med förnuft och samvete och bör handla gentemot varandra i en anda av broderskap.',
	Turkish:
		'Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler ve birbirlerine karşı kardeşlik zihniyeti ile hareket etmelidirler.',
	Ukrainian:
		'Всі люди народжуються вільними і рівними у своїй гідності та правах. Вони наділені розумом і совістю і повинні діяти у відношенні один до одного в дусі братерства.',
	Urdu: 'تمام انسان آزاد اور حقوق و عزت کے اعتبار سے برابر پیدا ہوئے ہیں۔ انہیں ضمیر اور عقل ودیعت ہوئی ہے۔ اس لیے انہیں ایک دوسرے کے ساتھ بھائی چارے کا سلوک کرنا چاہیے۔',
	Vietnamese:
		'Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền lợi. Mọi con người đều được tạo hóa ban cho lý trí và lương tâm và cần phải đối xử với nhau trong tình bằng hữu.',
	Welsh:
		'Genir pawb yn rhydd ac yn gydradd â’i gilydd mewn urddas a hawliau. Fe’u cynysgaeddir â rheswm a chydwybod, a dylai pawb ymddwyn y naill at y llall mewn ysbryd cymodlon.',
};

test.each(Object.entries(ARTICLE_1))('a text in %s never gets the name of another language', (language, text) => {
	expect([null, language]).toContain(detectLanguage(text));
});

test('most languages that Kaltura has a name for are recognised from two sentences', () => {
	const named = Object.entries(ARTICLE_1).filter(([language]) =>
		(CAPTION_LANGUAGES as readonly string[]).includes(language),
	);
	const right = named.filter(([language, text]) => detectLanguage(text) === language).map(([language]) => language);
	expect(right.length).toBeGreaterThanOrEqual(Math.ceil(named.length * 0.8));
});

describe('sixty and more passages as lecturers speak', () => {
	test('none gets a wrong name, and no more than one in twelve gets none', () => {
		const told = SPOKEN.map(([language, text]) => ({ language, found: detectLanguage(text), text }));
		expect(told.filter(({ language, found }) => found !== null && found !== language)).toEqual([]);
		const named = told.filter(({ language }) => language !== null);
		expect(named.length).toBeGreaterThanOrEqual(60);
		const silent = named.filter(({ found }) => found === null).map(({ language }) => language);
		expect(silent.length).toBeLessThanOrEqual(named.length / 12);
	});

	test('none gets a wrong name from its first or its last words either', () => {
		const parts = SPOKEN.flatMap(([language, text]) =>
			[text.slice(0, text.length / 2), text.slice(text.length / 2)].map((part) => [language, part] as const),
		);
		expect(parts.filter(([language, part]) => ![null, language].includes(detectLanguage(part)))).toEqual([]);
	});
});
