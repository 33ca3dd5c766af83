import type { z } from 'zod';

import type { KalturaApi } from './api';
import { KalturaError } from './errors';
import type { KalturaList } from './schemas';
import { parseListOf } from './schemas';
import type { KalturaParams } from './wire';

/** Kaltura clamps larger pages silently. */
export const LARGEST_PAGE = 500;
/** Lists that come out of the search index end here. */
const LONGEST_INDEXED_LIST = 10_000;

export interface ListSource<S extends z.ZodTypeAny> {
	service: string;
	action: string;
	schema: S;
	/** Whether the list comes from the search index (entries, categories, users, groups) and so ends at 10,000. */
	indexed: boolean;
	/** Pages that one multirequest brings once the first has said how many there are; only for small objects. Default 1. */
	pagesPerRequest?: number | undefined;
}

/** One page; `page` counts from 1. */
export async function listPage<S extends z.ZodTypeAny>(
	api: KalturaApi,
	{ service, action, schema }: ListSource<S>,
	filter: KalturaParams,
	page = 1,
	pageSize = LARGEST_PAGE,
): Promise<KalturaList<z.output<S>>> {
	const answer = await api.call(service, action, { filter, pager: { pageSize, pageIndex: page } });
	return parseListOf(schema, answer, `${service}.${action}`);
}

/** Gives the pages of one list in turn, several per request where the list is known to go on. */
function pagesOf<S extends z.ZodTypeAny>(api: KalturaApi, source: ListSource<S>, filter: KalturaParams, size: number) {
	const { service, action, schema, pagesPerRequest = 1 } = source;
	let fetched: { from: number; answers: unknown[] } = { from: 0, answers: [] };
	/** @param expected how many pages are likely to come, this one included */
	return async (page: number, expected: number): Promise<KalturaList<z.output<S>>> => {
		const together = Math.min(pagesPerRequest, expected);
		if (page >= fetched.from + fetched.answers.length) {
			if (together <= 1) return await listPage(api, source, filter, page, size);
			const requests = Array.from({ length: together }, (_, index) => ({
				service,
				action,
				params: { filter, pager: { pageSize: size, pageIndex: page + index } },
			}));
			fetched = { from: page, answers: await api.multi(requests) };
		}
		const at = page - fetched.from;
		const answer = fetched.answers[at];
		fetched.answers[at] = undefined; // read once, and memory is free for the next
		return parseListOf(schema, answer, `${service}.${action}`);
	};
}

/**
 * Every object of a list, page by page, in memory one page (or `pagesPerRequest`) at a time. Past 10,000 an indexed list is continued by
 * creation date (which is why it is ordered by it).
 * @param limit stop after so many objects
 */
export async function* everyOf<T extends { id: string | number; createdAt?: number | undefined }>(
	api: KalturaApi,
	source: ListSource<z.ZodType<T, z.ZodTypeDef, unknown>>,
	filter: KalturaParams,
	limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<T, void> {
	const pageSize = Math.max(1, Math.min(LARGEST_PAGE, limit));
	const ordered = source.indexed ? { orderBy: '+createdAt', ...filter } : filter;
	const byCreation = ordered.orderBy === '+createdAt';
	let from: KalturaParams = {};
	let seenAtBorder = new Set<string | number>();
	let given = 0;
	for (;;) {
		let last: T | undefined;
		let atBorder: T[] = [];
		let page = 1;
		let firstBefore: string | number | undefined;
		const different = new Set<string | number>();
		const pages = pagesOf<z.ZodType<T, z.ZodTypeDef, unknown>>(api, source, { ...ordered, ...from }, pageSize);
		const lastPage = byCreation ? Math.floor(LONGEST_INDEXED_LIST / pageSize) : Number.POSITIVE_INFINITY;
		let expected = 1;
		for (; page <= lastPage; page++) {
			const list = await pages(page, Math.min(expected, lastPage - page + 1));
			const { objects } = list;
			expected = Math.ceil(Math.min(list.totalCount - page * pageSize, limit - given - objects.length) / pageSize);
			assertGoesOn(firstBefore, objects[0]?.id, `${source.service}.${source.action}`);
			firstBefore = objects[0]?.id;
			for (const object of objects) {
				// A row may come again when something was added in between.
				if (different.has(object.id)) continue;
				different.add(object.id);
				if (object.createdAt !== last?.createdAt) atBorder = [];
				atBorder.push(object);
				last = object;
				if (seenAtBorder.has(object.id)) continue;
				yield object;
				if (++given >= limit) return;
			}
			if (!goesOn(list, different.size, pageSize)) return;
		}
		if (last?.createdAt === undefined || last.createdAt === from.createdAtGreaterThanOrEqual) {
			// More than 10,000 of one second: ask on, Kaltura's own error then says it.
			await listPage(api, source, { ...ordered, ...from }, page, pageSize);
			return;
		}
		from = { createdAtGreaterThanOrEqual: last.createdAt };
		seenAtBorder = new Set(atBorder.map(({ id }) => id));
	}
}

/**
 * A server, or a cache before it, that gives the same page for every number would be asked for ever.
 * @throws {KalturaError} UNEXPECTED_ANSWER
 */
export function assertGoesOn(
	firstOfPageBefore: string | number | undefined,
	first: string | number | undefined,
	request: string,
): void {
	if (first === undefined || first !== firstOfPageBefore) return;
	throw new KalturaError({
		code: 'UNEXPECTED_ANSWER',
		request,
		args: { DETAIL: 'every page of the list is the same' },
	});
}

/**
 * Whether a list has further pages. A page may be shorter than asked although more follows: Kaltura allows smaller pages than
 * were asked for, and what was deleted a moment ago is left out of a page but still counted.
 * @param different how many different rows were given so far
 */
export function goesOn(page: KalturaList<unknown>, different: number, pageSize = LARGEST_PAGE): boolean {
	return page.objects.length > 0 && (different < page.totalCount || page.objects.length >= pageSize);
}

/** The same as an array. */
export async function allOf<T>(objects: AsyncIterable<T>): Promise<T[]> {
	const all: T[] = [];
	for await (const object of objects) all.push(object);
	return all;
}

/** Parts of a list, none longer than `size`. */
export function inParts<T>(list: readonly T[], size: number): T[][] {
	const parts: T[][] = [];
	for (let start = 0; start < list.length; start += size) parts.push(list.slice(start, start + size));
	return parts;
}
