/**
 * Languages that people meet most: code → Kaltura's name. Kaltura wants English names ("German"), not codes, and
 * answers INVALID_ENUM_VALUE to anything else; its full list has about 190.
 * @see docs/vendors/kaltura.md#captions-and-attachments
 */
export const LANGUAGES: Readonly<Record<string, string>> = {
	ar: 'Arabic',
	bg: 'Bulgarian',
	ca: 'Catalan',
	cs: 'Czech',
	cy: 'Welsh',
	da: 'Danish',
	de: 'German',
	el: 'Greek',
	en: 'English',
	es: 'Spanish',
	et: 'Estonian',
	eu: 'Basque',
	fa: 'Persian',
	fi: 'Finnish',
	fr: 'French',
	ga: 'Irish',
	he: 'Hebrew',
	hi: 'Hindi',
	hr: 'Croatian',
	hu: 'Hungarian',
	id: 'Indonesian',
	is: 'Icelandic',
	it: 'Italian',
	ja: 'Japanese',
	ko: 'Korean',
	lt: 'Lithuanian',
	mt: 'Maltese',
	ms: 'Malay',
	nl: 'Dutch',
	no: 'Norwegian',
	pl: 'Polish',
	pt: 'Portuguese',
	ro: 'Romanian',
	ru: 'Russian',
	sk: 'Slovak',
	sl: 'Slovenian',
	sr: 'Serbian',
	sv: 'Swedish',
	th: 'Thai',
	tr: 'Turkish',
	uk: 'Ukrainian',
	vi: 'Vietnamese',
	zh: 'Chinese',
};

/** Kaltura's name for a code ("de", "de-AT") or a name in any case; what is not known passes as it is. */
export function languageName(language: string): string {
	const text = language.trim();
	const byCode = LANGUAGES[text.toLowerCase().split(/[-_]/)[0] ?? ''];
	if (byCode !== undefined && /^[a-z]{2}([-_][a-z0-9]+)*$/i.test(text)) return byCode;
	return Object.values(LANGUAGES).find((name) => name.toLowerCase() === text.toLowerCase()) ?? text;
}
