import { CollectionReader } from '../../../../lib/n8n/collection';
import { openKaltura } from '../../../../lib/n8n/kaltura';
import { RoutedItem } from '../../../../lib/n8n/operation';
import { pack } from '../../../../lib/pipeline/access/packed';
import { takeSnapshot } from '../../../../lib/pipeline/access/take-snapshot';
import type { DirectoryOperation } from '../../fields';

/** Who can do what now, as one value that can be kept, compared and judged. */
export const snapshot: DirectoryOperation = {
	value: 'snapshot',
	reads: true,
	name: 'Snapshot',
	action: 'Take a snapshot of access',
	description: 'Read who can do what from lists: users of all states, groups, and roles with their privileges',
	fields: [
		{
			displayName: 'Output',
			name: 'output',
			type: 'options',
			options: [
				{ name: 'Data', value: 'data', description: 'The snapshot as data of the item, for small accounts' },
				{ name: 'File', value: 'file', description: 'A JSON file in the binary field "snapshot"' },
				{ name: 'Packed Text', value: 'packed', description: 'One text that fits a cell of a data table' },
			],
			default: 'packed',
			description: 'Every form can be given to the other operations of Access',
		},
		{
			displayName: 'Kaltura Too',
			name: 'kaltura',
			type: 'boolean',
			default: false,
			description:
				"Whether to read Kaltura's users, roles, groups and memberships as a second application of the same snapshot",
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Expired Invitations',
					name: 'expiredInvitations',
					type: 'boolean',
					default: true,
					description: 'Whether to ask which invitations have expired: one call per pending user more',
				},
				{
					displayName: 'Group Admins',
					name: 'groupAdmins',
					type: 'boolean',
					default: true,
					description: 'Whether to read who administers which group: one call per group more',
				},
				{
					displayName: 'Phones',
					name: 'phones',
					type: 'boolean',
					default: true,
					description: 'Whether to read who holds numbers and calling plans: one call per 100 phones more',
				},
				{
					displayName: 'Sign-In Types',
					name: 'signInTypes',
					type: 'boolean',
					default: true,
					description:
						'Whether to read how privileged users sign in, such as by single sign-on: one call per privileged user more',
				},
			],
		},
	],

	async run({ zoom, zoomCredential, parameter, context }) {
		const options = new CollectionReader(parameter.object('options'));
		const output = parameter.oneOf('output', ['data', 'file', 'packed'], 'packed');
		const { snapshot: taken, summary } = await takeSnapshot(zoom, {
			accountId: zoomCredential.accountId,
			kaltura: parameter.boolean('kaltura', false) ? (await openKaltura(context)).kaltura : null,
			expiredInvitations: options.boolean('expiredInvitations', 'Expired Invitations', false),
			groupAdmins: options.boolean('groupAdmins', 'Group Admins', false),
			phones: options.boolean('phones', 'Phones', false),
			signInTypes: options.boolean('signInTypes', 'Sign-In Types', false),
		});
		if (output === 'data') return { ...summary, snapshot: taken };
		if (output === 'packed') return { ...summary, packed: pack(taken) };
		const name = `zoom-access-${taken.takenAt.slice(0, 10)}.json`;
		const bytes = Buffer.from(JSON.stringify(taken));
		const file = await context.helpers.prepareBinaryData(bytes, name, 'application/json');
		return [new RoutedItem(0, summary, { snapshot: file })];
	},
};
