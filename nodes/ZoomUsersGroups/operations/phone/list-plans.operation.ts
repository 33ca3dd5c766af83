import type { DirectoryOperation } from '../../fields';

export const listPlans: DirectoryOperation = {
	value: 'listPlans',
	reads: true,
	name: 'List Calling Plans',
	action: 'List calling plans',
	description: 'List the calling plans of the account and how many of each are left',
	fields: [],

	async run({ zoom }) {
		return (await zoom.phone.callingPlans()).map(({ type, name, subscribed, assigned, available }) => ({
			type,
			name,
			subscribed: subscribed ?? null,
			assigned: assigned ?? null,
			available: available ?? null,
		}));
	},
};
