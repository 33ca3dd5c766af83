import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { openKaltura } from '../../lib/n8n/kaltura';
import { kalturaConnection } from '../../lib/n8n/kaltura-connection';
import { kalturaLists } from '../../lib/n8n/kaltura-lists';
import { chosenOperation, propertiesOf, runOperation } from '../../lib/n8n/operation';

import { resources } from './operations';

/** People of a Kaltura account, its groups, and who is in which. */
export class KalturaUsers implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kaltura Users',
		name: 'kalturaUsers',
		icon: { light: 'file:../../icons/kaltura.svg', dark: 'file:../../icons/kaltura.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{$parameter["resource"] + ": " + $parameter["operation"]}}',
		description: 'Work with users, groups and memberships of a Kaltura account',
		defaults: { name: 'Kaltura Users' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'kalturaApi', required: true, testedBy: 'kalturaConnection' }],
		properties: propertiesOf(resources),
	};

	methods = { credentialTest: { kalturaConnection }, listSearch: kalturaLists };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperation(this, chosenOperation(this, resources), await openKaltura(this));
	}
}
