import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { openKaltura } from '../../lib/n8n/kaltura';
import { kalturaConnection } from '../../lib/n8n/kaltura-connection';
import { kalturaLists } from '../../lib/n8n/kaltura-lists';
import { chosenOperation, propertiesOf, type Resource, runOperation } from '../../lib/n8n/operation';
import { openZoom } from '../../lib/n8n/zoom';
import { zoomConnection } from '../../lib/n8n/zoom-connection';
import { searchGroups as searchZoomGroups, searchUsers as searchZoomUsers } from '../../lib/n8n/zoom-lists';

import type { OwnerClients } from './clients';
import { readRulesOperation } from './operations/read-rules.operation';
import { reassign } from './operations/reassign.operation';
import { resolve } from './operations/resolve.operation';
import { tryRulesOperation } from './operations/try-rules.operation';

const resources: Array<Resource<OwnerClients>> = [
	{ value: 'owner', name: 'Owner', operations: [resolve, reassign, readRulesOperation, tryRulesOperation] },
];

/** Decides about recordings before the import: whether at all, whose, and who else may. */
export class OwnerResolver implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Owner Resolver',
		name: 'ownerResolver',
		icon: { light: 'file:../../icons/owner.svg', dark: 'file:../../icons/owner.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{({ readRules: "read rules", reassign: "re-assign owners", tryRules: "try rules" })[$parameter["operation"]] ?? "resolve owner"}}',
		description: 'Decide which Zoom recordings are imported into Kaltura, whose they are and who else may',
		defaults: { name: 'Owner Resolver' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Ingest', 'Skip', 'Needs Attention'],
		credentials: [
			{ name: 'zoomServerToServerOAuth2Api', required: true, testedBy: 'zoomConnection' },
			{ name: 'kalturaApi', required: true, testedBy: 'kalturaConnection' },
		],
		properties: propertiesOf(resources),
	};

	methods = {
		credentialTest: { zoomConnection, kalturaConnection },
		listSearch: { ...kalturaLists, searchZoomUsers, searchZoomGroups },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const [{ zoom, zoomCredential }, { kaltura }] = [await openZoom(this), await openKaltura(this)];
		const zoomAccount = `${zoomCredential.apiBaseUrl} ${zoomCredential.accountId}`;
		return await runOperation(
			this,
			chosenOperation(this, resources),
			{ zoom, zoomAccount, accountId: zoomCredential.accountId, kaltura },
			3,
		);
	}
}
