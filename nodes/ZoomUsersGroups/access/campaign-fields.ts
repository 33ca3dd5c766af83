import type { INodeProperties } from 'n8n-workflow';

import { type CampaignRow, readCampaignRows } from '../../../lib/policy/access/campaign';
import type { DirectoryCall } from '../fields';
import { listOf } from './read-lists';

export const campaignRowsField: INodeProperties = {
	displayName: 'Campaign Rows',
	name: 'campaignRows',
	type: 'json',
	default: '[]',
	description: 'Rows of the table of campaigns',
};

export const readCampaign = (call: DirectoryCall): CampaignRow[] =>
	readCampaignRows(listOf<Record<string, unknown>>(call, 'campaignRows', 'Campaign Rows', () => true));
