import type { ZoomApi } from './api';
import { parseAnswer } from './api';
import { isZoomError } from './errors';
import type { ZoomMeeting } from './schemas';
import { zoomMeeting } from './schemas';

/** What a scheduled meeting or webinar says beyond its recordings. */
export interface MeetingDetails {
	meetingId: string;
	kind: 'meeting' | 'webinar';
	hostId: string;
	/** Who scheduled it on behalf of the host; '' when the host did. */
	schedulerId: string;
	topic: string;
	/** E-mail addresses or Zoom user ids. */
	alternativeHosts: string[];
	/** Name → value. LMS categories and per-meeting rules live here. */
	trackingFields: Record<string, string>;
}

/** Scheduled meetings and webinars. These belong to the meeting number: all instances of a series share them. */
export class Meetings {
	constructor(private readonly api: ZoomApi) {}

	/**
	 * One LIGHT call; a second one when Zoom says that the number is a webinar's after all.
	 * @returns null when Zoom has forgotten the meeting (30 days after its last use; instant meetings at once)
	 * @throws {ZoomError}
	 * @see docs/vendors/zoom.md#people-of-a-meeting
	 */
	async get(meetingId: string, kind: 'meeting' | 'webinar' = 'meeting'): Promise<MeetingDetails | null> {
		const doing = `read the settings of the ${kind} ${meetingId}`;
		const outcome = await this.api.get(`/${kind}s/${encodeURIComponent(meetingId)}`, { doing }).then(
			(answer) => ({ details: toDetails(parseAnswer(doing, zoomMeeting, answer), meetingId, kind) }),
			(error: unknown) => ({ error }),
		);
		if (!('error' in outcome)) return outcome.details;
		if (kind === 'meeting' && isZoomError(outcome.error, '3000')) return await this.get(meetingId, 'webinar');
		if (isZoomError(outcome.error, '3001')) return null;
		throw outcome.error;
	}
}

function toDetails(zoom: ZoomMeeting, meetingId: string, kind: 'meeting' | 'webinar'): MeetingDetails {
	return {
		meetingId: zoom.id || meetingId,
		kind,
		hostId: zoom.host_id,
		schedulerId: zoom.assistant_id,
		topic: zoom.topic,
		alternativeHosts: splitPeople(zoom.settings?.alternative_hosts ?? ''),
		trackingFields: Object.fromEntries(zoom.tracking_fields.map(({ field, value }) => [field, value])),
	};
}

/** Zoom separates alternative hosts with semicolons for meetings and with commas for webinars. */
function splitPeople(text: string): string[] {
	return [
		...new Set(
			text
				.split(/[;,]/)
				.map((one) => one.trim())
				.filter(Boolean),
		),
	];
}
