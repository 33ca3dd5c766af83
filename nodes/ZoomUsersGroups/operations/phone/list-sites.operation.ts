import type { DirectoryOperation } from '../../fields';

export const listSites: DirectoryOperation = {
	value: 'listSites',
	reads: true,
	name: 'List Sites',
	action: 'List phone sites',
	description: 'List all sites of Zoom Phone',
	fields: [],

	async run({ zoom }) {
		return (await zoom.phone.sites()).map(({ id, name, site_code: code }) => ({ id, name, code }));
	},
};
