import { paginate } from '../account/pages.mts';
import { refuse } from '../account/refusals.mts';
import type { Instance, RecordingFile } from '../account/model.mts';
import { issueDownloadAccessToken } from '../account/tokens.mts';
import { findUser } from '../account/directory.mts';
import { DAY, isoDay } from '../clock.mts';
import { transcriptUrl } from '../downloads.mts';
import { ok } from '../wire/answer.mts';
import { meetingReference } from '../wire/router.mts';
import type { Call, Handlers, World } from '../world.mts';
import { audioRow, recordingRow, startOf } from './recording-shapes.mts';

const PAGE = { default: 30, max: 300 };

/**
 * The instance of a path: a UUID names one, a number its latest instance only (docs/vendors/zoom.md#lists-of-recordings).
 * @throws what `missing` gives when there is none
 */
export function findInstance(
	call: Call,
	segment: string,
	missing: () => Error,
	has: (instance: Instance) => boolean,
): Instance {
	const reference = meetingReference(segment);
	if (reference && 'uuid' in reference) {
		const instance = call.world.state.instances.get(reference.uuid);
		if (instance && has(instance)) return instance;
	} else if (reference) {
		const uuids = call.world.state.uuidsByMeeting.get(reference.number) ?? [];
		for (const uuid of uuids.toReversed()) {
			const instance = call.world.state.instances.get(uuid)!;
			if (has(instance)) return instance;
		}
	}
	throw missing();
}

const kept = (files: RecordingFile[]) => files.filter((file) => !file.trashedAt);

/**
 * The effective range: days in UTC, at most a month, silently clipped and echoed (docs/vendors/zoom.md#lists-of-recordings).
 * @throws 300 when a date is none, or the range runs backwards (no page says so)
 */
function dateRange(call: Call): { from: string; to: string } {
	const today = isoDay(call.world.clock.now());
	const day = (name: 'from' | 'to') => {
		const value = call.query.get(name);
		if (value === null || value === '') return undefined;
		const text = value.slice(0, 10);
		if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(Date.parse(text))) throw refuse.invalidFields(name);
		return text;
	};
	const asked = { from: day('from'), to: day('to') };
	const from = asked.from ?? today;
	const to = asked.to ?? (asked.from === undefined ? isoDay(call.world.clock.now() + DAY) : today);
	if (from > to) throw refuse.invalidFields('from');
	const earliest = monthBefore(to);
	return { from: from < earliest ? earliest : from, to };
}

function monthBefore(day: string): string {
	const [year, month, date] = day.split('-').map(Number) as [number, number, number];
	const lastOfMonth = new Date(Date.UTC(year, month - 1, 0)).getUTCDate();
	return isoDay(Date.UTC(year, month - 2, Math.min(date, lastOfMonth)));
}

/** Recordings that began in the range, newest first. They appear under the day on which the meeting started (docs/vendors/zoom.md#lists-of-recordings). */
function inRange(world: World, { from, to }: { from: string; to: string }, hostId?: string): Instance[] {
	const [first, last] = [Date.parse(from), Date.parse(to) + DAY];
	const found: Instance[] = [];
	for (const instance of world.state.instances.values()) {
		if (hostId !== undefined && instance.hostId !== hostId) continue;
		const at = startOf(instance);
		if (at >= first && at < last && instance.files.some((file) => !file.trashedAt)) found.push(instance);
	}
	return found.sort((a, b) => startOf(b) - startOf(a));
}

function listAnswer(
	call: Call,
	path: string,
	range: { from: string; to: string },
	instances: Instance[],
	row: (one: Instance) => object,
) {
	const page = paginate(call, path, instances, PAGE);
	return ok({
		from: range.from,
		to: range.to,
		page_count: page.page_count,
		page_size: page.page_size,
		total_records: page.total_records,
		next_page_token: page.next_page_token,
		meetings: page.rows.map(row),
	});
}

function trashed(call: Call, userId: string, range: { from: string; to: string }) {
	const { world } = call;
	const byFile = call.query.get('trash_type') === 'recording_file';
	// "meeting_recordings" are those with nothing left outside the trash; single files otherwise. Dates do not filter here.
	const found = [...world.state.instances.values()].filter((instance) => {
		const inTrash = instance.files.filter((file) => file.trashedAt);
		if (instance.hostId !== userId || inTrash.length === 0) return false;
		return byFile ? inTrash.length < instance.files.length : inTrash.length === instance.files.length;
	});
	found.sort((a, b) => startOf(b) - startOf(a));
	return listAnswer(call, `/users/${userId}/recordings`, range, found, (instance) =>
		recordingRow(
			world,
			instance,
			instance.files.filter((file) => file.trashedAt),
			instance.participantAudioFiles.filter((file) => file.trashedAt),
		),
	);
}

export const recordingHandlers: Handlers = {
	'GET /users/{userId}/recordings': (call) => {
		const { world } = call;
		const user = findUser(world, call.params.userId!);
		if (!user || user.status === 'pending') throw refuse.noRecordingUser(call.params.userId!);
		const range = dateRange(call);
		if (call.query.get('trash') === 'true') return trashed(call, user.id, range);
		const meetingId = call.query.get('meeting_id');
		const done = (files: RecordingFile[]) => kept(files).filter((file) => file.status === 'completed');
		const instances = inRange(world, range, user.id).filter(
			(instance) => (!meetingId || instance.meetingId === Number(meetingId)) && done(instance.files).length > 0,
		);
		return listAnswer(call, `/users/${user.id}/recordings`, range, instances, (instance) =>
			recordingRow(world, instance, done(instance.files), done(instance.participantAudioFiles)),
		);
	},

	// Also shows files that are still processing (docs/vendors/zoom.md#files-of-a-recording). A sub account needs its id; "me" is the app's own.
	'GET /accounts/{accountId}/recordings': (call) => {
		const { world } = call;
		const { accountId } = call.params;
		if (accountId !== 'me' && accountId !== world.state.accountId) throw refuse.noAccount();
		const range = dateRange(call);
		return listAnswer(call, '/accounts/recordings', range, inRange(world, range), (instance) => {
			const {
				account_id: _,
				recording_play_passcode: __,
				...row
			} = recordingRow(world, instance, kept(instance.files), kept(instance.participantAudioFiles));
			return row;
		});
	},

	'GET /meetings/{meetingId}/recordings': (call) => {
		const { world } = call;
		const { processingFiles, privileges } = world.state.settings;
		const instance = findInstance(
			call,
			call.params.meetingId!,
			refuse.noRecording,
			(one) => kept(one.files).length > 0,
		);
		const isDone = (file: RecordingFile) => file.status === 'completed';
		const all = kept(instance.files);
		const done = all.filter(isDone);
		// Nothing to show while everything is processing (docs/vendors/zoom.md#lists-of-recordings).
		if (done.length === 0 || (processingFiles === '404' && done.length < all.length)) throw refuse.noRecording();
		const files = processingFiles === 'absent' ? done : all;
		const audio = kept(instance.participantAudioFiles).filter((file) => processingFiles !== 'absent' || isDone(file));
		// Without the privilege "View the recording content" token and passcode are just absent (docs/vendors/zoom.md#trash).
		const mayView = privileges === '*' || privileges.includes('RecordingContent:Read');
		const wantsToken = (call.query.get('include_fields') ?? '').split(',').includes('download_access_token');
		return ok({
			...recordingRow(world, instance, files, audio),
			...(audio.length > 0
				? { participant_audio_files: audio.map((file) => audioRow(world, instance.uuid, file)) }
				: {}),
			...(mayView ? { password: instance.password } : {}),
			...(wantsToken && mayView
				? { download_access_token: issueDownloadAccessToken(world, instance.uuid, instance.hostId, ttl(call)) }
				: {}),
		});
	},

	'GET /meetings/{meetingId}/recordings/settings': (call) => {
		const instance = findInstance(call, call.params.meetingId!, refuse.noRecording, (one) => one.files.length > 0);
		return ok({ ...instance.settings, topic: instance.topic, password: instance.password });
	},

	'GET /meetings/{meetingId}/transcript': (call) => {
		const { world } = call;
		// A number was reported not to be accepted (docs/vendors/zoom.md#trash).
		const isNumber = /^\d{9,12}$/.test(call.params.meetingId!);
		const instance = isNumber ? undefined : findInstance(call, call.params.meetingId!, refuse.noTranscript, () => true);
		if (!instance) throw refuse.noTranscript();
		const file = instance.files.find((one) => one.fileType === 'TRANSCRIPT');
		const reason = !file
			? 'NO_TRANSCRIPT_DATA'
			: file.trashedAt
				? 'DELETED_OR_TRASHED'
				: file.status === 'completed'
					? null
					: 'NOT_READY';
		return ok({
			meeting_id: instance.uuid,
			account_id: world.state.accountId,
			meeting_topic: instance.topic,
			host_id: instance.hostId,
			...(file && !reason ? { transcript_created_time: file.recordingEnd } : {}),
			can_download: reason === null,
			auto_delete: instance.autoDeleteDate !== undefined,
			...(instance.autoDeleteDate === undefined ? {} : { auto_delete_date: instance.autoDeleteDate }),
			download_url: file && !reason ? transcriptUrl(world, instance.uuid, file) : null,
			download_restriction_reason: reason,
		});
	},
};

/** 0 to 604 800 seconds; only read together with include_fields. The default is not documented: an hour. */
function ttl(call: Call): number {
	const given = call.query.get('ttl');
	if (given === null) return 3600;
	const seconds = Number(given);
	if (!Number.isInteger(seconds) || seconds < 0 || seconds > 604_800) throw refuse.invalidFields('ttl');
	return seconds;
}
