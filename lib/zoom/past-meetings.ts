import { z } from 'zod';

import type { ZoomApi } from './api';
import { parseAnswer } from './api';
import { isZoomError } from './errors';
import { encodeUuid } from './meeting-uuid';

const pastMeeting = z.object({ host_id: z.string().default(''), user_email: z.string().default('') }).passthrough();

/**
 * Who hosted a meeting instance whose recording may be gone. One LIGHT call.
 * @returns null when Zoom does not know the instance, or not any more (a year)
 * @throws {ZoomError} `4711` the scope meeting:read:past_meeting:admin is missing
 * @see docs/vendors/zoom.md#people-of-a-meeting
 */
export async function hostOfPastMeeting(
	api: ZoomApi,
	meetingUuid: string,
): Promise<{ id: string; email: string | null } | null> {
	const doing = `read who hosted the meeting ${meetingUuid}`;
	const outcome = await api.get(`/past_meetings/${encodeUuid(meetingUuid)}`, { doing }).then(
		(answer) => ({ meeting: parseAnswer(doing, pastMeeting, answer) }),
		(error: unknown) => ({ error }),
	);
	if ('error' in outcome) {
		return isZoomError(outcome.error, '3001', '12702', '300', '1010') ? null : Promise.reject(outcome.error);
	}
	const { host_id: id, user_email: email } = outcome.meeting;
	return id === '' && email === '' ? null : { id, email: email || null };
}
