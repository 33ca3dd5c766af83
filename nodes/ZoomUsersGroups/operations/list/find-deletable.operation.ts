import { findDeletable as findThem } from '../../../../lib/pipeline/provisioning/find-deletable';
import { deletionText } from '../../../../lib/policy/people/deletion';
import type { DirectoryOperation } from '../../fields';

export const findDeletable: DirectoryOperation = {
	value: 'findDeletable',
	reads: true,
	name: 'Find Who May Be Deleted',
	action: 'Find who may be deleted of leavers',
	description:
		'Each item is a leaver with email and leftAt. Gives one item with those who are still deactivated in Zoom and have not signed in since, and the text to ask somebody with.',
	fields: [
		{
			displayName: 'After Days',
			name: 'days',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 30,
			description: 'How long these leavers have been out at least; named in the text',
		},
		{
			displayName: 'Transfer To',
			name: 'transferTo',
			type: 'string',
			placeholder: 'name@email.com',
			default: '',
			description: 'Address of the licensed user who gets what they leave behind; named in the text',
		},
	],

	/** One item for the whole run. */
	async runAll(calls) {
		const first = calls[0];
		if (!first) return [];
		const leavers = calls.map(({ item: { json } }) => ({
			email: String(json.email ?? ''),
			leftAt: json.leftAt instanceof Date ? json.leftAt.toISOString() : String(json.leftAt ?? ''),
		}));
		const found = await findThem(first.zoom, leavers);
		const text = deletionText(found.people, first.parameter.number('days', 30), first.parameter.text('transferTo'));
		return calls.map((_, index) => (index === 0 ? { ...found, text } : []));
	},
};
