import type { Dice } from '../../dice.mts';
import type { Fault } from '../control/faults.mts';
import { ExplicitNull, FileAnswer } from '../http/answer.mts';
import { isObject, type Parameters } from '../http/parameters.mts';
import type { Settings } from '../store/settings.mts';
import { type ApiError, apiError } from './errors.mts';

/**
 * Everything that Kaltura's documents allow and nobody likes (docs/vendors/kaltura.md#answers, #errors, #lists): properties that
 * are missing or null, properties that nobody knows yet, numbers and flags as texts, smaller pages, rows that come twice,
 * sessions that end early, limits and locks, a gateway that breaks before or after the work.
 */

/** Not promised for any object, or only for some: left out or null in one version or another. */
const OPTIONAL = new Set([
	'accessControlId',
	'categories',
	'categoriesIds',
	'conversionQuality',
	'creditUrl',
	'creditUserName',
	'dataUrl',
	'downloadUrl',
	'endDate',
	'flavorParamsIds',
	'fullName',
	'height',
	'lastLoginTime',
	'lastPlayedAt',
	'licenseType',
	'membersCount',
	'moderationCount',
	'operationAttributes',
	'partnerSortValue',
	'plays',
	'rank',
	'rootEntryId',
	'searchText',
	'sourceType',
	'startDate',
	'statusUpdatedAt',
	'thumbnailUrl',
	'totalRank',
	'updatedAt',
	'version',
	'views',
	'votes',
	'width',
]);
/** Enumerations that plugins extend, and that nobody here decides by. */
const EXTENDED = new Set(['sourceType', 'licenseType']);

/** What is so in this account for as long as it runs: a server that paged in two ways would be broken, not hostile. */
export interface Habits {
	largestPage: number;
	/** Order of lists that were not told one. */
	order: '+createdAt' | '-createdAt' | undefined;
}

export function drawHabits(dice: Dice): Habits {
	return { largestPage: dice.one([500, 200, 100]), order: dice.one(['+createdAt', '-createdAt', undefined] as const) };
}

/** What differs from account to account, drawn once per account. */
export function drawSettings(settings: Settings, dice: Dice): void {
	settings.uploadedFileSizeAs = dice.one(['string', 'number']);
	settings.htmlInText = dice.one(['clean', 'accept']);
}

/** What goes wrong with a request as a whole, if anything. */
export function requestMishap(dice: Dice): Fault | null {
	if (!dice.chance(0.03)) return null;
	return dice.one<Fault>([
		{ kind: 'html502' },
		{ kind: 'status', status: 503, body: '' },
		{ kind: 'lost' },
		{ kind: 'late502' },
	]);
}

/** What one call is answered instead of its result, if anything; `carryOut` when the work is done first. */
export function callMishap(dice: Dice, isWrite: boolean): { error: ApiError; carryOut: boolean } | null {
	if (!dice.chance(0.004)) return null;
	const passing = [
		{ error: apiError('ACTION_BLOCKED', { ACTION_NAME: 'action', SERVICE_NAME: 'service' }), carryOut: false },
		{ error: apiError('INTERNAL_DATABASE_ERROR'), carryOut: false },
	];
	const ofWrites = [
		{ error: apiError('LOCK_TIMED_OUT'), carryOut: false },
		{ error: apiError('INTERNAL_SERVERL_ERROR'), carryOut: true },
	];
	return dice.one(isWrite ? [...passing, ...ofWrites] : passing);
}

export const endsSession = (dice: Dice): boolean => dice.chance(0.01);

/** The arguments of a list as this account takes them: a smaller page, another order, a row of the page before once more. */
export function pagedAnotherWay(args: Record<string, unknown>, habits: Habits, dice: Dice): Record<string, unknown> {
	if (!isObject(args.pager)) return args;
	const { pageSize = 30, pageIndex = 1 } = args.pager as { pageSize?: number; pageIndex?: number };
	const pager = {
		...args.pager,
		pageSize: Math.min(pageSize, habits.largestPage),
		again: pageIndex > 1 && dice.chance(0.3) ? 1 : 0,
	};
	const { filter } = args;
	const ordered = isObject(filter) && filter.orderBy === undefined ? { ...filter, orderBy: habits.order } : filter;
	return { ...args, pager, ...(ordered === undefined ? {} : { filter: ordered }) };
}

/** The same result as another version of Kaltura might have written it. */
export function disguised(result: unknown, dice: Dice): unknown {
	if (result instanceof FileAnswer) return result;
	if (Array.isArray(result)) return result.map((one: unknown) => disguised(one, dice));
	if (typeof result === 'number') return dice.chance(0.3) ? String(result) : result;
	if (typeof result === 'boolean')
		return dice.chance(0.3) ? dice.one([Number(result), String(Number(result))]) : result;
	if (!isObject(result) || result.objectType === 'KalturaAPIException') return result;
	const changed: Parameters = {};
	for (const [name, value] of Object.entries(result)) {
		const empty = value === '' || value === null || value === undefined;
		if ((OPTIONAL.has(name) && dice.chance(0.2)) || (empty && dice.chance(0.4))) {
			if (dice.chance(0.5)) changed[name] = new ExplicitNull();
		} else if (EXTENDED.has(name) && dice.chance(0.1)) changed[name] = 'somePlugin.ADDED_NEXT_YEAR';
		else changed[name] = disguised(value, dice);
	}
	if (dice.chance(0.3)) changed.xAddedNextYear = dice.one<unknown>([true, 'soon', { of: ['things'] }, 7]);
	return changed;
}
