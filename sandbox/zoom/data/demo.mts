import type { Participant, User } from '../account/model.mts';
import { DAY, HOUR, MINUTE, isoSeconds } from '../clock.mts';
import { addCustomRoles } from './large-account.mts';
import type { Build } from './build.mts';
import { addGroup } from './groups.mts';
import { addPerson } from './people.mts';
import { addPhoneAccount, givePhone } from './phone.mts';
import { addRecording } from './recorder.mts';

/**
 * The small day of the demo (README.md lists it): every kind of recording that the ingest has to get right, all within the
 * last eight days of the clock. Names fit the pictures and voices in sandbox/media.
 */
export function fillDemo(build: Build): void {
	const { state, media, clock, seed } = build;
	const { ann, bo, chloe, dmitri, erin, gina, hugo, ivy } = addDemoPeople(build);

	// Whole minutes, so that times read well; all in the past.
	const now = Math.floor(clock.now() / MINUTE) * MINUTE;
	const host = (user: User) => ({ hostId: user.id, hostEmail: user.email });

	const photosynthesis = now - 3 * HOUR;
	addRecording(state, media, {
		...host(ann),
		seed: seed('photosynthesis'),
		uuidShape: 'leadingSlash',
		topic: 'Photosynthesis (BIO 101)',
		type: 2,
		startedAt: photosynthesis,
		agenda: 'Light, sugar and the Calvin cycle',
		trackingFields: { KalturaCategory: 'BIO 101', KalturaCategoryPath: 'Courses>Biology', CourseId: 'BIO-101' },
		alternativeHosts: [hugo.email],
		invitees: [bo.email, chloe.email],
		segments: [
			{
				files: [
					{ recordingType: 'shared_screen_with_speaker_view' },
					{ recordingType: 'active_speaker' },
					{ recordingType: 'gallery_view' },
					{ recordingType: 'audio_only' },
					{ recordingType: 'audio_transcript' },
					{ recordingType: 'chat_file' },
					{ recordingType: 'timeline' },
				],
			},
		],
		participants: [
			joined(ann, 'host', photosynthesis, 0, 55),
			joined(ivy, 'attendee', photosynthesis, 1, 55),
			joined(bo, 'attendee', photosynthesis, 2, 20, '16778242'),
			// Came back: a second row with another user_id (docs/vendors/zoom.md#people-of-a-meeting).
			joined(bo, 'attendee', photosynthesis, 24, 55, '16779266'),
			joined(chloe, 'attendee', photosynthesis, 3, 55),
			// From outside the account: no address.
			guest('山田 太郎', photosynthesis, 5, 50),
			guest('iPhone', photosynthesis, 6, 9),
		],
		roleChanges: [
			{
				email: ivy.email,
				name: ivy.display_name,
				userId: '16778243',
				at: isoSeconds(photosynthesis + MINUTE),
				oldRole: 'attendee',
				newRole: 'co-host',
			},
		],
	});

	const webinar = now - 5 * HOUR;
	addRecording(state, media, {
		...host(bo),
		seed: seed('open day'),
		uuidShape: 'doubleSlash',
		topic: 'Open Day: Studying with us',
		type: 5,
		startedAt: webinar,
		alternativeHosts: [hugo.email, ivy.email],
		panelists: [
			{ email: gina.email, name: gina.display_name },
			{ email: 'guest.speaker@partner.example', name: 'Sam Speaker' },
		],
		segments: [
			{
				files: [{ recordingType: 'shared_screen_with_speaker_view', media: 'webinar.mp4' }, { recordingType: 'poll' }],
			},
		],
		participants: [
			joined(bo, 'host', webinar, 0, 60),
			joined(gina, 'panelist', webinar, 0, 60),
			joined(chloe, 'attendee', webinar, 4, 40),
			guest('Visitor', webinar, 5, 12),
		],
	});

	// Two instances of one series: same number, other UUIDs; events announce the second with the first's time (docs/vendors/zoom.md#events-about-recordings).
	for (const [index, at] of [now - 7 * DAY - 2 * HOUR, now - 2 * HOUR].entries()) {
		addRecording(state, media, {
			...host(chloe),
			seed: seed('statistics'),
			instance: `week ${index + 1}`,
			uuidShape: index === 0 ? 'plus' : 'plain',
			topic: 'Statistics I, weekly lecture',
			type: 8,
			startedAt: at,
			announcedStart: isoSeconds(now - 7 * DAY - 2 * HOUR),
			segments: [
				{ files: [{ recordingType: 'shared_screen_with_speaker_view', media: `lecture-week-${index + 1}.mp4` }] },
			],
			participants: [joined(chloe, 'host', at, 0, 45), joined(index === 0 ? bo : dmitri, 'attendee', at, 1, 44)],
		});
	}

	// Recording stopped and started again: one UUID, two segments (docs/vendors/zoom.md#files-of-a-recording).
	const lab = now - DAY - HOUR;
	addRecording(state, media, {
		...host(dmitri),
		seed: seed('lab meeting'),
		uuidShape: 'innerSlash',
		topic: 'Lab meeting',
		type: 2,
		startedAt: lab,
		segments: [
			{
				files: [
					{ recordingType: 'shared_screen_with_speaker_view', media: 'segment-1.mp4' },
					{ recordingType: 'chat_file' },
				],
			},
			{ offsetSeconds: 20 * 60, files: [{ recordingType: 'shared_screen_with_speaker_view', media: 'segment-2.mp4' }] },
		],
		participants: [joined(dmitri, 'host', lab, 0, 40), joined(chloe, 'attendee', lab, 2, 38)],
	});

	const colloquium = now - DAY - 4 * HOUR;
	addRecording(state, media, {
		...host(erin),
		seed: seed('colloquium'),
		topic: 'Physics colloquium',
		type: 2,
		startedAt: colloquium,
		segments: [{ files: [{ recordingType: 'shared_screen' }] }],
		participants: [joined(erin, 'host', colloquium, 0, 50), joined(ann, 'attendee', colloquium, 1, 50)],
	});

	const interview = now - 2 * DAY;
	addRecording(state, media, {
		...host(ann),
		seed: seed('interview'),
		topic: 'Oral history interview',
		type: 1,
		startedAt: interview,
		segments: [{ files: [{ recordingType: 'audio_only' }] }],
		participants: [joined(ann, 'host', interview, 0, 30)],
	});
}

export interface DemoPeople {
	ann: User;
	bo: User;
	chloe: User;
	dmitri: User;
	erin: User;
	gina: User;
	hugo: User;
	ivy: User;
}

/** The people of the demo, in all three states, and two groups; also a data set of its own, "people". */
export function addDemoPeople(build: Build): DemoPeople {
	const person = (email: string, name: string, more: Partial<User> = {}) => addPerson(build, { email, name, ...more });
	const people: DemoPeople = {
		ann: person('ann.lee@example.edu', 'Ann Lee', { dept: 'Biology', job_title: 'Lecturer' }),
		bo: person('bo.andersson@example.edu', 'Bo Andersson', { dept: 'Outreach' }),
		chloe: person('chloe.dubois@example.edu', 'Chloé Dubois', { dept: 'Chemistry' }),
		dmitri: person('dmitri.orlov@example.edu', 'Dmitri Orlov', { dept: 'Chemistry' }),
		// Known to Zoom, unknown to the demo's Kaltura.
		erin: person('erin.newcomer@example.edu', 'Erin Newcomer', { dept: 'Physics' }),
		gina: person('gina.rossi@example.edu', 'Gina Rossi', { dept: 'Outreach' }),
		hugo: person('hugo.helper@example.edu', 'Hugo Helper', { dept: 'Biology', type: 1 }),
		ivy: person('ivy.chen@example.edu', 'Ivy Chen', { dept: 'Biology' }),
	};
	const { ann, bo, chloe, dmitri, erin, hugo, ivy } = people;
	person('alice.admin@example.edu', 'Alice Admin', { role_id: '1', dept: 'IT' });
	person('jack.gone@example.edu', 'Jack Gone', { status: 'inactive', type: 1 });
	person('kim.invited@example.edu', 'Kim Invited', { status: 'pending', type: 1, verified: 0 });
	addGroup(build, 'Lecturers', [ann, bo, chloe, dmitri, erin], [ann]);
	addGroup(build, 'Assistants', [hugo, ivy]);
	addPhoneAccount(build);
	givePhone(build, ann, { extension: 1001, numbers: [0] });
	givePhone(build, bo, { extension: 2002, plans: [100], site: 1 });
	addCustomRoles(build, 2);
	return people;
}

function joined(
	user: User,
	role: Participant['role'],
	start: number,
	from: number,
	to: number,
	userId = user.pmi.toString().slice(-8),
): Participant {
	return {
		id: user.id,
		name: user.display_name,
		email: user.email,
		userId,
		joinTime: isoSeconds(start + from * MINUTE),
		leaveTime: isoSeconds(start + to * MINUTE),
		internal: true,
		role,
	};
}

function guest(name: string, start: number, from: number, to: number): Participant {
	return {
		id: '',
		name,
		email: '',
		userId: String(20_000_000 + from),
		joinTime: isoSeconds(start + from * MINUTE),
		leaveTime: isoSeconds(start + to * MINUTE),
		internal: false,
		role: 'attendee',
	};
}
