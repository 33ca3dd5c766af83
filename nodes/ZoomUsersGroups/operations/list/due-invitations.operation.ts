import { dueInvitations as whoIsDue } from '../../../../lib/policy/people/invitations';
import type { DirectoryOperation } from '../../fields';
import { rowsIn } from '../../rows';

export const dueInvitations: DirectoryOperation = {
	value: 'dueInvitations',
	name: 'Find Due Invitations',
	action: 'Find invitations to send again',
	description:
		'Each item is a pending user, as User → Get Many gives it. Gives one item with those to invite again ("due") and those who have had all of their invitations ("givenUp").',
	fields: [
		{
			displayName: 'Older Than (Days)',
			name: 'olderThanDays',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 7,
			description: 'Invitations that are younger are left',
		},
		{
			displayName: 'Most Times',
			name: 'most',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 3,
			description: 'How often one person is invited again at most',
		},
		{
			displayName: 'Sent So Far',
			name: 'sent',
			type: 'json',
			default: '[]',
			description: 'Rows of the table that counts, with email and times',
		},
	],

	/** One item for the whole run. */
	async runAll(calls) {
		const first = calls[0];
		if (!first) return [];
		const sent = new Map(
			rowsIn(first, 'sent', 'Sent So Far').map((row) => [
				String(row.email ?? '').toLowerCase(),
				Number(row.times ?? 0) || 0,
			]),
		);
		const invited = calls.map(({ item: { json } }) => ({
			email: String(json.email ?? ''),
			invitedAt: String(json.createdAt ?? ''),
		}));
		const found = whoIsDue(invited, sent, {
			olderThanDays: first.parameter.number('olderThanDays', 7),
			most: first.parameter.number('most', 3),
			now: Date.now(),
		});
		return calls.map((_, index) => (index === 0 ? found : []));
	},
};
