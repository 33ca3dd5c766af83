import { InputError } from '../../../../lib/policy/failures';
import { RoutedItem } from '../../../../lib/n8n/operation';
import { withAnswers } from '../../../../lib/policy/access/campaign-answers';
import { campaignPage as drawPage } from '../../../../lib/report/campaign-page';
import { campaignRowsField, readCampaign } from '../../access/campaign-fields';
import type { DirectoryOperation } from '../../fields';

export const campaignPage: DirectoryOperation = {
	value: 'campaignPage',
	reads: true,
	name: 'Campaign Page',
	action: 'Draw the items of a reviewer',
	description: "A reviewer's items with a form, and the rows that the form changed. Takes the item of Review Trigger.",
	fields: [
		{
			displayName: 'Reviewer',
			name: 'who',
			type: 'json',
			default: '={{ $json }}',
			description: 'The item of Review Trigger: account, campaign, reviewer and what was filled in',
		},
		campaignRowsField,
		{
			displayName: 'Time Zone',
			name: 'timezone',
			type: 'string',
			default: '={{ $now.zoneName }}',
			description: 'For times on the page, such as Europe/Berlin',
		},
	],

	async run(call) {
		const { parameter, context } = call;
		const { account, campaign, reviewer, answers } = parameter.object('who');
		if (![account, campaign, reviewer].every((one) => typeof one === 'string' && one !== ''))
			throw new InputError('Reviewer', 'names nobody', 'Give the item of Review Trigger.');
		const who = { account, campaign, reviewer } as Record<'account' | 'campaign' | 'reviewer', string>;
		const rows = readCampaign(call);
		const now = new Date().toISOString();
		const { changed, problems } = withAnswers(rows, who, (answers ?? {}) as Record<string, unknown>, now);
		const after = rows.map((row) => changed.find(({ itemId }) => itemId === row.itemId) ?? row);
		const timezone = parameter.text('timezone') || 'UTC';
		const body = drawPage(after, who, { saved: changed.length, problems, now, timezone });
		const page = await context.helpers.prepareBinaryData(Buffer.from(body), 'review.html', 'text/html');
		return [new RoutedItem(0, { changed, problems, body }, { page })];
	},
};
