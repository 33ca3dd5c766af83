import type { Recording } from '../recording';

export interface CategorySettings {
	meeting: string[];
	webinar: string[];
	createMissing: boolean;
	/** Follow the tracking fields KalturaCategory and KalturaCategoryPath (publishing to LMS categories). */
	trackingFields: boolean;
}

export interface KnownCategory {
	id: number;
	name: string;
	/** All levels, joined by ">". */
	fullName: string;
}

export type CategoryMatch = { found: KnownCategory } | { missing: true } | { ambiguous: number };

/** Where the recording should be published: categories as the admin or the meeting names them, without repetitions. */
export function wishedCategories(recording: Recording, settings: CategorySettings): string[] {
	const wishes = [
		...(settings.trackingFields ? trackingFieldCategories(recording.trackingFields ?? {}) : []),
		...(recording.kind === 'webinar' ? settings.webinar : settings.meeting),
	].map(normalizePath);
	const seen = new Set<string>();
	return wishes.filter((wish) => wish !== '' && !seen.has(wish.toLowerCase()) && seen.add(wish.toLowerCase()));
}

/**
 * `KalturaCategory` holds names (comma list), `KalturaCategoryPath` what stands before each of them. A path without a
 * name publishes nowhere, as with Kaltura's own integration; webinars count too, unlike there.
 * @see docs/vendors/kaltura-integration.md#categories
 */
function trackingFieldCategories(fields: Record<string, string>): string[] {
	const field = (name: string) => Object.entries(fields).find(([key]) => key.trim().toLowerCase() === name)?.[1] ?? '';
	const path = normalizePath(field('kalturacategorypath'));
	return field('kalturacategory')
		.split(',')
		.map(normalizePath)
		.filter((name) => name !== '')
		.map((name) => (path ? `${path}>${name}` : name));
}

/** A wish for a category whose id is known, e.g. picked from a list. */
export function categoryById(id: string): string {
	return `id:${id}`;
}

/** "Courses > 2026 >Physics" → "Courses>2026>Physics". */
export function normalizePath(path: string): string {
	return path
		.split('>')
		.map((level) => level.trim().replace(/[<,]/g, '_'))
		.filter((level) => level !== '')
		.join('>');
}

/** "A>B>C" → "A", "A>B", "A>B>C": the levels that must exist, from the root down. */
export function levelsOf(path: string): string[] {
	const names = path.split('>');
	return names.map((_, index) => names.slice(0, index + 1).join('>'));
}

/**
 * Which category a wish means. A full path is compared whole; a bare name means the top-level category of that name, or
 * else the only category of that name anywhere. Kaltura compares without regard to case, so do we. Several hits are
 * reported, never chosen from (docs/fault-cases.md, W12).
 */
export function matchCategory(wish: string, known: readonly KnownCategory[]): CategoryMatch {
	const id = /^id:(\d+)$/.exec(wish)?.[1];
	if (id) return { found: { id: Number(id), name: '', fullName: '' } };
	const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
	const unique = [...new Map(known.map((category) => [category.id, category])).values()];
	const byPath = unique.filter((category) => same(category.fullName, wish));
	const candidates =
		byPath.length || wish.includes('>') ? byPath : unique.filter((category) => same(category.name, wish));
	const [only] = candidates;
	if (!only) return { missing: true };
	return candidates.length === 1 ? { found: only } : { ambiguous: candidates.length };
}
