import type { Operation } from '../../../../lib/n8n/operation';
import { pageWindow, readDayCounts } from '../../../../lib/policy/ledger/day-counts';

import { readDays, renderFields } from './render-form';

/** Which rows of the ledger a status page needs beside the counted days. Asks nobody. */
export const reportWindow: Operation<object> = {
	value: 'reportWindow',
	reads: true,
	name: 'Report Window',
	action: 'Say which ledger rows a report needs',
	description: 'Take the rows of counted days as input and give since when single rows of the ledger have to be read',
	fields: renderFields.filter(({ name }) => ['format', 'days', 'timezone'].includes(name)),

	async runAll(calls) {
		const [first] = calls;
		if (!first) return [];
		const { parameter } = first;
		// A list of recordings needs each of them.
		const wholeRows = parameter.oneOf('format', ['page', 'figuresCsv', 'recordingsCsv']) === 'recordingsCsv';
		const known = wholeRows ? [] : calls.flatMap(({ item }) => readDayCounts(item.json) ?? []);
		const days = readDays(parameter);
		const window = pageWindow(known, { now: Date.now(), days, timezone: parameter.text('timezone') });
		return calls.map((_, index) => (index === 0 ? { ...window } : []));
	},
};
