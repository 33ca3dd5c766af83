import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { REVIEW_LINKS } from '../../../../lib/n8n/signing-secret';
import { signedLink } from '../../../../lib/pipeline/access/review-links';
import { InputError } from '../../../../lib/policy/failures';
import {
	type CampaignLetter,
	type CampaignMail,
	fileOf,
	followCampaigns,
	letterOf,
	ownersMail,
} from '../../../../lib/policy/access/campaign-follow';
import { campaignRowsField, readCampaign } from '../../access/campaign-fields';
import type { DirectoryCall, DirectoryOperation } from '../../fields';

const DAY = 86_400_000;

export const campaignFollow: DirectoryOperation = {
	value: 'campaignFollow',
	name: 'Follow Campaigns',
	action: 'Follow review campaigns',
	description:
		'Whom to write to, with a personal link for each, and which campaigns have come to their end, with what is to be carried out',
	fields: [
		campaignRowsField,
		{
			displayName: 'Address of the Pages',
			name: 'pagesUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'https://n8n.example.edu/webhook/…/review',
			description: 'Production URL of Review Trigger',
		},
		{
			displayName: 'Remind Every (Days)',
			name: 'remindEveryDays',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 5,
			description: 'Days between two reminders to somebody who has not decided',
		},
		{
			displayName: 'Last Reminder (Days)',
			name: 'lastReminderDays',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 2,
			description: 'From so many days before the due date on, people who have not decided are reminded daily',
		},
		{
			displayName: 'Report To',
			name: 'reportTo',
			type: 'string',
			default: '',
			description: 'Address of who is told how far the reviews are and what nobody decided; empty for nobody',
		},
		{
			displayName: 'Keep For (Days)',
			name: 'keepFor',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 180,
			description: 'How long a "keep" holds',
		},
		{
			displayName: 'Most Changed Users',
			name: 'mostChanged',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'A campaign that would change more users changes none',
		},
	],

	async run(call) {
		const { parameter } = call;
		const { mails, ends, progress } = followCampaigns(readCampaign(call), {
			now: new Date().toISOString(),
			remindEveryDays: parameter.number('remindEveryDays', 5),
			lastReminderDays: parameter.number('lastReminderDays', 2),
		});
		const linkFor = mails.length > 0 ? await linkMaker(call) : () => '';
		const mailedAt = new Date().toISOString();
		const letters: CampaignLetter[] = mails.map((mail) => letterOf(mail, linkFor(mail), mailedAt));
		const owner = parameter.text('reportTo');
		const told =
			owner !== '' && mails.length + ends.length > 0 ? [{ to: owner, ...ownersMail(progress, ends), mailed: [] }] : [];
		const handedOn = {
			...{ fresh: true, fellOut: [], keepFor: parameter.number('keepFor', 180) },
			mostChanged: parameter.number('mostChanged', 50),
		};
		return {
			progress,
			mails: [...letters, ...told],
			// For "carry out decisions", in one hand: two runs at once would not know of each other.
			ends: ends.some(({ lines }) => lines.length > 0)
				? [
						{
							...{ file: fileOf(ends), decidedBy: 'campaign', ...handedOn },
							allPrivileged: ends.some((one) => one.allPrivileged),
						},
					]
				: [],
			closed: ends.flatMap(({ rows }) =>
				rows.map(({ account, campaign, itemId, result }) => ({ account, campaign, itemId, result })),
			),
		};
	},
};

/** @throws {InputError} while address or secret are missing: nobody is written to then */
async function linkMaker({ parameter, context }: DirectoryCall): Promise<(mail: CampaignMail) => string> {
	const pagesUrl = parameter.text('pagesUrl');
	if (!URL.canParse(pagesUrl))
		throw new InputError(
			'Address of the Pages',
			`is "${pagesUrl}"`,
			'Copy the production URL of Review Trigger in "review items".',
		);
	const fields = await context.getCredentials<ICredentialDataDecryptedObject>(REVIEW_LINKS.type);
	const problem = REVIEW_LINKS.problemOf(fields);
	if (problem !== null) throw new InputError('Review Links API', 'cannot be used', problem);
	const [secret] = REVIEW_LINKS.secretsIn(fields);
	return (mail) => {
		const url = new URL(pagesUrl);
		// A day more, so that whoever comes late reads that it is over.
		url.searchParams.set('link', signedLink(mail, Date.parse(mail.dueAt) + DAY, secret!));
		return url.href;
	};
}
