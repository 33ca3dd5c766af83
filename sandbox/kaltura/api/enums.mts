/**
 * Enumerations that are checked on the way in: a value outside is INVALID_ENUM_VALUE (reference/kaltura-api.md §1.3).
 * Names and values: §2–§6; "int" ones arrive as number or text, "string" ones are kept as text.
 */
interface EnumRule {
	base: 'int' | 'string';
	values: readonly string[];
}

function int(...values: number[]): EnumRule {
	return { base: 'int', values: values.map(String) };
}

function text(...values: string[]): EnumRule {
	return { base: 'string', values };
}

/** Full English names, not codes (§5); with the code that the server derives from each. */
export const LANGUAGES: Readonly<Record<string, string>> = {
	Undefined: 'und',
	Multilingual: 'mul',
	Afrikaans: 'af',
	Albanian: 'sq',
	Arabic: 'ar',
	Armenian: 'hy',
	Basque: 'eu',
	Bengali: 'bn',
	Bulgarian: 'bg',
	Catalan: 'ca',
	Chinese: 'zh',
	'Chinese (Simplified)': 'zh-cn',
	'Chinese (Traditional)': 'zh-tw',
	Croatian: 'hr',
	Czech: 'cs',
	Danish: 'da',
	Dutch: 'nl',
	English: 'en',
	'English (American)': 'en-us',
	'English (British)': 'en-gb',
	'English (Australian)': 'en-au',
	'English (Canada)': 'en-ca',
	Estonian: 'et',
	Finnish: 'fi',
	French: 'fr',
	'French (Canada)': 'fr-ca',
	German: 'de',
	Greek: 'el',
	Hebrew: 'he',
	Hindi: 'hi',
	Hungarian: 'hu',
	Icelandic: 'is',
	Indonesian: 'in',
	Irish: 'ga',
	Italian: 'it',
	Japanese: 'ja',
	Korean: 'ko',
	'Latvian (Lettish)': 'lv',
	Lithuanian: 'lt',
	Malay: 'ms',
	Norwegian: 'no',
	Polish: 'pl',
	Portuguese: 'pt',
	'Portuguese (Brazil)': 'pt-br',
	Romanian: 'ro',
	Russian: 'ru',
	Serbian: 'sr',
	Slovak: 'sk',
	Slovenian: 'sl',
	Spanish: 'es',
	'Spanish (Mexico)': 'es-xm',
	Swahili: 'sw',
	Swedish: 'sv',
	Tagalog: 'tl',
	Tamil: 'ta',
	Thai: 'th',
	Turkish: 'tr',
	Ukrainian: 'uk',
	Urdu: 'ur',
	Vietnamese: 'vi',
	Welsh: 'cy',
};

export const ENUMS: Readonly<Record<string, EnumRule>> = {
	KalturaSessionType: int(0, 2),
	KalturaAppTokenHashType: text('MD5', 'SHA1', 'SHA256', 'SHA512'),
	KalturaMediaType: int(1, 2, 5, 201, 202, 203, 204),
	KalturaSourceType: text('1', '2', '5', '6', '29', '30', '31', '32', '33', '34', '35', '36', '37', '38'),
	KalturaEntryApplication: text('0', '1', '2', '3', '4', '5', '6', '7'),
	KalturaEntryDisplayInSearchType: int(-2, -1, 0, 1, 2),
	KalturaLicenseType: int(-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
	KalturaNullableBoolean: int(-1, 0, 1),
	KalturaLanguage: text(...Object.keys(LANGUAGES)),
	KalturaCaptionType: text('1', '2', '3', '4', '5'),
	KalturaCaptionSource: text('0', '1', '2'),
	KalturaAssetUsage: text('0', '1'),
	KalturaAttachmentType: text('1', '2', '3', '4', '5'),
	KalturaUserType: int(0, 1, 2),
	KalturaUserStatus: int(0, 1, 2),
	KalturaGroupType: int(1, 2),
	KalturaGroupProcessStatus: int(0, 1),
	KalturaUserMode: int(0, 1),
	KalturaGroupUserCreationMode: int(1, 2),
	KalturaGroupUserRole: int(1, 2),
	KalturaResponseProfileType: int(1, 2),
	KalturaESearchItemType: int(1, 2, 3, 4, 5),
	KalturaESearchOperatorType: int(1, 2, 3),
	KalturaESearchSortOrder: text('asc', 'desc'),
};
