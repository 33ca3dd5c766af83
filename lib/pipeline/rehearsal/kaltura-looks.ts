import { ENTRY_STATUS } from '../../kaltura/entries';
import { readMissingPermissions, readSession } from '../../kaltura/session-facts';
import { pause } from '../../http/pause';

import { type Look, type Rehearsal, seconds } from './rehearsal';
import { MARK, referenceOf, removeEarlier, removeOwn } from './traces';

export const kalturaSession: Look = async ({ clients, state }) => {
	const { admin, seesAll, skewSeconds } = await readSession(clients.kaltura);
	state.hasSession = true;
	return { started: true, admin, seesAll, ...(skewSeconds === null ? {} : { skewSeconds: Math.round(skewSeconds) }) };
};

export const kalturaPermissions: Look = async ({ clients, state }) => {
	if (!state.hasSession) return { skipped: 'no-session' };
	const { everything, missing } = await readMissingPermissions(clients.kaltura);
	return { read: true, everything, missing };
};

export const kalturaTraces: Look = async ({ clients, state }) => {
	if (!state.hasSession) return { skipped: 'no-session' };
	return await removeEarlier(clients.kaltura, state);
};

export const kalturaCategory: Look = async ({ clients, state, wishes }) => {
	if (wishes.category === '') return { skipped: 'not-asked' };
	if (!state.hasSession) return { skipped: 'no-session' };
	const [found] = await clients.kaltura.categories.find([wishes.category]);
	if (found && 'category' in found) state.categoryId = found.category.id;
	return {
		found: found !== undefined && 'category' in found,
		ambiguous: found !== undefined && 'problem' in found && found.problem === 'ambiguous',
	};
};

/** Without content, owner and category: nobody but administrators sees it. */
export const kalturaEntry: Look = async ({ clients, state }) => {
	if (!state.hasSession) return { skipped: 'no-session' };
	const { kaltura } = clients;
	const referenceId = referenceOf(state.run, 'entry');
	const entry = await kaltura.entries.add({ ...ENTRY, referenceId }, { tidiesUp: true });
	state.entryId = entry.id;
	const read = await kaltura.entries.get(entry.id);
	return {
		made: true,
		empty: Number(read.status) === ENTRY_STATUS.noContent,
		marked: read.referenceId === referenceId && read.adminTags.toLowerCase().includes(MARK),
	};
};

/** Media entries of the kind that the import makes. */
export const ENTRY = {
	name: 'Rehearsal of Zoom to Kaltura (removes itself)',
	description: 'Made by the workflow "rehearse"; it is removed again in a few minutes.',
	mediaType: 1,
	adminTags: MARK,
} as const;

/** Longer than that no import waits for the index. */
const LONGEST_LAG_SECONDS = 120;

export const kalturaIndex: Look = async (run) => {
	const { state, clients, wishes } = run;
	if (!state.entryId) return { skipped: 'no-entry' };
	const referenceId = referenceOf(state.run, 'entry');
	const since = performance.now();
	const found = await until(run, Math.min(wishes.waitSeconds, LONGEST_LAG_SECONDS), async () => {
		const entries = await clients.kaltura.entries.byReferenceIds([referenceId]);
		return (entries.get(referenceId) ?? []).length > 0 ? true : undefined;
	});
	return { found: found === true, seconds: seconds(since) };
};

export const kalturaRemoval: Look = async ({ clients, state }) => {
	if (!state.entryId && !state.childId) return { skipped: 'no-entry' };
	const ids = [state.entryId, state.childId].filter((id) => id !== undefined);
	const { removed, left } = await removeOwn(clients.kaltura, state);
	const still = (await clients.kaltura.entries.getMany(ids)).filter((entry) => entry !== null);
	return { removed: Math.max(0, removed - still.length), left: Math.max(left.length, still.length) };
};

const LONGEST_PAUSE_MS = 10_000;

/** Looks again and again, more and more seldom. @returns undefined when the time is over */
export async function until<T>(
	run: Rehearsal,
	waitSeconds: number,
	look: () => Promise<T | undefined>,
): Promise<T | undefined> {
	const deadline = performance.now() + waitSeconds * 1000;
	for (let wait = 300; ; wait = Math.min(LONGEST_PAUSE_MS, wait * 1.5)) {
		const seen = await look();
		if (seen !== undefined || performance.now() + wait > deadline) return seen;
		await pause(wait, run.signal);
	}
}
