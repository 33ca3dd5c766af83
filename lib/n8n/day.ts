import { InputError } from '../policy/failures';
import { formatDay } from '../zoom/date-windows';

/**
 * A day from what a date field may hold: the editor's local time without zone (then the day that was picked), an ISO
 * time with zone (then its day in UTC), a Luxon date, or a day.
 */
export function readDay(label: string, value: unknown): string {
	if (value instanceof Date) return formatDay(value.getTime());
	if (value !== null && typeof value === 'object' && 'toMillis' in value && typeof value.toMillis === 'function') {
		return formatDay(Number((value.toMillis as () => number)()));
	}
	const text = String(value ?? '').trim();
	const hasZone = /T[^T]*(Z|[+-]\d{2}:?\d{2})$/i.test(text);
	const day = hasZone ? text : text.slice(0, 10);
	const time = /^\d{4}-\d{2}-\d{2}/.test(day) ? Date.parse(day) : Number.NaN;
	if (Number.isNaN(time)) throw new InputError(label, `is "${text}"`, 'Give a day such as 2026-02-28.');
	return formatDay(time);
}
