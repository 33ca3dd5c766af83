import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import type { KalturaClient } from '../kaltura/client';
import { listPage, type ListSource } from '../kaltura/lists';
import { categorySchema, groupSchema, userSchema } from '../kaltura/schemas';
import type { KalturaParams } from '../kaltura/wire';
import type { z } from 'zod';

import { toNodeError } from './errors';
import { openKaltura } from './kaltura';

const PAGE = 50;

/**
 * What the "From List" of resource locators shows. A list that cannot be read says why, in the editor, instead of being
 * empty. Nodes put these under `methods.listSearch`.
 */
export const kalturaLists = { searchCategories, searchConversionProfiles, searchGroups, searchUsers };

/** Categories by full path. Typing narrows by the beginning of the path, or of the name. */
async function searchCategories(
	this: ILoadOptionsFunctions,
	filter = '',
	page?: string,
): Promise<INodeListSearchResult> {
	return await search(this, async (kaltura) => {
		const source = { service: 'category', action: 'list', schema: categorySchema, indexed: true };
		const text = filter.trim();
		const by: KalturaParams =
			text === '' ? {} : text.includes('>') ? { fullNameStartsWith: text } : { nameOrReferenceIdStartsWith: text };
		return await onePage(kaltura, source, { orderBy: '+fullName', ...by }, page, ({ id, fullName, name }) => ({
			name: fullName || name,
			value: String(id),
		}));
	});
}

/** Users by id or name; by e-mail when an "@" is typed. */
async function searchUsers(this: ILoadOptionsFunctions, filter = '', page?: string): Promise<INodeListSearchResult> {
	return await search(this, async (kaltura) => {
		const source = { service: 'user', action: 'list', schema: userSchema, indexed: true };
		const text = filter.trim();
		const by: KalturaParams =
			text === '' ? {} : text.includes('@') ? { emailStartsWith: text } : { idOrScreenNameStartsWith: text };
		const wanted = { typeEqual: 0, statusIn: '0,1', ...by };
		return await onePage(kaltura, source, wanted, page, ({ id, screenName, email, status }) => ({
			name: labelOf(id, screenName, email, status === 0 ? 'blocked' : undefined),
			value: id,
		}));
	});
}

async function searchGroups(this: ILoadOptionsFunctions, filter = '', page?: string): Promise<INodeListSearchResult> {
	return await search(this, async (kaltura) => {
		const source = { service: 'group_group', action: 'list', schema: groupSchema, indexed: true };
		const text = filter.trim();
		const by: KalturaParams = text === '' ? {} : { idOrScreenNameStartsWith: text };
		const wanted = { objectType: 'KalturaGroupFilter', ...by };
		return await onePage(kaltura, source, wanted, page, ({ id, screenName }) => ({
			name: labelOf(id, screenName),
			value: id,
		}));
	});
}

async function searchConversionProfiles(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
	return await search(this, async (kaltura) => {
		const text = filter.trim().toLowerCase();
		const profiles = await kaltura.conversionProfiles.list();
		return {
			results: profiles
				.filter(({ id, name }) => name.toLowerCase().includes(text) || String(id).startsWith(text))
				.map(({ id, name, isDefault }) => ({
					name: `${name || id}${isDefault ? ' (default)' : ''}`,
					value: String(id),
				})),
		};
	});
}

async function search(
	context: ILoadOptionsFunctions,
	find: (kaltura: KalturaClient) => Promise<INodeListSearchResult>,
): Promise<INodeListSearchResult> {
	const found = openKaltura(context).then(({ kaltura }) => find(kaltura));
	return await found.catch((error: unknown) => Promise.reject(toNodeError(context.getNode(), error, 0)));
}

async function onePage<S extends z.ZodTypeAny>(
	{ api }: KalturaClient,
	source: ListSource<S>,
	filter: KalturaParams,
	page = '1',
	toItem: (object: z.output<S>) => INodeListSearchItems,
): Promise<INodeListSearchResult> {
	const { objects } = await listPage(api, source, filter, Number(page), PAGE);
	const results = objects.map(toItem);
	return objects.length < PAGE ? { results } : { results, paginationToken: String(Number(page) + 1) };
}

function labelOf(id: string, ...more: Array<string | undefined>): string {
	const others = [...new Set(more.filter((text) => text && text !== id))];
	return others.length === 0 ? id : `${id} (${others.join(', ')})`;
}
