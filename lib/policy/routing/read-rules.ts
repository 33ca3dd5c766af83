import { unknownPlaceholders, NAME_PLACEHOLDERS } from '../import/entry-text';
import { readDate, readVisibleUntil } from '../import/visible-until';
import { userIdProblem } from '../owner/identity';
import { foldName } from '../settings';
import { isTimeZone } from '../time-zones';

import { THEN_COLUMNS, type ThenColumn, WHEN_COLUMNS, type WhenColumn } from './columns';
import type { Action, CellProblem, Condition, Rule, Then } from './rule';
import { readDays, readTimes } from './schedule';

type Row = Readonly<Record<string, unknown>>;

/** The rules of a table, or why nobody knows them. A table that is not there means that there are none. */
export type RuleTable = { rules: Rule[] } | { unreadable: string };

/**
 * Reads what a Data Table node gave. Where that node goes on after a failure it gives back its own input, or an item with
 * nothing but an error: neither may look like a table without rules, because a rule may say that a recording is private.
 * @param items rows, or items with the rows in `json`
 */
export function readRuleTable(items: unknown): RuleTable {
	if (items === null || items === undefined || items === '') return { rules: [] };
	if (!Array.isArray(items)) return { unreadable: 'what was given as its rows is no list' };
	const rows: Row[] = [];
	for (const item of items as unknown[]) {
		const row = rowOf(item);
		if (row === null) return { unreadable: 'what was given as its rows holds something else' };
		// "Always Output Data" gives one empty item for an empty table.
		if (Object.keys(row).length === 0) continue;
		// n8n says what went wrong in the data of an item, or beside it.
		const error = row.error ?? (item as { error?: unknown }).error;
		if ('rule' in row) rows.push(row);
		else if (isMissingTable(error)) return { rules: [] };
		else return { unreadable: messageOf(error) };
	}
	return { rules: readRules(inForce(rows)) };
}

/** Rows as rules, in their order. Rows that are switched off, or wholly empty, are none. */
export function readRules(rows: readonly Row[]): Rule[] {
	return rows
		.filter((row) => [...WHEN_COLUMNS, ...THEN_COLUMNS, 'rule'].some((column) => cell(row, column) !== ''))
		.toSorted((a, b) => orderOf(a.position) - orderOf(b.position) || orderOf(a.id) - orderOf(b.id))
		.map((row, index) => ({ row, rule: readRule(row, index + 1) }))
		.filter(({ row }) => yesOrNo(cell(row, 'enabled')) !== false)
		.map(({ rule }) => rule);
}

function readRule(row: Row, place: number): Rule {
	const whenProblems: CellProblem[] = [];
	const thenProblems: CellProblem[] = [];
	const enabled = cell(row, 'enabled');
	if (enabled !== '' && yesOrNo(enabled) === null) {
		whenProblems.push({ column: 'enabled', problem: `says "${short(enabled)}": write yes or no` });
	}
	return {
		row: place,
		name: short(cell(row, 'rule'), 100) || `Row ${place}`,
		when: readWhen(row, (column, problem) => whenProblems.push({ column, problem })),
		then: readThen(row, (column, problem) => thenProblems.push({ column, problem })),
		whenProblems,
		thenProblems,
	};
}

function readWhen(row: Row, refuse: (column: WhenColumn, problem: string) => void): Condition[] {
	const conditions: Condition[] = [];
	for (const column of ['host', 'department', 'zoomGroup', 'meetingId', 'topic', 'trackingField'] as const) {
		// Nobody is named, so the rule would be for everybody.
		if (cell(row, column) !== '' && listOf(row, column, /[,;\n]+/).length === 0)
			refuse(column, `says "${short(cell(row, column))}", which names nothing`);
	}
	const hosts = listOf(row, 'host', /[,;\n]+/);
	if (hosts.length > 0) {
		const emails = hosts.filter((host) => host.includes('@') && !/^\*?@/.test(host));
		const domains = hosts.filter((host) => /^\*?@/.test(host)).map((host) => foldName(host.replace(/^\*/, '')));
		const ids = hosts.filter((host) => !host.includes('@'));
		for (const host of hosts) {
			if (/\s|\*(?!@)|^\*?@$/.test(host))
				refuse('host', `names "${short(host)}": write an address, @example.edu or a Zoom user ID`);
		}
		conditions.push({ column: 'host', ids: new Set(ids), emails: new Set(emails.map(foldName)), domains });
	}
	for (const column of ['department', 'zoomGroup'] as const) {
		const values = listOf(row, column, /[;\n]+/);
		if (values.length > 0) conditions.push({ column, values: new Set(values.map(foldName)) });
	}
	const meetings = listOf(row, 'meetingId', /[,;\n]+/).map((id) => id.replace(/[\s-]/g, ''));
	if (meetings.length > 0) {
		const wrong = meetings.find((id) => !/^\d{6,15}$/.test(id));
		if (wrong !== undefined) refuse('meetingId', `says "${short(wrong)}", which is no meeting number`);
		conditions.push({ column: 'meetingId', values: new Set(meetings) });
	}
	const parts = listOf(row, 'topic', /[;\n]+/).map(foldName);
	if (parts.length > 0) conditions.push({ column: 'topic', parts });
	const fields = listOf(row, 'trackingField', /[;\n]+/).map((text) => {
		const [field = '', ...value] = text.split('=');
		return { field: foldName(field), value: value.length > 0 ? foldName(value.join('=')) : null };
	});
	if (fields.length > 0) {
		const wrong = fields.find(({ field, value }) => field === '' || value === '');
		if (wrong) refuse('trackingField', 'is not like Course=PHYS101: the name or the value is missing');
		conditions.push({ column: 'trackingField', fields });
	}
	const kind = foldName(cell(row, 'kind')).replace(/s$/, '');
	if (kind === 'meeting' || kind === 'webinar') conditions.push({ column: 'kind', kind });
	else if (kind !== '') refuse('kind', `says "${short(cell(row, 'kind'))}": write meeting or webinar`);
	const schedule = readSchedule(row, refuse);
	if (schedule) conditions.push(schedule);
	return conditions;
}

function readSchedule(row: Row, refuse: (column: WhenColumn, problem: string) => void): Condition | null {
	const [day, time, timeZone] = [cell(row, 'day'), cell(row, 'time'), cell(row, 'timeZone')];
	const days = day === '' ? null : readDays(day);
	if (typeof days === 'string') refuse('day', days);
	const times = time === '' ? null : readTimes(time);
	if (typeof times === 'string') refuse('time', times);
	const [from, until] = (['fromDate', 'untilDate'] as const).map((column) => {
		const text = cell(row, column);
		// n8n and spreadsheets like to add a time to a date.
		const date = text === '' ? null : readDate(text.replace(/[T ]00:00(:00(\.0+)?)?Z?$/, ''));
		if (text !== '' && date === null) refuse(column, `says "${short(text)}", which is no date: write it as 2026-10-31`);
		return date;
	}) as [string | null, string | null];
	if (day === '' && time === '' && from === null && until === null) return null;
	if (timeZone === '')
		refuse('timeZone', 'is empty, and a day or a time needs one: write a name such as Europe/Berlin');
	else if (!isTimeZone(timeZone))
		refuse('timeZone', `says "${short(timeZone)}", which is no time zone: write a name such as Europe/Berlin`);
	if (typeof days === 'string' || typeof times === 'string') return null;
	return { column: 'schedule', schedule: { timeZone, days, times, from, until } };
}

function readThen(row: Row, refuse: (column: ThenColumn, problem: string) => void): Then {
	const action = foldName(cell(row, 'action'));
	if (!['', 'import', 'private', 'skip'].includes(action))
		refuse('action', `says "${short(action)}": write import, private or skip`);
	const reason = short(cell(row, 'reason'), 300);
	if (action === 'skip' && reason === '')
		refuse('reason', 'is empty, and whoever misses the recording wants to know why');
	const people = (column: 'coEditors' | 'coPublishers') =>
		listOf(row, column, /[,;\n]+/).filter((id) => !refused(id, column, refuse));
	const owner = cell(row, 'owner');
	if (owner !== '') refused(owner, 'owner', refuse);
	const [coEditors, coPublishers] = [people('coEditors'), people('coPublishers')];
	const categories = listOf(row, 'categories', /[,\n]+/);
	if (action === 'private') {
		if (categories.length > 0) refuse('categories', 'is filled in, but a private recording is published nowhere');
		if (coEditors.length > 0) refuse('coEditors', 'is filled in, but a private recording is for its owner alone');
		if (coPublishers.length > 0) refuse('coPublishers', 'is filled in, but a private recording is for its owner alone');
	}
	const name = cell(row, 'name');
	const [unknown] = unknownPlaceholders(name);
	if (unknown !== undefined) {
		const known = NAME_PLACEHOLDERS.map((one) => `{${one}}`).join(', ');
		refuse('name', `holds {${short(unknown)}}, which is none of ${known}`);
	}
	const profile = cell(row, 'conversionProfile');
	const conversionProfileId = profile === '' ? null : Number(profile);
	if (conversionProfileId !== null && !(Number.isSafeInteger(conversionProfileId) && conversionProfileId >= -1))
		refuse('conversionProfile', `says "${short(profile)}": write the number of a conversion profile`);
	const keep = cell(row, 'keepInZoom');
	if (keep !== '' && yesOrNo(keep) === null) refuse('keepInZoom', `says "${short(keep)}": write yes or no`);
	const visibleUntil = readVisibleUntil(cell(row, 'visibleUntil'));
	if (visibleUntil === 'wrong')
		refuse('visibleUntil', `says "${short(cell(row, 'visibleUntil'))}": write a date as 2027-03-31, or 180 days`);
	return {
		action: (action || 'import') as Action,
		reason,
		categories,
		owner,
		coEditors,
		coPublishers,
		name,
		tags: listOf(row, 'tags', /[,;\n]+/),
		conversionProfileId,
		keepInZoom: yesOrNo(keep) === true,
		visibleUntil: visibleUntil === 'wrong' ? null : visibleUntil,
	};
}

function refused(
	id: string,
	column: 'coEditors' | 'coPublishers' | 'owner',
	refuse: (column: ThenColumn, problem: string) => void,
): boolean {
	const problem = userIdProblem(id);
	if (problem !== null) refuse(column, `names "${short(id)}", which ${problem}`);
	return problem !== null;
}

/**
 * Rows that count: those that people typed, and those of the newest upload. While an upload is being written, the one before
 * it counts, so that there is never a moment without rules.
 */
function inForce(rows: readonly Row[]): Row[] {
	const lists = [...new Set(rows.map((row) => cell(row, 'list')).filter(Boolean))].toSorted().toReversed();
	const [newest = '', before] = lists;
	const complete =
		rows.filter((row) => cell(row, 'list') === newest).length >= Number(/ (\d+)$/.exec(newest)?.[1] ?? 0);
	const current = before === undefined || complete ? newest : before;
	return rows.filter((row) => ['', current].includes(cell(row, 'list')));
}

/** Names an upload, so that the later one is greater: when it was, and how many rows it has. */
export function listName(now: string, rows: number): string {
	return `${now} ${rows}`;
}

function rowOf(item: unknown): Row | null {
	if (item === null || typeof item !== 'object') return null;
	const { json } = item as { json?: unknown };
	return (json !== null && typeof json === 'object' ? json : item) as Row;
}

function isMissingTable(error: unknown): boolean {
	return /^Data table with name ".*" not found$/.test(messageOf(error));
}

function messageOf(error: unknown): string {
	const text = typeof error === 'string' ? error : (error as { message?: unknown } | null | undefined)?.message;
	return typeof text === 'string' ? text : 'n8n does not say why';
}

function cell(row: Row, column: string): string {
	const value = row[column];
	return value === null || value === undefined ? '' : String(value).trim();
}

function listOf(row: Row, column: string, separators: RegExp): string[] {
	return cell(row, column)
		.split(separators)
		.map((part) => part.trim())
		.filter(Boolean);
}

const YES: ReadonlySet<string> = new Set(['yes', 'y', 'true', '1', 'on', 'x', 'ja', 'oui', 'si', 'sí']);
const NO: ReadonlySet<string> = new Set(['no', 'n', 'false', '0', 'off', 'nein', 'non']);

function yesOrNo(text: string): boolean | null {
	const word = text.toLowerCase();
	return YES.has(word) ? true : NO.has(word) ? false : null;
}

/** Rows without a number come last, in the order in which they were added. */
function orderOf(value: unknown): number {
	const number = value === null || value === undefined || value === '' ? Number.NaN : Number(value);
	return Number.isFinite(number) ? number : Number.MAX_SAFE_INTEGER;
}

function short(text: string, most = 60): string {
	return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
