import { shortId } from '../account/ids.mts';
import type { User } from '../account/model.mts';
import type { Build } from './build.mts';

/** Plan numbers are Zoom's (docs/vendors/zoom.md#users-groups-roles-phones). */
const PLANS = [
	{ type: 100, name: 'US/CA Metered Calling Plan' },
	{ type: 200, name: 'US/CA Unlimited Calling Plan' },
	{ type: 3000, name: 'Zoom Phone Pro' },
];

/** Sites, plans and free numbers of an account. */
export function addPhoneAccount(
	build: Build,
	{ sites = ['Main Site', 'North Campus'], numbers = 10, seats = 100 } = {},
): void {
	const { phone } = build.state;
	phone.sites = sites.map((name, index) => ({
		id: shortId(build.seed(`site ${name}`)),
		name,
		site_code: index + 1,
		country: { code: 'US', name: 'United States' },
	}));
	phone.calling_plans = PLANS.map((plan) => ({ ...plan, subscribed: seats }));
	phone.numbers = Array.from({ length: numbers }, (_, index) => ({
		id: shortId(build.seed(`number ${index}`)),
		number: `+1205555${String(1000 + index)}`,
		number_type: index % 5 === 4 ? 'tollfree' : 'toll',
		site_id: phone.sites[index % phone.sites.length]!.id,
	}));
}

/** Gives a user the phone; `numbers` are indexes into the account's list. */
export function givePhone(
	build: Build,
	user: User,
	{
		extension,
		plans = [200],
		numbers = [],
		site = 0,
	}: { extension: number; plans?: number[]; numbers?: number[]; site?: number },
): void {
	const { phone } = build.state;
	user.phone = {
		phone_user_id: shortId(`phone user ${user.id}`),
		extension_id: shortId(`extension ${user.id}`),
		extension_number: extension,
		site_id: phone.sites[site]!.id,
		status: user.status === 'active' ? 'activate' : 'deactivate',
		calling_plans: plans,
		settings: { area_code: '205', audio_prompt_language: 'en-US', company_number: '+12055551000' },
		policy: { international_calling: false, voicemail: { enable: true } },
	};
	for (const index of numbers) phone.numbers[index]!.assignee_id = user.id;
}
