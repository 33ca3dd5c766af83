import { InputError } from '../../../../lib/policy/failures';
import type { DirectoryOperation } from '../../fields';
import { userField } from '../../fields';

export const changeSettings: DirectoryOperation = {
	value: 'changeSettings',
	name: 'Change Settings',
	action: 'Change the phone settings of a user',
	description: 'Change phone settings of a user by the names of Zoom',
	fields: [
		userField,
		{
			displayName: 'Settings (JSON)',
			name: 'settings',
			type: 'json',
			default: '{}',
			required: true,
			description: 'Only the fields that shall change, e.g. {"area_code": "205"}',
		},
	],

	async run({ zoom, parameter }) {
		const user = parameter.string('user');
		const settings = parameter.object('settings');
		if (Object.keys(settings).length === 0) {
			throw new InputError('Settings (JSON)', 'holds nothing to change', 'Add at least one field.');
		}
		await zoom.phone.changeSettings(user, settings);
		return { user, changed: Object.keys(settings) };
	},
};
