import type { Operation } from '../../../../lib/n8n/operation';
import { lookAfterEntries } from '../../../../lib/pipeline/import/look-after';
import { InputError } from '../../../../lib/policy/failures';
import type { MediaClients } from '../../clients';

export const lookAfter: Operation<MediaClients> = {
	value: 'lookAfter',
	name: 'Look After Entries',
	action: 'Look after entries of recordings',
	description: 'Find entries from Zoom that failed or got stuck, and remove empty ones that were abandoned',
	fields: [
		{
			displayName: 'Entries of the Last (Days)',
			name: 'lastDays',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 30,
			description: 'Older entries are not looked at',
		},
		{
			displayName: 'Stuck After (Hours)',
			name: 'stuckHours',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 24,
			description: 'How long Kaltura may import and convert before an entry counts as stuck',
		},
		{
			displayName: 'Remove Abandoned Entries',
			name: 'removeAbandoned',
			type: 'boolean',
			default: false,
			description:
				'Whether to delete empty entries of this package, older than a day, that lost to another entry or whose recording is gone',
		},
	],

	async run({ kaltura, openZoom, parameter, signal }) {
		return await lookAfterEntries(
			kaltura,
			async () => (await openZoom()).zoom,
			{
				lastDays: atLeastOne(parameter.number('lastDays'), 'Entries of the Last (Days)'),
				stuckHours: atLeastOne(parameter.number('stuckHours'), 'Stuck After (Hours)'),
				removeAbandoned: parameter.boolean('removeAbandoned'),
			},
			signal,
		);
	},
};

function atLeastOne(value: number, parameter: string): number {
	return value >= 1 ? value : new InputError(parameter, `is ${value}`, 'A number of at least 1.').raise();
}
