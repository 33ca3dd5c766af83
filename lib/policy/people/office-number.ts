type PhoneRow = Readonly<Record<string, unknown>>;

/** Country codes of one and of two digits (ITU-T E.164); all others have three. */
const SHORT_CODES = /^(1|7|20|27|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/** A number as lists have it ("+49 30 1234-5") in Zoom's two parts; null when it does not begin with + and a country. */
function partsOf(text: string): { code: string; number: string } | null {
	const digits = text.replace(/[\s().\-/]/g, '');
	if (!/^\+[1-9]\d{6,14}$/.test(digits)) return null;
	const code = SHORT_CODES.exec(digits.slice(1))?.[0] ?? digits.slice(1, 4);
	return { code: `+${code}`, number: digits.slice(1 + code.length) };
}

/** Whether a list's number can be sent to Zoom. */
export const isOfficeNumber = (text: string): boolean => partsOf(text) !== null;

/**
 * All numbers of a profile with the wished office number among them; the person's others stay, because Zoom replaces them all.
 * @returns undefined when Zoom shows the office number already
 */
export function withOfficeNumber(wished: string, actual: readonly PhoneRow[]): PhoneRow[] | undefined {
	const parts = partsOf(wished);
	if (!parts) return undefined;
	const whole = ({ code, number }: PhoneRow) => `${String(code ?? '')}${String(number ?? '')}`.replace(/[^\d]/g, '');
	const office = (row: PhoneRow) => row.label === 'Office';
	if (actual.some((row) => office(row) && whole(row) === whole(parts))) return undefined;
	return [...actual.filter((row) => !office(row)).slice(0, 2), { ...parts, label: 'Office' }];
}
