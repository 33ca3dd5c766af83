import { nextTry, triesOf, withOneMoreTry } from '../../../../lib/policy/import/failed-tries';
import { importOutcome } from '../../../../lib/policy/import/import-outcome';
import { planImport, withoutFiles } from '../../../../lib/policy/import/import-plan';
import { fileTag, parentReference, ZOOM_ENTRY_TAG } from '../../../../lib/policy/import/references';
import { namesAfterRename } from '../../../../lib/policy/import/renamed-entries';
import { outcome } from '../../../../lib/policy/outcomes';
import { toRecording } from '../../../../lib/zoom/recording';
import { zoomRecording } from '../../../../lib/zoom/schemas';

import {
	AUDIO,
	entryOf,
	FIRST,
	GALLERY,
	NOW,
	parentEntry,
	planInput,
	processing,
	recordingOf,
	SCREEN,
	SECOND,
	segment,
	SETTINGS,
	TRANSCRIPT,
	UUID,
	video,
} from './import-facts';

const DAY = 86_400;
const reasons = (plan: ReturnType<typeof planImport>) =>
	Object.fromEntries(plan.decided.map(({ file, outcome: { reason } }) => [file.id, reason]));

describe('a recording that is still running', () => {
	const running = (more: object) =>
		toRecording(
			zoomRecording.parse({
				uuid: 'u==',
				host_id: 'h',
				topic: 'T',
				start_time: FIRST,
				recording_files: [
					{
						id: 'a',
						file_type: 'M4A',
						recording_type: 'audio_only',
						recording_start: FIRST,
						file_size: 5,
						status: 'completed',
					},
					{ id: 'r', recording_start: FIRST, file_type: '', ...more },
				],
			}),
		);

	test.each([{}, { status: 'recording' }, { status: 'processing' }])(
		'is waited for, and its finished audio does not become the parent: %j',
		(more) => {
			const recording = running(more);
			expect(recording.complete).toBe(false);
			expect(planImport(planInput(recording)).kind).toBe('wait');
		},
	);
});

describe('one dead file does not hold the others back for ever', () => {
	const dead = { ...SCREEN, sizeBytes: 0 };
	const at = (days: number) => NOW - NOW + Date.parse('2026-03-02T10:30:00Z') / 1000 + days * DAY;

	test.each([
		['of 0 bytes', dead],
		['that Zoom calls failed', { ...SCREEN, status: 'failed' }],
		['that is in work for good', processing(SCREEN)],
	])('a main layout %s is waited for, and after three days the rest is imported without it', (_, file) => {
		const recording = recordingOf([segment(FIRST, file, GALLERY, TRANSCRIPT)]);
		expect(planImport({ ...planInput(recording), now: at(2) }).kind).toBe('wait');
		const plan = planImport({ ...planInput(recording), now: at(3) });
		expect(plan.kind).toBe('write');
		expect(plan.segments[0]!.parent.file?.id).toBe(GALLERY.id);
		expect(reasons(plan)).toEqual({ [file.id]: 'never-finished' });
		expect(plan.segments[0]!.parent.fields?.description).toMatch(/Missing in Zoom: Shared screen with speaker/i);
	});

	test('a layout whose address answers 404 leaves the lead to another one', () => {
		const recording = recordingOf([segment(FIRST, SCREEN, GALLERY)]);
		const plan = planImport({ ...planInput(recording), now: at(4), lost: new Set([SCREEN.id]) });
		expect(plan.segments[0]!.parent.file?.id).toBe(GALLERY.id);
		expect(reasons(plan)).toEqual({ [SCREEN.id]: 'gone-at-source' });
	});

	test('audio takes the lead where no video will come', () => {
		const plan = planImport({ ...planInput(recordingOf([segment(FIRST, dead, AUDIO)])), now: at(9) });
		expect(plan.segments[0]!.parent).toMatchObject({ file: { id: AUDIO.id }, mediaType: 'audio' });
	});

	test('the recording is partial then, and final: nobody waits for what never comes', () => {
		const files = [
			outcome('file-imported', { file: 'g', entryId: '0_a', as: 'x' }),
			outcome('never-finished', { file: 's', state: 'failed' }),
		];
		expect(importOutcome({ files, notes: [], owner: 'ann', newEntries: 1 })).toMatchObject({
			status: 'partial',
			retryable: false,
			message: expect.stringContaining('1 of 2 files could not be imported'),
		});
	});
});

describe('a transcript that cannot be used', () => {
	const recording = recordingOf([segment(FIRST, SCREEN, TRANSCRIPT)]);

	test('does not switch off Kaltura’s own captions of a new entry', () => {
		const plan = planImport(planInput(recording));
		expect(plan.segments[0]!.parent.fields?.blockAutoTranscript).toBe(true);
		const without = withoutFiles(
			plan,
			new Map([[TRANSCRIPT.id, outcome('not-a-caption-file', { file: TRANSCRIPT.id })]]),
		);
		expect(without.segments[0]!.parent.fields).toBeDefined();
		expect(without.segments[0]!.parent.fields).not.toHaveProperty('blockAutoTranscript');
	});

	test('nor of one that is there', () => {
		const plan = planImport(planInput(recording, { entries: [parentEntry('0_a')] }));
		expect(plan.segments[0]!.blockAutoTranscript).toBe(true);
		const failed = new Map([[TRANSCRIPT.id, outcome('caption-without-words', { file: TRANSCRIPT.id })]]);
		expect(withoutFiles(plan, failed).segments[0]!.blockAutoTranscript).toBe(false);
	});
});

test('a run that writes something other than files does not say that nothing was written', () => {
	const files = [outcome('file-already-imported', { file: 'a', entryId: '0_a' })];
	const said = (putRight: boolean) =>
		importOutcome({ files, notes: [], owner: 'ann', newEntries: 0, putRight }).message;
	expect(said(false)).toMatch(/nothing was written/);
	expect(said(true)).not.toMatch(/nothing was written/);
});

describe('an entry that Kaltura could not import', () => {
	const recording = recordingOf([segment(FIRST, SCREEN)]);
	const again = { ...SETTINGS, failedEntries: 'importAgain' as const };
	const planWith = (adminTags: string[]) =>
		planImport({
			...planInput(recording, { entries: [parentEntry('0_a', { status: '-1', adminTags })] }),
			settings: again,
		});
	const tags = ['zoomentry', 'zoomfile-f-screen'];

	test('is fetched again, and the try is remembered in the entry itself before it is made', () => {
		const [planned] = planWith(tags).segments;
		expect(planned!.parent).toMatchObject({ do: 'replace', tagsOfTry: [...tags, `zoomtry-1-${NOW}`] });
	});

	test('is left in peace for a while after a try, and the outcome says that it waits', () => {
		const plan = planWith([...tags, `zoomtry-1-${NOW - 60}`]);
		expect(plan.kind).toBe('nothing');
		expect(plan.decided[0]!.outcome).toMatchObject({ status: 'waiting', reason: 'import-tried-again-later' });
	});

	test('is no more fetched after the third try, and the outcome promises nothing', () => {
		const plan = planWith([...tags, `zoomtry-3-${NOW - 9 * DAY}`]);
		expect(plan.kind).toBe('nothing');
		expect(plan.decided[0]!.outcome).toMatchObject({ status: 'failed', retryable: false });
		expect(plan.decided[0]!.outcome.nextStep).not.toMatch(/retry/i);
	});

	test('the pauses between tries double', () => {
		const at = (count: number, seconds: number) => nextTry({ count, lastAt: NOW }, { most: 3 }, NOW + seconds);
		expect([at(1, 899), at(1, 900), at(2, 1799), at(2, 1800), at(3, DAY)]).toEqual([
			'later',
			'now',
			'later',
			'now',
			'never',
		]);
		expect(triesOf(withOneMoreTry(withOneMoreTry(tags, NOW), NOW + 5))).toEqual({ count: 2, lastAt: NOW + 5 });
	});
});

describe('an entry that a killed run left empty before a better file came', () => {
	const left = (file: { id: string }) =>
		parentEntry('0_a', { status: '7', adminTags: [ZOOM_ENTRY_TAG, fileTag(file.id)] });
	const planFor = (files: Parameters<typeof segment>[1][], made: { id: string }) => {
		const settings = { ...SETTINGS, files: { ...SETTINGS.files, audio: 'always' as const } };
		return planImport(planInput(recordingOf([segment(FIRST, ...files)]), { entries: [left(made)] }, { settings }));
	};

	test('made for sound: it goes, and the next run begins with the video, not with sound that carries it as a stream', () => {
		const plan = planFor([AUDIO, SCREEN], AUDIO);
		expect(plan).toMatchObject({ kind: 'write', segments: [], leftovers: ['0_a'] });
		expect(reasons(plan)).toEqual({ 'f-audio': 'starts-over', 'f-screen': 'starts-over' });
	});

	test('made for a lesser layout: it is filled with the better one, and the lesser becomes a stream', () => {
		const [planned] = planFor([GALLERY, SCREEN], GALLERY).segments;
		expect(planned!.parent).toMatchObject({ do: 'fill', entryId: '0_a', file: SCREEN, insteadOf: GALLERY });
		expect(planned!.streams.map(({ file }) => file)).toEqual([GALLERY]);
	});

	test('made for the best layout: it is filled with it', () => {
		const [planned] = planFor([GALLERY, SCREEN], SCREEN).segments;
		expect(planned!.parent).toMatchObject({ do: 'fill', entryId: '0_a', file: SCREEN });
		expect(planned!.parent.insteadOf).toBeUndefined();
	});

	test('a better layout that cannot be read leaves it empty, and calls nothing imported', () => {
		const failed = new Map([[SCREEN.id, outcome('download-not-media', { file: SCREEN.id, contentType: 'text/html' })]]);
		const plan = withoutFiles(planFor([GALLERY, SCREEN], GALLERY), failed);
		expect(plan.segments).toEqual([]);
		expect(reasons(plan)).toEqual({ 'f-screen': 'download-not-media', 'f-gallery': 'main-file-failed' });
	});
});

describe('"n of m" after a later segment', () => {
	const recording = recordingOf([segment(FIRST, SCREEN), segment(SECOND, video('f-second', 'gallery_view'))]);
	const planWith = (name: string) => planImport(planInput(recording, { entries: [parentEntry('0_a', { name })] }));

	test('is right on the entry that was alone before', () => {
		const plan = planWith('Algebra I');
		expect(plan.segments[0]!.parent).toMatchObject({ do: 'keep', rename: 'Algebra I (1 of 2)' });
		expect(plan.segments[1]!.parent.fields?.name).toBe('Algebra I (2 of 2)');
	});

	test('is right where Zoom showed the first segment last: "Algebra I" is the second then, and nobody\'s own name', () => {
		const second = entryOf('0_b', parentReference(UUID, SECOND), {
			name: 'Algebra I',
			adminTags: [ZOOM_ENTRY_TAG, fileTag('f-second')],
		});
		const plan = planImport(planInput(recording, { entries: [second] }));
		expect(plan.segments[0]!.parent.fields?.name).toBe('Algebra I (1 of 2)');
		expect(plan.segments[1]!.parent).toMatchObject({ do: 'keep', rename: 'Algebra I (2 of 2)' });
	});

	test.each(['Algebra I (1 of 2)', 'My best lecture', 'Algebra I – final'])('leaves the name %j alone', (name) => {
		expect(planWith(name).segments[0]!.parent.rename).toBeUndefined();
	});

	test('a name that we wrote when there was one segment is none that a person gave, when the topic changes', () => {
		const renamed = { ...recording, topic: 'Algebra II' };
		expect(namesAfterRename(renamed, 'Algebra I', '{topic}').get('Algebra I')).toBe('Algebra II (1 of 2)');
		expect(namesAfterRename(renamed, 'Algebra I', '{topic}').get('Algebra I (2 of 2)')).toBe('Algebra II (2 of 2)');
	});
});
