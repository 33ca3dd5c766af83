/** KalturaLanguage: full English names, not codes; with the code that the server derives from each. */
export const LANGUAGES: Readonly<Record<string, string>> = {
	Abkhazian: 'ab',
	Afar: 'aa',
	Afrikaans: 'af',
	Albanian: 'sq',
	'Algonquian languages': 'alg',
	Amharic: 'am',
	Arabic: 'ar',
	Armenian: 'hy',
	Assamese: 'as',
	'Athapascan languages': 'ath',
	Aymara: 'ay',
	Azerbaijani: 'az',
	Bashkir: 'ba',
	Basque: 'eu',
	'Bengali (Bangla)': 'bn',
	Bhutani: 'dz',
	Bihari: 'bh',
	Bislama: 'bi',
	Breton: 'br',
	Bulgarian: 'bg',
	Burmese: 'my',
	'Byelorussian (Belarusian)': 'be',
	Cambodian: 'km',
	Catalan: 'ca',
	Chinese: 'zh',
	Corsican: 'co',
	Cree: 'cr',
	Croatian: 'hr',
	Czech: 'cs',
	Danish: 'da',
	Dutch: 'nl',
	English: 'en',
	'English (American)': 'en_us',
	'English (British)': 'en_gb',
	Esperanto: 'eo',
	Estonian: 'et',
	Faeroese: 'fo',
	Farsi: 'fa',
	Fiji: 'fj',
	Finnish: 'fi',
	French: 'fr',
	'French (Canada)': 'fr_ca',
	Frisian: 'fy',
	'Gaelic (Manx)': 'gv',
	'Gaelic (Scottish)': 'gd',
	Galician: 'gl',
	Georgian: 'ka',
	German: 'de',
	Greek: 'el',
	Greenlandic: 'kl',
	Guarani: 'gn',
	Gujarati: 'gu',
	Hausa: 'ha',
	Hebrew: 'he',
	Hindi: 'hi',
	Hungarian: 'hu',
	Icelandic: 'is',
	Indonesian: 'id',
	Interlingua: 'ia',
	Interlingue: 'ie',
	Inuinnaqtun: 'ikt',
	Inuktitut: 'iu',
	Inupiak: 'ik',
	Irish: 'ga',
	'Iroquoian languages': 'iro',
	Italian: 'it',
	Japanese: 'ja',
	Javanese: 'jv',
	Kannada: 'kn',
	Kashmiri: 'ks',
	Kazakh: 'kk',
	'Kinyarwanda (Ruanda)': 'rw',
	Kirghiz: 'ky',
	'Kirundi (Rundi)': 'rn',
	Korean: 'ko',
	Kurdish: 'ku',
	Laothian: 'lo',
	Latin: 'la',
	'Latvian (Lettish)': 'lv',
	'Limburgish ( Limburger)': 'li',
	Lingala: 'ln',
	Lithuanian: 'lt',
	'Luxembourgish (Letzeburgesch)': 'lb',
	Macedonian: 'mk',
	Malagasy: 'mg',
	Malay: 'ms',
	Malayalam: 'ml',
	Maltese: 'mt',
	Maori: 'mi',
	Marathi: 'mr',
	Michif: 'crg',
	Micmac: 'mic',
	Moldavian: 'mo',
	Mongolian: 'mn',
	Montagnais: 'moe',
	Multilingual: 'mu',
	Nauru: 'na',
	Nepali: 'ne',
	'No linguistic content': 'zxx',
	Norwegian: 'no',
	Occitan: 'oc',
	'Ojibwa Severn': 'ojs',
	'Ojibwa Western': 'ojw',
	'Ojibwe, Ojibwa': 'oj',
	Okanagan: 'oka',
	Oriya: 'or',
	'Oromo (Afan, Galla)': 'om',
	'Pashto (Pushto)': 'ps',
	Polish: 'pl',
	Portuguese: 'pt',
	'Portuguese (Brazil)': 'pt_br',
	Punjabi: 'pa',
	Quechua: 'qu',
	'Rhaeto-Romance': 'rm',
	Romanian: 'ro',
	Russian: 'ru',
	'Salishan languages': 'sal',
	'Sami languages': 'smi',
	Samoan: 'sm',
	Sangro: 'sg',
	Sanskrit: 'sa',
	Serbian: 'sr',
	'Serbo-Croatian': 'sh',
	Sesotho: 'st',
	Setswana: 'tn',
	Shona: 'sn',
	Siksika: 'bla',
	Sindhi: 'sd',
	Sinhalese: 'si',
	Siswati: 'ss',
	Slovak: 'sk',
	Slovenian: 'sl',
	Somali: 'so',
	'Southern Tutchone': 'tce',
	Spanish: 'es',
	'Spanish (Latin America)': 'es_xl',
	Sundanese: 'su',
	'Swahili (Kiswahili)': 'sw',
	Swedish: 'sv',
	Tagalog: 'tl',
	'Taiwanese Mandarin': 'zh_tw',
	Tajik: 'tg',
	Tamil: 'ta',
	Tatar: 'tt',
	Telugu: 'te',
	Thai: 'th',
	Tibetan: 'bo',
	Tigrinya: 'ti',
	Tonga: 'to',
	Tsonga: 'ts',
	Turkish: 'tr',
	Turkmen: 'tk',
	Twi: 'tw',
	Uighur: 'ug',
	Ukrainian: 'uk',
	Undefined: 'un',
	Urdu: 'ur',
	Uzbek: 'uz',
	Vietnamese: 'vi',
	Volapuk: 'vo',
	Welsh: 'cy',
	Wolof: 'wo',
	Xhosa: 'xh',
	Yiddish: 'yi',
	Yoruba: 'yo',
	Zulu: 'zu',
};

/** Those for which it has no code. */
export const LANGUAGES_WITHOUT_CODE: readonly string[] = `
	Abaza|Abnaki Western|Abure|Achang|Achinese|Achterhooks|Achumawi|Adioukrou|Adyghe; Adygei|Adynyamathanha|Afade|
	Aghem|Aghul|Aguacateco|Aguaruna|Ainu (Japan)|Akkadian|Aklanon|Akum|Alabama|Albanian (Gheg)|Albanian (Tosk)|Aleut|
	Algonquin|Altai (Southern)|Angloromani|Apache (Jicarilla)|Apache (Western)|Arabic (standard)|
	Arabic Tunisian Spoken|Aramaic|Aramaic Samaritan|Arapaho|Araucanian|Arikara|Aromanian|Assiniboine|
	Assyrian Neo-Aramaic|Asturian|Atikamekw|Awadhi|Babine|Badaga|Bai|Balinese|Balochi Southern|Balti|Baluchi|
	Basa (Cameroon)|Bavarian|Beaver|Beja|Bemba (Zambia)|Betawi|Bezhta|Bhili|Bhojpuri|Bikol|Bini|Bishnupriya Manipuri|
	Bosnian|Buginese|Buriat|Caddo|Cantonese|Carrier|Carrier Southern|Catawba|Cayuga|Cebuano|Chagatai|
	Chaldean Neo-Aramaic|Cherokee|Cheyenne|Chickasaw|Chilcotin|Chinook jargon|Chipewyan|Chippewa|Choctaw|Chor|Chukot|
	Cimbrian|Clallam Klallam|Cochimi|Cocopa|Colognian|Comanche|Comorian|Comox|Coptic|Creek|Crimean Tatar|Cupeo|
	Dakota|Dargwa|Dari (Persian)|Dari Zoroastrian|Dehu|Delaware|Dinka|Dogri (generic)|Dogrib|Dolgan|Dong|Duala|
	Dungan|Dyula|E|Emilian|English (Australian)|English Middle (1100-1500)|Erzya|Even|Evenki|Fala|
	Fang (Equatorial Guinea)|Filipino|Finnish (Tornedalen)|Fon|Franco-Prove|Frankish|Frisian Northern|Friulian|Fur|
	Ga|Gagauz|Gan|Geez|German Hutterite|German Pennsylvania|Gilbertese|Gilyak Nivkh|Gitxsan|Greek Ancient (to 1453)|
	Gwichin|Haida|Hainanese|Haisla|Hakka|Halkomelem|Han|Hani|Hawaiian|Heiltsuk|Hidatsa|Hiligaynon|Hmong|Hokkien|Hopi|
	Huizhou Chinese|Ikposo|Iloko|Inari Sami|Ingrian|Ingush|Itelmen|Jinyu Chinese|Jju|Judeo-Crimean Tatar|
	Judeo-Georgian|Jutish|Kabardian|Kabuverdianu|Kabyle|Kachchi|Kaikavian literary language (Kajkavian)|Kalmyk Oirat|
	Kansa|Karachay-Balkar|Karagas|Karaim|Karakalpak|Karelian|Kashubian|Kaska|Kawi|Khakas|Khalaj Turkic|Khanty|Khasi|
	Khmer Northern|Kickapoo|Kiowa|Klingon tlhIngan-Hol|Kodava|Komi-Permyak|Konkani (generic)|Konkani (specific)|
	Konkani Goan|Koryak|Kosraean|Kotava|Kpelle|Kumiai|Kumyk|Kutenai|Kwakiutl|Laal|Ladin|Ladino|Lahnda|Lahu|Lak|Laki|
	Lakota|Laz|Lezghian|Ligurian|Lillooet|Limbu|Lojban|Loma (Liberia)|Lombard|Low German Low Saxon|Lozi|Luba-Lulua|
	Lucumi|Ludian|Lule Sami|Lunda|Luo (Kenya and Tanzania)|Lushootseed|Madurese|Magahi|Maithili|
	Malecite-Passamaquoddy|Manchu|Mandaic|Mandan|Mandarin Chinese|Mansi|Maranao|Mari (Russia)|Marwari|Masai|Mayo|
	Meitei|Mende (Sierra Leone)|Menominee|Min Bei Chinese|Min Dong Chinese|Minangkabau|Mingrelian|Mirandese|Mohawk|
	Moksha|Mon|Morisyen|Mossi|Mozarabic|Muong|Nama (Namibia)|Nanai|Naskapi|Neapolitan|Newari Nepal Bhasa|Nganasan|
	Nisgaa|Niuean|Nogai|Norse Old|Northern Sotho Pedi Sepedi|Novial|Nyamwezi|Nyoro|Nyungah|Ojibwa Central|
	Ojibwa Eastern|Ojibwa Northwestern|Okinawan Central|Old English|Oneida|Onondaga|Ottawa|Paipai|Palauan|Pampanga|
	Pangasinan|Papiamento|Persian|Persian (Dari)|Persian (Iran)|Pfaelzisch|Picard|Piedmontese|Pirah|Pitcairn-Norfolk|
	Plautdietsch|Pontic|Potawatomi|Prussian|Pulaar|Qashqai|Qawasqar|Quich Central|Rapanui|Rarotongan|
	Reserved for local use.|Romagnol|Romani Kalo Finnish|Romani Sinte|Romanian Istro|Romanian Megleno|Romany|
	Runion Creole French|Rusyn|Saint Lucian Creole French|Sakha|Salar|Salish Straits|Sami Kildin|Santali|Saramaccan|
	Sardinian Sassarese|Saterland Frisian|Saxon Upper|Scots|Sechelt|Seediq|Sekani|Selkup|Seneca|Seri|Shawnee|Shor|
	Shoshoni|Shuswap|Sicilian|Sidamo|Silesian|Simplified Chinese|Skolt Sami|Slavey North|Slavey South|Slovakian|
	Soninke|Sorbian Lower|Sorbian Upper|Southern Sami|Sranan|Stoney|Sudovian|Sumerian|Svan|Swabian|
	Swedish Sign Language|Swiss German Alemannic Alsatian|Syriac|Tabassaran|Tachawit|Tachelhit|Tagbanwa|Tagish|
	Tahltan|Tai Na|Talysh|Tamajaq Tawallammat|Tamasheq|Tamazight Central Atlas|Tarahumara Central|Tat Muslim|
	Teo Chew|Tetum|Thai (Northern)|Thai Northeastern|Thompson|Tigre|Tlingit|Toda|Tohono Oodham|Tok Pisin|
	Tonga (Nyasa)|Traditional Chinese|Tsez|Tsimshian|Tulu|Tumbuka|Tumzabt|Tupinamb|Turkana|Turkish Ottoman|Tuscarora|
	Tuvalu|Tuvinian|Ubykh|Udi|Udmurt|Urum|Venetian|Veps|Voro|Votic|Vro|Waorani|Waray (Philippines)|Western Farsi|
	Western Neo-Aramaic|Wiyot|Wu Chinese|Wymysorys|Yanesha|Zapotec Isthmus|Zarma
`
	.split('|')
	.map((name) => name.trim());
