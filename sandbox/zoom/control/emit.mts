import type { Instance } from '../account/model.mts';
import { allFiles } from '../routes/recording-shapes.mts';
import { type EventBuilder } from '../webhooks/model.mts';
import {
	meetingEvent,
	recordingEvent,
	recordingStateEvent,
	renamedEvent,
	roleChangedEvent,
} from '../webhooks/events.mts';
import type { DeliverOptions } from '../webhooks/model.mts';
import type { World } from '../world.mts';
import { ControlError } from './error.mts';

export function requireInstance(world: World, uuid: unknown): Instance {
	const instance = typeof uuid === 'string' ? world.state.instances.get(uuid) : undefined;
	if (!instance) throw new ControlError(404, `There is no meeting instance ${String(uuid)}.`);
	return instance;
}

/** The named events about an instance, as Zoom builds them. */
function builderFor(world: World, event: string, instance: Instance): EventBuilder[] {
	if (event.endsWith('.participant_role_changed'))
		return instance.roleChanges.map((change) => roleChangedEvent(world, instance, change));
	if (event === 'recording.transcript_completed') {
		const files = instance.files.filter((file) => file.fileType === 'TRANSCRIPT' && !file.trashedAt);
		return [recordingEvent(world, event, instance, { files })];
	}
	if (/^recording\.(started|stopped|paused|resumed)$/.test(event)) return [recordingStateEvent(world, event, instance)];
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
