import type { Operation } from '../../../../lib/n8n/operation';
import { findUnplayed } from '../../../../lib/pipeline/import/unplayed';
import { InputError } from '../../../../lib/policy/failures';
import type { MediaClients } from '../../clients';

export const findUnplayedRecordings: Operation<MediaClients> = {
	value: 'findUnplayed',
	name: 'Find Unplayed',
	action: 'Find recordings that nobody plays',
	description: 'List entries of this package that nobody has played, the oldest first; by option they get an end date',
	fields: [
		{
			displayName: 'Older Than (Days)',
			name: 'olderThanDays',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 365,
			description: 'Younger entries are not looked at',
		},
		{
			displayName: 'Not Played For (Days)',
			name: 'notPlayedForDays',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description: 'Also entries that somebody played, but not for so long; 0 lists only those that nobody ever played',
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Max number of results to return',
		},
		{
			displayName: 'Dry Run',
			name: 'dryRun',
			type: 'boolean',
			default: true,
			description: 'Whether to only list them; otherwise they get an end date, and nothing is deleted',
		},
		{
			displayName: 'Visible For (Days)',
			name: 'hideInDays',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 30,
			displayOptions: { show: { dryRun: [false] } },
			description: 'How long the entries stay visible from now on; whoever wants to keep one removes its end date',
		},
	],

	async run({ kaltura, parameter, signal }) {
		const atLeast = (name: string, least: number) => {
			const value = parameter.number(name);
			if (value >= least) return value;
			return new InputError(name, `is ${value}`, `A number of at least ${least}.`).raise();
		};
		const run = {
			olderThanDays: atLeast('olderThanDays', 1),
			notPlayedForDays: atLeast('notPlayedForDays', 0),
			limit: atLeast('limit', 1),
			hideInDays: parameter.boolean('dryRun') ? null : atLeast('hideInDays', 1),
		};
		return await findUnplayed(kaltura, run, signal);
	},
};
