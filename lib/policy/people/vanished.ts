import { isAddress } from './address';

/** When somebody who is in Zoom and not in the list becomes a leaver. */
export interface VanishedRules {
	/** So many counted runs and so many days in a row without the person; both have to be over. */
	afterRuns: number;
	afterDays: number;
	/** Addresses that no list has: rooms, services. `@example.edu` and `*@example.edu` mean a whole domain. */
	ignored: readonly string[];
	/** Ids of Zoom groups whose members stay. */
	protectedGroups: ReadonlySet<string>;
	/** If more people than that, or a larger share (0–1) of the account, were to leave for this reason, nobody does. */
	most: number;
	mostShare: number;
	/** A list that holds less than this share (0–1) of the rows it held before is no whole list. */
	leastRows: number;
}

/** What of a row of the list says who is meant. */
export interface ListedPerson {
	email: string;
	newEmail?: string;
	stableId?: string;
}

/** Somebody of the account. */
export interface PresentPerson {
	email: string;
	stableId: string;
	groupIds: readonly string[];
	isOwner: boolean;
	/** Deactivated: counts only if an earlier run missed the person, whose sessions may not have ended yet. */
	isOut: boolean;
}

/** Since when somebody is missing from the list. */
export interface MissingPerson {
	email: string;
	/** Milliseconds. */
	since: number;
	/** Number of the counted run that missed the person first. */
	sinceRun: number;
}

/** What earlier runs know; nothing before the first. */
export interface VanishedMemory {
	/** Number of the last run that counted, when it was (milliseconds), and how many rows its list had. */
	last: { run: number; at: number; rows: number } | null;
	missing: readonly MissingPerson[];
}

export interface VanishedPerson {
	email: string;
	/** The reason, for the plan. */
	because: string;
	/** Why it must not happen now; '' when it may. */
	heldBack: string;
}

export interface VanishedAnswer {
	/** Whose time is over. */
	leavers: VanishedPerson[];
	/** Missing from the list, and given time still. */
	waiting: number;
	/** What to remember. */
	run: { run: number; at: number; rows: number } | null;
	missed: MissingPerson[];
	/** Addresses to forget: back in the list, or gone from Zoom. */
	returned: string[];
	/** Why this list proves nothing about anybody, as a sentence; then nobody is a leaver, and nothing is remembered. */
	problem: string | null;
}

/** Somebody who tries it three times in a row has not seen three lists. */
const COUNTS_AGAIN_AFTER = 12 * 60 * 60 * 1000;
const DAY = 24 * 60 * 60 * 1000;

/**
 * Who has vanished from the list that is the truth about people. A list that is empty, that shrank suddenly, or that has rows
 * in which nobody can be recognised, says nothing about who is missing: then nobody vanishes, and no run is counted.
 */
export function findVanished(
	list: readonly ListedPerson[],
	present: readonly PresentPerson[],
	memory: VanishedMemory,
	rules: VanishedRules,
	now: number,
): VanishedAnswer {
	const problem = proofProblem(list, memory, rules);
	if (problem) return { leavers: [], waiting: 0, run: null, missed: [], returned: [], problem };

	const counts = memory.last === null || now - memory.last.at >= COUNTS_AGAIN_AFTER;
	const number = (memory.last?.run ?? 0) + (counts ? 1 : 0);
	const known = new Map(memory.missing.map((one) => [fold(one.email), one]));
	const missing = whoIsMissing(list, present, rules).filter(({ email, isOut }) => !isOut || known.has(fold(email)));
	const first = { since: now, sinceRun: number };
	const all = missing.map(({ email, isOut }) => ({ ...(known.get(fold(email)) ?? first), email, isOut }));
	const due = all.filter(
		({ since, sinceRun }) => number - sinceRun + 1 >= rules.afterRuns && now - since >= rules.afterDays * DAY,
	);
	const inside = (people: ReadonlyArray<{ isOut: boolean }>) => people.filter(({ isOut }) => !isOut).length;
	const heldBack = tooMany(inside(due), inside(present), rules);
	const still = new Set(missing.map(({ email }) => fold(email)));
	return {
		leavers: due.map(({ email, since, sinceRun, isOut }) => ({
			email,
			because: `Not in the list since ${new Date(since).toISOString().slice(0, 10)} (${times(number - sinceRun + 1)}).`,
			heldBack: isOut ? '' : heldBack,
		})),
		waiting: all.length - due.length,
		run: counts ? { run: number, at: now, rows: list.length } : null,
		missed: all.flatMap(({ email, since, sinceRun }) => (known.has(fold(email)) ? [] : [{ email, since, sinceRun }])),
		returned: memory.missing.map(({ email }) => email).filter((email) => !still.has(fold(email))),
		problem: null,
	};
}

function whoIsMissing(
	list: readonly ListedPerson[],
	present: readonly PresentPerson[],
	{ ignored, protectedGroups }: VanishedRules,
): PresentPerson[] {
	const addresses = new Set(list.flatMap(({ email, newEmail = '' }) => [fold(email), fold(newEmail)]));
	const ids = new Set(list.flatMap(({ stableId = '' }) => fold(stableId) || []));
	const [domains, names] = [new Set<string>(), new Set<string>()];
	for (const one of ignored) {
		const text = fold(one).replace(/^\*(?=@)/, '');
		if (text !== '') (text.startsWith('@') ? domains : names).add(text);
	}
	return present.filter(
		({ email, stableId, groupIds, isOwner }) =>
			!isOwner &&
			!addresses.has(fold(email)) &&
			!(stableId !== '' && ids.has(fold(stableId))) &&
			!names.has(fold(email)) &&
			!domains.has(fold(email).slice(email.lastIndexOf('@'))) &&
			!groupIds.some((id) => protectedGroups.has(id)),
	);
}

function proofProblem(list: readonly ListedPerson[], { last }: VanishedMemory, rules: VanishedRules): string | null {
	const nobody = 'so nobody counts as missing from it';
	if (list.length === 0) return `The list is empty, ${nobody}.`;
	const bad = list.findIndex(({ email }) => !isAddress(email.trim()));
	if (bad >= 0) return `Row ${bad + 1} of the list has no usable address, ${nobody}. Correct the row.`;
	const least = (last?.rows ?? 0) * rules.leastRows;
	if (last !== null && list.length < least) {
		return `The list has ${list.length} rows and had ${last.rows} before, ${nobody}. If it is whole, lower leastRows for one run.`;
	}
	return null;
}

function tooMany(due: number, present: number, { most, mostShare }: VanishedRules): string {
	const share = present === 0 ? 1 : due / present;
	const nobody = 'so none of them becomes a leaver. Look at the list';
	if (due > most) {
		return `${due} people are missing from the list; the limit is ${most}, ${nobody}, then raise vanishedMost.`;
	}
	if (due > 1 && share > mostShare) {
		return `${due} people are missing from the list, ${percent(share)} of the account; the limit is ${percent(mostShare)}, ${nobody}, then raise vanishedMostShare.`;
	}
	return '';
}

const times = (runs: number) => (runs === 1 ? '1 run' : `${runs} runs`);
const percent = (share: number) => `${Math.round(share * 1000) / 10} %`;
const fold = (text: string) => text.trim().toLowerCase();
