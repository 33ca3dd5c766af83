import type { Operation } from '../../../lib/n8n/operation';
import { shippedTemplates } from '../../../lib/n8n/templates';
import { remove as removeTemplates } from '../../../lib/pipeline/installation/remove';

import { type SetupClients, accountNameField, dryRunField, instanceOf, readAnswers } from '../fields';

export const remove: Operation<SetupClients> = {
	value: 'remove',
	name: 'Remove',
	action: 'Remove the workflows',
	description: 'Unpublish the workflows of this account and list the tables; delete only what is ticked',
	fields: [
		accountNameField,
		dryRunField,
		{
			displayName: 'Archive the Workflows',
			name: 'archive',
			type: 'boolean',
			default: false,
			description: "Whether to move them to n8n's archive as well, from where they can be taken back",
		},
		{
			displayName: 'Delete the Tables',
			name: 'deleteTables',
			type: 'boolean',
			default: false,
			description:
				'Whether to delete the data tables zoom_kaltura_… with all that they remember. They stay while another Zoom account is installed.',
		},
	],

	async run(call) {
		const { parameter } = call;
		const { answers } = await readAnswers(call, { timezone: '', configuration: {} });
		return await removeTemplates(instanceOf(call), {
			templates: shippedTemplates(),
			answers,
			dryRun: parameter.boolean('dryRun'),
			archive: parameter.boolean('archive'),
			deleteTables: parameter.boolean('deleteTables'),
		});
	},
};
