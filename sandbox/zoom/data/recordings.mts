import { pick } from '../account/ids.mts';
import type { User } from '../account/model.mts';
import { DAY, HOUR, MINUTE } from '../clock.mts';
import type { Build } from './build.mts';
import { addPerson } from './people.mts';
import { type FilePlan, addRecording } from './recorder.mts';

const CAPTIONS = 'WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\nWelcome back.\n';

/**
 * So many recordings of host001@example.edu … over the last year, newest first in lists. Their bytes are small and made on
 * the fly. Of ten, four have a second layout, three a transcript, two a chat, one is a webinar; every fifth repeats a
 * weekly number, so that numeric ids mislead.
 */
export const fillRecordings =
	(count: number, hosts: number, days = 360) =>
	(build: Build): void => {
		const { state, media, clock, seed } = build;
		const people = Array.from({ length: hosts }, (_, index) =>
			addPerson(build, { email: `host${String(index + 1).padStart(3, '0')}@example.edu`, name: `Host ${index + 1}` }),
		);
		const newest = Math.floor(clock.now() / MINUTE) * MINUTE - 3 * HOUR;
		const step = Math.floor((days * DAY) / count);
		for (let index = 0; index < count; index++) {
			const host: User = people[index % hosts]!;
			const weekly = index % 5 === 4;
			addRecording(state, media, {
				hostId: host.id,
				hostEmail: host.email,
				seed: weekly ? seed(`weekly ${index % hosts}`) : seed(`recording ${index}`),
				instance: String(index),
				topic: weekly ? `Weekly lecture of ${host.display_name}` : `Recording ${index + 1} of ${host.display_name}`,
				type: weekly ? 8 : index % 10 === 0 ? 5 : 2,
				startedAt: newest - index * step,
				segments: [{ seconds: 3000, files: filesOf(seed(`file ${index}`), index) }],
			});
		}
	};

function filesOf(seed: string, index: number): FilePlan[] {
	const bytes = (name: string) => ({ bytes: 4096 + pick(`${seed} ${name}`, 60_000), seed: `${seed} ${name}` });
	const kind = index % 10;
	return [
		{ recordingType: 'shared_screen_with_speaker_view', ...bytes('screen') },
		...(kind < 4 ? [{ recordingType: 'active_speaker', ...bytes('speaker') }] : []),
		{ recordingType: 'audio_only', ...bytes('audio') },
		...(kind % 3 === 1 ? [{ recordingType: 'audio_transcript', text: CAPTIONS }] : []),
		...(kind === 2 || kind === 7 ? [{ recordingType: 'chat_file', text: '00:00:05\tHost:\tHello 👋\n' }] : []),
	];
}
