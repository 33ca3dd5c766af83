import { type Operation, RoutedItem } from '../../../lib/n8n/operation';
import { STEP_ORDER } from '../../../lib/pipeline/rehearsal/rehearse';
import { InputError } from '../../../lib/policy/failures';
import { countsOf, reportOf } from '../../../lib/policy/setup/rehearsal/report';
import type { StepRow } from '../../../lib/policy/setup/rehearsal/step';
import { type RehearsalPage, rehearsalPage as draw } from '../../../lib/report/rehearsal-page';

import type { SetupClients } from '../fields';

export const rehearsalPage: Operation<SetupClients> = {
	value: 'rehearsalPage',
	reads: true,
	name: 'Draw the Rehearsal',
	action: 'Draw the page about the rehearsal',
	description: 'One HTML page about the steps of a rehearsal, and the same as JSON that is fit for a bug report',
	fields: [
		{
			displayName: 'Rows',
			name: 'rows',
			type: 'json',
			default: '[]',
			description: 'What Rehearse gave as rows',
		},
		{
			displayName: 'Problem',
			name: 'problem',
			type: 'string',
			default: '',
			description: 'What ended the rehearsal early, or kept it from beginning',
		},
		{
			displayName: 'Done',
			name: 'done',
			type: 'boolean',
			default: false,
			description: 'Whether the rehearsal is over',
		},
		{
			displayName: 'Last Sign of Life',
			name: 'lastSign',
			type: 'string',
			default: '',
			description: 'When the last part was done (ISO 8601); one that says nothing for an hour was cut off',
		},
		{
			displayName: 'Live',
			name: 'live',
			type: 'boolean',
			default: false,
			description: 'Whether the page loads itself again until the rehearsal is over',
		},
	],

	async run({ parameter, context }) {
		const rows = readRows(parameter.raw('rows'));
		const now = Date.now();
		const done = parameter.boolean('done');
		const html = draw({
			rows,
			steps: STEP_ORDER.length,
			problem: parameter.text('problem'),
			state: stateOf(done, Date.parse(parameter.text('lastSign')), now),
			live: parameter.boolean('live'),
			now,
		});
		const page = await context.helpers.prepareBinaryData(Buffer.from(html), 'rehearsal.html', 'text/html');
		return [new RoutedItem(0, { html, report: reportOf(rows, now), ...countsOf(rows) }, { page })];
	},
};

/** Longer than any part takes. */
const CUT_OFF_MS = 3_600_000;

function stateOf(done: boolean, lastSign: number, now: number): RehearsalPage['state'] {
	if (done) return 'done';
	return now - lastSign > CUT_OFF_MS ? 'cut-off' : 'under-way';
}

function readRows(given: unknown): StepRow[] {
	let rows: unknown = given;
	if (typeof given === 'string') {
		try {
			rows = given.trim() === '' ? [] : JSON.parse(given);
		} catch {
			rows = null;
		}
	}
	if (Array.isArray(rows)) return rows as StepRow[];
	throw new InputError('rows', 'are not what Rehearse gave', 'Take its field rows as it is.');
}
