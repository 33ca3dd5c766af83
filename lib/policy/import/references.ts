/**
 * How the things of one recording are named in Kaltura. The parent's reference is that of Kaltura's own integration, so
 * that what it imported is recognised, and so that it recognises what we imported.
 * @see docs/vendors/kaltura-integration.md#names
 */

/** Parent entry of a segment: UUID and raw recording_start without a separator. */
export function parentReference(meetingUuid: string, recordingStart: string): string {
	return `Zoom_${meetingUuid}${recordingStart}`;
}

/** A further stream of ours; carries the file's id, so that every file can be found again. */
export function streamReference(meetingUuid: string, fileId: string): string {
	return `Zoom_${meetingUuid}_${fileId}`;
}

/** Child entries of Kaltura's own integration, and whole meetings that it imported before 2021. */
export function nativeReference(meetingUuid: string): string {
	return `Zoom_${meetingUuid}`;
}

/**
 * File name of an upload token: the same in every run, so that an upload that a killed run left is found and continued.
 * Made of characters that are safe in file names; the UUID in URL-safe base64, so that no two become one.
 */
export function uploadName(meetingUuid: string, fileId: string, extension: string): string {
	const uuid = meetingUuid.replaceAll('/', '_').replaceAll('+', '-').replaceAll('=', '');
	const end = extension.toLowerCase().replace(/[^a-z0-9]/g, '') || 'mp4';
	return `zoom.${uuid}.${fileId.replace(/[^A-Za-z0-9_-]+/g, '-')}.${end}`;
}

/** Admin tag that says which recording file an entry holds; entries of Kaltura's own integration have none. */
export function fileTag(fileId: string): string {
	return `zoomfile-${fileId.toLowerCase().replace(/[^a-z0-9._-]+/g, '-')}`;
}

/**
 * Admin tag of a parent that says: this file was added to it once, as a stream, caption or attachment. When it is not there
 * any more, somebody has deleted it, and it stays deleted.
 */
export function addedTag(fileId: string): string {
	return `zoomadded-${fileId.toLowerCase().replace(/[^a-z0-9._-]+/g, '-')}`;
}

/** Admin tag of every entry that came from Zoom; Kaltura's analytics and conversion rules key on it. */
export const ZOOM_ENTRY_TAG = 'zoomentry';

/** Admin tag of an entry whose categories are not all assigned yet, so that the next run tries them again. */
export const CATEGORIES_OPEN_TAG = 'zoomtodo-categories';

/**
 * Admin tag of an entry with the sound alone that people had used before its video came. It stays beside the entry of the
 * video, and no run takes it for the recording any more.
 */
export const SET_ASIDE_TAG = 'zoomaside-sound';

export function hasFileTag(adminTags: readonly string[]): boolean {
	return adminTags.some((tag) => tag.startsWith('zoomfile-'));
}
