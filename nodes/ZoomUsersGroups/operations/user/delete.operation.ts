import { openPledges } from '../../../../lib/n8n/pledges';
import { removeUser } from '../../../../lib/pipeline/provisioning/remove-user';
import { InputError } from '../../../../lib/policy/failures';
import { TRANSFERS, type Transfer } from '../../../../lib/zoom/users';
import type { DirectoryCall, DirectoryOperation } from '../../fields';
import { userField } from '../../fields';

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
				{
					displayName: 'Only If Out Since',
					name: 'outSince',
					type: 'string',
					default: '',
					placeholder: '2026-11-01T04:00:00Z',
					description:
						'Date of the deactivation. Whoever is not deactivated any more, or has signed in since, stays, and the outcome is "kept".',
				},
			],
		},
	],

	async run(call) {
		const { zoom, parameter, context } = call;
		const options = parameter.object('options');
		const leave = {
			user: parameter.string('user'),
			how: parameter.oneOf('how', ['deactivate', 'delete', 'disassociate'], 'deactivate'),
			demoteAdminsFirst: options.demoteAdminsFirst === true,
			logOut: options.logOut === true,
			onlyInvitations: options.onlyInvitations === true,
			outSince: String(options.outSince ?? '').trim(),
			handover: () => readHandover(call),
		};
		return await removeUser(zoom, leave, openPledges(context));
	},
};

function readHandover({ parameter }: DirectoryCall): { transferTo: string; transfer: Transfer[] } {
	const transferTo = parameter.text('transferTo');
	const chosen = transferTo === '' ? [] : parameter.list('transfer');
	const unknown = chosen.filter((one) => !(TRANSFERS as readonly string[]).includes(one));
	if (unknown.length > 0) {
		throw new InputError('Transfer', `holds ${unknown.join(', ')}`, `Valid values: ${TRANSFERS.join(', ')}.`);
	}
	return { transferTo, transfer: TRANSFERS.filter((one) => chosen.includes(one)) };
}
