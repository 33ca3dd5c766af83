import type { KalturaClient } from '../../kaltura/client';
import { ANY_STATUS } from '../../kaltura/entries';
import type { KalturaEntry } from '../../kaltura/schemas';

import type { RehearsalState } from './rehearsal';

/** Admin tag, and beginning of the reference, of every entry of a rehearsal. Nothing without both is ever removed. */
export const MARK = 'zoomkalturarehearsal';

/** The same in every run, so that what a killed run left is found. */
export const UPLOAD_NAME = 'zoom-kaltura-rehearsal.mp4';

export const referenceOf = (run: string, what: 'entry' | 'child') => `${MARK}-${run}-${what}`;

/**
 * Removes the entries and the upload of this run. Sent although the execution was stopped; children go first, because some
 * servers keep them when their parent goes.
 * @returns ids that could not be removed
 */
export async function removeOwn(
	kaltura: KalturaClient,
	state: RehearsalState,
): Promise<{ removed: number; left: string[] }> {
	const ids = [state.childId, state.entryId].filter((id) => id !== undefined);
	const left: string[] = [];
	let removed = 0;
	for (const id of ids) {
		await kaltura.entries.delete(id, { tidiesUp: true }).then(
			() => removed++,
			() => left.push(id),
		);
	}
	if (state.uploadId !== undefined) await kaltura.uploads.delete(state.uploadId).catch(() => false);
	if (left.length === 0) {
		delete state.entryId;
		delete state.childId;
		delete state.uploadId;
	}
	return { removed, left };
}

/** What runs left that were killed, or stopped between two steps: looked for in every status, and as children. @throws {KalturaError} */
export async function removeEarlier(
	kaltura: KalturaClient,
	state: RehearsalState,
): Promise<{ found: number; removed: number }> {
	const entries: KalturaEntry[] = [];
	const marked = { adminTagsMultiLikeOr: MARK, ...ANY_STATUS };
	// Children are listed only where they are asked for; they go first.
	for (const filter of [{ ...marked, displayInSearchEqual: -1 }, marked])
		for await (const entry of kaltura.entries.list(filter)) entries.push(entry);
	const own = [state.entryId, state.childId];
	const earlier = entries.filter((entry) => isMarked(entry) && !own.includes(entry.id));
	const ids = [...new Set(earlier.map(({ id }) => id))];
	let removed = 0;
	for (const id of ids) {
		await kaltura.entries.delete(id).then(
			() => removed++,
			() => undefined,
		);
	}
	const { tokens } = await kaltura.uploads.find(UPLOAD_NAME);
	for (const { id } of tokens) await kaltura.uploads.delete(id).catch(() => false);
	return { found: ids.length, removed };
}

/** Lists match more loosely than one would think: only what carries the mark twice is ours. */
function isMarked({ adminTags, referenceId }: KalturaEntry): boolean {
	const tags = adminTags.split(',').map((tag) => tag.trim().toLowerCase());
	return tags.includes(MARK) && referenceId.startsWith(`${MARK}-`);
}
