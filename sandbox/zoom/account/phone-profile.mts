import { shortId } from './ids.mts';
import type { PhoneProfile, User } from './model.mts';
import type { State } from './state.mts';

/** A fresh phone profile on the account's first site with the next free extension. */
export function newPhoneProfile(state: State, user: User): PhoneProfile {
	let extension = 1000;
	for (const other of state.users.values())
		if (other.phone) extension = Math.max(extension, other.phone.extension_number + 1);
	return {
		phone_user_id: shortId(`phone user ${user.id}`),
		extension_id: shortId(`extension ${user.id}`),
		extension_number: extension,
		site_id: state.phone.sites[0]?.id ?? '',
		status: user.status === 'pending' ? 'pending' : 'activate',
		calling_plans: [],
		settings: {
			area_code: '',
			audio_prompt_language: 'en-US',
			company_number: '',
			outbound_caller_ids: [],
			voice_mail: [],
		},
		policy: { international_calling: false, sms: { enable: true }, voicemail: { enable: true } },
	};
}

/** Takes the phone away: numbers and plans go back to the account (feature.zoom_phone of a user). */
export function removePhone(state: State, user: User): void {
	for (const number of state.phone.numbers) if (number.assignee_id === user.id) delete number.assignee_id;
	delete user.phone;
}
