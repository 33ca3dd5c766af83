// What lecturers say, written for this test: short sentences, fillers, terms of the subject, half of them English. At least 200
// characters each where a language needs so many for that much speech. The name is Kaltura's; null: Kaltura has none.

export const SPOKEN: ReadonlyArray<readonly [string | null, string]> = [
	[
		'English',
		'Okay, so before we start, can everybody hear me? Good. Last week we talked about enzymes, and some of you asked me why the rate goes down when it gets too hot. So what I want to do today is to go through that curve once more.',
	],
	[
		'English',
		'Right, now the interesting thing here is that nobody really knew who had written the letter. They found it in a drawer, it was not signed, and for about forty years people thought that it was from his brother. Which it wasn’t, as we will see.',
	],
	[
		'English',
		'If you look at the second line of the code, that is where the loop begins. You can change this number, and then you will see that it takes much longer. Does that make sense? Any questions so far? No? Then let us go on to the next slide.',
	],
	[
		'English',
		'The court said that the contract was void, because there had never been an offer. And that is what you have to remember for the exam: no offer, no contract. It does not matter how many e-mails they had sent to each other before.',
	],
	[
		'German',
		'Gut, dann fangen wir mal an. Letzte Woche hatten wir gesehen, wie der Compiler den Syntaxbaum aufbaut, und heute schauen wir uns an, was danach passiert. Haben Sie dazu noch Fragen? Dann würde ich sagen, wir gehen gleich zur nächsten Folie.',
	],
	[
		'German',
		'Also wenn Sie sich die Statistik anschauen, dann fällt auf, dass in den achtziger Jahren ein Sprung drin ist. Der kommt aber nicht daher, dass mehr Leute krank geworden sind, sondern weil man angefangen hat, anders zu zählen.',
	],
	[
		'German',
		'Das Framework kümmert sich um das Routing, und ihr müsst eigentlich nur noch den Controller schreiben. Was ihr nicht machen solltet, ist, die Business Logic in die View zu packen, das sieht man leider immer wieder in euren Abgaben.',
	],
	[
		'French',
		'Alors bonjour à tous, on va commencer. La semaine dernière on avait parlé de la photosynthèse, et il y avait une question sur le rôle de la lumière. Donc aujourd’hui je vous propose de reprendre ce schéma, et puis on fera un exercice ensemble.',
	],
	[
		'French',
		'Ce qui est intéressant dans ce texte, c’est que l’auteur ne dit jamais qui parle. On croit d’abord que c’est la mère, mais si vous regardez bien la deuxième page, vous voyez que ce n’est pas possible. Est-ce que quelqu’un a une idée ?',
	],
	[
		'French',
		'Là vous avez le code en Python, et à droite le résultat. Si je change cette valeur, le programme tourne beaucoup plus longtemps, parce que la boucle est exécutée pour chaque élément de la liste. C’est clair pour tout le monde ?',
	],
	[
		'Spanish',
		'Bueno, vamos a empezar. La semana pasada vimos cómo se mueve el agua dentro de la planta, y hoy vamos a ver qué pasa cuando hace mucho calor. Si alguien tiene una pregunta, que levante la mano, porque no veo el chat desde aquí.',
	],
	[
		'Spanish',
		'Lo que me parece importante de esta novela es que el protagonista nunca dice la verdad. Al principio uno piensa que es un hombre bueno, pero después, cuando llega la carta de su hermano, todo cambia. Y eso es lo que quiero que lean para mañana.',
	],
	[
		'Spanish',
		'Aquí tienen el código, y a la derecha está el resultado. Si cambio este número, el programa tarda mucho más, porque tiene que pasar por todos los elementos de la lista. Entonces, ¿qué podemos hacer para que sea más rápido?',
	],
	[
		'Portuguese',
		'Bom, gente, vamos começar. Na semana passada a gente viu como funciona o coração, e hoje vamos falar do que acontece quando ele para. Se vocês tiverem alguma dúvida, é só levantar a mão, porque eu não consigo ver o chat daqui.',
	],
	[
		'Portuguese',
		'O que é interessante neste texto é que o autor nunca diz quem está a falar. No início pensamos que é a mãe, mas depois, quando chegamos à segunda página, vemos que isso não é possível. Alguém tem uma ideia do que se passa aqui?',
	],
	[
		'Italian',
		'Allora, cominciamo. La settimana scorsa abbiamo parlato della Rivoluzione francese, e qualcuno mi aveva chiesto perché il re non è scappato prima. È una bella domanda, e oggi vorrei partire proprio da questa lettera che vedete sulla diapositiva.',
	],
	[
		'Italian',
		'Quello che succede qui è molto semplice: se aumento la temperatura, la reazione diventa più veloce, ma solo fino a un certo punto. Dopo non funziona più, perché la proteina si rompe. Avete capito? Ci sono domande su questo grafico?',
	],
	[
		'Italian',
		'Questa è la riga di codice che ci interessa. Se cambio il numero, il programma ci mette molto di più, perché deve passare per tutti gli elementi della lista. Quindi che cosa possiamo fare per renderlo un po’ più veloce?',
	],
	[
		'Dutch',
		'Goed, laten we beginnen. Vorige week hebben we het gehad over de wet van Ohm, en er was nog een vraag over de weerstand. Dus wat ik vandaag wil doen, is dat we eerst die opgave samen maken, en daarna gaan we verder met hoofdstuk vier.',
	],
	[
		'Dutch',
		'Wat je hier ziet is dat niemand precies wist wie de brief had geschreven. Ze hadden hem gevonden in een la, er stond geen naam onder, en veertig jaar lang dacht iedereen dat het zijn broer was. Maar dat was dus helemaal niet zo.',
	],
	[
		'Swedish',
		'Ja, då börjar vi. Förra veckan pratade vi om hur hjärtat fungerar, och det var någon som frågade varför pulsen går upp när man är rädd. Så det jag tänkte göra i dag är att vi tittar på den här bilden en gång till, och sedan tar vi en paus.',
	],
	[
		'Swedish',
		'Det som är intressant med den här texten är att vi aldrig får veta vem som talar. Först tror man att det är mamman, men om ni läser vidare så ser ni att det inte kan stämma. Är det någon som har en idé om vad som händer här?',
	],
	[
		'Danish',
		'Godt, så begynder vi. I sidste uge talte vi om, hvordan hjertet virker, og der var nogen, der spurgte, hvorfor pulsen stiger, når man bliver bange. Så det, jeg gerne vil gøre i dag, er at kigge på den her figur en gang til.',
	],
	[
		'Danish',
		'Det, der er spændende ved den her tekst, er, at vi aldrig får at vide, hvem der taler. Først tror man, at det er moren, men hvis I læser videre, kan I se, at det ikke kan passe. Er der nogen, der har et bud på, hvad der sker?',
	],
	[
		'Norwegian',
		'Ja, da begynner vi. Forrige uke snakket vi om hvordan hjertet virker, og det var noen som spurte hvorfor pulsen går opp når man blir redd. Så det jeg har tenkt å gjøre i dag, er å se på denne figuren en gang til, og så tar vi en pause.',
	],
	[
		'Norwegian',
		'Det som er spennende med denne teksten, er at vi aldri får vite hvem som snakker. Først tror man at det er moren, men hvis dere leser videre, ser dere at det ikke kan stemme. Er det noen som har en idé om hva som skjer her?',
	],
	[
		'Finnish',
		'No niin, aloitetaan. Viime viikolla me puhuttiin siitä, miten sydän toimii, ja joku kysyi, miksi syke nousee, kun ihminen pelkää. Tänään on tarkoitus katsoa tätä kuvaa vielä kerran, ja sitten me pidetään pieni tauko ennen kuin jatketaan.',
	],
	[
		'Finnish',
		'Tässä tekstissä on kiinnostavaa se, että me ei koskaan saada tietää, kuka puhuu. Ensin luulee, että se on äiti, mutta jos te luette eteenpäin, niin te näette, ettei se voi olla totta. Onko jollakin ajatus siitä, mitä tässä tapahtuu?',
	],
	[
		'Estonian',
		'Nii, hakkame pihta. Eelmisel nädalal me rääkisime sellest, kuidas süda töötab, ja keegi küsis, miks pulss tõuseb, kui inimene kardab. Täna me vaatame seda joonist veel üks kord, ja siis teeme väikese pausi, enne kui edasi läheme.',
	],
	[
		'Polish',
		'Dobrze, to zaczynamy. W zeszłym tygodniu mówiliśmy o tym, jak działa serce, i ktoś zapytał, dlaczego puls rośnie, kiedy człowiek się boi. Więc dzisiaj chciałbym jeszcze raz popatrzeć na ten rysunek, a potem zrobimy krótką przerwę.',
	],
	[
		'Polish',
		'To, co jest ciekawe w tym tekście, to że nigdy nie wiemy, kto mówi. Najpierw myślimy, że to jest matka, ale jak przeczytacie drugą stronę, to zobaczycie, że to nie jest możliwe. Czy ktoś ma pomysł, co się tutaj dzieje?',
	],
	[
		'Czech',
		'Dobře, tak začneme. Minulý týden jsme mluvili o tom, jak funguje srdce, a někdo se ptal, proč se tep zrychlí, když se člověk bojí. Takže dneska bych se chtěl na ten obrázek podívat ještě jednou, a potom si dáme krátkou přestávku.',
	],
	[
		'Czech',
		'Na tom textu je zajímavé, že se nikdy nedozvíme, kdo vlastně mluví. Nejdřív si myslíme, že je to matka, ale když si přečtete druhou stránku, tak uvidíte, že to není možné. Má někdo z vás nápad, co se tady děje?',
	],
	[
		'Slovak',
		'Dobre, tak začneme. Minulý týždeň sme hovorili o tom, ako funguje srdce, a niekto sa pýtal, prečo sa tep zrýchli, keď sa človek bojí. Takže dnes by som sa chcel na ten obrázok pozrieť ešte raz, a potom si dáme krátku prestávku.',
	],
	[
		'Slovak',
		'Na tomto texte je zaujímavé, že sa nikdy nedozvieme, kto vlastne hovorí. Najprv si myslíme, že je to matka, ale keď si prečítate druhú stranu, tak uvidíte, že to nie je možné. Má niekto z vás nápad, čo sa tu deje?',
	],
	[
		'Slovenian',
		'Dobro, pa začnimo. Prejšnji teden smo govorili o tem, kako deluje srce, in nekdo je vprašal, zakaj se utrip pospeši, kadar se človek boji. Zato bi danes rad še enkrat pogledal to sliko, potem pa si bomo vzeli kratek odmor.',
	],
	[
		'Croatian',
		'Dobro, onda počinjemo. Prošli tjedan smo govorili o tome kako radi srce, i netko je pitao zašto puls raste kad se čovjek boji. Tako da bih danas htio još jednom pogledati ovu sliku, a onda ćemo napraviti kratku pauzu prije nego što nastavimo.',
	],
	[
		'Serbian',
		'Добро, да почнемо. Прошле недеље смо говорили о томе како ради срце, и неко је питао зашто пулс расте кад се човек плаши. Зато бих данас хтео да још једном погледамо ову слику, а онда ћемо направити кратку паузу.',
	],
	[
		null,
		'Добро, да почнеме. Минатата недела зборувавме за тоа како работи срцето, и некој праша зошто пулсот расте кога човекот се плаши. Затоа денес би сакал уште еднаш да ја погледнеме оваа слика, а потоа ќе направиме пауза.',
	],
	[
		'Bulgarian',
		'Добре, да започваме. Миналата седмица говорихме за това как работи сърцето, и някой попита защо пулсът се ускорява, когато човек се страхува. Затова днес искам още веднъж да погледнем тази картинка, а после ще направим почивка.',
	],
	[
		'Russian',
		'Так, давайте начнём. На прошлой неделе мы говорили о том, как работает сердце, и кто-то спросил, почему пульс растёт, когда человек боится. Поэтому сегодня я хочу ещё раз посмотреть на этот рисунок, а потом мы сделаем перерыв.',
	],
	[
		'Russian',
		'Вот здесь у нас код, а справа результат. Если я поменяю это число, программа будет работать гораздо дольше, потому что ей надо пройти по всем элементам списка. Что можно сделать, чтобы было быстрее? Есть у кого-нибудь идея?',
	],
	[
		'Ukrainian',
		'Добре, починаймо. Минулого тижня ми говорили про те, як працює серце, і хтось запитав, чому пульс зростає, коли людина боїться. Тому сьогодні я хочу ще раз подивитися на цей малюнок, а потім ми зробимо коротку перерву.',
	],
	[
		null,
		'Добра, пачынаем. На мінулым тыдні мы гаварылі пра тое, як працуе сэрца, і нехта спытаў, чаму пульс расце, калі чалавек баіцца. Таму сёння я хачу яшчэ раз паглядзець на гэты малюнак, а потым мы зробім перапынак.',
	],
	[
		'Greek',
		'Λοιπόν, ξεκινάμε. Την περασμένη εβδομάδα μιλήσαμε για το πώς λειτουργεί η καρδιά, και κάποιος ρώτησε γιατί ανεβαίνει ο σφυγμός όταν φοβόμαστε. Σήμερα λοιπόν θέλω να δούμε άλλη μια φορά αυτό το σχήμα, και μετά θα κάνουμε ένα διάλειμμα.',
	],
	[
		'Turkish',
		'Evet, başlayalım. Geçen hafta kalbin nasıl çalıştığını konuşmuştuk, ve biri insan korkunca nabzın neden arttığını sormuştu. Bugün bu şekle bir daha bakmak istiyorum, sonra da kısa bir ara vereceğiz. Şimdi sorusu olan var mı, yoksa devam mı edelim?',
	],
	[
		null,
		'Yaxşı, başlayaq. Keçən həftə biz ürəyin necə işlədiyi barədə danışdıq, və kimsə soruşdu ki, insan qorxanda nəbz niyə artır. Ona görə də bu gün bu şəkilə bir daha baxmaq istəyirəm, sonra isə biz qısa bir fasilə edəcəyik.',
	],
	[
		'Hungarian',
		'Jó, akkor kezdjük. A múlt héten arról beszéltünk, hogy hogyan működik a szív, és valaki azt kérdezte, hogy miért gyorsul fel a pulzus, ha az ember fél. Úgyhogy ma szeretném ezt az ábrát még egyszer megnézni, és utána tartunk egy kis szünetet.',
	],
	[
		'Romanian',
		'Bine, atunci începem. Săptămâna trecută am vorbit despre cum funcționează inima, și cineva a întrebat de ce crește pulsul când ne este frică. Așa că azi aș vrea să ne mai uităm o dată la desenul acesta, și după aceea facem o pauză.',
	],
	[
		'Lithuanian',
		'Gerai, tai pradėkime. Praėjusią savaitę mes kalbėjome apie tai, kaip veikia širdis, ir kažkas paklausė, kodėl pulsas kyla, kai žmogus bijo. Todėl šiandien noriu dar kartą pažiūrėti į šį paveikslėlį, o paskui padarysime trumpą pertrauką.',
	],
	[
		null,
		'Labi, tad sāksim. Pagājušajā nedēļā mēs runājām par to, kā strādā sirds, un kāds jautāja, kāpēc pulss pieaug, kad cilvēks baidās. Tāpēc šodien es gribu vēlreiz paskatīties uz šo zīmējumu, un pēc tam mēs taisīsim īsu pārtraukumu.',
	],
	[
		'Catalan',
		'Bé, comencem. La setmana passada vam parlar de com funciona el cor, i algú va preguntar per què puja el pols quan tenim por. Així que avui m’agradaria tornar a mirar aquest dibuix una vegada més, i després farem una petita pausa.',
	],
	[
		null,
		'Ben, imos comezar. A semana pasada falamos de como funciona o corazón, e alguén preguntou por que sobe o pulso cando temos medo. Así que hoxe gustaríame volver mirar este debuxo unha vez máis, e despois faremos unha pequena pausa.',
	],
	[
		null,
		'Ondo, has gaitezen. Joan den astean bihotzak nola funtzionatzen duen hitz egin genuen, eta norbaitek galdetu zuen zergatik igotzen den pultsua beldur garenean. Beraz, gaur irudi hau berriro begiratu nahi dut, eta gero atseden txiki bat egingo dugu.',
	],
	[
		'Indonesian',
		'Baik, kita mulai. Minggu lalu kita sudah bicara tentang bagaimana jantung bekerja, dan ada yang bertanya kenapa denyut nadi naik kalau orang takut. Jadi hari ini saya ingin melihat gambar ini sekali lagi, dan setelah itu kita istirahat sebentar.',
	],
	[
		null,
		'Baik, kita mulakan. Minggu lepas kita sudah bercakap tentang bagaimana jantung berfungsi, dan ada yang bertanya kenapa nadi menjadi laju apabila seseorang itu takut. Jadi hari ini saya hendak tengok gambar ini sekali lagi, kemudian kita boleh berehat.',
	],
	[
		'Vietnamese',
		'Được rồi, chúng ta bắt đầu nhé. Tuần trước chúng ta đã nói về việc trái tim hoạt động như thế nào, và có bạn hỏi tại sao mạch lại tăng khi người ta sợ. Vì vậy hôm nay tôi muốn xem lại hình này một lần nữa, rồi sau đó chúng ta nghỉ.',
	],
	[
		'Welsh',
		'Iawn, gadewch i ni ddechrau. Yr wythnos diwethaf roedden ni yn siarad am sut mae’r galon yn gweithio, ac roedd rhywun wedi gofyn pam mae’r pwls yn codi pan mae ofn arnon ni. Felly heddiw dw i am edrych ar y llun hwn unwaith eto, ac wedyn cawn ni egwyl.',
	],
	[
		'Icelandic',
		'Jæja, þá byrjum við. Í síðustu viku töluðum við um það hvernig hjartað virkar, og einhver spurði af hverju púlsinn hækkar þegar maður verður hræddur. Þannig að í dag ætla ég að skoða þessa mynd einu sinni enn, og svo tökum við okkur hlé.',
	],
	[
		'Arabic',
		'طيب، نبدأ. في الأسبوع الماضي تكلمنا عن كيف يعمل القلب، وسأل أحدكم لماذا يرتفع النبض عندما يخاف الإنسان. لذلك أريد اليوم أن ننظر إلى هذا الرسم مرة أخرى، وبعد ذلك سنأخذ استراحة قصيرة قبل أن نكمل الدرس.',
	],
	[
		'Persian',
		'خوب، شروع می‌کنیم. هفتهٔ گذشته دربارهٔ این صحبت کردیم که قلب چگونه کار می‌کند، و یکی پرسید چرا وقتی آدم می‌ترسد ضربان بالا می‌رود. برای همین امروز می‌خواهم یک بار دیگر به این شکل نگاه کنیم، و بعد کمی استراحت می‌کنیم.',
	],
	[
		null,
		'ٹھیک ہے، شروع کرتے ہیں۔ پچھلے ہفتے ہم نے بات کی تھی کہ دل کیسے کام کرتا ہے، اور کسی نے پوچھا تھا کہ جب انسان ڈرتا ہے تو نبض کیوں تیز ہو جاتی ہے۔ اس لیے آج میں چاہتا ہوں کہ ہم اس تصویر کو ایک بار پھر دیکھیں۔',
	],
	[
		'Hebrew',
		'טוב, בואו נתחיל. בשבוע שעבר דיברנו על איך הלב עובד, ומישהו שאל למה הדופק עולה כשאנחנו מפחדים. אז מה שאני רוצה לעשות היום זה להסתכל על השרטוט הזה עוד פעם אחת, ואחר כך נעשה הפסקה קצרה לפני שנמשיך הלאה.',
	],
	[
		'Hindi',
		'ठीक है, शुरू करते हैं। पिछले हफ़्ते हमने बात की थी कि दिल कैसे काम करता है, और किसी ने पूछा था कि जब इंसान डरता है तो नब्ज़ क्यों तेज़ हो जाती है। इसलिए आज मैं चाहता हूँ कि हम इस चित्र को एक बार और देखें, और फिर थोड़ा आराम करें।',
	],
	[
		null,
		'बरं, सुरुवात करूया. मागच्या आठवड्यात आपण हृदय कसं काम करतं याबद्दल बोललो होतो, आणि कोणीतरी विचारलं होतं की माणूस घाबरला की नाडी का वाढते. म्हणून आज मला हे चित्र पुन्हा एकदा पाहायचं आहे, आणि नंतर आपण थोडी विश्रांती घेणार आहोत.',
	],
	[
		'Chinese',
		'好，我们开始吧。上个星期我们讲了心脏是怎么工作的，有同学问，为什么人害怕的时候脉搏会加快。所以今天我想让大家再看一遍这张图，然后我们休息十分钟。有什么问题现在可以提出来，没有的话我们就看下一页。',
	],
	[
		'Japanese',
		'はい、それでは始めましょう。先週は心臓がどのように働くかという話をしましたが、怖いときにどうして脈が速くなるのかという質問がありました。ですから今日はこの図をもう一度見て、そのあと少し休憩をとりたいと思います。',
	],
	[
		'Korean',
		'자, 그럼 시작하겠습니다. 지난주에는 심장이 어떻게 일하는지에 대해서 이야기했는데, 무서울 때 왜 맥박이 빨라지는지 질문이 있었습니다. 그래서 오늘은 이 그림을 한 번 더 보고, 그다음에 잠깐 쉬도록 하겠습니다.',
	],
	[
		'Thai',
		'เอาละ เรามาเริ่มกันเลยนะครับ สัปดาห์ที่แล้วเราได้พูดถึงเรื่องที่ว่าหัวใจทำงานอย่างไร และมีคนถามว่าทำไมชีพจรถึงเต้นเร็วขึ้นเวลาที่เรากลัว วันนี้ผมเลยอยากให้ทุกคนดูภาพนี้อีกครั้งหนึ่ง แล้วหลังจากนั้นเราจะพักกันสักครู่',
	],
];
