import { InputError } from '../../lib/policy/failures';
import type { ParameterReader } from '../../lib/n8n/parameters';

/** What is known about who added what for one user. */
export interface UserRecord {
	/** Group ids that this rule set holds. */
	ours: string[];
	/** Group ids that other rule sets hold. */
	others: string[];
}

/** Gives the record of a user. @throws {InputError} when it cannot be read: then nothing of that user may change */
export type RecordOf = (userKey: string, parameter: ParameterReader) => UserRecord;

/**
 * How the records of this run are found: each item's own, or rows of a table, which are read once for all users.
 * @throws {InputError} when the rows are no rows
 */
export function openRecords(first: ParameterReader, ruleSet: string, keyOf: (userId: string) => string): RecordOf {
	if (first.oneOf('recordFrom', ['items', 'rows'], 'items') === 'items') {
		return (_, parameter) => ({
			ours: readRecord('Record', parameter.raw('record', '')),
			others: readRecord('Records of Other Rule Sets', parameter.raw('otherRecords', '')),
		});
	}
	const rows = new Map<string, Array<{ ours: boolean; groups: unknown }>>();
	for (const row of rowsOf(first.raw('recordRows', ''))) {
		const key = keyOf(String(row.userId ?? ''));
		const ofUser = rows.get(key) ?? [];
		ofUser.push({ ours: String(row.ruleSet ?? '') === ruleSet, groups: row.groups });
		rows.set(key, ofUser);
	}
	return (userKey) => {
		const record: UserRecord = { ours: [], others: [] };
		for (const { ours, groups } of rows.get(userKey) ?? []) {
			(ours ? record.ours : record.others).push(...readRecord('Record Rows', groups));
		}
		return record;
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
