import { InputError } from '../../../../lib/policy/failures';
import type { ZoomUser } from '../../../../lib/zoom/schemas';
import type { DirectoryCall, DirectoryOperation } from '../../fields';
import { userField } from '../../fields';

export const inviteAgain: DirectoryOperation = {
	value: 'inviteAgain',
	name: 'Invite Again',
	action: 'Invite a user again',
	description:
		'Withdraw an invitation that nobody accepted and send a new one, with the same names, licence and groups',
	fields: [userField],

	async run(call) {
		const { zoom, parameter } = call;
		const key = parameter.string('user');
		const user = await zoom.users.get(key);
		if (!user) throw new InputError('User', `is ${key}, and Zoom has no such user`, 'Create the user instead.');
		if (user.status !== 'pending') {
			throw new InputError(
				'User',
				`names ${user.email}, who has accepted the invitation and is ${user.status} now`,
				'Nobody needs to be invited.',
			);
		}
		// Zoom withdraws an invitation by unlinking.
		await zoom.users.remove(user.email, { action: 'disassociate', transfer: [] });
		const created = await create(call, user);
		if (!created)
			return { email: user.email, outcome: 'invited', notes: ['Somebody else has created the user meanwhile.'] };
		return { email: user.email, outcome: 'invited', notes: await joinGroups(call, user) };
	},
};

async function create({ zoom }: DirectoryCall, user: ZoomUser): Promise<boolean> {
	const names = {
		...(user.first_name ? { firstName: user.first_name } : {}),
		...(user.last_name ? { lastName: user.last_name } : {}),
	};
	const wanted = { action: 'create' as const, email: user.email, type: user.type ?? 1, ...names };
	return await zoom.users.create(wanted).then(
		({ created }) => created,
		(error: unknown) => {
			const why = error instanceof Error ? error.message : String(error);
			throw new InputError(
				'User',
				`names ${user.email}, whose old invitation was withdrawn and whose new one failed: ${why}`,
				`Create ${user.email} with the licence ${wanted.type} yourself.`,
			);
		},
	);
}

/** An invited person may have to wait for groups until the invitation is accepted; that undoes nothing. */
async function joinGroups({ zoom }: DirectoryCall, { email, group_ids: groupIds }: ZoomUser): Promise<string[]> {
	const notes: string[] = [];
	for (const groupId of groupIds) {
		await zoom.users.addPendingToGroup(email, groupId).catch((error: unknown) => {
			notes.push(`Not yet in the group ${groupId}: ${error instanceof Error ? error.message : String(error)}`);
		});
	}
	return notes;
}
