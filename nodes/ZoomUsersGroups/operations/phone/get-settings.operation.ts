import type { DirectoryOperation } from '../../fields';
import { userField } from '../../fields';

export const getSettings: DirectoryOperation = {
	value: 'getSettings',
	reads: true,
	name: 'Get Settings',
	action: 'Get the phone settings of a user',
	description: 'Read the phone settings of a user by the names of Zoom',
	fields: [userField],

	async run({ zoom, parameter }) {
		const user = parameter.string('user');
		const { desk_phone: deskPhone, ...settings } = await zoom.phone.settings(user);
		return { user, ...settings, ...(deskPhone === undefined ? {} : { desk_phone: withoutPin(deskPhone) }) };
	},
};

/** The PIN opens the voicemail, so it never enters items. */
function withoutPin(deskPhone: unknown): unknown {
	if (deskPhone === null || typeof deskPhone !== 'object') return deskPhone;
	return Object.fromEntries(Object.entries(deskPhone).filter(([name]) => name !== 'pin_code'));
}
