import { z } from 'zod';

import { KalturaApi } from '../../../lib/kaltura/api';
import { allOf, everyOf, inParts } from '../../../lib/kaltura/lists';

import { exception, http } from './answers';

interface Row {
	id: string;
	createdAt: number;
}
const schema = z.object({ id: z.string(), createdAt: z.number() });

/** A list as Kaltura gives it: ordered by creation, pages of at most 500, nothing beyond 10,000 matches. */
function listing(rows: Row[]) {
	const pages: string[] = [];
	let requests = 0;
	const pageOf = ({ filter, pager }: PageRequest) => {
		const start = (pager.pageIndex - 1) * pager.pageSize;
		pages.push(`${filter.createdAtGreaterThanOrEqual ?? ''}/${pager.pageIndex}`);
		if (start >= 10_000) return exception('QUERY_EXCEEDED_MAX_MATCHES_ALLOWED');
		const matches = rows.filter(({ createdAt }) => createdAt >= (filter.createdAtGreaterThanOrEqual ?? 0));
		return { objects: matches.slice(start, start + pager.pageSize), totalCount: matches.length };
	};
	const api = new KalturaApi(
		async ({ path, body }) => {
			requests++;
			const asked = JSON.parse(body) as PageRequest & Record<string, PageRequest>;
			const several = Object.keys(asked).filter((key) => /^\d+$/.test(key));
			const answer = /multirequest$/.test(path) ? several.map((key) => pageOf(asked[key]!)) : pageOf(asked);
			return http(200, JSON.stringify(answer));
		},
		{ session: async () => 'ks', sleep: async () => undefined },
	);
	const list = (limit?: number, indexed = true, pagesPerRequest?: number) =>
		allOf(everyOf<Row>(api, { service: 'media', action: 'list', schema, indexed, pagesPerRequest }, {}, limit));
	return { list, pages, requests: () => requests };
}
interface PageRequest {
	filter: { createdAtGreaterThanOrEqual?: number };
	pager: { pageSize: number; pageIndex: number };
}
const rows = (count: number, createdAt: (index: number) => number): Row[] =>
	Array.from({ length: count }, (_, index) => ({ id: `0_${index}`, createdAt: createdAt(index) }));

test('a server that gives the same page for every number is not asked for ever', async () => {
	let asked = 0;
	const same = rows(500, () => 1);
	const api = new KalturaApi(
		async () => {
			asked++;
			return http(200, JSON.stringify({ objects: same, totalCount: 100_000 }));
		},
		{ session: async () => 'ks' },
	);
	for (const indexed of [true, false]) {
		const list = allOf(everyOf<Row>(api, { service: 'groupUser', action: 'list', schema, indexed }, {}));
		await expect(list).rejects.toThrow('every page of the list is the same');
	}
	expect(asked).toBe(4);
});

describe('a long list', () => {
	test.each([
		[0, 1],
		[1, 1],
		[499, 1],
		[500, 2],
		[1001, 3],
		[25_000, 51],
	])('of %i is complete, without doubles, in %i requests', async (count, requests) => {
		const all = rows(count, (index) => 1_600_000_000 + index);
		const { list, pages } = listing(all);
		expect((await list()).map(({ id }) => id)).toEqual(all.map(({ id }) => id));
		expect(pages).toHaveLength(requests);
	});

	test('many objects of one second at the border are neither lost nor doubled', async () => {
		const all = rows(21_000, (index) => 1_600_000_000 + Math.floor(index / 300));
		const { list } = listing(all);
		const ids = (await list()).map(({ id }) => id);
		expect(new Set(ids).size).toBe(21_000);
		expect(ids).toHaveLength(21_000);
	});

	test('more than 10,000 of one second cannot be told apart, and that is said instead of stopping silently', async () => {
		const { list } = listing(rows(10_400, () => 1_600_000_000));
		await expect(list()).rejects.toThrow(/longer than the 10,000 matches/);
	});

	test.each([
		[7, 7, ['/1']],
		[500, 500, ['/1']],
		[501, 501, ['/1', '/2']],
	])('up to %i gives %i', async (limit, given, asked) => {
		const { list, pages } = listing(rows(2000, (index) => 1_600_000_000 + index));
		expect(await list(limit)).toHaveLength(given);
		expect(pages).toEqual(asked);
	});

	test.each([
		[400, 1],
		[500, 2],
		[1700, 2],
		[20_000, 7],
	])('of %i small objects, ten pages per request, is the same in %i requests', async (count, asked) => {
		const all = rows(count, (index) => 1_600_000_000 + index);
		const { list, requests } = listing(all);
		expect((await list(undefined, true, 10)).map(({ id }) => id)).toEqual(all.map(({ id }) => id));
		expect(requests()).toBe(asked);
	});

	test('no page is asked for that a limit makes needless, however many may come per request', async () => {
		const { list, pages } = listing(rows(5000, (index) => 1_600_000_000 + index));
		expect(await list(1100, true, 10)).toHaveLength(1100);
		expect(pages).toEqual(['/1', '/2', '/3']);
	});

	test('a missing "objects" is an empty list', async () => {
		const api = new KalturaApi(async () => http(200, '{"totalCount":0}'), { session: async () => 'ks' });
		const source = { service: 'appToken', action: 'list', schema, indexed: false };
		expect(await allOf(everyOf<Row>(api, source, {}))).toEqual([]);
	});
});

test.each([
	[[], 2, []],
	[[1, 2, 3], 2, [[1, 2], [3]]],
	[[1, 2], 2, [[1, 2]]],
])('%j in parts of %i', (list, size, expected) => expect(inParts(list, size)).toEqual(expected));

describe('a list whose pages are shorter than asked', () => {
	/** As a server would that gives at most so many rows of a page, leaves some out, and gives one twice. */
	const shortPages = (
		all: Row[],
		{ largest, leftOut = () => false }: { largest: number; leftOut?: (row: Row) => boolean },
	) => {
		const api = new KalturaApi(
			async ({ body }) => {
				const { pager } = JSON.parse(body) as { pager: { pageSize: number; pageIndex: number } };
				const size = Math.min(pager.pageSize, largest);
				const start = (pager.pageIndex - 1) * size;
				const again = pager.pageIndex > 1 ? 1 : 0;
				const objects = all.slice(start - again, start + size).filter((row) => !leftOut(row));
				return http(
					200,
					JSON.stringify({ objects: start < all.length ? objects : [], totalCount: String(all.length) }),
				);
			},
			{ session: async () => 'ks', sleep: async () => undefined },
		);
		return (indexed: boolean) => allOf(everyOf<Row>(api, { service: 'user', action: 'list', schema, indexed }, {}));
	};

	test.each([true, false])('is not taken for ended (indexed: %s)', async (indexed) => {
		const all = rows(730, (index) => index);
		expect((await shortPages(all, { largest: 100 })(indexed)).map(({ id }) => id)).toEqual(all.map(({ id }) => id));
	});

	test.each([true, false])(
		'because somebody was deleted a moment ago is not taken for ended (indexed: %s)',
		async (indexed) => {
			const all = rows(1200, (index) => index);
			const gone = new Set([all[7]!.id, all[600]!.id]);
			const found = await shortPages(all, { largest: 500, leftOut: ({ id }) => gone.has(id) })(indexed);
			expect(found).toHaveLength(1198);
		},
	);
});
