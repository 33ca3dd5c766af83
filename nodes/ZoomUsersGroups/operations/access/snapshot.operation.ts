import { accessOf, isPrivileged } from '../../../../lib/policy/access/effective';
import type { AccessSnapshot } from '../../../../lib/policy/access/snapshot';
import { inStableOrder, snapshotNotes } from '../../../../lib/policy/access/snapshot';
import { CollectionReader } from '../../../../lib/n8n/collection';
import { RoutedItem } from '../../../../lib/n8n/operation';
import { readAccess, readLoginTypes } from '../../../../lib/zoom/access-snapshot';
import { isZoomError } from '../../../../lib/zoom/errors';
import { pack } from '../../../../lib/pipeline/access/packed';
import type { DirectoryCall, DirectoryOperation } from '../../fields';

/** Who can do what now, as one value that can be kept, compared and judged. */
export const snapshot: DirectoryOperation = {
	value: 'snapshot',
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
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
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

	async run(call) {
		const options = new CollectionReader(call.parameter.object('options'));
		const output = call.parameter.oneOf('output', ['data', 'file', 'packed'], 'packed');
		const { snapshot: read, unnamed } = await readAccess(call.zoom, {
			accountId: call.zoomCredential.accountId,
			takenAt: new Date().toISOString(),
			groupAdmins: options.boolean('groupAdmins', 'Group Admins', false),
			phones: options.boolean('phones', 'Phones', false),
		});
		if (options.boolean('signInTypes', 'Sign-In Types', false)) await addSignInTypes(call, read);
		const ordered = inStableOrder(read);
		const summary = {
			version: ordered.version,
			accountId: ordered.accountId,
			takenAt: ordered.takenAt,
			users: ordered.users.length,
			activeUsers: count(ordered, 'active'),
			inactiveUsers: count(ordered, 'inactive'),
			pendingUsers: count(ordered, 'pending'),
			groups: ordered.groups.length,
			roles: ordered.roles.length,
			degraded: ordered.degraded,
			notes: [
				...(unnamed > 0 ? [`Rows of the user lists with neither id nor address, which are left out: ${unnamed}.`] : []),
				...snapshotNotes(ordered),
			],
		};
		if (output === 'data') return { ...summary, snapshot: ordered };
		if (output === 'packed') return { ...summary, packed: pack(ordered) };
		const name = `zoom-access-${ordered.takenAt.slice(0, 10)}.json`;
		const file = await call.context.helpers.prepareBinaryData(
			Buffer.from(JSON.stringify(ordered)),
			name,
			'application/json',
		);
		return [new RoutedItem(0, summary, { snapshot: file })];
	},
};

async function addSignInTypes({ zoom }: DirectoryCall, read: AccessSnapshot): Promise<void> {
	const access = accessOf(read);
	const privileged = read.users.filter((user) => {
		const rights = access(user);
		return user.status === 'active' && (isPrivileged(rights) || rights.administers.length > 0);
	});
	const types = await readLoginTypes(
		zoom,
		privileged.map(({ id }) => id),
	).catch((error: unknown) => {
		if (!isZoomError(error) || !error.permissionMissing) throw error;
		read.degraded.push({ what: 'sign-in-types', why: `${error.message} ${error.remedy}` });
		return new Map<string, number[]>();
	});
	for (const user of privileged) user.loginTypes = types.get(user.id) ?? [];
}

const count = ({ users }: AccessSnapshot, status: string) => users.filter((user) => user.status === status).length;
