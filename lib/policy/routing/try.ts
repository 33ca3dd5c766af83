import type { Recording } from '../recording';
import { foldName } from '../settings';

/** Whether a person means this recording: by its UUID, its meeting number, or a part of its topic. '' means all. */
export function isMeant(
	{ meetingUuid, meetingId, topic }: Pick<Recording, 'meetingId' | 'meetingUuid' | 'topic'>,
	which: string,
): boolean {
	const text = which.trim();
	if (text === '' || text === meetingUuid) return true;
	if (/^[\d\s-]+$/.test(text) && text.replace(/[\s-]/g, '') === meetingId) return true;
	return foldName(topic).includes(foldName(text));
}
