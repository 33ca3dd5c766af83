import { InputError } from '../../../../lib/policy/failures';
import { RoutedItem } from '../../../../lib/n8n/operation';
import type { Finding } from '../../../../lib/policy/access/finding';
import { reviewCsv } from '../../../../lib/policy/access/review-table';
import { findingsField, findingsFromField, readFindings } from '../../access/read-lists';
import type { DirectoryOperation } from '../../fields';

export const reviewFile: DirectoryOperation = {
	value: 'reviewFile',
	reads: true,
	name: 'Review File',
	action: 'Make a review file of findings',
	description: 'The findings as CSV with an empty decision column, which no spreadsheet takes for formulas',
	fields: [
		findingsFromField,
		findingsField,
		{
			displayName: 'Snapshot Taken At',
			name: 'takenAt',
			type: 'string',
			default: '',
			placeholder: '2026-01-31T06:00:00.000Z',
			description: 'When the snapshot behind the findings was taken: decisions made since then are told apart by it',
		},
	],

	/** Findings that come as items make one file together. */
	async runAll(calls) {
		const first = calls[0];
		if (!first) return [];
		const asItems = first.parameter.oneOf('findingsFrom', ['items', 'field'], 'items') === 'items';
		const findings = asItems
			? calls.flatMap(({ item }, index) => {
					const one = item.json as unknown as Finding;
					if (typeof one.kind === 'string' && one.subject) return [one];
					// An empty item says that there are no findings.
					if (Object.keys(item.json).length === 0) return [];
					throw new InputError('Findings', `has no finding in item ${index}`, 'Give the items of Access → Findings.');
				})
			: readFindings(first);
		const csv = reviewCsv(findings, first.parameter.text('takenAt'));
		const name = `zoom-access-review-${new Date().toISOString().slice(0, 10)}.csv`;
		// The mark tells spreadsheets that it is UTF-8.
		const file = await first.context.helpers.prepareBinaryData(Buffer.from(`\uFEFF${csv}`), name, 'text/csv');
		const answer = [new RoutedItem(0, { fileName: name, findings: findings.length, csv }, { review: file })];
		return calls.map((_, index) => (index === 0 ? answer : []));
	},
};
