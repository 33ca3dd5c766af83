/** How long people see an entry in Kaltura: to the end of a day, for days after the recording began, or to a moment. */
export type VisibleUntil = { date: string } | { days: number } | { moment: string };

/** A day that exists, as YYYY-MM-DD; else null. */
export function readDate(text: string): string | null {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
	const time = Date.parse(`${text}T00:00:00Z`);
	return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) ? text : null;
}

/** "2027-03-31", "180" or "180 days"; null when it says nothing, `wrong` when nobody can tell what it says. */
export function readVisibleUntil(text: string): VisibleUntil | 'wrong' | null {
	if (text === '') return null;
	const days = /^(\d{1,5})(\s*days?)?$/i.exec(text)?.[1];
	if (days !== undefined) return Number(days) > 0 ? { days: Number(days) } : 'wrong';
	const date = readDate(text);
	return date === null ? 'wrong' : { date };
}

/**
 * The moment from which an entry is not visible any more, ISO 8601; null where there is none. Days end in UTC.
 * @param startedAt when the recording began
 */
export function endOf(visibleUntil: VisibleUntil | null, startedAt: string): string | null {
	if (visibleUntil === null) return null;
	if ('moment' in visibleUntil) return visibleUntil.moment;
	if ('date' in visibleUntil) return `${visibleUntil.date}T23:59:59.000Z`;
	const end = new Date(Date.parse(startedAt) + visibleUntil.days * 86_400_000);
	return Number.isNaN(end.getTime()) ? null : end.toISOString();
}
