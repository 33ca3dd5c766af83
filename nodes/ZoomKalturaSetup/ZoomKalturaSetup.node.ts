import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';

import { N8N_CREDENTIAL, openInstance } from '../../lib/n8n/instance';
import { chosenOperation, propertiesOf, type Resource, runOperation } from '../../lib/n8n/operation';
import { webhookCredential } from '../../lib/n8n/webhook-credential';
import { zoomConnection } from '../../lib/n8n/zoom-connection';
import { kalturaConnection } from '../../lib/n8n/kaltura-connection';

import type { SetupClients } from './fields';
import { choices } from './operations/choices.operation';
import { install } from './operations/install.operation';
import { measureTables } from './operations/measure-tables.operation';
import { page } from './operations/page.operation';
import { rehearse } from './operations/rehearse.operation';
import { rehearsalPage } from './operations/rehearsal-page.operation';

const resources: Array<Resource<SetupClients>> = [
	{
		value: 'installation',
		name: 'Installation',
		operations: [install, choices, measureTables, page, rehearse, rehearsalPage],
	},
];

/** Brings the templates of this package into an n8n, wired, and keeps them up to date. */
export class ZoomKalturaSetup implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Zoom to Kaltura Setup',
		name: 'zoomKalturaSetup',
		icon: { light: 'file:../../icons/setup.svg', dark: 'file:../../icons/setup.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["dryRun"] === true ? "dry run" : "" }}',
		description: 'Install, update or remove the Zoom to Kaltura workflows in this n8n',
		defaults: { name: 'Zoom to Kaltura Setup' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'n8nInstanceApi',
				displayName: 'n8n API',
				// n8n publishes no workflow whose node lacks a required one, and check-setup works without; install asks below.
				required: false,
				displayOptions: { show: { operation: ['install', 'measureTables'] } },
			},
			{
				name: 'zoomServerToServerOAuth2Api',
				displayName: 'Zoom Server-to-Server OAuth2',
				required: true,
				testedBy: 'zoomConnection',
				displayOptions: { show: { operation: ['install', 'rehearse'] } },
			},
			{
				name: 'kalturaApi',
				displayName: 'Kaltura',
				required: false,
				testedBy: 'kalturaConnection',
				displayOptions: { show: { operation: ['install', 'choices', 'rehearse'] } },
			},
			{
				name: 'zoomWebhookApi',
				displayName: 'Zoom Webhook',
				required: false,
				testedBy: 'webhookCredential',
				displayOptions: { show: { operation: ['install'] } },
			},
		],
		properties: propertiesOf(resources),
	};

	methods = { credentialTest: { zoomConnection, kalturaConnection, webhookCredential } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = chosenOperation(this, resources);
		const hasKey = this.getNode().credentials?.[N8N_CREDENTIAL] !== undefined;
		if (!hasKey && operation === install) {
			throw new NodeOperationError(this.getNode(), 'This node has no credential for the n8n API', {
				description:
					'Create an API key (Settings → n8n API), put it into a credential "Zoom to Kaltura Setup API", and choose that here.',
			});
		}
		const instance = hasKey && (operation === install || operation === measureTables) ? await openInstance(this) : null;
		return await runOperation(this, operation, { instance });
	}
}
