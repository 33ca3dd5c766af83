import { randomUUID } from 'node:crypto';
import { findUser } from '../account/directory.mts';
import type { UuidShape } from '../account/ids.mts';
import type { Instance, Participant, RecordingFile } from '../account/model.mts';
import { type FilePlan, type MeetingPlan, type SegmentPlan, addRecording, planFile } from '../data/recorder.mts';
import { HOUR, isoSeconds } from '../clock.mts';
import { allFiles } from '../routes/recording-shapes.mts';
import { removeRecording, recoverFiles, trashFiles } from '../routes/recording-changes.mts';
import {
	type EventBuilder,
	meetingEvent,
	recordingEvent,
	renamedEvent,
	roleChangedEvent,
} from '../webhooks/events.mts';
import type { DeliverOptions } from '../webhooks/sender.mts';
import type { World } from '../world.mts';
import { ControlError } from './error.mts';

/** A file with times of its own; files of equal recordingStart are one segment. */
interface TimedFile extends FilePlan {
	recordingStart?: string;
	recordingEnd?: string;
}

interface Person {
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
	const host = wanted.host === undefined ? findUser(world, 'me') : findUser(world, wanted.host);
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

function participantsOf(world: World, wanted: NewMeeting, started: number): Participant[] {
	const people = [
		...(wanted.participants ?? []),
		...(wanted.coHosts ?? []).filter((one) => !wanted.participants?.some(({ email }) => email === one.email)),
	];
	return people.map((person, index) => {
		const user = person.email ? findUser(world, person.email) : undefined;
		return {
			id: user?.id ?? '',
			name: person.name ?? user?.display_name ?? '',
			// Outsiders have no address here (reference/zoom-api.md §7).
			email: user?.email ?? '',
			userId: String(16_790_000 + index),
			joinTime: isoSeconds(started + (person.from ?? 0) * 60_000),
			leaveTime: isoSeconds(started + (person.to ?? 30) * 60_000),
			internal: user !== undefined,
			role: person.role ?? (person.email !== undefined && person.email === wanted.host ? 'host' : 'attendee'),
		};
	});
}

function time(text: string, name: string): number {
	const at = Date.parse(text);
	if (Number.isNaN(at)) throw new ControlError(400, `${name} is no time: ${text}`);
	return at;
}

/** Body of PATCH /_sandbox/meetings: any of these, carried out in this order. */
export interface MeetingChange {
	uuid: string;
	/** New topic; tells recording.renamed when `emit` is set. */
	rename?: string;
	/** All files, or those of these ids, become completed. */
	finishProcessing?: boolean | string[];
	addFiles?: TimedFile[];
	/** A transcript for the first segment, or the one that starts at recordingStart. */
	addTranscript?: TimedFile | true;
	/** Other bytes or size under the same id, as after a trim. */
	changeFile?: FilePlan & { id: string };
	participants?: Person[];
	coHosts?: Person[];
	alternativeHosts?: string[];
	trackingFields?: Record<string, string>;
	refusesDeletion?: 3303 | 3310 | null;
	host?: string;
	running?: boolean;
	expired?: boolean;
	/** true = everything, or file ids. */
	trash?: boolean | string[];
	recover?: boolean | string[];
	delete?: boolean | string[];
	/** Send the events that Zoom would send for what was done; default false. */
	emit?: boolean;
	deliver?: DeliverOptions;
}

export function changeMeeting(world: World, change: MeetingChange) {
	const instance = requireInstance(world, change.uuid);
	const events: EventBuilder[] = [];
	if (change.rename !== undefined) {
		const old = instance.topic;
		instance.topic = change.rename;
		events.push(renamedEvent(world, instance, old));
	}
	if (change.finishProcessing) {
		const files = chosen(instance, change.finishProcessing);
		for (const file of files) file.status = 'completed';
		delete instance.running;
		events.push(recordingEvent(world, 'recording.completed', instance));
	}
	if (change.addFiles) {
		for (const plan of change.addFiles) instance.files.push(lateFile(world, instance, plan));
		events.push(recordingEvent(world, 'recording.completed', instance));
	}
	if (change.addTranscript) {
		const file = lateFile(world, instance, {
			recordingType: 'audio_transcript',
			...(change.addTranscript === true ? {} : change.addTranscript),
		});
		instance.files.push(file);
		events.push(recordingEvent(world, 'recording.transcript_completed', instance, { files: [file] }));
	}
	if (change.changeFile) {
		const { id, ...plan } = change.changeFile;
		const file = allFiles(instance).find((one) => one.id === id);
		if (!file) throw new ControlError(404, `There is no file ${id} in ${instance.uuid}.`);
		const made = planFile(
			world.media,
			{ ...plan, id, recordingType: plan.recordingType ?? file.recordingType ?? '' },
			randomUUID(),
			Date.parse(file.recordingStart),
			Date.parse(file.recordingEnd),
		);
		Object.assign(file, made, file.recordingType === undefined ? { recordingType: undefined } : {});
	}
	if (change.participants)
		instance.participants = participantsOf(
			world,
			{ participants: change.participants, host: instance.hostEmail },
			Date.parse(instance.startedAt),
		);
	for (const person of change.coHosts ?? []) {
		const added = {
			email: person.email ?? '',
			name: person.name ?? person.email ?? '',
			userId: String(16_785_000 + instance.roleChanges.length),
			at: world.clock.iso(),
			oldRole: 'attendee',
			newRole: 'co-host',
		};
		instance.roleChanges.push(added);
		events.push(roleChangedEvent(world, instance, added));
	}
	const meeting = world.state.meetings.get(instance.meetingId);
	if (meeting && change.alternativeHosts) meeting.alternativeHosts = change.alternativeHosts;
	if (meeting && change.trackingFields) {
		meeting.trackingFields = Object.entries(change.trackingFields).map(([field, value]) => ({
			field,
			value,
			visible: true,
		}));
	}
	if (meeting && change.expired !== undefined) meeting.expired = change.expired;
	if (change.refusesDeletion === null) delete instance.refusesDeletion;
	else if (change.refusesDeletion !== undefined) instance.refusesDeletion = change.refusesDeletion;
	if (change.host !== undefined) {
		const user = findUser(world, change.host);
		instance.hostId = user?.id ?? change.host;
		instance.hostEmail = user?.email ?? '';
	}
	if (change.running !== undefined) {
		if (change.running) instance.running = true;
		else delete instance.running;
	}
	if (change.trash) events.push(trashFiles(world, instance, chosen(instance, change.trash)));
	if (change.recover) events.push(recoverFiles(world, instance, chosen(instance, change.recover)));
	if (change.delete) events.push(removeRecording(world, instance, chosen(instance, change.delete)));
	if (change.emit) for (const event of events) world.webhooks.emit(event, change.deliver);
	world.changed();
	return describe(instance);
}

function chosen(instance: Instance, which: boolean | string[]): RecordingFile[] {
	return allFiles(instance).filter((file) => which === true || (Array.isArray(which) && which.includes(file.id)));
}

/** A file that came later: in the first segment unless it says otherwise. */
function lateFile(world: World, instance: Instance, plan: TimedFile): RecordingFile {
	const first = instance.files[0];
	const start = plan.recordingStart ?? first?.recordingStart ?? instance.startedAt;
	const sibling = instance.files.find((file) => file.recordingStart === start);
	const end = plan.recordingEnd ?? sibling?.recordingEnd ?? isoSeconds(Date.parse(start) + 60_000);
	return planFile(world.media, plan, randomUUID(), time(start, 'recordingStart'), time(end, 'recordingEnd'));
}

export function requireInstance(world: World, uuid: unknown): Instance {
	const instance = typeof uuid === 'string' ? world.state.instances.get(uuid) : undefined;
	if (!instance) throw new ControlError(404, `There is no meeting instance ${String(uuid)}.`);
	return instance;
}

/** The named events about an instance, as Zoom builds them. */
export function builderFor(world: World, event: string, instance: Instance): EventBuilder[] {
	if (event.endsWith('.participant_role_changed'))
		return instance.roleChanges.map((change) => roleChangedEvent(world, instance, change));
	if (event === 'recording.transcript_completed') {
		const files = instance.files.filter((file) => file.fileType === 'TRANSCRIPT' && !file.trashedAt);
		return [recordingEvent(world, event, instance, { files })];
	}
	if (event === 'recording.renamed') return [renamedEvent(world, instance, instance.topic)];
	if (/^(meeting|webinar)\.(started|ended)$/.test(event))
		return [meetingEvent(world, event.endsWith('ended') ? 'ended' : 'started', instance)];
	if (event === 'recording.trashed' || event === 'recording.deleted')
		return [recordingEvent(world, event, instance, { files: allFiles(instance) })];
	if (event.startsWith('recording.')) return [recordingEvent(world, event, instance)];
	throw new ControlError(400, `The event ${event} cannot be built from a meeting; give its payload.`);
}

export function emitFor(world: World, instance: Instance, events: string[], deliver?: DeliverOptions) {
	return events.flatMap((event) =>
		builderFor(world, event, instance).flatMap((build) => world.webhooks.emit(build, deliver)),
	);
}
