import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { openKaltura } from '../../lib/n8n/kaltura';
import { kalturaConnection } from '../../lib/n8n/kaltura-connection';
import { chosenOperation, propertiesOf, type Resource, runOperation } from '../../lib/n8n/operation';
import { openZoom } from '../../lib/n8n/zoom';
import { zoomConnection } from '../../lib/n8n/zoom-connection';

import type { GroupSyncClients } from './clients';
import { readSource } from './operations/read-source.operation';
import { sync } from './operations/sync.operation';
import { takeUp } from './operations/take-up.operation';

const resources: Array<Resource<GroupSyncClients>> = [
	{ value: 'membership', name: 'Membership', operations: [sync, readSource, takeUp] },
];

/** Group memberships that follow the attributes of an identity provider, and nothing else. */
export class GroupSync implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Group Sync',
		name: 'groupSync',
		icon: { light: 'file:../../icons/groups.svg', dark: 'file:../../icons/groups.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{$parameter["operation"] === "readSource" ? "read a list" : $parameter["operation"] === "takeUp" ? "take up a plan" : ($parameter["target"] === "zoom" ? "Zoom" : "Kaltura") + " groups" + ($parameter["dryRun"] === true ? ", dry run" : "")}}',
		description: 'Sync memberships of Kaltura or Zoom groups with attributes of users, such as roles or memberOf',
		defaults: { name: 'Group Sync' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: Array.from({ length: 5 }, () => NodeConnectionTypes.Main),
		// The last two carry rows of tables as they are to be stored, so that no expression has to build them.
		outputNames: ['Changed', 'Unchanged', 'Failed', 'Record', 'Report'],
		credentials: [
			{
				name: 'kalturaApi',
				required: true,
				testedBy: 'kalturaConnection',
				displayOptions: { show: { operation: ['sync'], target: ['kaltura'] } },
			},
			{
				name: 'zoomServerToServerOAuth2Api',
				required: true,
				testedBy: 'zoomConnection',
				displayOptions: { show: { operation: ['sync'], target: ['zoom'] } },
			},
		],
		properties: propertiesOf(resources),
	};

	methods = { credentialTest: { kalturaConnection, zoomConnection } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const syncs = this.getNodeParameter('operation', 0) === 'sync';
		const toZoom = syncs && this.getNodeParameter('target', 0) === 'zoom';
		const opened = toZoom ? await openZoom(this) : null;
		const clients: GroupSyncClients = {
			kaltura: !syncs || toZoom ? null : (await openKaltura(this)).kaltura,
			zoom: opened?.zoom ?? null,
			zoomAccountId: opened?.zoomCredential.accountId ?? '',
		};
		return await runOperation(this, chosenOperation(this, resources), clients, 5);
	}
}
