import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { openKaltura } from '../../lib/n8n/kaltura';
import { kalturaConnection } from '../../lib/n8n/kaltura-connection';
import { kalturaLists } from '../../lib/n8n/kaltura-lists';
import { chosenOperation, propertiesOf, runOperation, type Operation } from '../../lib/n8n/operation';
import { openZoom } from '../../lib/n8n/zoom';
import { zoomConnection } from '../../lib/n8n/zoom-connection';

import { resources } from './operations';
import { asksNobody } from './operations/recording';
import { report } from './operations/report';

/** Media of a Kaltura account: entries and their content, captions, attachments and categories. */
export class KalturaMedia implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kaltura Media',
		name: 'kalturaMedia',
		icon: { light: 'file:../../icons/kaltura.svg', dark: 'file:../../icons/kaltura.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{$parameter["resource"] + ": " + $parameter["operation"]}}',
		description: 'Import Zoom recordings into Kaltura, and work with entries, captions, attachments and categories',
		defaults: { name: 'Kaltura Media' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'kalturaApi',
				required: true,
				// Reports and plans are made of what comes in.
				displayOptions: { hide: { resource: ['report'], operation: asksNobody.map(({ value }) => value) } },
				testedBy: 'kalturaConnection',
			},
			{
				name: 'zoomServerToServerOAuth2Api',
				required: true,
				displayOptions: {
					show: { resource: ['recording'], operation: ['applyChange', 'checkSetup', 'import', 'lookAfter'] },
				},
				testedBy: 'zoomConnection',
			},
		],
		properties: propertiesOf(resources),
	};

	methods = { credentialTest: { kalturaConnection, zoomConnection }, listSearch: kalturaLists };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = chosenOperation(this, resources);
		if ([...report.operations, ...asksNobody].includes(operation))
			return await runOperation(this, operation as Operation<object>, {});
		let opened: ReturnType<typeof openZoom> | undefined;
		const clients = { ...(await openKaltura(this)), openZoom: () => (opened ??= openZoom(this)) };
		return await runOperation(this, operation, clients);
	}
}
