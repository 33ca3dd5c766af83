import { prove, type ProofFacts, type ProvableEntry } from '../../../../lib/policy/proof/proof';
import { fileTag, nativeReference, parentReference } from '../../../../lib/policy/import/references';
import type { Recording } from '../../../../lib/policy/recording';

import {
	captionOf,
	CC,
	CHAT,
	entryOf,
	FIRST,
	GALLERY,
	NOW,
	parentEntry,
	processing,
	recordingOf,
	SCREEN,
	SECOND,
	segment,
	SETTINGS,
	streamEntry,
	THUMBNAIL,
	TRANSCRIPT,
	UUID,
	video,
} from '../import/import-facts';

// What could be taken for a proof and is none, and what a proof says that it rests on.

const LENGTH_MS = 45 * 60_000;
const held = (entry: ReturnType<typeof entryOf>, more: Partial<ProvableEntry> = {}): ProvableEntry => ({
	...entry,
	durationMs: LENGTH_MS,
	edited: false,
	source: { ready: true, sizeBytes: 1000 },
	...more,
});
const proofOf = (
	recording: Recording,
	facts: Partial<ProofFacts>,
	impossibleTexts: 'giveUp' | 'holdBack' = 'holdBack',
) =>
	prove(
		recording,
		{ entries: [], captions: [], attachments: [], impossible: {}, now: NOW, ...facts },
		{ files: SETTINGS.files, captions: SETTINGS.captions, editedCaptions: 'keepInZoom', impossibleTexts },
	);
const LECTURE = recordingOf([segment(FIRST, SCREEN)]);
const tagged = { adminTags: ['zoomentry', fileTag(SCREEN.id)] };
const native = { adminTags: ['zoomentry'] };

test.each<[string, ProvableEntry]>([
	['a copy that somebody made of our entry, with its tags', held(entryOf('0_copy', '', tagged))],
	['our tag on the entry of another recording', held(entryOf('0_x', parentReference('other==', FIRST), tagged))],
	['our tag on the entry of another segment', held(entryOf('0_x', parentReference(UUID, SECOND), tagged))],
	[
		'an entry with our reference below another one',
		held(entryOf('0_x', parentReference(UUID, FIRST), { ...tagged, parentEntryId: '0_other' })),
	],
	["somebody's own upload of the same size", held(entryOf('0_x', 'lecture-1', { adminTags: [] }))],
	['a stream of a native entry of another meeting', held(entryOf('0_x', nativeReference('other=='), native))],
	[
		'a native stream below an entry that is not of this segment',
		held(entryOf('0_x', nativeReference(UUID), { ...native, parentEntryId: '0_other' })),
	],
])('%s is no proof', (_, entry) => {
	const proof = proofOf(LECTURE, { entries: [entry] });
	expect(proof).toMatchObject({ verdict: 'not-proven', provenFileIds: [], files: [{ reason: 'not-in-kaltura' }] });
});

test.each<[string, Partial<ProvableEntry>, object]>([
	['same-bytes', {}, { entryId: '0_a', bytes: 1000 }],
	['other-bytes', { source: { ready: true, sizeBytes: 7 } }, { entryId: '0_a', bytes: 7, wanted: 1000 }],
	['same-duration', { source: null }, { entryId: '0_a', seconds: 2700 }],
	['other-duration', { source: null, durationMs: 60_000 }, { entryId: '0_a', seconds: 60, wanted: 2700 }],
	['nothing-to-compare', { source: null, durationMs: 0 }, { entryId: '0_a' }],
	['same-duration', { source: { ready: true, sizeBytes: null } }, { entryId: '0_a', seconds: 2700 }],
	['not-ready', { source: { ready: false, sizeBytes: 1000 } }, { entryId: '0_a', status: 'source not ready' }],
	['in-recycle-bin', { recycled: true }, { entryId: '0_a' }],
	['no-content', { status: '7' }, { entryId: '0_a' }],
	['failed-in-kaltura', { status: '-1' }, { entryId: '0_a', status: 'conversionFailed' }],
	['not-released', { status: '5' }, { entryId: '0_a', status: 'moderated' }],
	['not-ready', { status: '1' }, { entryId: '0_a', status: 'converting' }],
	['being-replaced', { replacement: 'underWay' }, { entryId: '0_a' }],
	['trimmed-in-kaltura', { edited: true }, { entryId: '0_a' }],
])('%s names what it rests on', (reason, more, evidence) => {
	const [file] = proofOf(LECTURE, { entries: [held(parentEntry('0_a'), more)] }).files;
	expect(file).toMatchObject({ id: SCREEN.id, reason, evidence });
});

test.each([
	['names no end', ''],
	['ends before it begins', '2026-03-02T08:00:00Z'],
	['ends when it begins', FIRST],
])('a segment that %s has no length that could prove anything', (_, endedAt) => {
	const recording = recordingOf([{ ...segment(FIRST, SCREEN), endedAt }]);
	const entries = [held(parentEntry('0_a'), { source: null, durationMs: endedAt === FIRST ? 1000 : LENGTH_MS })];
	expect(proofOf(recording, { entries }).files[0]).toMatchObject({ reason: 'nothing-to-compare' });
});

test('one native entry without its source proves neither of two segments of the same length', () => {
	const recording = recordingOf([segment(FIRST, SCREEN), segment(SECOND, video('f-second', 'gallery_view'))]);
	const whole = held(entryOf('0_whole', nativeReference(UUID), native), { source: null });
	expect(proofOf(recording, { entries: [whole] }).provenFileIds).toEqual([]);
});

test('one native entry of the right size proves one of two files of that size, not both', () => {
	const recording = recordingOf([segment(FIRST, SCREEN, GALLERY)]);
	const entries = [held(entryOf('0_n', parentReference(UUID, FIRST), native))];
	expect(proofOf(recording, { entries }).provenFileIds).toEqual([SCREEN.id]);
});

describe('texts', () => {
	const entries = [held(parentEntry('0_a'))];
	const track = (more: object = {}) => ({ ...captionOf('1_c', '0_a'), sizeBytes: 1000, ...more });
	const withTranscript = recordingOf([segment(FIRST, SCREEN, TRANSCRIPT)]);
	const ofTranscript = (facts: Partial<ProofFacts>, impossible?: 'giveUp' | 'holdBack') =>
		proofOf(withTranscript, { entries, ...facts }, impossible).files.find(({ id }) => id === TRANSCRIPT.id);

	test.each<[string, object, object]>([
		['caption-there', {}, { assetId: '1_c' }],
		['asset-differs', { sizeBytes: 999 }, { assetId: '1_c', bytes: 999, wanted: 1000 }],
		['asset-empty', { sizeBytes: 0 }, { assetId: '1_c' }],
		['asset-failed', { status: -1 }, { assetId: '1_c' }],
		['asset-not-ready', { status: 0 }, { assetId: '1_c' }],
		['caption-there', { sizeBytes: null }, { assetId: '1_c' }],
	])('%s names the track', (reason, more, evidence) => {
		expect(ofTranscript({ captions: [track(more)] })).toMatchObject({ reason, evidence });
	});

	test('a track on the entry of another recording is none', () => {
		expect(ofTranscript({ captions: [track({ entryId: '0_other' })] })).toMatchObject({ reason: 'not-in-kaltura' });
	});

	test.each([
		['holdBack', 'not-possible', 'not-proven'],
		['giveUp', 'given-up', 'proven'],
	] as const)('that the account cannot have: %s', (choice, reason, verdict) => {
		const impossible = { captions: 'Kaltura has no captions for this account.' };
		expect(ofTranscript({ impossible }, choice)).toMatchObject({ reason, verdict });
		expect(ofTranscript({ impossible: { attachments: 'none' } }, choice)).toMatchObject({ reason: 'not-in-kaltura' });
	});

	test('of a segment without media are looked for on the entry that was running then, not on any', () => {
		const recording = recordingOf([segment(FIRST, SCREEN), segment(SECOND, CC, CHAT)]);
		const chat = {
			id: '1_a',
			filename: 'Recording 98765432101 chat file.txt',
			createdAt: NOW,
			status: 2,
			sizeBytes: 1000,
		};
		const captions = [track({ label: 'Zoom_CC' })];
		const there = proofOf(recording, { entries, captions, attachments: [{ ...chat, entryId: '0_a' }] });
		expect(there).toMatchObject({ verdict: 'proven' });
		const elsewhere = proofOf(recording, { entries, captions, attachments: [{ ...chat, entryId: '0_b' }] });
		expect(elsewhere).toMatchObject({ verdict: 'not-proven' });
	});
});

test('what is left after a stop half-way is never a recording of its own: main videos go last, streams before them, texts first', () => {
	const recording = recordingOf([
		segment(FIRST, SCREEN, GALLERY, CHAT, THUMBNAIL),
		segment(SECOND, video('f-second', 'gallery_view')),
	]);
	const entries = [
		held(parentEntry('0_a')),
		held(streamEntry('0_s', GALLERY.id, '0_a')),
		held(entryOf('0_b', parentReference(UUID, SECOND), { adminTags: ['zoomentry', fileTag('f-second')] })),
	];
	const chat = {
		id: '1_a',
		entryId: '0_a',
		filename: 'Recording 98765432101 chat file.txt',
		createdAt: NOW,
		status: 2,
	};
	const proof = proofOf(recording, { entries, attachments: [{ ...chat, sizeBytes: 1000 }] });
	expect(proof).toMatchObject({ verdict: 'proven', message: 'Every wanted file is in Kaltura.' });
	expect(proof.provenFileIds).toEqual([THUMBNAIL.id, CHAT.id, GALLERY.id, SCREEN.id, 'f-second']);
});

test('a file that nobody wants, but that Zoom has not finished, holds the recording back', () => {
	const recording = recordingOf([segment(FIRST, SCREEN, processing(THUMBNAIL))]);
	const proof = proofOf(recording, { entries: [held(parentEntry('0_a'))] });
	expect(proof.files[1]).toMatchObject({ reason: 'zoom-processing' });
	expect(proof.verdict).not.toBe('proven');
	expect(proof.message).toBe(proof.files[1]!.message);
});

test('a file without a kind is told by its type', () => {
	const [, file] = proofOf(recordingOf([segment(FIRST, SCREEN, { ...CC, recordingType: '' })]), {}).files;
	expect(file!.recordingType).toBe('CC');
});
