import type { INodeProperties } from 'n8n-workflow';

import type { OperationCall } from '../../lib/n8n/operation';
import { shippedTemplates } from '../../lib/n8n/templates';
import { remove } from '../../lib/pipeline/installation/remove';

import { type SetupClients, instanceOf, readAnswers } from './fields';

/** What *Remove* may do beyond unpublishing; shown only for that task. */
export const removalFields: INodeProperties[] = [
	{
		displayName: 'Archive the Workflows',
		name: 'archive',
		type: 'boolean',
		default: false,
		displayOptions: { show: { task: ['remove'] } },
		description: "Whether to move them to n8n's archive as well, from where they can be taken back",
	},
	{
		displayName: 'Delete the Tables',
		name: 'deleteTables',
		type: 'boolean',
		default: false,
		displayOptions: { show: { task: ['remove'] } },
		description:
			'Whether to delete the data tables zoom_kaltura_… with all that they remember, and the login of the pages. They stay while another Zoom account is installed.',
	},
];

export async function removeInstallation(call: OperationCall<SetupClients>): Promise<object[]> {
	const { parameter } = call;
	const { answers } = await readAnswers(call, { timezone: '', configuration: {} });
	const removed = await remove(instanceOf(call), {
		templates: shippedTemplates(),
		answers,
		dryRun: parameter.boolean('dryRun'),
		archive: parameter.boolean('archive'),
		deleteTables: parameter.boolean('deleteTables'),
	});
	return removed.map((one) => ({ row: 'removal', ...one }));
}
