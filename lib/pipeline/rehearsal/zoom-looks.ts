import { chooseRecording, chooseTexts, filesOf, mediaFile } from '../../policy/setup/rehearsal/choice';
import type { Recording } from '../../policy/recording';
import { CLEANUP, gapsOf, INGEST, missingScopes } from '../../zoom/scopes';

import type { Look, Rehearsal } from './rehearsal';

const DAY_MS = 86_400_000;

export const zoomToken: Look = async ({ clients }) => {
	const { scopes, skewSeconds } = await clients.scopes();
	return {
		given: true,
		scopes: scopes.length,
		...(skewSeconds === null ? {} : { skewSeconds: Math.round(skewSeconds) }),
	};
};

export const zoomScopes: Look = async ({ clients }) => {
	const { scopes } = await clients.scopes().catch(() => ({ scopes: null }));
	if (scopes === null) return { skipped: 'no-token' };
	const { missing } = gapsOf(INGEST, scopes);
	return {
		granted: scopes,
		missing,
		replaced: missingScopes(INGEST, scopes).filter((scope) => !missing.includes(scope)),
		missingForCleanup: missingScopes(CLEANUP, scopes),
	};
};

/** Lists, and takes the recording that everything else is tried with. */
export const zoomListing: Look = async (run) => {
	const { state, wishes } = run;
	// Also where the listing is refused a recording that was named can be read.
	if (wishes.meetingUuid !== '') state.recording = named(wishes.meetingUuid);
	const rows = new Map<string, Recording>();
	let repeated = 0;
	for await (const one of listedBy(run)) {
		if (rows.has(one.meetingUuid)) repeated++;
		rows.set(one.meetingUuid, one);
	}
	const listed = [...rows.values()];
	const chosen = chooseRecording(listed, { ...wishes, mostBytes: wishes.mostMegabytes * 1e6 });
	if (chosen) state.recording = chosen;
	const texts = wishes.texts ? chooseTexts(listed) : null;
	if (texts) state.withTexts = texts;
	const files = listed.flatMap(filesOf);
	const namesOf = (values: string[]) => [...new Set(values.filter((one) => one !== ''))].sort();
	return {
		listed: true,
		recordings: listed.length,
		chosen: state.recording !== undefined,
		repeated,
		fileTypes: namesOf(files.map(({ fileType }) => fileType)),
		recordingTypes: namesOf(files.map(({ recordingType }) => recordingType)),
		statuses: namesOf(files.map(({ status }) => status)),
	};
};

async function* listedBy({ clients: { zoom, signal }, wishes }: Rehearsal): AsyncGenerator<Recording> {
	const day = (at: number) => new Date(at).toISOString().slice(0, 10);
	const now = Date.now();
	const range = { from: day(now - wishes.days * DAY_MS), to: day(now) };
	const pages = wishes.user === '' ? zoom.recordings.listAccount(range) : zoom.recordings.listUser(wishes.user, range);
	for await (const { recordings } of pages) {
		signal?.throwIfAborted();
		yield* recordings;
	}
}

export const zoomReading: Look = async (run) => {
	const { recording } = run.state;
	if (!recording) return { skipped: 'no-recording' };
	const access = await run.access(recording);
	const read = new Set(filesOf(access.recording).map(({ id }) => id));
	const listed = new Set(filesOf(recording).map(({ id }) => id));
	// What is read is newer, and a recording that was only named was nothing but its UUID.
	run.state.recording = access.recording;
	const without = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...a].filter((id) => !b.has(id)).length;
	return {
		read: true,
		fromListing: access.opensEverything,
		files: read.size,
		absent: without(listed, read),
		more: listed.size === 0 ? 0 : without(read, listed),
		token: access.token !== '' && mediaFile(access.recording) !== null,
	};
};

/** As much of a recording as its UUID tells. */
function named(meetingUuid: string): Recording {
	return {
		accountId: '',
		meetingUuid,
		meetingId: '',
		kind: 'meeting',
		type: null,
		topic: '',
		host: { id: '', email: null },
		startedAt: '',
		endedAt: '',
		timezone: '',
		complete: true,
		sizeBytes: 0,
		segments: [],
	};
}
