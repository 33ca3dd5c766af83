import type { DirectoryOperation } from '../../fields';
import { userField } from '../../fields';

export const setEnabled: DirectoryOperation = {
	value: 'setEnabled',
	name: 'Set Enabled',
	action: 'Give or take the phone of a user',
	description: 'Give Zoom Phone to a user, or take it away with all numbers and plans',
	fields: [
		userField,
		{
			displayName: 'Enabled',
			name: 'enabled',
			type: 'boolean',
			default: true,
			description: 'Whether the user has Zoom Phone',
		},
	],

	async run({ zoom, parameter }) {
		const user = parameter.string('user');
		const enabled = parameter.boolean('enabled');
		const had = (await zoom.phone.get(user)) !== null;
		if (had !== enabled) await zoom.phone.setEnabled(user, enabled);
		return { user, enabled, changed: had !== enabled };
	},
};
