import { detectLanguage } from '../../../../lib/policy/import/language';

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
