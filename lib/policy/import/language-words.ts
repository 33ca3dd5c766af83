/**
 * The most frequent words of languages in Latin letters. Also of those that Kaltura has no name for, or that are easily taken for
 * another one: without Slovak words every Slovak text would be Czech.
 */
export const FREQUENT_WORDS: Readonly<Record<string, string>> = {
	Afrikaans:
		'die en is nie van het in ’n om dat ons jy hy sy wat vir word met op kan sal hulle aan daar dit as baie moet hierdie ook ek',
	Albanian:
		'dhe në është për një të që nuk me nga si ka do janë ky kjo ne ju ata duke edhe por më shumë çdo kanë kështu mund tij saj',
	Azerbaijani:
		'və bir bu də üçün ki ilə olan daha çox hər ya o biz siz deyil kimi var onun amma sonra olaraq malikdir azad şəxs hüququ',
	Basque:
		'eta da ez bat du dira hau hori ere izan dute baina zer nola egin behar dugu bere gizon guztiak edo den egiten oso gero',
	Catalan:
		'el la els les i que és en una per amb no però com aquest aquesta molt també hem són del perquè ha més aquí tenim això ser estan nosaltres tots llavors',
	Croatian:
		'i je u da se na su za ne što kao ali koji koje smo ovo bi nije samo kako ili već sve ima od biti treba sada dakle dio svi jer netko uvijek prava',
	Czech:
		'a je to že se na v ne jsem ale tak jak co jsme jsou pro už když by tady být který jako nebo není taky tento také aby při jejich všichni mají bychom',
	Danish:
		'og det at er ikke jeg en vi på til som med har af den kan hvad også noget så der de for jer mig sig dig meget nogle efter blev havde skal eller lige hvis vil hvordan nogen op ud nu bliver lidt sådan',
	Dutch:
		'de het een en dat niet ik van we je zijn ook voor maar wat dus hebben deze nog naar is met te in op die aan er om als worden heeft kunnen alle',
	English:
		'the and that you this is of to it we are have what with not for so was they be in on can as at all or from there which will right should',
	Estonian:
		'ja on ei see et ta me te kui mis oma ka aga nii nagu siis kõik või oli mida ning selle seda saab olema peab meie väga nende inimesed sest',
	Filipino:
		'ang ng sa na mga ay at ito hindi ko ka si para may lahat ng kung ako siya natin isang kami tayo dapat sila niya kanilang tao',
	Finnish:
		'ja on se että ei niin mutta kun tämä myös ole joka sitten nyt me hän mitä vain kuin olla ovat voi sen tai ihmiset heidän mukaan kaikki siis',
	French:
		'le la les et est que pas vous nous une des dans pour avec je qui sur c’est donc mais du en il ils ce sont ou par plus tous être',
	Galician:
		'o a os as e de que é en unha non para con polo pola na no do da máis como tamén pero son están moi hai esta este iso cando todos ser eles deben',
	German:
		'und das ist die ich nicht wir der ein auch es sie mit auf für dass eine war noch haben in den von zu sind werden sich dem oder alle kann wie',
	Hungarian:
		'a az és hogy nem is egy ez van de meg mert csak már lehet volt vagy akkor ha itt minden kell mint ezt azt amit nagyon azonban egymással',
	Icelandic:
		'og að er í ekki sem það við á hann til með um var fyrir þetta eru en þú ég hún ef þá þeir allir eða skal menn hver svo þess hafa',
	Indonesian:
		'yang dan di ini itu dengan untuk tidak dari ada pada kita akan adalah dalam atau juga bisa saya mereka karena orang sudah harus semua satu',
	Irish: 'agus an na is tá ar go sé le bhí a don ní do ag as chun mar seo sin é siad gach ó duine leis againn bhfuil',
	Italian:
		'il che di è non una per sono gli della anche questo come più ci abbiamo perché molto cosa quindi e in un a con le si del ha essere tutti dei devono',
	Latvian:
		'un ir ka ar no par uz tas tā es mēs viņi kas nav bet lai arī vai kā ja tikai var ļoti visi viņu savu pie tad jābūt šis būt cilvēki pret citam',
	Lithuanian:
		'ir yra kad su tai iš į ar bet kaip jis ji mes jie nėra tik dar labai visi savo buvo už jų turi gali šis tas būti žmonės vienas kito todėl',
	Malay:
		'yang dan di ini itu dengan untuk tidak daripada ada pada kita akan adalah dalam atau juga boleh saya mereka kerana orang sudah mesti semua manusia hak sama rata antara kepada hendaklah',
	Maltese:
		'u ta li il fl tal mhux għandu għal minn huwa hija ma din dan kull bniedem ukoll fuq jew dawn l-bnedmin għandhom bejniethom',
	Norwegian:
		'og det at er ikke jeg en vi på til som med har av den kan hva også noe så der de for dere meg seg deg mye noen etter ble hadde skal eller hvis vil hvordan bare må opp ut nå blir litt sånn',
	Polish:
		'i nie to się w na jest że do tak jak co ale jestem mamy już tym są być dla z o za od po czy przez wszyscy oraz ich lub który jeszcze dwa',
	Portuguese:
		'o que não e uma os com para você isso mas então está muito aqui também são foi ele gente em um as do da no na por mais ser todos dos uns devem nós quando vamos hoje vocês à há eu ao seu sua depois nunca',
	Romanian:
		'și în că nu este de la o cu pe mai din sunt un pentru care dar ce să avem le se al ale lor fi toate unele față trebuie foarte deci',
	'Serbian (Latin)':
		'i je u da se na su za ne što kao ali koji koje smo ovo bi nije samo kako ili već sve ima od biti treba sada dakle deo svi jer neko uvek prava prema',
	Slovak:
		'a je to že sa na v nie som ale tak ako čo sme sú pre už keď by tu byť ktorý alebo nie je tiež tento aby pri ich všetci majú sa jeho ľudia voči môže len',
	Slovenian:
		'in je da se na so za ne kot ali ki smo to bi ni samo kako že vse ima od biti tudi pa v z tega lahko kar ljudje vsi imajo bi morali med drugim',
	Spanish:
		'el los que y es en una por con para las pero como está muy más eso esto hay porque de la no un se lo del son todos ser su unos nosotros entonces',
	Swahili:
		'na ya wa kwa ni katika za la hii watu kuwa yake hiyo wote kama lakini sisi wao cha vya hili huyu zaidi haki kila mtu',
	Swedish:
		'och det att är som jag inte en vi på för med har den kan men om till också så av de ett var hon han när eller ska från alla varandra nu mycket',
	Turkish:
		've bir bu da de için çok ne var ama evet ben daha gibi olarak şey yani olan değil biz ile o mi ki her bütün sonra kadar çünkü hem ya',
	Uzbek:
		'va bir bu uchun bilan ham emas bo‘lgan har shu deb qilish kerak biz siz ular o‘z barcha yoki edi yo‘q odamlar',
	Vietnamese:
		'và là của có không được trong cho một những các này đã với người khi đó để chúng ta cũng như nhau về phải tôi mọi đều',
	Welsh: 'yn y a ac i mae o yr ei ar gan am eu nid oedd sydd hwn hyn fel neu bod gyda pob dylai nhw ni chi dyn hawliau',
};
