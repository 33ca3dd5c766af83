import { inviteAgain as inviteOnceMore } from '../../../../lib/pipeline/provisioning/invite-again';
import type { DirectoryOperation } from '../../fields';
import { userField } from '../../fields';

export const inviteAgain: DirectoryOperation = {
	value: 'inviteAgain',
	name: 'Invite Again',
	action: 'Invite a user again',
	description:
		'Resend an invitation that nobody accepted, also one that has expired: the old one ends, and a new one with the same names, licence and groups is sent',
	fields: [
		userField,
		{
			displayName: 'Older Than (Days)',
			name: 'olderThanDays',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description: 'Leave invitations that are younger: the item then says "too-young". 0: any age.',
		},
	],

	run: async ({ zoom, parameter }) =>
		await inviteOnceMore(zoom, parameter.string('user'), parameter.number('olderThanDays', 0), Date.now()),
};
