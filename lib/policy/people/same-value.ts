import { withOfficeNumber } from './office-number';

/**
 * The value that has to be sent so that Zoom shows the wished one; undefined when it shows it already. Zoom leaves empty
 * fields out, gives numbers as text here and there, and adds fields of its own to rows.
 */
export function valueToSend(field: string, wanted: unknown, actual: unknown): unknown {
	if (field === 'custom_attributes') return attributesToSend(rowsOf(wanted), rowsOf(actual));
	if (field === 'phone_numbers' && typeof wanted === 'string') return withOfficeNumber(wanted, rowsOf(actual));
	if (field === 'phone_numbers') return sameRows(rowsOf(wanted), rowsOf(actual)) ? undefined : wanted;
	// Addresses: a manager is shown as Zoom stores it.
	if (field === 'manager') return fold(wanted) === fold(actual) ? undefined : wanted;
	return canonical(wanted) === canonical(actual) ? undefined : wanted;
}

type Row = Readonly<Record<string, unknown>>;

/** Those that are not wished for stay: the list that is sent replaces the one that was there. */
function attributesToSend(wanted: readonly Row[], actual: readonly Row[]): readonly Row[] | undefined {
	if (wanted.length === 0) return actual.length === 0 ? undefined : [];
	const now = new Map(actual.map((row) => [text(row.key), row]));
	const differs = ({ key, ...rest }: Row) => {
		const held = now.get(text(key));
		return held === undefined || Object.entries(rest).some(([name, value]) => text(value) !== text(held[name]));
	};
	if (!wanted.some(differs)) return undefined;
	const wishedKeys = new Set(wanted.map(({ key }) => text(key)));
	return [
		...actual.filter(({ key }) => !wishedKeys.has(text(key))),
		...wanted.map((row) => ({ ...now.get(text(row.key)), ...row })),
	];
}

/** As many rows, and for each wished one another that shows what was wished of it. */
function sameRows(wanted: readonly Row[], actual: readonly Row[]): boolean {
	if (wanted.length !== actual.length) return false;
	const left = [...actual];
	return wanted.every((row) => {
		const at = left.findIndex((held) =>
			Object.entries(row).every(([name, value]) => digitsOrText(name, value) === digitsOrText(name, held[name])),
		);
		if (at >= 0) left.splice(at, 1);
		return at >= 0;
	});
}

const digitsOrText = (name: string, value: unknown) =>
	name === 'number' ? text(value).replace(/[^\d+]/g, '') : text(value);

const rowsOf = (value: unknown): readonly Row[] => (Array.isArray(value) ? (value as Row[]) : []);
const text = (value: unknown) => String(value ?? '').trim();
const fold = (value: unknown) => text(value).toLowerCase();

function canonical(value: unknown): string {
	if (value === undefined || value === null || value === '') return '';
	if (Array.isArray(value)) return value.map(canonical).toSorted().join('\n');
	return String(value);
}
