import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { chosenOperation, propertiesOf, runOperation } from '../../lib/n8n/operation';
import { kalturaConnection } from '../../lib/n8n/kaltura-connection';
import { openZoom } from '../../lib/n8n/zoom';
import { zoomConnection } from '../../lib/n8n/zoom-connection';
import { searchGroups, searchRoles, searchUsers } from '../../lib/n8n/zoom-lists';
import type { RatePlan } from '../../lib/zoom/rate-limits';

import { ratePlanField } from '../../lib/n8n/zoom-fields';
import { resources } from './operations';

/** People of a Zoom account: who they are, their licences, groups, roles and phones, and the state that they should be in. */
export class ZoomUsersGroups implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Zoom Users/Groups',
		name: 'zoomUsersGroups',
		icon: { light: 'file:../../icons/zoom.svg', dark: 'file:../../icons/zoom.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{$parameter["resource"] + ": " + $parameter["operation"]}}',
		description: 'Provision Zoom users, groups, roles and phones, one by one or towards a desired state',
		defaults: { name: 'Zoom Users/Groups' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'zoomServerToServerOAuth2Api', required: true, testedBy: 'zoomConnection' },
			{
				name: 'authorizationMetadataApi',
				required: true,
				displayOptions: { show: { resource: ['access'], operation: ['push'] } },
			},
			{
				name: 'reviewLinksApi',
				required: true,
				displayOptions: { show: { resource: ['access'], operation: ['campaignFollow'] } },
			},
			{
				name: 'kalturaApi',
				required: true,
				testedBy: 'kalturaConnection',
				displayOptions: { show: { resource: ['access'], operation: ['snapshot', 'person'], kaltura: [true] } },
			},
		],
		properties: [...propertiesOf(resources), ratePlanField],
	};

	methods = {
		credentialTest: { zoomConnection, kalturaConnection },
		listSearch: { searchUsers, searchGroups, searchRoles },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = chosenOperation(this, resources);
		const plan = this.getNodeParameter('ratePlan', 0, '') as RatePlan | '';
		return await runOperation(this, operation, await openZoom(this, plan === '' ? {} : { plan }));
	}
}
