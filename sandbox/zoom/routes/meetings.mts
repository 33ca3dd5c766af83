import type { Instance, Meeting } from '../account/model.mts';
import { refuse } from '../account/refusals.mts';
import { DAY } from '../clock.mts';
import { ok } from '../wire/answer.mts';
import type { Call, Handlers } from '../world.mts';
import { minutes, startOf } from './recording-shapes.mts';
import { findInstance } from './recordings.mts';

/** What was scheduled, and what was held: docs/vendors/zoom.md#people-of-a-meeting. */

const WEBINAR_TYPES = [5, 6, 9];
export const isWebinar = (type: number): boolean => WEBINAR_TYPES.includes(type);

/** Gone 30 days after its last use; an instant meeting is never found (docs/vendors/zoom.md#people-of-a-meeting). */
function findMeeting(call: Call, id: string): Meeting | undefined {
	const { state, clock } = call.world;
	const meeting = state.meetings.get(Number(id));
	if (!meeting || meeting.expired || meeting.type === 1) return undefined;
	const used = (state.uuidsByMeeting.get(meeting.id) ?? []).map((uuid) => startOf(state.instances.get(uuid)!));
	return Math.max(Date.parse(meeting.startTime), ...used) + 30 * DAY < clock.now() ? undefined : meeting;
}

function meetingAnswer(call: Call, meeting: Meeting): Record<string, unknown> {
	const { state } = call.world;
	const webinar = isWebinar(meeting.type);
	const latest = (state.uuidsByMeeting.get(meeting.id) ?? []).at(-1);
	const host = state.users.get(meeting.hostId);
	return {
		uuid: latest ?? '',
		id: meeting.id,
		host_id: meeting.hostId,
		...(host ? { host_email: host.email } : {}),
		topic: meeting.topic,
		type: meeting.type,
		...(webinar ? {} : { status: 'waiting' }),
		start_time: meeting.startTime,
		duration: meeting.duration,
		timezone: meeting.timezone,
		...(meeting.agenda === undefined ? {} : { agenda: meeting.agenda }),
		created_at: meeting.startTime,
		...(!webinar && meeting.assistantId ? { assistant_id: meeting.assistantId } : {}),
		...(meeting.trackingFields.length > 0 ? { tracking_fields: meeting.trackingFields } : {}),
		settings: {
			auto_recording: 'cloud',
			// Semicolons for meetings, commas for webinars (docs/vendors/zoom.md#people-of-a-meeting).
			alternative_hosts: meeting.alternativeHosts.join(webinar ? ',' : ';'),
			alternative_host_update_polls: false,
			...(webinar
				? { panelists_video: true }
				: {
						alternative_hosts_email_notification: true,
						alternative_host_manage_cloud_recording: false,
						use_pmi: meeting.type === 4,
						meeting_invitees: meeting.invitees.map((email) => ({
							email,
							internal_user: state.userIdByEmail.has(email.toLowerCase()),
						})),
					}),
		},
	};
}

function findWebinar(call: Call): Meeting {
	const id = call.params.webinarId!;
	if (!/^\d+$/.test(id)) throw refuse.validation('Invalid webinar ID.');
	if (!call.world.state.settings.webinarPlan) {
		throw refuse.webinarPlan();
	}
	const webinar = findMeeting(call, id);
	if (!webinar || !isWebinar(webinar.type)) throw refuse.noWebinar(id);
	return webinar;
}

const YEAR = 366 * DAY;
const held = (instance: Instance) => !instance.running;

/** An ended instance, not older than a year (docs/vendors/zoom.md#people-of-a-meeting). */
export function findHeld(call: Call, segment: string, missing = () => refuse.noMeeting(segment)): Instance {
	const instance = findInstance(call, segment, missing, held);
	if (call.world.clock.now() - startOf(instance) > YEAR) throw refuse.tooOld();
	return instance;
}

export const meetingHandlers: Handlers = {
	'GET /meetings/{meetingId}': (call) => {
		const meeting = findMeeting(call, call.params.meetingId!);
		if (!meeting) throw refuse.noMeeting(call.params.meetingId!);
		if (isWebinar(meeting.type)) throw refuse.webinarOnMeetings();
		return ok(meetingAnswer(call, meeting));
	},

	'GET /webinars/{webinarId}': (call) => ok(meetingAnswer(call, findWebinar(call))),

	'GET /webinars/{webinarId}/panelists': (call) => {
		const { panelists, id } = findWebinar(call);
		return ok({
			panelists: panelists.map((panelist) => ({
				...panelist,
				join_url: `https://zoom.example/w/${id}?tk=${panelist.id}`,
			})),
			total_records: panelists.length,
		});
	},

	'GET /past_meetings/{meetingId}': (call) => {
		const instance = findHeld(call, call.params.meetingId!);
		const host = call.world.state.users.get(instance.hostId);
		const people = instance.participants;
		return ok({
			id: instance.meetingId,
			uuid: instance.uuid,
			host_id: instance.hostId,
			user_email: host?.email ?? instance.hostEmail,
			user_name: host?.display_name ?? '',
			dept: host?.dept ?? '',
			topic: instance.topic,
			type: instance.type,
			start_time: instance.startedAt,
			end_time: instance.endedAt,
			duration: minutes(instance),
			total_minutes: minutes(instance) * people.length,
			participants_count: people.length,
			source: 'Zoom',
			has_meeting_summary: false,
		});
	},

	// Not paged (docs/vendors/zoom.md#pages).
	'GET /past_meetings/{meetingId}/instances': (call) => {
		const { state } = call.world;
		const uuids = state.uuidsByMeeting.get(Number(call.params.meetingId)) ?? [];
		const instances = uuids.map((uuid) => state.instances.get(uuid)!).filter(held);
		if (instances.length === 0) throw refuse.noMeeting(call.params.meetingId!);
		return ok({ meetings: instances.map(({ uuid, startedAt }) => ({ uuid, start_time: startedAt })) });
	},
};
