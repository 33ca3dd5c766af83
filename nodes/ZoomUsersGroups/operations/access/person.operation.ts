import { CollectionReader } from '../../../../lib/n8n/collection';
import { openKaltura } from '../../../../lib/n8n/kaltura';
import { RoutedItem } from '../../../../lib/n8n/operation';
import { lookAtPerson } from '../../../../lib/pipeline/access/look-at-person';
import type { PlannedChange } from '../../../../lib/policy/access/planned-change';
import { personPage } from '../../../../lib/report/person-page';
import { readSnapshot, snapshotField } from '../../access/read-snapshot';
import type { DirectoryCall, DirectoryOperation } from '../../fields';

export const person: DirectoryOperation = {
	value: 'person',
	reads: true,
	name: 'Person',
	action: 'See what one person may do',
	description:
		'What one person may do in Zoom and Kaltura and why, now and after a planned change, as data and as a page',
	fields: [
		snapshotField,
		{
			displayName: 'Address or ID',
			name: 'person',
			type: 'string',
			default: '={{ $json.email }}',
			description: 'Of the person, in Zoom or in Kaltura; empty shows the question only',
		},
		{
			displayName: 'Kaltura Entries Too',
			name: 'kaltura',
			type: 'boolean',
			default: false,
			description:
				'Whether to count the entries of Kaltura that the person owns, and may edit, publish or view by name',
		},
		{
			displayName: 'Planned Change',
			name: 'plannedChange',
			type: 'collection',
			placeholder: 'Add change',
			default: {},
			description: 'What somebody thinks of changing in Zoom; it is computed and not written',
			options: [
				{
					displayName: 'Administers No Group Any More',
					name: 'endAdministrations',
					type: 'boolean',
					default: false,
					description: 'Whether the person would lose all groups that they administer',
				},
				{
					displayName: 'Groups to Join',
					name: 'joinGroups',
					type: 'string',
					default: '',
					description: 'Names or IDs, separated by commas',
				},
				{
					displayName: 'Groups to Leave',
					name: 'leaveGroups',
					type: 'string',
					default: '',
					description: 'Names or IDs, separated by commas',
				},
				{ displayName: 'Role', name: 'role', type: 'string', default: '', description: 'Name or ID' },
				{
					displayName: 'Status',
					name: 'status',
					type: 'options',
					options: [
						{ name: 'Active', value: 'active' },
						{ name: 'As It Is', value: '' },
						{ name: 'Deactivated', value: 'inactive' },
					],
					default: '',
				},
			],
		},
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
		const snapshot = await readSnapshot(call);
		const asked = parameter.text('person');
		const change = readChange(call);
		const kaltura = parameter.boolean('kaltura', false) ? (await openKaltura(context)).kaltura : null;
		const looked = await lookAtPerson(snapshot, asked, change, kaltura);
		const body = personPage({
			...looked,
			asked,
			change,
			takenAt: snapshot.takenAt,
			timezone: parameter.text('timezone') || 'UTC',
			roles: snapshot.roles.filter(({ type }) => type !== 'iq').map(({ name, id }) => name || id),
		});
		const file = await context.helpers.prepareBinaryData(Buffer.from(body), 'person.html', 'text/html');
		return [new RoutedItem(0, { found: looked.before !== null, ...looked, body }, { person: file })];
	},
};

function readChange({ parameter }: DirectoryCall): PlannedChange {
	const change = new CollectionReader(parameter.object('plannedChange'));
	return {
		status: change.oneOf('status', 'Status', ['active', 'inactive', ''], ''),
		role: change.text('role'),
		endAdministrations: change.boolean('endAdministrations', 'Administers No Group Any More', false),
		joinGroups: change.list('joinGroups'),
		leaveGroups: change.list('leaveGroups'),
	};
}
