import { randomUUID } from 'node:crypto';
import { findUser } from '../account/directory.mts';
import type { Instance, RecordingFile } from '../account/model.mts';
import { isoSeconds } from '../clock.mts';
import { type FilePlan, planFile } from '../data/recorder.mts';
import { recoverFiles, removeRecording, trashFiles } from '../routes/recording-changes.mts';
import { allFiles } from '../routes/recording-shapes.mts';
import { type EventBuilder } from '../webhooks/model.mts';
import { recordingEvent, renamedEvent, roleChangedEvent } from '../webhooks/events.mts';
import type { DeliverOptions } from '../webhooks/model.mts';
import type { World } from '../world.mts';
import { requireInstance } from './emit.mts';
import { ControlError } from './error.mts';
import { type Person, type TimedFile, describe, participantsOf, time } from './new-meeting.mts';

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
