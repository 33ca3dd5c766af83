import { type CampaignLetter, problemOfSending } from '../../../../lib/policy/access/campaign-follow';
import type { DirectoryOperation } from '../../fields';

export const campaignMailed: DirectoryOperation = {
	value: 'campaignMailed',
	name: 'Campaign Mails Sent',
	action: 'Tell which mails of a campaign were sent',
	description:
		'From what the node that mails gave back: the items whose people were written to. A mail that was not sent is an error, and is written again with the next run.',
	fields: [
		{
			displayName: 'Mail',
			name: 'mail',
			type: 'json',
			default: "={{ $('Each Mail').item.json }}",
			description: 'The mail of Follow Campaigns that the item is the answer to',
		},
	],

	async run({ parameter, item }) {
		const mail = parameter.object('mail') as unknown as CampaignLetter;
		const problem = problemOfSending(mail, item.json);
		if (problem !== null)
			throw new Error(`The mail to ${mail.to} was not sent: ${problem}. The next run writes it again.`);
		return mail.mailed ?? [];
	},
};
