import type { CallOptions, KalturaApi } from './api';
import { isKalturaCode, KalturaError, whenRefused } from './errors';
import { everyOf, inParts } from './lists';
import type { ContentSource } from './requests/resources';
import { toResource } from './requests/resources';
import { ref } from './result-references';
import type { KalturaEntry, KalturaFlavor } from './schemas';
import { entrySchema, flavorSchema, parseAs, parseListOf } from './schemas';
import type { KalturaParams, KalturaRequest } from './wire';

/** Values of an entry's status; on the wire numbers, except the virus scanner's. */
export const ENTRY_STATUS = {
	errorImporting: -2,
	errorConverting: -1,
	importing: 0,
	preconvert: 1,
	ready: 2,
	deleted: 3,
	pending: 4,
	moderate: 5,
	blocked: 6,
	noContent: 7,
} as const;

/** KalturaEntryReplacementStatus: where new content for an entry that has some stands. */
export const REPLACEMENT_STATUS = { failed: 4 } as const;

/**
 * What `media.approveReplace` is about: the entry whose content `media.updateContent` exchanges at this position of the same
 * multirequest. In a request of its own the approval would be lost with whoever is stopped or killed before it, and an
 * exchange that nobody approves blocks every later one. Named by the answer, because it then fails with the exchange, instead
 * of approving another one that a person has to look at.
 */
export function approvalOf(position: number): KalturaParams {
	return { entryId: ref(position, 'id') };
}

export const MEDIA_TYPE = { video: 1, image: 2, audio: 5 } as const;

/**
 * Filter parts without which a list shows only entries that are READY and approved: with them, everything that is not
 * deleted. Children (displayInSearch -1) still need `parentEntryIdEqual` or `displayInSearchEqual: -1`.
 * @see docs/vendors/kaltura.md#finding-entries-and-categories
 */
export const ANY_STATUS = { statusNotIn: '3', moderationStatusIn: '1,2,3,4,5,6' } as const;

/** Media entries: lectures, streams of a lecture, anything that plays. */
export class KalturaEntries {
	constructor(private readonly api: KalturaApi) {}

	/** @throws {KalturaError} `ENTRY_ID_NOT_FOUND` */
	async get(entryId: string): Promise<KalturaEntry> {
		return parseAs(entrySchema, await this.api.call('baseEntry', 'get', { entryId }), 'baseEntry.get');
	}

	/** Many by id, straight from the database (no index lag); null for those that do not exist. */
	async getMany(entryIds: readonly string[]): Promise<Array<KalturaEntry | null>> {
		const answers = await this.api.batch(
			entryIds.map((entryId) => ({ service: 'baseEntry', action: 'get', params: { entryId } })),
		);
		return answers.map((answer) =>
			isKalturaCode(answer, 'ENTRY_ID_NOT_FOUND') ? null : parseAs(entrySchema, answer, 'baseEntry.get'),
		);
	}

	/** Entries of a filter, all pages; add `ANY_STATUS` unless only READY ones are meant. */
	list(filter: KalturaParams, limit?: number): AsyncGenerator<KalturaEntry, void> {
		return everyOf(this.api, { service: 'media', action: 'list', schema: entrySchema, indexed: true }, filter, limit);
	}

	/**
	 * Entries that carry these reference ids, whatever their status. Reference ids are not unique in Kaltura, and the
	 * list lags behind by seconds.
	 * @returns a list per reference id, oldest first
	 */
	async byReferenceIds(referenceIds: readonly string[]): Promise<Map<string, KalturaEntry[]>> {
		const found = new Map<string, KalturaEntry[]>(referenceIds.map((referenceId) => [referenceId, []]));
		const requests: KalturaRequest[] = inParts([...found.keys()], 50).map((part) => ({
			service: 'baseEntry',
			action: 'list',
			params: {
				filter: {
					objectType: 'KalturaMediaEntryFilter',
					referenceIdIn: part.join(','),
					orderBy: '+createdAt',
					...ANY_STATUS,
				},
				pager: { pageSize: 500 },
			},
		}));
		for (const answer of await this.api.batch(requests, { size: 10 })) {
			for (const entry of parseListOf(entrySchema, answer, 'baseEntry.list').objects) {
				found.get(entry.referenceId)?.push(entry);
			}
		}
		return found;
	}

	/** The children (streams) of parents, whatever their status; lags behind by seconds. */
	async childrenOf(parentEntryIds: readonly string[]): Promise<Map<string, KalturaEntry[]>> {
		const answers = await this.api.batch(
			parentEntryIds.map((parentEntryIdEqual) => ({
				service: 'baseEntry',
				action: 'list',
				params: {
					filter: { objectType: 'KalturaMediaEntryFilter', parentEntryIdEqual, orderBy: '+createdAt', ...ANY_STATUS },
					pager: { pageSize: 500 },
				},
			})),
		);
		return new Map(
			parentEntryIds.map((id, index) => [id, parseListOf(entrySchema, answers[index], 'baseEntry.list').objects]),
		);
	}

	/**
	 * A new entry without content (status 7). Not repeated when the answer is lost: look it up by reference id first.
	 * @param options `tidiesUp`: Stop does not end the wait for the answer, because whoever made it has to remove it
	 */
	async add(entry: KalturaParams, options: Pick<CallOptions, 'tidiesUp'> = {}): Promise<KalturaEntry> {
		const params = { entry: { ...entry, objectType: 'KalturaMediaEntry' } };
		const answer = await this.api.call('media', 'add', params, options);
		return parseAs(entrySchema, answer, 'media.add');
	}

	/** Changes the given properties only; `CLEAR` empties one. */
	async update(entryId: string, entry: KalturaParams): Promise<KalturaEntry> {
		const answer = await this.api.call(
			'baseEntry',
			'update',
			{ entryId, baseEntry: { ...entry, objectType: 'KalturaMediaEntry' } },
			{ safeToRepeat: true },
		);
		return parseAs(entrySchema, answer, 'baseEntry.update');
	}

	/** @returns false when it did not exist (any more) */
	async delete(entryId: string, options: Pick<CallOptions, 'tidiesUp'> = {}): Promise<boolean> {
		return this.api
			.call('baseEntry', 'delete', { entryId }, { safeToRepeat: true, ...options })
			.then(() => true, whenRefused(false, 'ENTRY_ID_NOT_FOUND', 'INVALID_ENTRY_ID'));
	}

	/**
	 * Gives an entry without content its media.
	 * @throws {KalturaError} `ENTRY_ALREADY_WITH_CONTENT`
	 */
	async addContent(entryId: string, source: ContentSource): Promise<KalturaEntry> {
		const answer = await this.api.call('media', 'addContent', { entryId, resource: toResource(source) });
		return parseAs(entrySchema, answer, 'media.addContent');
	}

	/** @returns null when the entry has media already, which stays */
	async addMissingContent(entryId: string, source: ContentSource): Promise<KalturaEntry | null> {
		return await this.addContent(entryId, source).catch((error: unknown) => {
			if (isKalturaCode(error, 'ENTRY_ALREADY_WITH_CONTENT')) return null;
			throw error;
		});
	}

	/**
	 * Exchanges the media of an entry; Kaltura converts it aside and swaps when it is ready.
	 * @throws {KalturaError} `ENTRY_REPLACEMENT_ALREADY_EXISTS` while another exchange is under way
	 */
	async replaceContent(entryId: string, source: ContentSource): Promise<KalturaEntry> {
		const answer = await this.#exchange(entryId, source).catch(async (error: unknown) => {
			if (!isKalturaCode(error, 'ENTRY_REPLACEMENT_ALREADY_EXISTS')) throw error;
			// One that failed stands in the way until it is called off.
			const { replacementStatus } = await this.get(entryId);
			if (Number(replacementStatus) !== REPLACEMENT_STATUS.failed) throw error;
			await this.api.call('media', 'cancelReplace', { entryId }, { safeToRepeat: true });
			return await this.#exchange(entryId, source);
		});
		return parseAs(entrySchema, answer, 'media.updateContent');
	}

	/** The new content and its approval, which some accounts want, in one request: see `approvalOf`. */
	async #exchange(entryId: string, source: ContentSource): Promise<unknown> {
		const [updated, approved] = await this.api.multi([
			{ service: 'media', action: 'updateContent', params: { entryId, resource: toResource(source) } },
			{ service: 'media', action: 'approveReplace', params: approvalOf(1), safeToRepeat: true },
		]);
		if (updated instanceof KalturaError) throw updated;
		// An entry without content had nothing to exchange; and an approval that is sent again may come after the exchange.
		if (isKalturaCode(approved, 'ENTRY_ID_NOT_REPLACED')) return updated;
		if (approved instanceof KalturaError) throw approved;
		return approved;
	}

	/** The renditions of an entry; the source's `description` tells why an import failed. */
	async flavors(entryId: string): Promise<KalturaFlavor[]> {
		const answer = await this.api.call('flavorAsset', 'list', {
			filter: { entryIdEqual: entryId },
			pager: { pageSize: 500 },
		});
		return parseListOf(flavorSchema, answer, 'flavorAsset.list').objects;
	}
}
