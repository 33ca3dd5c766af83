import { RoutedItem } from '../../../lib/n8n/operation';
import { takenUp } from '../../../lib/pipeline/group-sync/take-up';

import { OUTPUT, type GroupSyncOperation } from '../clients';

/** Between the dry run and the run that writes. */
export const takeUp: GroupSyncOperation = {
	value: 'takeUp',
	name: 'Take Up a Plan',
	action: 'Take up the plan of a dry run',
	description:
		'What a dry run planned, one item per user to write (Changed), and what is to be stored before that (Record). Stops the run when its turn is over.',
	fields: [
		{
			displayName: 'Turn Is Ours',
			name: 'held',
			type: 'boolean',
			default: false,
			description: 'Whether the claim of this run was found and kept',
		},
		{
			displayName: 'Planned',
			name: 'planned',
			type: 'json',
			default: '[]',
			description: 'Items of the output Changed of the dry run',
		},
		{
			displayName: 'Records',
			name: 'records',
			type: 'json',
			default: '[]',
			description: 'Items of the output Record of the dry run',
		},
	],

	async run({ parameter }) {
		const list = (name: string) => {
			const value: unknown = parameter.raw(name, []);
			return (typeof value === 'string' ? JSON.parse(value) : value) as Array<Record<string, unknown>>;
		};
		const dryRun = { planned: list('planned'), records: list('records') };
		return takenUp(dryRun, parameter.boolean('held')).map(({ output, json }) => new RoutedItem(OUTPUT[output], json));
	},
};
