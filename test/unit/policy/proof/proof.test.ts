import { prove, type ProofFacts, type ProofSettings, type ProvableEntry } from '../../../../lib/policy/proof/proof';
import type { Recording, RecordingFile } from '../../../../lib/policy/recording';

import {
	AUDIO,
	captionOf,
	CC,
	CHAT,
	entryOf,
	FIRST,
	GALLERY,
	nativeParent,
	NOW,
	parentEntry,
	processing,
	recordingOf,
	SCREEN,
	SECOND,
	segment,
	SETTINGS,
	SPEAKER,
	streamEntry,
	THUMBNAIL,
	TIMELINE,
	TRANSCRIPT,
	UUID,
	video,
} from '../import/import-facts';

const PROOF_SETTINGS: ProofSettings = {
	files: SETTINGS.files,
	captions: SETTINGS.captions,
	editedCaptions: 'keepInZoom',
	impossibleTexts: 'holdBack',
};
/** Segments of the facts are 45 minutes long. */
const LENGTH_MS = 45 * 60_000;

const provable = (entry: ReturnType<typeof entryOf>, more: Partial<ProvableEntry> = {}): ProvableEntry => ({
	...entry,
	durationMs: LENGTH_MS,
	edited: false,
	source: { ready: true, sizeBytes: 1000 },
	...more,
});
const parent = (more: Partial<ProvableEntry> = {}) => provable(parentEntry('0_parent'), more);
const stream = (id: string, fileId: string, more: Partial<ProvableEntry> = {}) =>
	provable(streamEntry(id, fileId, '0_parent'), more);
const caption = (more: Record<string, unknown> = {}) => ({
	...captionOf('1_caption', '0_parent'),
	sizeBytes: 1000,
	...more,
});
const chat = (more: Record<string, unknown> = {}) => ({
	id: '1_chat',
	entryId: '0_parent',
	filename: 'Recording 98765432101 chat file.txt',
	createdAt: NOW - 80_000,
	status: 2,
	sizeBytes: 1000,
	...more,
});

function proofOf(
	recording: Recording,
	facts: {
		entries?: ProvableEntry[];
		captions?: unknown[];
		attachments?: unknown[];
		impossible?: ProofFacts['impossible'];
	},
	settings: Partial<ProofSettings> = {},
) {
	const none = { captions: [], attachments: [], entries: [], impossible: {}, now: NOW };
	return prove(recording, { ...none, ...facts } as ProofFacts, {
		...PROOF_SETTINGS,
		...settings,
	});
}
const reasons = (proof: ReturnType<typeof proofOf>) =>
	Object.fromEntries(proof.files.map(({ id, reason }) => [id, reason]));

describe('one video', () => {
	const recording = recordingOf([segment(FIRST, SCREEN)]);

	test.each<[string, ProvableEntry[], string, string]>([
		['ready with the same bytes', [parent()], 'proven', 'same-bytes'],
		['nothing there', [], 'not-proven', 'not-in-kaltura'],
		['still importing', [parent({ status: '0' })], 'pending', 'not-ready'],
		['still converting', [parent({ status: '1' })], 'pending', 'not-ready'],
		['waiting in a queue', [parent({ status: '4' })], 'pending', 'not-ready'],
		['the import failed', [parent({ status: '-2' })], 'not-proven', 'failed-in-kaltura'],
		['the conversion failed', [parent({ status: '-1' })], 'not-proven', 'failed-in-kaltura'],
		['a virus was found', [parent({ status: 'virusScan.Infected' })], 'not-proven', 'failed-in-kaltura'],
		['no content yet', [parent({ status: '7' })], 'not-proven', 'no-content'],
		['waiting for moderation', [parent({ status: '5' })], 'not-proven', 'not-released'],
		['blocked', [parent({ status: '6' })], 'not-proven', 'not-released'],
		['a status that Kaltura adds next year', [parent({ status: '42' })], 'pending', 'not-ready'],
		['in the recycle bin', [parent({ recycled: true })], 'not-proven', 'in-recycle-bin'],
		['being replaced', [parent({ replacement: 'underWay' })], 'pending', 'being-replaced'],
		['cut in the editor', [parent({ edited: true })], 'not-proven', 'trimmed-in-kaltura'],
		['one byte less', [parent({ source: { ready: true, sizeBytes: 999 } })], 'not-proven', 'other-bytes'],
		['the source not validated yet', [parent({ source: { ready: false, sizeBytes: 1000 } })], 'pending', 'not-ready'],
		['no source, 2 s off', [parent({ source: null, durationMs: LENGTH_MS + 2000 })], 'proven', 'same-duration'],
		['no source, 2.1 s off', [parent({ source: null, durationMs: LENGTH_MS - 2100 })], 'not-proven', 'other-duration'],
		['no source, no duration', [parent({ source: null, durationMs: 0 })], 'not-proven', 'nothing-to-compare'],
		[
			'the right bytes count, whatever the duration: Zoom counts pauses',
			[parent({ durationMs: LENGTH_MS / 2 })],
			'proven',
			'same-bytes',
		],
		[
			'an entry of the same reference that says it holds another file',
			[parent({ adminTags: ['zoomentry', 'zoomfile-f-other'] })],
			'not-proven',
			'not-in-kaltura',
		],
		['a failed entry beside a proven one', [parent({ status: '-1' }), parent({ id: '0_q' })], 'proven', 'same-bytes'],
		["of Kaltura's own integration, same bytes", [provable(nativeParent('0_native'))], 'proven', 'same-bytes'],
		[
			"of Kaltura's own integration without source: the only file, same length",
			[provable(nativeParent('0_native'), { source: null })],
			'proven',
			'same-duration',
		],
		[
			'a whole meeting of before 2021',
			[provable(entryOf('0_old', `Zoom_${UUID}`, { adminTags: ['zoomentry'] }))],
			'proven',
			'same-bytes',
		],
	])('%s', (_, entries, verdict, reason) => {
		const proof = proofOf(recording, { entries });
		expect(proof).toMatchObject({ verdict, files: [{ id: 'f-screen', verdict, reason }] });
		expect(proof.provenFileIds).toEqual(verdict === 'proven' ? ['f-screen'] : []);
	});

	test('a file that Zoom still processes, or whose size is unknown, is pending', () => {
		const half = recordingOf([segment(FIRST, processing(SCREEN))]);
		expect(proofOf(half, { entries: [parent()] })).toMatchObject({ verdict: 'pending', provenFileIds: [] });
		const sizeless = recordingOf([segment(FIRST, { ...SCREEN, sizeBytes: 0 })]);
		expect(proofOf(sizeless, { entries: [parent({ source: null })] }).verdict).toBe('pending');
	});

	test('evidence names the numbers', () => {
		const { files } = proofOf(recording, { entries: [parent({ source: { ready: true, sizeBytes: 999 } })] });
		expect(files[0]).toMatchObject({
			evidence: { entryId: '0_parent', bytes: 999, wanted: 1000 },
			message: 'The source of entry 0_parent has 999 bytes, the file in Zoom 1000: one of them was changed.',
		});
	});
});

describe('several layouts', () => {
	const recording = recordingOf([segment(FIRST, SCREEN, SPEAKER, GALLERY)]);
	const entries = [parent(), stream('0_speaker', 'f-speaker'), stream('0_gallery', 'f-gallery')];

	test('all there: the main one leaves last', () => {
		const proof = proofOf(recording, { entries });
		expect(proof.verdict).toBe('proven');
		expect(proof.provenFileIds).toEqual(['f-gallery', 'f-speaker', 'f-screen']);
	});

	test.each<[string, ProvableEntry[], string]>([
		['one child is missing', entries.slice(0, 2), 'not-in-kaltura'],
		['the parent is gone, the children are not', entries.slice(1), 'parent-missing'],
	])('%s: not proven', (_, found, reason) => {
		const proof = proofOf(recording, { entries: found });
		expect(proof.verdict).toBe('not-proven');
		expect(Object.values(reasons(proof))).toContain(reason);
	});

	test("streams of Kaltura's own integration are told apart by their bytes, each entry for one file", () => {
		const sized = (file: RecordingFile, sizeBytes: number) => ({ ...file, sizeBytes });
		const sizes = recordingOf([segment(FIRST, sized(SCREEN, 1), sized(SPEAKER, 2), sized(GALLERY, 2))]);
		const native = (id: string, sizeBytes: number, more: Partial<ProvableEntry> = {}) =>
			provable(entryOf(id, `Zoom_${UUID}`, { adminTags: ['zoomentry'], parentEntryId: '0_native' }), {
				source: { ready: true, sizeBytes },
				...more,
			});
		const top = provable(nativeParent('0_native'), { source: { ready: true, sizeBytes: 1 } });
		expect(proofOf(sizes, { entries: [top, native('0_a', 2), native('0_b', 2)] }).verdict).toBe('proven');
		expect(proofOf(sizes, { entries: [top, native('0_a', 2)] }).verdict).toBe('not-proven');
		// Without sources nobody can tell which layout an entry holds.
		const blind = [native('0_a', 2, { source: null }), native('0_b', 2, { source: null })];
		expect(proofOf(sizes, { entries: [top, ...blind] }).verdict).toBe('not-proven');
	});
});

describe('texts', () => {
	const recording = recordingOf([segment(FIRST, SCREEN, TRANSCRIPT, CHAT)]);
	const entries = [parent()];

	test.each<[string, object, string, Partial<Record<string, string>>]>([
		['both there', { captions: [caption()], attachments: [chat()] }, 'proven', {}],
		[
			'the transcript came late and is missing',
			{ attachments: [chat()] },
			'not-proven',
			{ 'f-transcript': 'not-in-kaltura' },
		],
		['the chat is missing', { captions: [caption()] }, 'not-proven', { 'f-chat': 'not-in-kaltura' }],
		[
			'the caption failed',
			{ captions: [caption({ status: -1 })], attachments: [chat()] },
			'not-proven',
			{ 'f-transcript': 'asset-failed' },
		],
		[
			'the caption has no content yet',
			{ captions: [caption({ status: 0 })], attachments: [chat()] },
			'pending',
			{ 'f-transcript': 'asset-not-ready' },
		],
		[
			'the caption is empty',
			{ captions: [caption({ sizeBytes: 0 })], attachments: [chat()] },
			'not-proven',
			{ 'f-transcript': 'asset-empty' },
		],
		[
			'the caption was corrected on either side',
			{ captions: [caption({ sizeBytes: 1010 })], attachments: [chat()] },
			'not-proven',
			{ 'f-transcript': 'asset-differs' },
		],
		[
			'the chat differs',
			{ captions: [caption()], attachments: [chat({ sizeBytes: 3 })] },
			'not-proven',
			{ 'f-chat': 'asset-differs' },
		],
		[
			'a caption of another entry',
			{ captions: [caption({ entryId: '0_other' })], attachments: [chat()] },
			'not-proven',
			{ 'f-transcript': 'not-in-kaltura' },
		],
		[
			"Kaltura's own automatic caption",
			{ captions: [caption({ source: '0' })], attachments: [chat()] },
			'not-proven',
			{ 'f-transcript': 'not-in-kaltura' },
		],
		[
			'Kaltura does not tell the size of a caption',
			{ captions: [caption({ sizeBytes: null })], attachments: [chat()] },
			'proven',
			{ 'f-transcript': 'caption-there' },
		],
	])('%s', (_, facts, verdict, expected) => {
		const proof = proofOf(recording, { entries, ...facts });
		expect(proof.verdict).toBe(verdict);
		expect(reasons(proof)).toMatchObject(expected);
	});

	test('corrected captions can be accepted', () => {
		const facts = { entries, captions: [caption({ sizeBytes: 1010 })], attachments: [chat()] };
		expect(proofOf(recording, facts, { editedCaptions: 'accept' }).verdict).toBe('proven');
	});

	test('a second language is a track of its own', () => {
		const two = recordingOf([segment(FIRST, SCREEN, CC, { ...CC, id: 'f-cc2' })]);
		const first = caption({ id: '1_cc', label: 'Zoom_CC' });
		expect(proofOf(two, { entries, captions: [first] }).verdict).toBe('not-proven');
		const second = caption({ id: '1_cc2', label: 'Zoom_CC 2' });
		expect(proofOf(two, { entries, captions: [first, second] }).verdict).toBe('proven');
	});
});

describe('what the settings leave out', () => {
	const LATER: RecordingFile = { ...AUDIO, id: 'f-audio-2' };

	test('audio and auxiliary files of a proven segment go with it, before it', () => {
		const proof = proofOf(recordingOf([segment(FIRST, SCREEN, AUDIO, TIMELINE, THUMBNAIL)]), { entries: [parent()] });
		expect(reasons(proof)).toMatchObject({ 'f-audio': 'covered', 'f-timeline': 'covered', 'f-thumbnail': 'covered' });
		expect(proof.provenFileIds.at(-1)).toBe('f-screen');
		expect(proof.provenFileIds).toHaveLength(4);
	});

	test('they stay while their segment is not proven', () => {
		const proof = proofOf(recordingOf([segment(FIRST, SCREEN, AUDIO)]), { entries: [parent({ status: '1' })] });
		expect(reasons(proof)).toMatchObject({ 'f-audio': 'segment-not-proven' });
		expect(proof.provenFileIds).toEqual([]);
	});

	test('files of another segment never go along (W5)', () => {
		const recording = recordingOf([segment(FIRST, SCREEN, AUDIO), segment(SECOND, LATER)]);
		const files = { ...SETTINGS.files, audio: 'never' as const };
		const proof = proofOf(recording, { entries: [parent()] }, { files });
		expect(proof.verdict).toBe('proven');
		expect(proof.provenFileIds).toEqual(['f-audio', 'f-screen']);
		expect(reasons(proof)).toMatchObject({ 'f-audio-2': 'segment-not-proven' });
	});

	test('a segment that is not proven keeps the recording, but not the word about the other', () => {
		const recording = recordingOf([segment(FIRST, SCREEN), segment(SECOND, video('f-two', 'gallery_view'))]);
		const proof = proofOf(recording, { entries: [parent()] });
		expect(proof.verdict).toBe('not-proven');
		expect(reasons(proof)).toEqual({ 'f-screen': 'same-bytes', 'f-two': 'not-in-kaltura' });
	});

	test('a type that nobody knows stays in Zoom and holds nothing back', () => {
		const hologram: RecordingFile = {
			...THUMBNAIL,
			id: 'f-holo',
			fileType: 'HOLO',
			recordingType: '',
			extension: 'holo',
		};
		const proof = proofOf(recordingOf([segment(FIRST, SCREEN, hologram)]), { entries: [parent()] });
		expect(proof).toMatchObject({ verdict: 'proven', provenFileIds: ['f-screen'] });
		expect(reasons(proof)).toMatchObject({ 'f-holo': 'type-unknown' });
	});

	test('a recording without anything wanted is not proven', () => {
		expect(proofOf(recordingOf([segment(FIRST, TIMELINE)]), {})).toMatchObject({
			verdict: 'not-proven',
			provenFileIds: [],
		});
	});
});

describe('a text with nothing in it', () => {
	const verdictOf = (file: RecordingFile, more: Partial<RecordingFile>) => {
		const recording = recordingOf([segment(FIRST, SCREEN, { ...file, ...more })]);
		const proven = proofOf(recording, { entries: [parent()] });
		return proven.files.find(({ id }) => id === file.id)!;
	};

	test.each([
		['a chat of 0 bytes', CHAT, { sizeBytes: 0 }],
		['a transcript of 0 bytes', TRANSCRIPT, { sizeBytes: 0 }],
		['a transcript that is its header alone', TRANSCRIPT, { sizeBytes: 8 }],
	])('%s has nothing to save and proves itself', (_, file, more) => {
		expect(verdictOf(file, more)).toMatchObject({ verdict: 'proven', reason: 'nothing-in-it' });
	});

	test.each([
		['a chat of which Zoom names no size', CHAT, { sizeBytes: 0, sizeUnknown: true }],
		['a chat of one byte', CHAT, { sizeBytes: 1 }],
		['a transcript as long as one cue', TRANSCRIPT, { sizeBytes: 33 }],
	])('%s may hold something, so it does not', (_, file, more) => {
		expect(verdictOf(file, more)).toMatchObject({ verdict: 'not-proven' });
	});

	test('one that is still in work is waited for', () => {
		expect(verdictOf(CHAT, { sizeBytes: 0, status: 'processing' })).toMatchObject({ verdict: 'pending' });
	});
});
