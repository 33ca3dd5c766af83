import { CollectionReader } from '../../../../lib/n8n/collection';
import { phoneItem } from '../../answers';
import { firstOf, readLimit } from '../../choices';
import type { DirectoryOperation } from '../../fields';
import { limitField, returnAllField, simplifyField } from '../../../../lib/n8n/list-fields';
import { readSiteId } from '../../sites';

export const getMany: DirectoryOperation = {
	value: 'getAll',
	reads: true,
	name: 'Get Many',
	action: 'Get many phones',
	description: 'List everybody with Zoom Phone, 100 per call',
	fields: [
		returnAllField,
		limitField,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			options: [
				{
					displayName: 'Calling Plan',
					name: 'callingType',
					type: 'string',
					default: '',
					description: 'Number of the type of the plan',
				},
				{ displayName: 'Cost Center', name: 'costCenter', type: 'string', default: '' },
				{ displayName: 'Department', name: 'department', type: 'string', default: '' },
				{
					displayName: 'Keyword',
					name: 'keyword',
					type: 'string',
					default: '',
					description: 'Part of the name, the extension or the email address',
				},
				{ displayName: 'Site', name: 'site', type: 'string', default: '', description: 'ID or name of the site' },
				{
					displayName: 'Status',
					name: 'status',
					type: 'options',
					options: [
						{ name: 'Active', value: 'activate' },
						{ name: 'Inactive', value: 'deactivate' },
						{ name: 'Pending', value: 'pending' },
					],
					default: 'activate',
				},
			],
		},
		simplifyField,
	],

	async run(call) {
		const { zoom, parameter } = call;
		const chosen = parameter.object('filters');
		const filters = new CollectionReader(chosen);
		const text = (name: string) => (filters.text(name) === '' ? {} : { [name]: filters.text(name) });
		const status =
			chosen.status === undefined
				? {}
				: { status: filters.oneOf('status', 'Status', ['activate', 'deactivate', 'pending'], 'activate') };
		const site = filters.text('site');
		const phones = zoom.phone.list({
			...text('keyword'),
			...text('department'),
			...text('costCenter'),
			...status,
			...(filters.text('callingType') === '' ? {} : { callingType: filters.number('callingType', 'Calling Plan', 0) }),
			...(site === '' ? {} : { siteId: await readSiteId(call, site) }),
		});
		const simplify = parameter.boolean('simplify');
		return (await firstOf(phones, readLimit(call))).map((phone) => phoneItem(phone, simplify));
	},
};
