import { InputError } from '../../policy/failures';
import { readMoment } from '../../policy/groups/moments';
import { isFindingKey, WHOLE_SOURCE } from '../../policy/groups/record-row';

/** What is known about one user from before. */
export interface UserRecord {
	/** Group ids that this rule set holds. */
	ours: string[];
	/** Group ids that other rule sets hold, and other accounts' copies in the same target. */
	others: string[];
	/** The latest word of the source that was acted on, milliseconds. */
	saidAt: number | null;
	/** What was reported about the user last. */
	problem: string;
}

/** What an item says of its user's record, where records travel with the items. */
export interface ItemRecord {
	record(): unknown;
	otherRecords(): unknown;
}

/** The records of a run. `of` throws an InputError when a record cannot be read: then nothing of that user may change. */
export interface Records {
	of(userKey: string, item: ItemRecord): UserRecord;
	/** Users of this rule set who hold something. */
	holders(): string[];
	/** What was reported about values that many users share: key → sentence. */
	findings: ReadonlyMap<string, string>;
	readAt: number | null;
}

/** Whose records a run reads. */
export interface RecordOwner {
	account: string;
	target: string;
	ruleSet: string;
}

interface OneRow {
	ours: boolean;
	userId: string;
	groups: unknown;
	saidAt: number | null;
	problem: string;
}

/**
 * How the records of this run are found: each item's own, or rows of a table, which are read once for all users. Rows of other
 * targets say nothing; rows of other accounts count as other rule sets: what one of them wants is not taken away.
 * @param table null where each item brings its own
 * @throws {InputError} when the rows are no rows
 */
export function openRecords(
	table: { rows: unknown } | null,
	owner: RecordOwner,
	keyOf: (userId: string) => string,
): Records {
	if (!table) {
		return {
			of: (_, item) => ({
				ours: readRecord('Record', item.record()),
				others: readRecord('Records of Other Rule Sets', item.otherRecords()),
				saidAt: null,
				problem: '',
			}),
			holders: () => [],
			findings: new Map(),
			readAt: null,
		};
	}
	const rows = new Map<string, OneRow[]>();
	const findings = new Map<string, string>();
	let readAt: number | null = null;
	for (const row of rowsOf(table.rows)) {
		const text = (name: string) => String(row[name] ?? '');
		if (text('target') !== '' && text('target') !== owner.target) continue;
		const ours = text('ruleSet') === owner.ruleSet && text('account') === owner.account;
		const saidAt = readMoment(row.saidAt);
		if (text('userId') === WHOLE_SOURCE) {
			if (ours && saidAt !== null) readAt = Math.max(saidAt, readAt ?? 0);
		} else if (isFindingKey(text('userId'))) {
			if (ours) findings.set(text('userId'), text('problem'));
		} else {
			const key = keyOf(text('userId'));
			const one = { ours, userId: text('userId'), groups: row.groups, saidAt, problem: text('problem') };
			rows.set(key, [...(rows.get(key) ?? []), one]);
		}
	}
	return {
		of(userKey) {
			const record: UserRecord = { ours: [], others: [], saidAt: readAt, problem: '' };
			for (const { ours, groups, saidAt, problem } of rows.get(userKey) ?? []) {
				(ours ? record.ours : record.others).push(...readRecord('Record Rows', groups));
				if (!ours) continue;
				if (saidAt !== null) record.saidAt = Math.max(saidAt, record.saidAt ?? 0);
				record.problem = problem;
			}
			return record;
		},
		holders: () =>
			[...rows.values()].flatMap((ofUser) =>
				ofUser.flatMap(({ ours, userId, groups }) =>
					ours && readRecord('Record Rows', groups).length > 0 ? [userId] : [],
				),
			),
		findings,
		readAt,
	};
}

/**
 * Group ids of a record, as an earlier run gave them or as a table keeps them: a list, or its JSON.
 * @throws {InputError} when it is neither
 */
function readRecord(name: string, value: unknown): string[] {
	if (value === null || value === undefined || value === '') return [];
	if (Array.isArray(value)) return value.flatMap((one) => readRecord(name, one));
	if (typeof value !== 'string')
		throw new InputError(name, `holds ${typeof value} instead of a list of group IDs`, 'Give it the field record.');
	const text = value.trim();
	if (!text.startsWith('[')) return text === '' ? [] : [text];
	return readRecord(name, parseList(name, text));
}

function parseList(name: string, text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		const problem = `is broken JSON: ${text.slice(0, 60)}`;
		return new InputError(name, problem, 'Give it the field record of an earlier run.').raise();
	}
}

function rowsOf(value: unknown): Array<Record<string, unknown>> {
	const rows = typeof value === 'string' && value.trim() !== '' ? parseList('Record Rows', value.trim()) : value;
	if (rows === '' || rows === null || rows === undefined) return [];
	if (!Array.isArray(rows))
		throw new InputError('Record Rows', 'is no list of rows', 'Give it all rows of the record table.');
	// An empty table gives one empty item.
	return rows.filter(
		(row): row is Record<string, unknown> => row !== null && typeof row === 'object' && 'userId' in row,
	);
}
