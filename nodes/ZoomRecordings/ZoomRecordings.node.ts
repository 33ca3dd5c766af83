import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { chosenOperation, propertiesOf, runOperation } from '../../lib/n8n/operation';
import { openZoom } from '../../lib/n8n/zoom';
import { zoomConnection } from '../../lib/n8n/zoom-connection';
import { searchUsers } from '../../lib/n8n/zoom-lists';
import type { RatePlan } from '../../lib/zoom/rate-limits';

import { ratePlanField } from '../../lib/n8n/zoom-fields';
import { resources } from './operations';

/** Zoom cloud recordings: read, list, who was there, transcripts, trash and back. */
export class ZoomRecordings implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Zoom Recordings',
		name: 'zoomRecordings',
		icon: { light: 'file:../../icons/zoom.svg', dark: 'file:../../icons/zoom.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["resource"] + ": " + $parameter["operation"] }}',
		description: 'Read, list, trash and recover Zoom cloud recordings and the people of their meetings',
		defaults: { name: 'Zoom Recordings' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'zoomServerToServerOAuth2Api', required: true, testedBy: 'zoomConnection' }],
		properties: [...propertiesOf(resources), ratePlanField],
	};

	methods = { credentialTest: { zoomConnection }, listSearch: { searchUsers } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = chosenOperation(this, resources);
		const plan = this.getNodeParameter('ratePlan', 0, '') as RatePlan | '';
		return await runOperation(this, operation, await openZoom(this, plan === '' ? {} : { plan }));
	}
}
