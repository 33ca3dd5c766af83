import { captionFormat, hasWords } from '../../policy/import/captions';
import { filesOf, textFile } from '../../policy/setup/rehearsal/choice';
import { formOfJson } from '../../policy/setup/rehearsal/json-form';
import type { RecordingFile } from '../../policy/recording';
import { looksWrong } from '../../transfer/content-check';
import { openMedia } from '../../transfer/media-source';

import type { Look, MediaToMove, Rehearsal } from './rehearsal';

/** Enough to tell media by its first box. */
const FIRST_BYTES = 4096;

/** The first bytes with our token, as the import's own probe asks for them. */
export const zoomDownload: Look = async (run) => {
	const media = await wanted(run);
	if ('skipped' in media) return media;
	const { connection, signal } = run.clients;
	const source = {
		name: 'the recording',
		expectedBytes: null,
		kind: 'media' as const,
		access: () => Promise.resolve({ url: media.url, authorization: `Bearer ${media.access.token}` }),
	};
	const { body, validators, url, redirects, partial } = await openMedia(
		connection,
		source,
		0,
		null,
		signal,
		FIRST_BYTES,
	);
	if (partial) await body.dump();
	else body.destroy();
	const { totalBytes } = validators;
	return {
		answered: true,
		partial: partial || media.file.sizeBytes <= FIRST_BYTES,
		redirects,
		otherHost: url.host !== new URL(media.url).host,
		...(totalBytes === null ? {} : { sizeAsListed: totalBytes === media.file.sizeBytes }),
	};
};

export const zoomHead: Look = async (run) => {
	const media = await wanted(run);
	if ('skipped' in media) return media;
	const { status, headers, body, redirects } = await run.clients.connection.get(media.url, {
		method: 'HEAD',
		authorization: `Bearer ${media.access.token}`,
		signal: run.signal,
	});
	await body.dump();
	return { status, redirects, sized: Number(headers['content-length'] ?? 0) === media.file.sizeBytes };
};

export const zoomRefusal: Look = async (run) => {
	const media = await wanted(run);
	if ('skipped' in media) return media;
	const { connection, signal } = run.clients;
	const { status, headers, body } = await connection.get(media.url, {
		signal,
		headers: { range: `bytes=0-${FIRST_BYTES - 1}` },
	});
	const type = String(headers['content-type'] ?? '');
	const head = await body.peek(64);
	body.destroy();
	return {
		status,
		file: (status === 200 || status === 206) && looksWrong('media', type, head) === null,
		page: type.includes('html'),
	};
};

async function wanted(run: Rehearsal): Promise<MediaToMove | { skipped: string }> {
	if (!run.state.recording) return { skipped: 'no-recording' };
	return (await run.mediaToMove()) ?? { skipped: 'no-address' };
}

export const zoomTexts: Look = async (run) => {
	const [transcript, chat] = await Promise.all([textOf(run, 'audio_transcript'), textOf(run, 'chat_file')]);
	if (transcript === null && chat === null) return { skipped: 'no-such-file' };
	return {
		transcript: transcript !== null,
		...(transcript === null
			? {}
			: { format: formatName(captionFormat(transcript.replace(/^\uFEFF/, ''))), cues: hasWords(transcript) }),
		chat: chat !== null,
		...(chat === null ? {} : { chatText: chat.trim() !== '' }),
	};
};

/** The form only: its texts say what was spoken. */
export const zoomChapters: Look = async (run) => {
	const text = await textOf(run, 'summary_smart_chapters');
	if (text === null) return { skipped: 'no-such-file' };
	const form = formOfJson(text);
	return { json: form !== null, form: form ?? [] };
};

/** A text file of the recording that was chosen for its texts, else of the first; null where there is none. */
async function textOf(run: Rehearsal, recordingType: string): Promise<string | null> {
	for (const recording of [run.state.withTexts, run.state.recording]) {
		if (!recording || (filesOf(recording).length > 0 && !textFile(recording, recordingType))) continue;
		const { urls, token, recording: now } = await run.access(recording);
		const file: RecordingFile | null = textFile(now, recordingType);
		const url = file && urls.get(file.id);
		if (!file || !url) continue;
		const from = { name: 'a text of the recording', expectedBytes: null, kind: 'text' as const, url, token };
		return await run.clients.media.readText(from, run.signal);
	}
	return null;
}

const FORMATS: Readonly<Record<string, string>> = { '1': 'srt', '2': 'dfxp', '3': 'webvtt' };
const formatName = (format: string | null): string => (format === null ? 'unknown' : (FORMATS[format] ?? 'unknown'));
