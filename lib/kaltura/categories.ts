import { pause } from '../http/pause';

import type { KalturaApi } from './api';
import { KalturaError, errorAsValue, isKalturaCode, whenRefused } from './errors';
import { everyOf, inParts } from './lists';
import type { KalturaCategory, KalturaCategoryEntry } from './schemas';
import { categoryEntrySchema, categorySchema, parseAs, parseListOf } from './schemas';
import type { KalturaParams, KalturaRequest } from './wire';

/** What a category name or path led to. */
export type FoundCategory =
	| { wanted: string; category: KalturaCategory }
	| { wanted: string; problem: 'missing' }
	| { wanted: string; problem: 'ambiguous'; candidates: KalturaCategory[] };

export interface Assignment {
	entryId: string;
	categoryId: number;
	/** True when it was so before. */
	already: boolean;
	/** True in a moderated category, until somebody approves it. */
	awaitsApproval: boolean;
}

const CATEGORIES = { service: 'category', action: 'list', schema: categorySchema, indexed: true } as const;
const LONGEST_NAME = 200;

/** Categories by full path (`Courses>2026>Physics`), and which entries are in them. */
export class KalturaCategories {
	constructor(private readonly api: KalturaApi) {}

	/** @throws {KalturaError} `CATEGORY_NOT_FOUND` */
	async get(categoryId: number): Promise<KalturaCategory> {
		return parseAs(categorySchema, await this.api.call('category', 'get', { id: categoryId }), 'category.get');
	}

	list(filter: KalturaParams = {}, limit?: number): AsyncGenerator<KalturaCategory, void> {
		return everyOf(this.api, CATEGORIES, filter, limit);
	}

	/**
	 * Categories by path, name or id, in one request. A path (or a top-level name) finds that one; another name is found
	 * when exactly one category of the account has it as name or reference id; digits that are no name are an id.
	 * @returns one answer per wanted text, in their order
	 */
	async find(wanted: readonly string[]): Promise<FoundCategory[]> {
		const paths = [...new Set(wanted.map(toFullName))];
		const names = paths.filter((path) => !path.includes('>'));
		const ids = names.filter((name) => /^\d+$/.test(name));
		const requests: Array<{ of: 'path' | 'id' | string; request: KalturaRequest }> = [
			...inParts(paths, 100).map((part) => ({ of: 'path', request: listRequest({ fullNameIn: part.join(',') }) })),
			...inParts(ids, 100).map((part) => ({ of: 'id', request: listRequest({ idIn: part.join(',') }) })),
			...names.map((name) => ({ of: `name ${name}`, request: listRequest({ nameOrReferenceIdStartsWith: name }) })),
		];
		const answers = await this.api.batch(requests.map(({ request }) => request));
		const listed = answers.map((answer) => parseListOf(categorySchema, answer, 'category.list').objects);
		const foundBy = (of: string) => listed.filter((_, index) => requests[index]?.of === of).flat();
		const byPath = new Map(foundBy('path').map((one) => [foldCase(one.fullName), one]));
		const byId = new Map(foundBy('id').map((one) => [String(one.id), one]));
		return wanted.map((text) => {
			const path = toFullName(text);
			const category = byPath.get(foldCase(path));
			if (category) return { wanted: text, category };
			const candidates = foundBy(`name ${path}`).filter(
				({ name, referenceId }) => foldCase(name) === foldCase(path) || referenceId === text.trim(),
			);
			if (candidates.length > 1) return { wanted: text, problem: 'ambiguous', candidates };
			const only = candidates[0] ?? byId.get(path);
			return only ? { wanted: text, category: only } : { wanted: text, problem: 'missing' };
		});
	}

	/**
	 * The same for use: every wanted category exists afterwards.
	 * @param createMissing whether to create what is missing, level by level
	 * @throws {KalturaError} `CATEGORY_NOT_FOUND` · `AMBIGUOUS_CATEGORY` naming the candidates; nothing is created then
	 */
	async resolve(wanted: readonly string[], createMissing: boolean): Promise<KalturaCategory[]> {
		const found = await this.find(wanted);
		for (const one of found) {
			if (!('problem' in one)) continue;
			if (one.problem === 'ambiguous') throw ambiguous(one);
			if (!createMissing) {
				throw new KalturaError({
					code: 'CATEGORY_NOT_FOUND',
					request: 'category.list',
					args: { ID: `"${one.wanted}"` },
				});
			}
		}
		const categories: KalturaCategory[] = [];
		for (const one of found) {
			categories.push('category' in one ? one.category : (await this.ensurePath(one.wanted)).category);
		}
		return categories;
	}

	/**
	 * The category of a full path, created level by level where it is missing.
	 * @returns the category and the full names of the levels that were created
	 */
	async ensurePath(path: string): Promise<{ category: KalturaCategory; created: string[] }> {
		const names = toFullName(path).split('>');
		const levels = names.map((_, depth) => names.slice(0, depth + 1).join('>'));
		const answer = await this.api.call('category', 'list', {
			filter: { fullNameIn: levels.join(',') },
			pager: { pageSize: 500 },
		});
		const existing = new Map(
			parseListOf(categorySchema, answer, 'category.list').objects.map((one) => [foldCase(one.fullName), one]),
		);
		const created: string[] = [];
		let parent: KalturaCategory | undefined;
		for (const [depth, fullName] of levels.entries()) {
			const found = existing.get(foldCase(fullName));
			if (found) {
				parent = found;
				continue;
			}
			const { category, isNew }: { category: KalturaCategory; isNew: boolean } = await this.#create(
				names[depth] ?? '',
				fullName,
				parent?.id,
			);
			if (isNew) created.push(category.fullName || fullName);
			parent = category;
		}
		return { category: parent!, created };
	}

	/** Puts an entry into categories; being in one already is success. One result or KalturaError per pair. */
	async assign(
		pairs: ReadonlyArray<{ entryId: string; categoryId: number }>,
	): Promise<Array<Assignment | KalturaError>> {
		const answers = await this.api.batch(
			pairs.map(({ entryId, categoryId }) => ({
				service: 'categoryEntry',
				action: 'add',
				params: { categoryEntry: { objectType: 'KalturaCategoryEntry', entryId, categoryId } },
				safeToRepeat: true,
			})),
		);
		return pairs.map((pair, index) => {
			const answer = answers[index];
			if (isKalturaCode(answer, 'CATEGORY_ENTRY_ALREADY_EXISTS'))
				return { ...pair, already: true, awaitsApproval: false };
			if (answer instanceof KalturaError) return answer;
			const { status } = parseAs(categoryEntrySchema, answer, 'categoryEntry.add');
			return { ...pair, already: false, awaitsApproval: Number(status) === 1 };
		});
	}

	/** @returns false when the entry was not in the category */
	async unassign(entryId: string, categoryId: number): Promise<boolean> {
		return this.api
			.call('categoryEntry', 'delete', { entryId, categoryId }, { safeToRepeat: true })
			.then(() => true, whenRefused(false, 'ENTRY_IS_NOT_ASSIGNED_TO_CATEGORY'));
	}

	/** Which categories an entry is in, from the database. */
	async assignmentsOf(entryId: string): Promise<KalturaCategoryEntry[]> {
		const answer = await this.api.call('categoryEntry', 'list', {
			filter: { entryIdEqual: entryId },
			pager: { pageSize: 500 },
		});
		return parseListOf(categoryEntrySchema, answer, 'categoryEntry.list').objects;
	}

	async #create(
		name: string,
		fullName: string,
		parentId?: number,
	): Promise<{ category: KalturaCategory; isNew: boolean }> {
		const answer = await this.api
			.call(
				'category',
				'add',
				{ category: { objectType: 'KalturaCategory', name, ...(parentId === undefined ? {} : { parentId }) } },
				// A second attempt meets DUPLICATE_CATEGORY, which is handled.
				{ safeToRepeat: true },
			)
			.catch(errorAsValue);
		if (isKalturaCode(answer, 'DUPLICATE_CATEGORY')) {
			return { category: await this.#afterIndexLag(fullName, answer), isNew: false };
		}
		return { category: parseAs(categorySchema, answer, 'category.add'), isNew: true };
	}

	// Somebody created it a moment ago: it exists, but the list does not show it yet, and the error does not say its id.
	async #afterIndexLag(fullName: string, duplicate: KalturaError): Promise<KalturaCategory> {
		for (const waitMs of [0, 500, 1000, 2000, 4000]) {
			await pause(waitMs);
			const found = (await this.find([fullName]))[0];
			if (found && 'category' in found && foldCase(found.category.fullName) === foldCase(fullName))
				return found.category;
		}
		throw duplicate;
	}
}

function ambiguous({ wanted, candidates }: { wanted: string; candidates: KalturaCategory[] }): KalturaError {
	const paths = candidates.slice(0, 5).map(({ fullName }) => `"${fullName}"`);
	return new KalturaError({
		code: 'AMBIGUOUS_CATEGORY',
		request: 'category.list',
		args: { NAME: wanted, CANDIDATES: paths.join(', ') },
	});
}

function listRequest(filter: KalturaParams): KalturaRequest {
	return { service: 'category', action: 'list', params: { filter, pager: { pageSize: 500 } } };
}

/** As Kaltura stores it: blanks around levels cut, `<` and `,` replaced, at most 200 characters per level. */
function toFullName(path: string): string {
	return path
		.split('>')
		.map((level) => level.trim().replace(/[<,]/g, '_').slice(0, LONGEST_NAME))
		.filter((level) => level !== '')
		.join('>');
}

// Kaltura's index compares names in lower case.
function foldCase(text: string): string {
	return text.toLowerCase();
}
