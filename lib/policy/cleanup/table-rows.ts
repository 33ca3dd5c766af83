/** Rows of a data table by account and meeting UUID, or why they cannot be believed. */
export type RowsOfRecordings<Row> = ReadonlyMap<string, readonly Row[]> | { unreadable: string };

/** Rows belong to a recording of one account: UUIDs alone could meet in two. */
export function recordingKey(account: unknown, meetingUuid: unknown): string {
	return `${String(account ?? '')} ${String(meetingUuid ?? '')}`;
}

/**
 * Reads what a Data Table node gave, as strictly as a deletion needs it. A node that fails but goes on passes its own input
 * through, or an item with nothing but an error: neither may look like an empty table.
 * @param value a list of rows, or it as JSON
 * @param isRow what every row of this table has and the node's input has not
 */
export function rowsOfRecordings(
	value: unknown,
	isRow: (row: Readonly<Record<string, unknown>>) => boolean,
): RowsOfRecordings<Readonly<Record<string, unknown>>> {
	const list: unknown = typeof value === 'string' ? parsed(value) : value;
	if (!Array.isArray(list)) return { unreadable: 'what was given as its rows is no list' };
	const rows = new Map<string, Array<Record<string, unknown>>>();
	for (const one of list as unknown[]) {
		if (one === null || typeof one !== 'object')
			return { unreadable: 'what was given as its rows holds something else' };
		const row = one as Record<string, unknown>;
		// "Always Output Data" gives one empty item for an empty table.
		if (Object.keys(row).length === 0) continue;
		if (row.error !== undefined && !isRow(row)) return { unreadable: textOf(row.error) };
		if (!isRow(row)) return { unreadable: 'the data table could not be read; is it there?' };
		const key = recordingKey(row.account, row.meetingUuid);
		rows.set(key, [...(rows.get(key) ?? []), row]);
	}
	return rows;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

function textOf(error: unknown): string {
	if (typeof error === 'string') return error;
	const message = (error as { message?: unknown } | null)?.message;
	return typeof message === 'string' ? message : 'the data table could not be read';
}

/** A row about a recording, even an edited one; not a recording that the Data Table node passed through when it failed. */
export function isLedgerRow(row: Readonly<Record<string, unknown>>): boolean {
	return typeof row.meetingUuid === 'string' && row.meetingUuid !== '' && !Array.isArray(row.segments);
}
