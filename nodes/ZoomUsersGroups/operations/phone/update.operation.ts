import { CollectionReader } from '../../../../lib/n8n/collection';
import { InputError } from '../../../../lib/policy/failures';
import type { DirectoryOperation } from '../../fields';
import { userField } from '../../fields';
import { readSiteId } from '../../sites';

export const update: DirectoryOperation = {
	value: 'update',
	name: 'Update',
	action: 'Update the phone of a user',
	description: 'Change extension, site or emergency address, each on its own or together',
	fields: [
		userField,
		{
			displayName: 'Update Fields',
			name: 'updateFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'Emergency Address ID',
					name: 'emergencyAddressId',
					type: 'string',
					default: '',
					description: 'ID of an address that Zoom Phone knows',
				},
				{
					displayName: 'Extension Number',
					name: 'extensionNumber',
					type: 'string',
					default: '',
					description: 'The whole number with the code of the site',
				},
				{
					displayName: 'Policy (JSON)',
					name: 'policy',
					type: 'json',
					default: '{}',
					description: 'By the names of Zoom',
				},
				{ displayName: 'Site', name: 'site', type: 'string', default: '', description: 'ID or name of the site' },
			],
		},
	],

	async run(call) {
		const { zoom, parameter } = call;
		const user = parameter.string('user');
		const given = parameter.object('updateFields');
		const fields = new CollectionReader(given);
		const text = (name: string) => (fields.text(name) === '' ? {} : { [name]: fields.text(name) });
		const site = fields.text('site');
		const changes = {
			...text('extensionNumber'),
			...text('emergencyAddressId'),
			...(site === '' ? {} : { siteId: await readSiteId(call, site) }),
			...(given.policy === undefined ? {} : { policy: readObject(given.policy, 'Policy (JSON)') }),
		};
		if (Object.keys(changes).length === 0) {
			throw new InputError('Update Fields', 'holds nothing to change', 'Add at least one field.');
		}
		await zoom.phone.update(user, changes);
		return { user, changed: Object.keys(changes) };
	},
};

function readObject(value: unknown, label: string): Record<string, unknown> {
	const parsed = typeof value === 'string' ? parse(value) : value;
	if (parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed)) return parsed as Record<string, unknown>;
	throw new InputError(label, 'is not a JSON object', 'Give an object with the fields to change.');
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
