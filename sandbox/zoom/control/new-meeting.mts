import { randomUUID } from 'node:crypto';
import { appOwner, findUser } from '../account/directory.mts';
import type { UuidShape } from '../account/ids.mts';
import type { Instance, Participant } from '../account/model.mts';
import { HOUR, isoSeconds } from '../clock.mts';
import { type FilePlan, type MeetingPlan, type SegmentPlan, addRecording } from '../data/recorder.mts';
import { allFiles } from '../routes/recording-shapes.mts';
import type { DeliverOptions } from '../webhooks/model.mts';
import type { World } from '../world.mts';
import { emitFor } from './emit.mts';
import { ControlError } from './error.mts';

/** A file with times of its own; files of equal recordingStart are one segment. */
export interface TimedFile extends FilePlan {
	recordingStart?: string;
	recordingEnd?: string;
}

export interface Person {
	name?: string;
	email?: string;
	/** Minutes after the start. */
	from?: number;
	to?: number;
	role?: Participant['role'];
}

/** Body of POST /_sandbox/meetings. */
export interface NewMeeting {
	topic?: string;
	type?: number;
	/** Address or id of the host; an unknown one is somebody who left. */
	host?: string;
	hostEmail?: string;
	/** Default three hours ago. */
	startedAt?: string;
	minutesAgo?: number;
	endedAt?: string;
	timezone?: string;
	uuid?: string;
	uuidShape?: UuidShape;
	meetingId?: number | string;
	files?: TimedFile[];
	segments?: SegmentPlan[];
	participantAudio?: FilePlan[];
	agenda?: string;
	trackingFields?: Record<string, string>;
	alternativeHosts?: string[];
	invitees?: string[];
	panelists?: Array<{ email: string; name: string }>;
	participants?: Person[];
	coHosts?: Person[];
	announcedStart?: string;
	autoDeleteDate?: string;
	refusesDeletion?: 3303 | 3310;
	running?: boolean;
	expired?: boolean;
	/** Events to send at once; true = what Zoom would send for it. */
	emit?: boolean | string[];
	deliver?: DeliverOptions;
}

/** Adds an instance with its recording. Gives the ids. */
export function addMeeting(world: World, wanted: NewMeeting) {
	const started =
		wanted.startedAt === undefined
			? world.clock.now() - (wanted.minutesAgo === undefined ? 3 * HOUR : wanted.minutesAgo * 60_000)
			: time(wanted.startedAt, 'startedAt');
	const host = wanted.host === undefined ? appOwner(world.state) : findUser(world, wanted.host);
	const hostEmail = wanted.hostEmail ?? host?.email ?? (wanted.host?.includes('@') ? wanted.host : '');
	const seed = wanted.uuid ?? randomUUID();
	const segments = [...(wanted.segments ?? []), ...segmentsOf(wanted.files ?? [], started)];
	if (segments.length > 0 && wanted.participantAudio) segments[0]!.participantAudio = wanted.participantAudio;
	const plan: MeetingPlan = {
		topic: wanted.topic ?? 'Meeting',
		type: wanted.type ?? 2,
		hostId: host?.id ?? (wanted.host && !wanted.host.includes('@') ? wanted.host : `left-${seed.slice(0, 17)}`),
		hostEmail,
		startedAt: started,
		seed,
		segments,
		participants: participantsOf(world, wanted, started),
		roleChanges: (wanted.coHosts ?? []).map((person, index) => ({
			email: person.email ?? '',
			name: person.name ?? person.email ?? '',
			userId: String(16_780_000 + index),
			at: isoSeconds(started + 60_000),
			oldRole: 'attendee',
			newRole: 'co-host',
		})),
		...(wanted.meetingId === undefined ? {} : { meetingId: Number(wanted.meetingId) }),
		...pickDefined(wanted, [
			'timezone',
			'uuid',
			'uuidShape',
			'agenda',
			'trackingFields',
			'alternativeHosts',
			'invitees',
			'panelists',
			'announcedStart',
			'autoDeleteDate',
			'refusesDeletion',
			'running',
			'expired',
		]),
	};
	const instance = addRecording(world.state, world.media, plan);
	if (wanted.endedAt !== undefined) instance.endedAt = isoSeconds(time(wanted.endedAt, 'endedAt'));
	if (wanted.emit)
		emitFor(world, instance, wanted.emit === true ? ['recording.completed'] : wanted.emit, wanted.deliver);
	world.changed();
	return describe(instance);
}

export const describe = (instance: Instance) => ({
	uuid: instance.uuid,
	meetingId: String(instance.meetingId),
	hostId: instance.hostId,
	files: allFiles(instance).map(({ id, recordingType, fileType, recordingStart, status, fileSize }) => ({
		id,
		recordingType,
		fileType,
		recordingStart,
		status,
		fileSize,
	})),
});

function pickDefined<T extends object, K extends keyof T>(from: T, names: K[]): Pick<T, K> {
	return Object.fromEntries(names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]])) as Pick<
		T,
		K
	>;
}

function segmentsOf(files: TimedFile[], started: number): SegmentPlan[] {
	const byStart = new Map<number, TimedFile[]>();
	for (const file of files) {
		const start = file.recordingStart === undefined ? started : time(file.recordingStart, 'recordingStart');
		byStart.set(start, [...(byStart.get(start) ?? []), file]);
	}
	return [...byStart]
		.sort(([a], [b]) => a - b)
		.map(([start, plans]) => {
			const ends = plans.flatMap((file) =>
				file.recordingEnd === undefined ? [] : [time(file.recordingEnd, 'recordingEnd')],
			);
			return {
				offsetSeconds: (start - started) / 1000,
				...(ends.length > 0 ? { seconds: (Math.max(...ends) - start) / 1000 } : {}),
				files: plans,
			};
		});
}

export function participantsOf(world: World, wanted: NewMeeting, started: number): Participant[] {
	const people = [
		...(wanted.participants ?? []),
		...(wanted.coHosts ?? []).filter((one) => !wanted.participants?.some(({ email }) => email === one.email)),
	];
	return people.map((person, index) => {
		const user = person.email ? findUser(world, person.email) : undefined;
		return {
			id: user?.id ?? '',
			name: person.name ?? user?.display_name ?? '',
			// Outsiders have no address here (docs/vendors/zoom.md#people-of-a-meeting).
			email: user?.email ?? '',
			userId: String(16_790_000 + index),
			joinTime: isoSeconds(started + (person.from ?? 0) * 60_000),
			leaveTime: isoSeconds(started + (person.to ?? 30) * 60_000),
			internal: user !== undefined,
			role: person.role ?? (person.email !== undefined && person.email === wanted.host ? 'host' : 'attendee'),
		};
	});
}

export function time(text: string, name: string): number {
	const at = Date.parse(text);
	if (Number.isNaN(at)) throw new ControlError(400, `${name} is no time: ${text}`);
	return at;
}
