import { openPledges } from '../../../../lib/n8n/pledges';
import { takeOut } from '../../../../lib/pipeline/provisioning/take-out';
import { InputError } from '../../../../lib/policy/failures';
import { ADMIN_ROLE } from '../../../../lib/zoom/roles';
import type { ZoomUser } from '../../../../lib/zoom/schemas';
import type { Transfer } from '../../../../lib/zoom/users';
import { TRANSFERS } from '../../../../lib/zoom/users';
import type { DirectoryCall, DirectoryOperation } from '../../fields';
import { userField } from '../../fields';
import { demoteAdmin, refuseProtected } from '../../guards';

const TRANSFER_NAMES: Record<Transfer, string> = {
	meeting: 'Meetings',
	webinar: 'Webinars',
	recording: 'Recordings',
	whiteboard: 'Whiteboards',
	clipfiles: 'Clips',
	notes: 'Notes',
	visitors: 'Visitors',
	docs: 'Docs',
};

export const remove: DirectoryOperation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a user',
	description: 'Deactivate, unlink or delete a user, and hand over what the user leaves behind',
	fields: [
		userField,
		{
			displayName: 'How',
			name: 'how',
			type: 'options',
			options: [
				{ name: 'Deactivate', value: 'deactivate', description: 'The user stays, and can be activated again' },
				{ name: 'Delete', value: 'delete', description: 'The account is gone for ever' },
				{
					name: 'Disassociate',
					value: 'disassociate',
					description: 'The user keeps a free account of their own. Also withdraws an invitation.',
				},
			],
			default: 'deactivate',
		},
		{
			displayName: 'Transfer To',
			name: 'transferTo',
			type: 'string',
			placeholder: 'name@email.com',
			default: '',
			displayOptions: { show: { how: ['delete', 'disassociate'] } },
			description:
				'Address of the licensed user who gets what is chosen below. Empty: what is not handed over is lost. Zoom needs it for users with Zoom Events.',
		},
		{
			displayName: 'Transfer',
			name: 'transfer',
			type: 'multiOptions',
			options: TRANSFERS.map((value) => ({ name: TRANSFER_NAMES[value], value })).toSorted((a, b) =>
				a.name.localeCompare(b.name),
			),
			default: [...TRANSFERS],
			displayOptions: { show: { how: ['delete', 'disassociate'] } },
			description: 'What to hand over',
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Demote Admins First',
					name: 'demoteAdminsFirst',
					type: 'boolean',
					default: true,
					description: 'Whether to take the Admin role away first; Zoom neither deactivates nor removes admins',
				},
				{
					displayName: 'Log Out',
					name: 'logOut',
					type: 'boolean',
					default: true,
					description: 'Whether a deactivation also ends the sessions of somebody who signed in through SSO',
				},
				{
					displayName: 'Only Invitations',
					name: 'onlyInvitations',
					type: 'boolean',
					default: false,
					description: 'Whether to refuse everybody who has accepted the invitation',
				},
			],
		},
	],

	async run(call) {
		const { zoom, parameter } = call;
		const key = parameter.string('user');
		const how = parameter.oneOf('how', ['deactivate', 'delete', 'disassociate'], 'deactivate');
		const user = await zoom.users.get(key);
		if (!user) return { user: key, outcome: 'already-gone' };
		const who = { id: user.id, email: user.email };
		if (parameter.object('options').onlyInvitations === true && user.status !== 'pending') {
			throw new InputError(
				'User',
				`names ${user.email}, who has accepted the invitation and is ${user.status} now, so nothing was withdrawn`,
				'Decide about the person again, or turn off Only Invitations.',
			);
		}
		if (how === 'deactivate') return { ...who, outcome: await deactivate(call, user) };

		const handover = readHandover(call, user);
		// Zoom deletes invitations only by unlinking.
		const action = user.status === 'pending' ? 'disassociate' : how;
		const { demoteAdminsFirst } = parameter.object('options');
		if (user.status !== 'pending') await refuseProtected(call, user, how);
		const demoted = await demoteAdmin(call, user, demoteAdminsFirst === true);
		const outcome = await zoom.users
			.remove(user.status === 'pending' ? user.email : user.id, { action, ...handover })
			.catch(async (error: unknown) => {
				// Whoever stays keeps the role; if not even that works, the first error is the one to know.
				if (demoted) await zoom.roles.assign(ADMIN_ROLE, [user.id]).catch(() => undefined);
				throw error;
			});
		return {
			...who,
			outcome: outcome === 'already-gone' ? outcome : action === 'delete' ? 'deleted' : 'disassociated',
			demoted,
			transferredTo: handover.transferTo ?? null,
			transferred: handover.transfer,
			// What Zoom could have handed over and was not told to.
			notTransferred: TRANSFERS.filter((one) => !handover.transfer.includes(one)),
		};
	},
};

async function deactivate(call: DirectoryCall, user: ZoomUser): Promise<string> {
	const { demoteAdminsFirst, logOut } = call.parameter.object('options');
	if (user.status === 'pending') {
		throw new InputError(
			'User',
			`names ${user.email}, who has not accepted the invitation, so there is nothing to deactivate`,
			'Choose Disassociate, which withdraws the invitation.',
		);
	}
	if (user.status !== 'inactive') {
		await refuseProtected(call, user, 'deactivate');
		await demoteAdmin(call, user, demoteAdminsFirst === true);
	}
	const { deactivated } = await takeOut(call.zoom, user, logOut === true, openPledges(call.context));
	return deactivated ? 'deactivated' : 'already-inactive';
}

function readHandover({ parameter }: DirectoryCall, user: ZoomUser): { transferTo?: string; transfer: Transfer[] } {
	const transferTo = parameter.text('transferTo');
	if (transferTo === '') return { transfer: [] };
	if (transferTo.toLowerCase() === user.email.toLowerCase()) {
		throw new InputError('Transfer To', `is the leaver ${user.email}`, 'Name the person who takes over.');
	}
	const chosen = parameter.list('transfer');
	const unknown = chosen.filter((one) => !(TRANSFERS as readonly string[]).includes(one));
	if (unknown.length > 0) {
		throw new InputError('Transfer', `holds ${unknown.join(', ')}`, `Valid values: ${TRANSFERS.join(', ')}.`);
	}
	return { transferTo, transfer: TRANSFERS.filter((one) => chosen.includes(one)) };
}
