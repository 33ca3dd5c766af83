import type { Operation } from '../../../lib/n8n/operation';
import { STEP_ORDER } from '../../../lib/pipeline/rehearsal/rehearse';
import { InputError } from '../../../lib/policy/failures';
import { countsOf, reportOf } from '../../../lib/policy/setup/rehearsal/report';
import type { StepRow } from '../../../lib/policy/setup/rehearsal/step';
import { rehearsalPage as draw } from '../../../lib/report/rehearsal-page';

import type { SetupClients } from '../fields';

export const rehearsalPage: Operation<SetupClients> = {
	value: 'rehearsalPage',
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
			displayName: 'Done',
			name: 'done',
			type: 'boolean',
			default: false,
			description: 'Whether the rehearsal is over',
		},
		{
			displayName: 'Live',
			name: 'live',
			type: 'boolean',
			default: false,
			description: 'Whether the page loads itself again until the rehearsal is over',
		},
	],

	async run({ parameter }) {
		const rows = readRows(parameter.raw('rows'));
		const now = Date.now();
		const done = parameter.boolean('done');
		return {
			html: draw({ rows, steps: STEP_ORDER.length, done, live: parameter.boolean('live'), now }),
			report: reportOf(rows, now),
			...countsOf(rows),
		};
	},
};

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
