import type { KalturaEntry } from '../../lib/kaltura/schemas';

const STATUS_NAMES: Record<string, string> = {
	'-2': 'errorImporting',
	'-1': 'errorConverting',
	'0': 'importing',
	'1': 'converting',
	'2': 'ready',
	'3': 'deleted',
	'4': 'pending',
	'5': 'awaitingModeration',
	'6': 'blocked',
	'7': 'noContent',
};
const MEDIA_TYPE_NAMES: Record<string, string> = { '1': 'video', '2': 'image', '5': 'audio' };

/** An entry as an item: what people look for, with names instead of numbers; or as Kaltura gives it. */
export function entryItem(entry: KalturaEntry, simplify: boolean): object {
	if (!simplify) return entry;
	return {
		id: entry.id,
		name: entry.name,
		description: entry.description ?? '',
		status: STATUS_NAMES[String(entry.status)] ?? String(entry.status),
		mediaType: MEDIA_TYPE_NAMES[String(entry.mediaType)] ?? null,
		durationSeconds: entry.duration,
		owner: entry.userId,
		coEditors: list(entry.entitledUsersEdit),
		coPublishers: list(entry.entitledUsersPublish),
		coViewers: list(entry.entitledUsersView),
		referenceId: entry.referenceId,
		parentEntryId: entry.parentEntryId || null,
		tags: list(entry.tags),
		adminTags: list(entry.adminTags),
		createdAt: isoDate(entry.createdAt),
		updatedAt: entry.updatedAt === undefined ? null : isoDate(entry.updatedAt),
	};
}

function list(text: string): string[] {
	return text
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== '');
}

function isoDate(epochSeconds: number): string {
	return new Date(epochSeconds * 1000).toISOString();
}
