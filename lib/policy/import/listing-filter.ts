import type { Recording } from '../recording';

/** Which of the listed recordings are wanted; '' and [] filter nothing. */
export interface ListingFilter {
	/** Zoom user ids. */
	hostIds: readonly string[];
	kind: string;
	/** Whether recordings of which Zoom still processes a file are left out. */
	onlyComplete: boolean;
	/** Part of the topic, in any case. */
	topicContains: string;
}

export function isListed(recording: Recording, { hostIds, kind, onlyComplete, topicContains }: ListingFilter): boolean {
	return (
		(hostIds.length === 0 || hostIds.includes(recording.host.id)) &&
		(kind === '' || recording.kind === kind) &&
		(!onlyComplete || recording.complete) &&
		recording.topic.toLowerCase().includes(topicContains.toLowerCase())
	);
}
