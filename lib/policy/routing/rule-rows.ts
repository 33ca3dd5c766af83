import type { ListRow } from '../lists/read-list';

import { RULE_TABLE_COLUMNS } from './columns';
import { listName } from './read-rules';

/** A row for the data table, every column filled. */
export type RuleTableRow = Record<string, number | string>;

/**
 * Rows of an uploaded list, as the table keeps them. Rules without a number come in the order of the file, ten apart, so that a
 * person can put one between them later.
 * @param now ISO 8601
 */
export function ruleRows(rows: readonly ListRow[], account: string, now: string): RuleTableRow[] {
	const list = listName(now, rows.length);
	return rows.map(({ values }, index) => {
		const position = Number(values.position || Number.NaN);
		const cells = Object.keys(RULE_TABLE_COLUMNS).map((column) => [column, values[column] ?? '']);
		return {
			...(Object.fromEntries(cells) as Record<string, string>),
			account,
			list,
			position: Number.isFinite(position) ? position : (index + 1) * 10,
		};
	});
}
