import {
	planImport,
	withoutFiles,
	type ImportPlan,
	type ImportSettings,
} from '../../../../lib/policy/import/import-plan';
import { outcome } from '../../../../lib/policy/outcomes';
import {
	parentReference,
	streamReference,
	nativeReference,
	CATEGORIES_OPEN_TAG,
} from '../../../../lib/policy/import/references';

import {
	AUDIO,
	captionOf,
	CHAT,
	FIRST,
	GALLERY,
	nativeParent,
	NOW,
	parentEntry,
	planInput,
	POLL,
	processing,
	recordingOf,
	SCREEN,
	SECOND,
	segment,
	SETTINGS,
	SPEAKER,
	streamEntry,
	TRANSCRIPT,
	UUID,
	video,
	entryOf,
} from './import-facts';

const LECTURE = recordingOf([segment(FIRST, GALLERY, AUDIO, SCREEN, SPEAKER, TRANSCRIPT, CHAT)]);
const with_ = (change: Partial<ImportSettings>) => ({ settings: { ...SETTINGS, ...change } });

/** What a plan would do, in words short enough for a table. */
function steps(plan: ImportPlan): string[] {
	return plan.segments.flatMap((part) => [
		...[part.parent, ...part.streams].map((entry) => `${entry.do} ${entry.role} ${entry.file?.id ?? '-'}`),
		...part.captions.map(
			({ file, label, assetId }) => `caption ${file.id} ${label}${assetId ? ` into ${assetId}` : ''}`,
		),
		...part.attachments.map(({ file }) => `attach ${file.id}`),
		...part.categories.map((category) => `publish ${category}`),
		...(part.blockAutoTranscript ? ['hold back automatic captions'] : []),
	]);
}

const reasons = (plan: ImportPlan) =>
	Object.fromEntries(plan.decided.map(({ file, outcome: result }) => [file.id, result.reason]));

describe('a recording that Kaltura does not have', () => {
	test('becomes one entry with its layouts as streams, captions, chat and categories', () => {
		const plan = planImport(planInput(LECTURE));
		expect(plan.kind).toBe('write');
		expect(steps(plan)).toEqual([
			'create parent f-screen',
			'create stream f-speaker',
			'create stream f-gallery',
			'caption f-transcript Zoom_TRANSCRIPT',
			'attach f-chat',
			'publish Zoom',
		]);
		expect(reasons(plan)).toEqual({ 'f-audio': 'audio-beside-video' });
	});

	test('is found again by the reference ids of the design', () => {
		const [part] = planImport(planInput(LECTURE)).segments;
		expect(part!.parent.referenceId).toBe(`Zoom_${UUID}${FIRST}`);
		expect(part!.streams.map(({ referenceId }) => referenceId)).toEqual([
			`Zoom_${UUID}_f-speaker`,
			`Zoom_${UUID}_f-gallery`,
		]);
		expect(part!.parent.fields!.adminTags).toBe('zoomentry,zoomfile-f-screen');
	});

	test('holds automatic captions back only when a transcript of Zoom is really there (W24)', () => {
		const fields = (...files: Array<typeof SCREEN>) =>
			planImport(planInput(recordingOf([segment(FIRST, ...files)]))).segments[0]!.parent.fields!;
		expect(fields(SCREEN, TRANSCRIPT).blockAutoTranscript).toBe(true);
		expect(fields(SCREEN).blockAutoTranscript).toBeUndefined();
		expect(fields(SCREEN, processing(TRANSCRIPT)).blockAutoTranscript).toBeUndefined();
	});

	test('names the other people once each and sends no empty list, which would clear what is there', () => {
		const rights = { owner: 'ann', coEditors: ['bob', 'BOB ', 'cem'], coPublishers: [], coViewers: ['dee'] };
		const { fields } = planImport(planInput(LECTURE, {}, { rights })).segments[0]!.parent;
		expect(fields).toMatchObject({ userId: 'ann', entitledUsersEdit: 'BOB,cem', entitledUsersView: 'dee' });
		expect(fields).not.toHaveProperty('entitledUsersPublish');
	});

	test.each([
		['audio alone leads its segment', [AUDIO], {}, ['create parent f-audio', 'publish Zoom']],
		[
			'audio beside video on request',
			[SCREEN, AUDIO],
			with_({ files: { ...SETTINGS.files, audio: 'always' } }),
			['create parent f-screen', 'create stream f-audio', 'publish Zoom'],
		],
		[
			'layouts as entries of their own',
			[SCREEN, GALLERY],
			with_({ layouts: 'separateEntries' }),
			['create parent f-screen', 'create separate f-gallery', 'publish Zoom'],
		],
		[
			'a layout nobody knows is a stream (W6)',
			[SCREEN, video('f-holo', 'hologram')],
			{},
			['create parent f-screen', 'create stream f-holo', 'publish Zoom'],
		],
		[
			'polls by switch',
			[SCREEN, POLL],
			with_({ files: { ...SETTINGS.files, polls: true } }),
			['create parent f-screen', 'attach f-poll', 'publish Zoom'],
		],
	])('%s', (_, files, more, expected) => {
		expect(steps(planImport(planInput(recordingOf([segment(FIRST, ...files)]), {}, more)))).toEqual(expected);
	});

	test('in two segments becomes two entries that say which part they are (W28)', () => {
		const plan = planImport(
			planInput(recordingOf([segment(FIRST, SCREEN), segment(SECOND, video('f-2', 'gallery_view'))])),
		);
		expect(plan.segments.map(({ parent }) => parent.fields!.name)).toEqual([
			'Algebra I (1 of 2)',
			'Algebra I (2 of 2)',
		]);
		expect(plan.segments.map(({ parent }) => parent.referenceId)).toEqual([
			parentReference(UUID, FIRST),
			parentReference(UUID, SECOND),
		]);
	});

	test('of which only a transcript is there waits for its video, and creates nothing (W22)', () => {
		const plan = planImport(planInput(recordingOf([segment(FIRST, TRANSCRIPT)])));
		expect(plan.segments).toEqual([]);
		expect(plan.decided[0]!.outcome).toMatchObject({ status: 'waiting', reason: 'media-not-there-yet' });
	});
});

describe('files that Zoom is still processing', () => {
	test.each([
		[
			'a video holds the whole recording back, so that the parent is chosen once',
			[SCREEN, processing(GALLERY), CHAT],
			'wait',
		],
		['audio that might become the parent does too', [processing(AUDIO)], 'wait'],
		['a video that says completed with no byte is not finished (fault case 10)', [{ ...SCREEN, sizeBytes: 0 }], 'wait'],
	])('%s', (_, files, kind) => {
		const plan = planImport(planInput(recordingOf([segment(FIRST, ...files)])));
		expect(plan.kind).toBe(kind);
		expect(plan.segments).toEqual([]);
		expect(new Set(plan.decided.map(({ outcome: result }) => result.status))).toEqual(new Set(['waiting']));
		expect(plan.decided).toHaveLength(files.length);
	});

	test('a transcript waits alone, the rest goes on', () => {
		const plan = planImport(planInput(recordingOf([segment(FIRST, SCREEN, processing(TRANSCRIPT))])));
		expect(steps(plan)).toEqual(['create parent f-screen', 'publish Zoom']);
		expect(reasons(plan)).toEqual({ 'f-transcript': 'files-processing' });
	});

	test('audio that nobody wants holds nothing back', () => {
		const never = with_({ files: { ...SETTINGS.files, audio: 'never' } });
		const plan = planImport(planInput(recordingOf([segment(FIRST, SCREEN, processing(AUDIO))]), {}, never));
		expect(plan.kind).toBe('write');
	});
});

describe('a recording that an earlier run imported', () => {
	const THERE = {
		entries: [parentEntry('0_p'), streamEntry('0_s', 'f-speaker', '0_p'), streamEntry('0_g', 'f-gallery', '0_p')],
		captions: [captionOf('0_c', '0_p')],
		attachments: [
			{ id: '0_a', entryId: '0_p', filename: 'Recording 98765432101 chat file.txt', createdAt: 1, status: 2 },
		],
	};

	test('needs nothing: no write, and every file says so (I6)', () => {
		const plan = planImport(planInput(LECTURE, THERE));
		expect(plan.kind).toBe('nothing');
		expect(reasons(plan)).toEqual({
			'f-audio': 'audio-beside-video',
			'f-screen': 'file-already-imported',
			'f-speaker': 'file-already-imported',
			'f-gallery': 'file-already-imported',
			'f-transcript': 'file-already-imported',
			'f-chat': 'file-already-imported',
		});
	});

	test.each(['0', '1', '4', '5', '6'])(
		'status %s counts as there: importing and moderated entries are not made again',
		(status) => {
			const entries = THERE.entries.map((entry) => ({ ...entry, status }));
			expect(planImport(planInput(LECTURE, { ...THERE, entries })).kind).toBe('nothing');
		},
	);

	test('a late transcript joins its entry and holds automatic captions back', () => {
		const plan = planImport(planInput(LECTURE, { ...THERE, captions: [] }));
		expect(steps(plan)).toContain('caption f-transcript Zoom_TRANSCRIPT');
		expect(steps(plan)).toContain('hold back automatic captions');
		expect(steps(plan).filter((step) => /create|fill|publish/.test(step))).toEqual([]);
	});

	test('a late layout that ranks before the parent takes its place, and what led becomes a stream', () => {
		const late = recordingOf([segment(FIRST, SPEAKER, SCREEN)]);
		const entries = [parentEntry('0_p', { adminTags: ['zoomentry', 'zoomfile-f-speaker'] })];
		expect(steps(planImport(planInput(late, { entries })))).toEqual([
			'replace parent f-screen',
			'create stream f-speaker',
		]);
	});

	test.each([
		['Kaltura is still fetching what leads', { status: '0' }, 'import-pending'],
		['other content is on its way', { replacement: 'underWay' as const }, 'import-pending'],
		['somebody has cut the entry', { edited: true }, undefined],
		['the entry is older than two weeks', { createdAt: NOW - 15 * 86_400 }, undefined],
		['what leads has failed', { status: '-2' }, undefined],
	])('a late better layout does not take the lead while %s', (_, more, reason) => {
		const late = recordingOf([segment(FIRST, SPEAKER, SCREEN)]);
		const entries = [parentEntry('0_p', { adminTags: ['zoomentry', 'zoomfile-f-speaker'], ...more })];
		const plan = planImport(planInput(late, { entries }));
		expect(steps(plan).filter((step) => step.includes('replace'))).toEqual([]);
		expect(reasons(plan)['f-screen']).toBe(reason);
	});

	test('a video takes the place of an entry that holds its sound alone; that one goes when the other has its content', () => {
		const late = recordingOf([segment(FIRST, AUDIO, SCREEN)]);
		const sound = parentEntry('0_a', { name: 'Algebra I', adminTags: ['zoomentry', 'zoomfile-f-audio'] });
		const before = planImport(planInput(late, { entries: [sound] }));
		expect(steps(before)).toEqual(['create parent f-screen', 'publish Zoom']);
		expect(before).toMatchObject({ superseded: [{ entryId: '0_a', by: null }], leftovers: [] });
		const empty = parentEntry('0_b', { status: '7' });
		expect(planImport(planInput(late, { entries: [sound, empty] })).superseded).toMatchObject([{ by: null }]);
		const filled = parentEntry('0_b', { name: 'Algebra I' });
		const after = planImport(planInput(late, { entries: [sound, filled] }));
		expect(after).toMatchObject({ kind: 'write', superseded: [{ entryId: '0_a', by: '0_b' }] });
		expect(steps(after)).toEqual(['keep parent f-screen']);
		const aside = { ...sound, adminTags: [...sound.adminTags, 'zoomaside-sound'] };
		expect(planImport(planInput(late, { entries: [aside, filled] }))).toMatchObject({
			kind: 'nothing',
			superseded: [],
		});
	});

	test('a second segment becomes a second entry, the first is left alone (W3)', () => {
		const more = recordingOf([segment(FIRST, SCREEN), segment(SECOND, video('f-2', 'gallery_view'))]);
		const plan = planImport(planInput(more, { entries: [parentEntry('0_p')] }));
		expect(steps(plan)).toEqual(['keep parent f-screen', 'create parent f-2', 'publish Zoom']);
	});

	test('a transcript without media beside it joins the entry of its segment', () => {
		const plan = planImport(planInput(recordingOf([segment(FIRST, TRANSCRIPT)]), { entries: [parentEntry('0_p')] }));
		expect(steps(plan)).toEqual([
			'keep parent -',
			'caption f-transcript Zoom_TRANSCRIPT',
			'hold back automatic captions',
		]);
		expect(plan.segments[0]!.parent.entryId).toBe('0_p');
	});

	describe('a transcript of a segment whose media Zoom does not list', () => {
		const LATER_TRANSCRIPT = { ...TRANSCRIPT, id: 'f-transcript-2' };
		const secondsAfter = (startedAt: string, hours: number) => Date.parse(startedAt) / 1000 + hours * 3600;
		const planned = (startedAt: string, hours: number) =>
			planImport({
				...planInput(recordingOf([segment(FIRST, SCREEN), segment(startedAt, LATER_TRANSCRIPT)])),
				now: secondsAfter(startedAt, hours),
			});

		test('waits for them when no other segment was running then, so that it does not hang on a foreign entry', () => {
			const plan = planned(SECOND, 2);
			expect(steps(plan)).toEqual(['create parent f-screen', 'publish Zoom']);
			expect(reasons(plan)).toEqual({ 'f-transcript-2': 'media-not-there-yet' });
		});

		test('joins the segment before it after a day: nothing waits for ever', () => {
			expect(steps(planned(SECOND, 24))).toContain('caption f-transcript-2 Zoom_TRANSCRIPT');
		});

		test('joins at once the segment that was running then', () => {
			const WITHIN_FIRST = FIRST.replace('09:00', '09:10');
			expect(steps(planned(WITHIN_FIRST, 2))).toContain('caption f-transcript-2 Zoom_TRANSCRIPT');
		});
	});

	test('categories that people removed stay removed; those that were missing are tried again', () => {
		expect(planImport(planInput(LECTURE, THERE)).segments[0]!.categories).toEqual([]);
		const open = [
			parentEntry('0_p', { adminTags: ['zoomentry', 'zoomfile-f-screen', CATEGORIES_OPEN_TAG] }),
			...THERE.entries.slice(1),
		];
		expect(steps(planImport(planInput(LECTURE, { ...THERE, entries: open })))).toContain('publish Zoom');
	});

	test.each([
		['2 failed import', '-2'],
		['1 failed conversion', '-1'],
		['a virus', 'virusScan.Infected'],
	])('an entry with %s is reported, and fetched again on request', (_, status) => {
		const entries = [parentEntry('0_p', { status })];
		const recording = recordingOf([segment(FIRST, SCREEN)]);
		const reported = planImport(planInput(recording, { entries }));
		expect(reported.kind).toBe('nothing');
		expect(reasons(reported)).toEqual({ 'f-screen': 'import-failed-in-kaltura' });
		const again = planImport(planInput(recording, { entries }, with_({ failedEntries: 'importAgain' })));
		expect(steps(again)).toEqual(['replace parent f-screen']);
		const underWay = [parentEntry('0_p', { status, replacement: 'underWay' })];
		expect(planImport(planInput(recording, { entries: underWay }, with_({ failedEntries: 'importAgain' }))).kind).toBe(
			'nothing',
		);
	});
});

describe('what a killed run leaves behind', () => {
	test('an empty entry of ours gets its content, its categories and what is missing beside it (fault case 32)', () => {
		const plan = planImport(planInput(LECTURE, { entries: [parentEntry('0_p', { status: '7' })] }));
		expect(steps(plan)).toEqual([
			'fill parent f-screen',
			'create stream f-speaker',
			'create stream f-gallery',
			'caption f-transcript Zoom_TRANSCRIPT',
			'attach f-chat',
			'publish Zoom',
			'hold back automatic captions',
		]);
		expect(plan.segments[0]!.parent.entryId).toBe('0_p');
	});

	test('a caption without content gets it, instead of a second caption beside it', () => {
		const entries = [parentEntry('0_p')];
		const recording = recordingOf([segment(FIRST, SCREEN, TRANSCRIPT)]);
		const queued = (createdAt: number) => ({ entries, captions: [captionOf('0_c', '0_p', { status: 0, createdAt })] });
		expect(steps(planImport(planInput(recording, queued(NOW - 3600))))).toContain(
			'caption f-transcript Zoom_TRANSCRIPT into 0_c',
		);
		expect(planImport(planInput(recording, queued(NOW - 5))).kind).toBe('nothing');
	});

	test('a second caption and a second chat, added in the same moment by a worker that was killed then, are deleted', () => {
		const entries = [parentEntry('0_p')];
		const recording = recordingOf([segment(FIRST, SCREEN, TRANSCRIPT, CHAT)]);
		const captions = [captionOf('0_d', '0_p'), captionOf('0_c', '0_p')];
		const filename = 'Recording 98765432101 chat file.txt';
		const attachments = ['0_f', '0_e'].map((id) => ({ id, entryId: '0_p', filename, createdAt: NOW - 9, status: 2 }));
		const plan = planImport(planInput(recording, { entries, captions, attachments }));
		expect(plan.kind).toBe('write');
		expect(plan.segments[0]).toMatchObject({
			captions: [],
			attachments: [],
			surplus: [
				{ kind: 'caption', id: '0_d' },
				{ kind: 'attachment', id: '0_f' },
			],
		});
		const after = { entries, captions: captions.slice(1), attachments: attachments.slice(1) };
		expect(planImport(planInput(recording, after)).kind).toBe('nothing');
	});

	test('an empty duplicate beside the entry that works is deleted', () => {
		const entries = [parentEntry('0_b', { status: '7', createdAt: NOW - 90_000 }), parentEntry('0_a')];
		const plan = planImport(planInput(recordingOf([segment(FIRST, SCREEN)]), { entries }));
		expect(plan.leftovers).toEqual(['0_b']);
		expect(plan.kind).toBe('write');
		expect(plan.segments[0]!.parent.entryId).toBe('0_a');
	});

	test('an entry that another worker created a moment ago is left to it', () => {
		const young = [parentEntry('0_p', { status: '7', createdAt: NOW - 5 })];
		const plan = planImport(planInput(LECTURE, { entries: young }));
		expect(plan).toMatchObject({ kind: 'wait', elsewhere: true, segments: [] });
		expect(plan.decided.find(({ file }) => file.id === 'f-screen')!.outcome.reason).toBe('imported-elsewhere');
		const own = planImport(planInput(LECTURE, { entries: young }, { mine: new Set(['0_p']) }));
		expect(steps(own)[0]).toBe('fill parent f-screen');
	});

	test('waiting for one segment does not keep us from the other, or two workers would wait for each other', () => {
		const two = recordingOf([segment(FIRST, SCREEN), segment(SECOND, video('f-2', 'gallery_view'))]);
		const entries = [
			parentEntry('0_theirs', { status: '7', createdAt: NOW - 5 }),
			entryOf('0_mine', parentReference(UUID, SECOND), {
				status: '7',
				createdAt: NOW - 5,
				adminTags: ['zoomfile-f-2'],
			}),
		];
		const plan = planImport(planInput(two, { entries }, { mine: new Set(['0_mine']) }));
		expect(plan).toMatchObject({ kind: 'write', elsewhere: true });
		expect(steps(plan)).toEqual(['fill parent f-2', 'publish Zoom']);
	});
});

describe("what Kaltura's own integration imported", () => {
	test('is recognised for ever and left as it is (fault case 51)', () => {
		const plan = planImport(planInput(LECTURE, { entries: [nativeParent('0_n', { createdAt: NOW - 900 * 86_400 })] }));
		expect(plan.kind).toBe('nothing');
		expect(reasons(plan)).toMatchObject({
			'f-screen': 'imported-by-native-integration',
			'f-transcript': 'imported-by-native-integration',
		});
	});

	test('is completed on request with transcripts, chat and the layouts that it drops', () => {
		const recording = recordingOf([
			segment(FIRST, SCREEN, GALLERY, video('f-sign', 'sign_interpretation'), TRANSCRIPT, CHAT),
		]);
		const plan = planImport(
			planInput(recording, { entries: [nativeParent('0_n')] }, with_({ nativeEntries: 'complete' })),
		);
		expect(steps(plan)).toEqual([
			'keep parent -',
			'create stream f-sign',
			'caption f-transcript Zoom_TRANSCRIPT',
			'attach f-chat',
			'hold back automatic captions',
		]);
		expect(plan.segments[0]!.parent.entryId).toBe('0_n');
	});

	test('a placeholder that it has just made is left to it, an old one is filled with name and owner (W10)', () => {
		const recording = recordingOf([segment(FIRST, SCREEN)]);
		const young = planImport(
			planInput(recording, { entries: [nativeParent('0_n', { status: '7', createdAt: NOW - 600 })] }),
		);
		expect(reasons(young)).toEqual({ 'f-screen': 'native-import-running' });
		expect(young.kind).toBe('nothing');
		const old = planImport(planInput(recording, { entries: [nativeParent('0_n', { status: '7' })] }));
		expect(steps(old)).toEqual(['fill parent f-screen', 'publish Zoom']);
		expect(old.segments[0]!.parent.fields).toMatchObject({ name: 'Algebra I', userId: 'ann' });
	});

	test('a child of it never makes us skip the meeting (W3)', () => {
		const child = entryOf('0_k', nativeReference(UUID), { parentEntryId: '0_other', adminTags: [] });
		expect(steps(planImport(planInput(recordingOf([segment(FIRST, SCREEN)]), { entries: [child] })))[0]).toBe(
			'create parent f-screen',
		);
	});

	test('an entry of a whole meeting stands for one segment; the next is imported', () => {
		const old = entryOf('0_l', nativeReference(UUID), { adminTags: ['zoomentry'] });
		const two = recordingOf([segment(FIRST, SCREEN), segment(SECOND, video('f-2', 'gallery_view'))]);
		const plan = planImport(planInput(two, { entries: [old] }));
		expect(reasons(plan)).toEqual({ 'f-screen': 'imported-by-native-integration' });
		expect(steps(plan)).toEqual(['keep parent -', 'create parent f-2', 'publish Zoom']);
	});
});

describe('what people deleted in Kaltura (fault case 39)', () => {
	const recording = recordingOf([segment(FIRST, SCREEN, GALLERY)]);

	test('stays in the recycle bin and is reported', () => {
		const entries = [parentEntry('0_p', { recycled: true })];
		const plan = planImport(planInput(recording, { entries }));
		expect(plan.kind).toBe('nothing');
		expect(plan.decided.map(({ outcome: result }) => result.status)).toEqual(['needs-attention', 'needs-attention']);
		const again = planImport(planInput(recording, { entries }, with_({ deletedEntries: 'importAgain' })));
		expect(steps(again)[0]).toBe('create parent f-screen');
	});

	test('stays deleted when an earlier run knew its entry', () => {
		const plan = planImport(planInput(recording, { goneEntryIds: ['0_p'] }));
		expect(plan.kind).toBe('nothing');
		expect(plan.decided[0]!.outcome.message).toContain('0_p');
	});

	test('a deleted stream stays deleted while its parent lives', () => {
		const plan = planImport(planInput(recording, { entries: [parentEntry('0_p')], goneEntryIds: ['0_g'] }));
		expect(plan.kind).toBe('nothing');
		expect(reasons(plan)).toMatchObject({ 'f-gallery': 'changed-in-kaltura' });
	});
});

describe('files that turn out to be unreadable', () => {
	const failed = (id: string) => new Map([[id, outcome('download-not-media', { file: id, contentType: 'text/html' })]]);

	test('a stream is left out, the rest goes on (fault case 40)', () => {
		const plan = withoutFiles(planImport(planInput(LECTURE)), failed('f-gallery'));
		expect(steps(plan)).not.toContain('create stream f-gallery');
		expect(steps(plan)).toContain('create parent f-screen');
		expect(reasons(plan)).toMatchObject({ 'f-gallery': 'download-not-media' });
	});

	test('without the main file nothing of the segment is created, and every file says why', () => {
		const plan = withoutFiles(planImport(planInput(LECTURE)), failed('f-screen'));
		expect(plan.segments).toEqual([]);
		expect(reasons(plan)).toMatchObject({
			'f-screen': 'download-not-media',
			'f-gallery': 'main-file-failed',
			'f-chat': 'main-file-failed',
		});
	});
});

test('every file of every recording is either in the plan or decided, exactly once (I7)', () => {
	const everything = [
		SCREEN,
		SPEAKER,
		GALLERY,
		AUDIO,
		TRANSCRIPT,
		CHAT,
		POLL,
		video('f-x', ''),
		{ ...POLL, id: 'f-odd', fileType: 'HOLO', recordingType: 'x', extension: 'bin' },
	];
	for (const entries of [
		[],
		[parentEntry('0_p')],
		[nativeParent('0_n')],
		[parentEntry('0_p', { status: '-1' })],
		[parentEntry('0_p', { recycled: true })],
	]) {
		const plan = planImport(planInput(recordingOf([segment(FIRST, ...everything)]), { entries }));
		const planned = plan.segments.flatMap((part) =>
			[
				...[part.parent, ...part.streams].filter((entry) => entry.do !== 'keep'),
				...part.captions,
				...part.attachments,
			].map(({ file }) => file!.id),
		);
		expect([...planned, ...plan.decided.map(({ file }) => file.id)].toSorted()).toEqual(
			everything.map(({ id }) => id).toSorted(),
		);
	}
});

test('a stream of another parent is not taken for ours', () => {
	const entries = [
		parentEntry('0_p'),
		entryOf('0_s', streamReference(UUID, 'f-gallery'), { parentEntryId: '0_elsewhere' }),
	];
	const plan = planImport(planInput(recordingOf([segment(FIRST, SCREEN, GALLERY)]), { entries }));
	expect(steps(plan)).toEqual(['keep parent f-screen', 'create stream f-gallery']);
});

test('two complete entries of one race are reported, a clone that people made later is not', () => {
	const duplicatesOf = (createdAt: number) =>
		planImport(
			planInput(recordingOf([segment(FIRST, SCREEN)]), {
				entries: [parentEntry('0_a'), parentEntry('0_b', { createdAt })],
			}),
		).duplicates;
	expect(duplicatesOf(NOW - 79_990)).toEqual(['0_b']);
	expect(duplicatesOf(NOW - 40_000)).toEqual([]);
});
