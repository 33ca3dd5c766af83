import { InputError } from '../../../lib/policy/failures';
import type { ParameterReader } from '../../../lib/n8n/parameters';
import type { SettingProblem } from '../../../lib/policy/settings';
import {
	backfillProblems,
	backfillWindows,
	lookBackProblems,
	lookBackWindow,
} from '../../../lib/policy/import/windows';
import type { RecordingsOperation } from '../fields';

/** Which days a feeder lists, as items for Get Many: one window for a look-back, many for a backfill. Asks Zoom only whether named users exist. */
export const planListing: RecordingsOperation = {
	value: 'planListing',
	reads: true,
	name: 'Plan Listing',
	action: 'Plan which days to list',
	description:
		'Work out the windows of days that a reconcile or a backfill has to list, and refuse dates that make no sense',
	fields: [
		{
			displayName: 'Purpose',
			name: 'purpose',
			type: 'options',
			options: [
				{
					name: 'Backfill',
					value: 'backfill',
					description: 'Every day of a range, newest first, one item per window and user',
				},
				{
					name: 'Look Back',
					value: 'lookBack',
					description: 'The last days, or everything since the last complete run',
				},
			],
			default: 'lookBack',
		},
		{
			displayName: 'Look Back (Days)',
			name: 'lookBackDays',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 7,
			displayOptions: { show: { purpose: ['lookBack'] } },
			description:
				'How many days to list again each time; late files and recordings that were still processing lie in them',
		},
		{
			displayName: 'Complete Until',
			name: 'completeUntil',
			type: 'string',
			default: '',
			displayOptions: { show: { purpose: ['lookBack'] } },
			description:
				'Day or time of the last run that saw everything; empty on the first run. After a pause the window begins there.',
		},
		{
			displayName: 'From',
			name: 'firstDay',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 2024-09-01',
			displayOptions: { show: { purpose: ['backfill'] } },
			description: 'First day of the range, as 2024-09-01',
		},
		{
			displayName: 'To',
			name: 'lastDay',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 2026-08-31',
			displayOptions: { show: { purpose: ['backfill'] } },
			description: 'Last day of the range, as 2026-08-31',
		},
		{
			displayName: 'Users',
			name: 'users',
			type: 'string',
			default: '',
			displayOptions: { show: { purpose: ['backfill'] } },
			description: 'E-mail addresses or Zoom user IDs, separated by commas; empty = the whole account',
		},
		{
			displayName: 'Longest Window (Days)',
			name: 'longestWindow',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 7,
			displayOptions: { show: { purpose: ['backfill'] } },
			description: 'Short windows keep memory flat and lose little work when n8n is stopped',
		},
	],

	async run({ parameter, zoom }) {
		const now = Date.now();
		if (parameter.oneOf('purpose', ['lookBack', 'backfill'], 'lookBack') === 'lookBack') {
			const days = parameter.number('lookBackDays');
			refuse(lookBackProblems(days));
			return { ...lookBackWindow(now, days, readCheckpoint(parameter)), startedAt: new Date(now).toISOString() };
		}
		const range = { from: parameter.text('firstDay').slice(0, 10), to: parameter.text('lastDay').slice(0, 10) };
		refuse(backfillProblems(range, now));
		const longest = parameter.number('longestWindow');
		if (!Number.isInteger(longest) || longest < 1) {
			throw new InputError('Longest Window (Days)', `is ${longest}`, 'A whole number of days, 7 is usual.');
		}
		const users = parameter.list('users');
		for (const user of users) {
			if ((await zoom.users.get(user)) !== null) continue;
			throw new InputError(
				'Users',
				`names ${user}, whom Zoom does not know`,
				'Write e-mail addresses or IDs of users of this Zoom account.',
			);
		}
		return backfillWindows(range, [], longest).flatMap((window) =>
			(users.length > 0 ? users : ['']).map((user) => ({ ...window, user })),
		);
	},
};

/** The day of a checkpoint that was stored as a time or a day; null on the first run. */
function readCheckpoint(parameter: ParameterReader): string | null {
	const text = parameter.text('completeUntil');
	if (text === '') return null;
	const time = Date.parse(text);
	if (Number.isNaN(time)) {
		throw new InputError('Complete Until', `is "${text}", which is no date`, 'Empty it to look back the usual days.');
	}
	return new Date(time).toISOString().slice(0, 10);
}

/** @throws {InputError} for the first problem */
function refuse([first]: SettingProblem[]): void {
	if (first) throw new InputError(first.parameter, first.problem, first.remedy);
}
