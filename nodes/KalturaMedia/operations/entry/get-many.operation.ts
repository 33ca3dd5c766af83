import type { INodeProperties } from 'n8n-workflow';

import { ANY_STATUS, ENTRY_STATUS, MEDIA_TYPE } from '../../../../lib/kaltura/entries';
import { allOf } from '../../../../lib/kaltura/lists';
import type { KalturaParams } from '../../../../lib/kaltura/wire';
import { InputError } from '../../../../lib/policy/failures';
import { limitField, returnAllField, simplifyField } from '../../../../lib/n8n/list-fields';
import type { Operation } from '../../../../lib/n8n/operation';
import { entryItem } from '../../answers';
import type { MediaClients } from '../../clients';

const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: [
		{
			displayName: 'Admin Tag',
			name: 'adminTag',
			type: 'string',
			default: '',
			description: 'For example zoomentry, which every recording imported from Zoom has',
		},
		{
			displayName: 'Category',
			name: 'category',
			type: 'string',
			default: '',
			placeholder: 'Courses>2026',
			description: 'Full path; entries of the categories below it are included',
		},
		{
			displayName: 'Created After',
			name: 'createdAfter',
			type: 'dateTime',
			default: '',
			description: 'Only entries created from this moment on',
		},
		{
			displayName: 'Created Before',
			name: 'createdBefore',
			type: 'dateTime',
			default: '',
			description: 'Only entries created up to this moment',
		},
		{
			displayName: 'Media Type',
			name: 'mediaType',
			type: 'options',
			options: [
				{ name: 'Audio', value: 'audio' },
				{ name: 'Image', value: 'image' },
				{ name: 'Video', value: 'video' },
			],
			default: 'video',
			description: 'Only entries of this kind',
		},
		{ displayName: 'Owner', name: 'owner', type: 'string', default: '', description: 'User ID' },
		{
			displayName: 'Parent Entry ID',
			name: 'parentEntryId',
			type: 'string',
			default: '',
			description: 'Return the streams of this entry, which ordinary lists hide',
		},
		{
			displayName: 'Reference IDs',
			name: 'referenceIds',
			type: 'string',
			default: '',
			description: 'One or several, separated by commas',
		},
		{
			displayName: 'Search Text',
			name: 'searchText',
			type: 'string',
			default: '',
			description: 'Words in name, description or tags',
		},
		{
			displayName: 'Statuses',
			name: 'statuses',
			type: 'multiOptions',
			options: [
				{ name: 'Blocked', value: 'blocked' },
				{ name: 'Conversion Failed', value: 'errorConverting' },
				{ name: 'Converting', value: 'preconvert' },
				{ name: 'Import Failed', value: 'errorImporting' },
				{ name: 'Importing', value: 'importing' },
				{ name: 'No Content', value: 'noContent' },
				{ name: 'Pending', value: 'pending' },
				{ name: 'Ready', value: 'ready' },
				{ name: 'To Be Moderated', value: 'moderate' },
			],
			default: ['ready'],
			description: 'Without this filter, entries of every status are returned',
		},
	],
};

export const getMany: Operation<MediaClients> = {
	value: 'getAll',
	reads: true,
	name: 'Get Many',
	action: 'Get many entries',
	description: 'List entries of any status; the list follows changes with a delay of seconds',
	fields: [returnAllField, limitField, filters, simplifyField],

	async run({ kaltura, parameter }) {
		const limit = parameter.boolean('returnAll') ? undefined : parameter.number('limit');
		const simplify = parameter.boolean('simplify');
		const filter = toFilter(parameter.object('filters'));
		const entries = await allOf(kaltura.entries.list(filter, limit));
		return entries.map((entry) => entryItem(entry, simplify));
	},
};

function toFilter(chosen: Record<string, unknown>): KalturaParams {
	const text = (name: string) => String(chosen[name] ?? '').trim();
	const filter: KalturaParams = { objectType: 'KalturaMediaEntryFilter', ...ANY_STATUS };
	const put = (property: string, name: string) => {
		if (text(name) !== '') filter[property] = text(name);
	};
	put('adminTagsMultiLikeOr', 'adminTag');
	put('categoriesFullNameIn', 'category');
	put('userIdEqual', 'owner');
	put('parentEntryIdEqual', 'parentEntryId');
	put('referenceIdIn', 'referenceIds');
	put('freeText', 'searchText');
	const mediaType = text('mediaType');
	if (mediaType in MEDIA_TYPE) filter.mediaTypeEqual = MEDIA_TYPE[mediaType as keyof typeof MEDIA_TYPE];
	if (Array.isArray(chosen.statuses) && chosen.statuses.length > 0) {
		delete filter.statusNotIn;
		filter.statusIn = chosen.statuses.map((name) => ENTRY_STATUS[name as keyof typeof ENTRY_STATUS] ?? name).join(',');
	}
	for (const [name, property] of [
		['createdAfter', 'createdAtGreaterThanOrEqual'],
		['createdBefore', 'createdAtLessThanOrEqual'],
	] as const) {
		if (text(name) === '') continue;
		const date = new Date(text(name));
		if (Number.isNaN(date.getTime())) {
			throw new InputError(name, `holds "${text(name)}", which is no date`, 'Give it as 2026-09-01T08:00:00Z.');
		}
		filter[property] = date;
	}
	return filter;
}
