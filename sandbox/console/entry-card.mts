/** What the page shows of one parent entry in Kaltura with its streams, captions and attachments. */
import { fileLabel, layoutRank, sameBytes } from './recording-files.mts';
import type { KalturaAsset, KalturaEntry, ZoomRecording } from './sides.mts';

export type EntryCard = ReturnType<typeof entryCard>;

/** KalturaEntryStatus. */
const ENTRY_STATUS: Record<number, [text: string, tone: string]> = {
	[-2]: ['import failed', 'bad'],
	[-1]: ['conversion failed', 'bad'],
	0: ['importing', 'wait'],
	1: ['converting', 'wait'],
	2: ['ready', 'good'],
	3: ['deleted', 'bad'],
	4: ['pending', 'wait'],
	5: ['in moderation', 'wait'],
	6: ['blocked', 'bad'],
	7: ['no content', 'wait'],
};
export const READY = 2;
/** KalturaMediaType. */
const AUDIO = 5;
export const DELETED = 3;
/** KalturaCaptionAssetStatus and KalturaAttachmentAssetStatus agree here. */
const ASSET_STATUS: Record<number, string> = { [-1]: 'failed', 0: 'queued', 2: 'ready', 3: 'deleted', 7: 'importing' };

export function entryCard(
	parent: KalturaEntry,
	children: KalturaEntry[],
	recording: ZoomRecording | null,
	part: string,
) {
	const [statusText, tone] = ENTRY_STATUS[parent.status] ?? [`status ${parent.status}`, ''];
	const unready = children.filter(({ status }) => status !== READY).length;
	const fileOf = (entry: KalturaEntry) => recording?.files.find((file) => sameBytes(file, entry));
	const rankOf = (entry: KalturaEntry) => layoutRank(fileOf(entry)?.recordingType ?? '');
	const streams = [
		parent,
		...children.toSorted(
			(a, b) => rankOf(a) - rankOf(b) || a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id),
		),
	]
		// Kaltura plays nothing before it is READY.
		.filter(({ content, status }) => content !== '' && status === READY)
		.map((entry, index) => {
			const file = fileOf(entry);
			return {
				entryId: entry.id,
				label: file ? fileLabel(file) : index === 0 ? 'Main' : `Stream ${index + 1}`,
				url: `/content/${entry.id}?v=${entry.content.slice(0, 12)}`,
				sizeBytes: entry.sizeBytes,
				identical: file !== undefined,
			};
		});
	const asset = (item: KalturaAsset) => ({
		id: item.id,
		label: item.label,
		filename: item.label,
		language: item.language,
		languageCode: item.languageCode,
		ready: item.status === READY,
		statusText: ASSET_STATUS[item.status] ?? `status ${item.status}`,
		url: `/content/${parent.id}/${item.id}?v=${item.status}-${item.content.slice(0, 12)}`,
	});
	const live = ({ status }: KalturaAsset) => status !== DELETED;
	return {
		id: parent.id,
		name: parent.name,
		statusText: unready > 0 && parent.status === READY ? `ready, ${unready} streams to come` : statusText,
		tone: unready > 0 ? 'wait' : tone,
		audio: parent.mediaType === AUDIO,
		kindText: parent.mediaType === AUDIO ? 'audio' : children.length > 0 ? `${children.length + 1} streams` : '',
		part,
		nothing:
			parent.status < 0
				? 'Its content could not be had.'
				: parent.status === 7
					? 'No content yet.'
					: 'The content is on its way.',
		owner: parent.owner,
		rights: parent.rights,
		categories: parent.categories,
		tags: parent.tags,
		adminTags: parent.adminTags,
		referenceId: parent.referenceId,
		description: parent.description,
		createdAt: parent.createdAt,
		streams,
		captions: parent.captions.filter(live).map(asset),
		attachments: parent.attachments.filter(live).map(asset),
	};
}
