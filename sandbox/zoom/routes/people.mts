import type { Instance, Participant } from '../account/model.mts';
import { paginate } from '../account/pages.mts';
import { refuse } from '../account/refusals.mts';
import { type Answer, ok } from '../wire/answer.mts';
import type { Call, Handlers } from '../world.mts';
import { findHeld, isWebinar } from './meetings.mts';

/**
 * Who was there: four views of the same people (docs/vendors/zoom.md#people-of-a-meeting). Re-joins are rows of their own; the address of
 * somebody outside the account is ''.
 */
const PAGE = { default: 30, max: 300 };

const seconds = (person: Participant) =>
	Math.round((Date.parse(person.leaveTime) - Date.parse(person.joinTime)) / 1000);

function common(person: Participant) {
	return {
		id: person.id,
		name: person.name,
		user_id: person.userId,
		user_email: person.email,
		join_time: person.joinTime,
		leave_time: person.leaveTime,
		duration: seconds(person),
		failover: false,
		status: person.inWaitingRoom ? 'in_waiting_room' : 'in_meeting',
	};
}
const pastRow = (person: Participant) => ({ ...common(person), internal_user: person.internal });
const reportRow = (person: Participant) => ({
	...common(person),
	customer_key: '',
	...(person.id ? { participant_user_id: person.id } : {}),
	...(person.breakoutRoomId ? { bo_mtg_id: person.breakoutRoomId } : {}),
});
const metricsRow = (person: Participant) => ({
	id: person.id,
	user_id: person.userId,
	user_name: person.name,
	email: person.email,
	device: 'Windows',
	join_time: person.joinTime,
	leave_time: person.leaveTime,
	status: person.inWaitingRoom ? 'in_waiting_room' : 'in_meeting',
	// The dashboard knows nobody but these two (docs/vendors/zoom.md#people-of-a-meeting).
	role: person.role === 'host' ? 'host' : 'attendee',
	...(person.id ? { participant_user_id: person.id } : {}),
});

function list(
	call: Call,
	kind: string,
	instance: Instance,
	row: (person: Participant) => object,
	least: number,
	more = {},
): Answer {
	if (!call.world.state.settings.paid) throw refuse.paidOnly(call.world.state.accountId);
	// With a single participant these calls give no rows (docs/vendors/zoom.md#people-of-a-meeting).
	const people =
		new Set(instance.participants.map((person) => person.id || person.name)).size >= least ? instance.participants : [];
	const { rows, next_page_token, page_count, page_size, total_records } = paginate(
		call,
		`${kind}/${instance.uuid}`,
		people,
		PAGE,
	);
	return ok({ page_count, page_size, total_records, next_page_token, ...more, participants: rows.map(row) });
}

/** A webinar's UUID is answered under the meeting paths as well, which no page says. */
const meeting = (call: Call) => findHeld(call, call.params.meetingId!);
const webinar = (call: Call) => {
	const id = call.params.webinarId!;
	const instance = findHeld(call, id, () => refuse.noWebinar(id));
	if (!isWebinar(instance.type)) throw refuse.noWebinar(id);
	return instance;
};

export const peopleHandlers: Handlers = {
	'GET /past_meetings/{meetingId}/participants': (call) => list(call, 'past', meeting(call), pastRow, 2),
	'GET /report/meetings/{meetingId}/participants': (call) => list(call, 'report', meeting(call), reportRow, 2),
	'GET /metrics/meetings/{meetingId}/participants': (call) => {
		const type = call.query.get('type') ?? 'live';
		if (!['past', 'pastOne', 'live'].includes(type)) throw refuse.invalidFields('type');
		const instance = meeting(call);
		// "live" is the default and shows only running meetings.
		if (type === 'live') throw refuse.noMeeting(call.params.meetingId!);
		return list(call, 'metrics', instance, metricsRow, 1, { meeting_number: String(instance.meetingId) });
	},
	'GET /past_webinars/{webinarId}/participants': (call) => list(call, 'past', webinar(call), pastRow, 1),
	'GET /report/webinars/{webinarId}/participants': (call) => list(call, 'report', webinar(call), reportRow, 1),
};
