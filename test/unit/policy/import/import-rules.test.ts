import { chooseAsset } from '../../../../lib/policy/import/asset-standing';
import { planAttachments } from '../../../../lib/policy/import/attachments';
import { fileTag } from '../../../../lib/policy/import/references';
import {
	captionFormat,
	captionLanguage,
	hasWords,
	planCaptions,
	spokenText,
	trackTags,
} from '../../../../lib/policy/import/captions';
import { levelsOf, matchCategory, normalizePath, wishedCategories } from '../../../../lib/policy/import/categories';
import {
	cleanText,
	cutToBytes,
	entryDescription,
	entryName,
	tagList,
	unknownPlaceholders,
} from '../../../../lib/policy/import/entry-text';
import { chooseEntry, losingEntries } from '../../../../lib/policy/import/existing-entries';
import { isFinished, roleOf, sortFiles } from '../../../../lib/policy/import/files';
import { importOutcome } from '../../../../lib/policy/import/import-outcome';
import { outcome } from '../../../../lib/policy/outcomes';
import { chooseParent } from '../../../../lib/policy/import/parent';

import {
	AUDIO,
	captionOf,
	CC,
	CHAT,
	FIRST,
	GALLERY,
	NOW,
	parentEntry,
	participant,
	POLL,
	recordingOf,
	SCREEN,
	segment,
	SETTINGS,
	SPEAKER,
	streamEntry,
	SUMMARY,
	THUMBNAIL,
	TIMELINE,
	TRANSCRIPT,
	video,
} from './import-facts';

describe('which file leads a segment', () => {
	test.each([
		[
			'the shared screen with speaker and captions leads everything',
			['gallery_view', 'shared_screen_with_speaker_view(CC)', 'shared_screen_with_speaker_view'],
			'shared_screen_with_speaker_view(CC)',
		],
		[
			'the shared screen with speaker',
			['active_speaker', 'shared_screen_with_speaker_view', 'shared_screen'],
			'shared_screen_with_speaker_view',
		],
		[
			'the screen with gallery before the bare screen',
			['shared_screen', 'shared_screen_with_gallery_view'],
			'shared_screen_with_gallery_view',
		],
		['the bare screen before people', ['speaker_view', 'shared_screen'], 'shared_screen'],
		['the old speaker view before the active speaker', ['active_speaker', 'speaker_view'], 'speaker_view'],
		['the active speaker before the gallery', ['gallery_view', 'active_speaker'], 'active_speaker'],
		['a known layout before one that Zoom adds next year', ['hologram', 'gallery_view'], 'gallery_view'],
		['unknown ones alphabetically, so that every worker agrees', ['production_studio', 'host_video'], 'host_video'],
		['a video without any type is still a video', [''], ''],
	])('%s', (_, layouts, leader) => {
		const chosen = chooseParent(layouts.map((layout, index) => video(`f${index}`, layout)));
		expect(chosen!.parent.recordingType).toBe(leader);
		expect(chosen!.children).toHaveLength(layouts.length - 1);
	});

	test('audio leads only where there is no video', () => {
		expect(chooseParent([GALLERY], [AUDIO])!.parent).toBe(GALLERY);
		expect(chooseParent([], [AUDIO])!.parent).toBe(AUDIO);
		expect(chooseParent([], [])).toBeNull();
	});
});

describe('what a file is good for', () => {
	test.each([
		[SCREEN, 'video'],
		[{ ...SCREEN, fileType: '', extension: 'mp4' }, 'video'],
		[AUDIO, 'audio'],
		[video('x', 'audio_interpretation', { fileType: 'M4A', extension: 'm4a' }), 'audio'],
		[participant('x', 'Ann'), 'participantAudio'],
		[TRANSCRIPT, 'transcript'],
		[{ ...TRANSCRIPT, recordingType: '' }, 'transcript'],
		[CC, 'closedCaptions'],
		[{ ...CC, recordingType: 'cc_transcript' }, 'closedCaptions'],
		[CHAT, 'chat'],
		[{ ...CHAT, fileType: 'CHAT_MESSAGE' }, 'chat'],
		[POLL, 'polls'],
		[SUMMARY, 'summary'],
		[TIMELINE, 'timeline'],
		[{ ...TIMELINE, fileType: 'TB', recordingType: '' }, 'timeline'],
		[THUMBNAIL, 'thumbnail'],
		[{ ...POLL, fileType: 'HOLO', recordingType: 'x', extension: 'bin' }, 'other'],
	])('%j is %s', (file, role) => expect(roleOf(file)).toBe(role));

	test.each([
		['completed media', SCREEN, true],
		['media without a byte', { ...SCREEN, sizeBytes: 0 }, false],
		['processing', { ...SCREEN, status: 'processing' }, false],
		['an unknown status', { ...CHAT, status: 'scanning' }, false],
		['an old caption row without status and size', { ...CC, status: '', sizeBytes: 0 }, true],
	])('%s: finished %s', (_, file, finished) => expect(isFinished(file)).toBe(finished));

	test('what the switches leave out is named, not dropped', () => {
		const everything = segment(FIRST, SCREEN, AUDIO, CHAT, POLL, SUMMARY, TIMELINE, THUMBNAIL, participant('p', 'Ann'));
		const sorted = sortFiles(everything, { ...SETTINGS.files, chat: false });
		expect(sorted.attachments).toEqual([]);
		expect(sorted.left.map(({ file, outcome: { reason } }) => `${file.id} ${reason}`)).toEqual([
			'f-audio audio-beside-video',
			'f-chat file-not-wanted',
			'f-poll file-not-wanted',
			'f-summary file-not-wanted',
			'f-timeline file-not-wanted',
			'f-thumbnail file-not-wanted',
			'p file-not-wanted',
		]);
	});
});

describe('names and texts that Kaltura takes', () => {
	test.each([
		['control characters go', 'Algebra\u0000 I\u000b!', 'Algebra I !'],
		['line breaks become blanks', 'Algebra\r\nI', 'Algebra I'],
		['emoji go, with their joiners and skin tones', 'Party 👩🏽‍🔬🎉 now', 'Party now'],
		['flags go', '🇩🇪 Deutsch', 'Deutsch'],
		['a 4-byte letter is marked', '𠮷野家', '\ufffd野家'],
		['half an emoji is marked', 'a\ud83d', 'a\ufffd'],
		['tags cannot be taken for HTML', '<script>alert(1)</script>', '‹script›alert(1)‹/script›'],
		['a comparison stays readable', 'if 3 < 5', 'if 3 ‹ 5'],
		['accents and right-to-left text stay', 'Übung: שיעור', 'Übung: שיעור'],
		['quotes and percent signs stay', `"it's" 100 %`, `"it's" 100 %`],
		['copyright signs are no emoji', '© 2026 ™', '© 2026 ™'],
	])('%s', (_, text, clean) => expect(cleanText(text)).toBe(clean));

	test.each([
		['short text stays', 'Algebra', 20, 'Algebra'],
		['long text ends in an ellipsis', 'Algebra I', 9, 'Algebra I'],
		['never within a letter', 'ééééé', 8, 'éé…'],
		['never within a surrogate pair', '😀😀😀', 8, '😀…'],
	])('%s', (_, text, bytes, cut) => {
		expect(cutToBytes(text, bytes)).toBe(cut);
		expect(Buffer.byteLength(cutToBytes(text, bytes))).toBeLessThanOrEqual(bytes);
	});

	const facts = (more: object = {}) => ({
		recording: recordingOf([segment(FIRST, SCREEN)]),
		segmentStartedAt: FIRST,
		part: 1,
		parts: 1,
		layout: '',
		...more,
	});

	test.each([
		['the topic', '{topic}', {}, 'Algebra I'],
		['parts are numbered', '{topic}', { part: 2, parts: 3 }, 'Algebra I (2 of 3)'],
		['unless the template does', '{topic} {part}/{parts}', { part: 2, parts: 3 }, 'Algebra I 2/3'],
		['date and time of the meeting place', '{topic} {date} {time}', {}, 'Algebra I 2026-03-02 10:00'],
		['streams say their layout', '{topic}', { layout: 'gallery_view' }, 'Algebra I (Gallery view)'],
		['number and host', '{meetingId} {host}', {}, '98765432101 ann@example.edu'],
		[
			'an empty topic becomes the number',
			'{topic}',
			{ recording: recordingOf([], { topic: '🎉' }) },
			'Zoom 98765432101',
		],
		[
			'an unknown time zone is read as UTC',
			'{time}',
			{ recording: recordingOf([], { timezone: 'Mars/Base' }) },
			'09:00',
		],
	])('name: %s', (_, template, more, name) => expect(entryName(template, facts(more))).toBe(name));

	test('a name of 500 letters keeps its part number', () => {
		const recording = recordingOf([], { topic: 'Ü'.repeat(500) });
		const name = entryName('{topic}', facts({ recording, part: 1, parts: 2 }));
		expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
		expect(name).toMatch(/Ü… \(1 of 2\)$/);
	});

	test('unknown placeholders are found', () => expect(unknownPlaceholders('{topic} {dat}')).toEqual(['dat']));

	test("the description has the three lines of Kaltura's own, with a time that cannot be misread", () => {
		expect(entryDescription(recordingOf([]), '2026-03-02T09:00:00.000Z').split('\n')).toEqual([
			'Zoom Recording ID: 98765432101',
			'UUID: /ajXp112QmuoKj4854875==',
			'Meeting Time: 2026-03-02T09:00:00Z',
		]);
	});

	test('tags: once each, no commas inside', () => expect(tagList(['Zoom', 'zoom ', 'a,b', ''])).toBe('Zoom,a b'));
});

describe('captions', () => {
	const plan = (existing: ReturnType<typeof captionOf>[], standing: 'failed' | 'present' | 'unfinished' = 'present') =>
		planCaptions([TRANSCRIPT], [CC], existing, SETTINGS.captions, () => standing).missing.map(
			({ label, isDefault }) => ({ label, isDefault }),
		);

	test('the transcript is the default track, the captions are the second', () =>
		expect(plan([])).toEqual([
			{ label: 'Zoom_TRANSCRIPT', isDefault: true },
			{ label: 'Zoom_CC', isDefault: false },
		]));
	test.each(['Zoom_TRANSCRIPT', 'Zoom'])('a track labelled %s is the transcript', (label) =>
		expect(plan([captionOf('c', 'e', { label })]).map((one) => one.label)).toEqual(['Zoom_CC']),
	);
	test("somebody's own track with our label is not Zoom's", () =>
		expect(plan([captionOf('c', 'e', { source: '0', isDefault: false })])).toHaveLength(2));
	test('a default track that people chose stays the default', () =>
		expect(plan([captionOf('c', 'e', { source: '0', label: 'Mine' })]).map((one) => one.isDefault)).toEqual([
			false,
			false,
		]));
	test('two languages of closed captions are two tracks', () => {
		const two = planCaptions([], [CC, { ...CC, id: 'f-cc2' }], [], SETTINGS.captions, () => 'present');
		expect(two.missing.map(({ label }) => label)).toEqual(['Zoom_CC', 'Zoom_CC 2']);
	});

	test.each([
		['a track that Zoom lists late, before the one that is there', [{ ...CC, id: 'f-late' }, CC], ['Zoom_CC']],
		['a track whose sibling could not be read the first time', [{ ...CC, id: 'f-late' }, CC], ['Zoom_CC 2']],
	])('%s gets a label of its own, and the other is not written twice', (_, files, labels) => {
		const there = labels.map((label) => captionOf('c', 'e', { label, tags: `x, ${fileTag(CC.id)}` }));
		const { missing, present } = planCaptions([], files, there, SETTINGS.captions, () => 'present');
		expect(present).toMatchObject([{ file: { id: 'f-cc' }, assetId: 'c' }]);
		expect(missing.map(({ file, label }) => [file.id, label])).toEqual([
			['f-late', labels[0] === 'Zoom_CC' ? 'Zoom_CC 2' : 'Zoom_CC'],
		]);
	});
	test('a track of a file that Zoom lists no more is the one of the file in its place, which Zoom corrected', () => {
		const there = [captionOf('c', 'e', { tags: fileTag('f-before') })];
		expect(planCaptions([TRANSCRIPT], [], there, SETTINGS.captions, () => 'present').present).toMatchObject([
			{ assetId: 'c' },
		]);
	});

	test.each([
		['Zoom has another text, and ours is as we wrote it', { tags: 'x,zoombytes-900-880', sizeBytes: 880 }, true],
		['somebody changed ours', { tags: 'zoombytes-900-880', sizeBytes: 881 }, false],
		['Kaltura does not say how large ours is', { tags: 'zoombytes-900-880', sizeBytes: null }, false],
		['Zoom has the text that it had', { tags: 'zoombytes-1000-880', sizeBytes: 880 }, false],
		['nobody knows what we wrote', { tags: 'zoomfile-f-transcript', sizeBytes: 880 }, false],
	])('a track is replaced when it was corrected in Zoom: %s', (_, more, replaced) => {
		const there = [captionOf('c', 'e', more)];
		const made = planCaptions([TRANSCRIPT], [], there, SETTINGS.captions, () => 'present');
		expect(made.missing).toEqual(replaced ? [expect.objectContaining({ assetId: 'c' })] : []);
		const kept = { ...SETTINGS.captions, corrected: 'keep' as const };
		expect(planCaptions([TRANSCRIPT], [], there, kept, () => 'present').missing).toEqual([]);
	});
	test('what was written of a text is kept in the tags of its track', () =>
		expect(trackTags(TRANSCRIPT, 'é')).toBe('zoomfile-f-transcript,zoombytes-1000-2'));

	test.each([
		['a header with lines of its own', 'WEBVTT\nKind: captions\nLanguage: en\n\n', false],
		['a note and a style', 'WEBVTT\n\nNOTE\nMade by Zoom\n\nSTYLE\n::cue { color: red }\n', false],
		['a time and nobody', 'WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n\n', false],
		['a name that says nothing', 'WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nAnn Lee:\n', false],
		['a number that was said', 'WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n42\n', true],
		['old line ends', 'WEBVTT\r\r1\r00:00:01.000 --> 00:00:02.000\rHello\r', true],
	])('%s: whether that is a caption with words', (_, text, words) => expect(hasWords(text)).toBe(words));

	test.each([
		['WEBVTT\n\n1\n00:00:01.000 --> ', '3'],
		['\ufeffWEBVTT', '3'],
		['1\n00:00:01,000 --> 00:00:02,000\nHi', '1'],
		['<?xml version="1.0"?><tt xmlns="x">', '2'],
		['<!doctype html><title>Sign in</title>', null],
		['{"status":false}', null],
		['', null],
	])('format of %j is %j', (text, format) => expect(captionFormat(text)).toBe(format));

	test('only what was said decides the language', () => {
		const vtt = 'WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nAnn Müller: Guten Tag\n';
		expect(spokenText(vtt).trim()).toBe('Guten Tag');
	});
	test('the setting beats detection; the fallback answers when nothing can be told', () => {
		expect(captionLanguage('WEBVTT', { ...SETTINGS.captions, language: 'French' })).toBe('French');
		expect(captionLanguage('WEBVTT', { ...SETTINGS.captions, fallbackLanguage: 'Welsh' })).toBe('Welsh');
	});
});

describe('assets that several workers added for one file', () => {
	const at = (id: string, seconds: number) => captionOf(id, 'e', { createdAt: NOW + seconds });
	const chosen = (
		assets: ReturnType<typeof captionOf>[],
		standings: Record<string, 'failed' | 'unfinished'> = {},
		now = NOW + 60,
	) => {
		const { asset, surplus } = chooseAsset(assets, ({ id }) => standings[id] ?? 'present', now);
		return [asset?.id, surplus.map(({ id }) => id)];
	};

	test('of one second the smallest id counts, whoever looks', () => {
		expect(chosen([at('b', 0), at('a', 0), at('c', 0)])).toEqual(['a', ['b', 'c']]);
		expect(chosen([at('b', 0), at('c', 0)])).toEqual(['b', ['c']]);
	});
	test('of different seconds the oldest counts', () => expect(chosen([at('a', 2), at('b', 0)])).toEqual(['b', ['a']]));
	test('what was added long after belongs to somebody and stays', () =>
		expect(chosen([at('a', 0), at('b', 601)])).toEqual(['a', []]));
	test('during a race an asset whose content is still to come counts all the same', () =>
		expect(chosen([at('a', 0), at('b', 0)], { a: 'unfinished' })).toEqual(['a', ['b']]));
	test('long after it, the one with content counts', () =>
		expect(chosen([at('a', 0), at('b', 0)], { a: 'unfinished' }, NOW + 601)).toEqual(['b', ['a']]));
	test('a failed one never beats one that works', () =>
		expect(chosen([at('a', 0), at('b', 0)], { a: 'failed' })).toEqual(['b', ['a']]));
	test('none is no asset', () => expect(chosen([])).toEqual([undefined, []]));
	test('any two that see all of them agree, in whatever order they come', () => {
		const several = [at('d', 1), at('b', 0), at('c', 0)];
		expect(chosen(several)).toEqual(chosen(several.toReversed()));
	});

	test('the tracks of people are never surplus', () => {
		const existing = [at('a', 0), captionOf('b', 'e', { createdAt: NOW, source: '0' })];
		expect(planCaptions([TRANSCRIPT], [], existing, SETTINGS.captions, () => 'present', NOW).surplus).toEqual([]);
	});
});

describe('attachments', () => {
	const names = (files: Parameters<typeof planAttachments>[0]) =>
		planAttachments(files, [], '987', () => 'present').missing.map(({ filename, format }) => `${filename} ${format}`);

	test("the chat has the filename of Kaltura's own integration", () =>
		expect(names([CHAT])).toEqual(['Recording 987 chat file.txt 1']));
	test('two chats are told apart', () =>
		expect(names([CHAT, { ...CHAT, id: '2' }])[1]).toBe('Recording 987 chat file 2.txt 1'));
	test.each([
		[POLL, 'Recording 987 polls.csv 3'],
		[SUMMARY, 'Recording 987 summary next steps.json 4'],
		[TIMELINE, 'Recording 987 timeline.json 4'],
		[participant('p', 'Ann / "Bo" 🎉'), 'Recording 987 audio of Ann Bo.m4a 2'],
		[participant('p', ''), 'Recording 987 audio of a participant.m4a 2'],
	])('%j', (file, name) => expect(names([file])).toEqual([name]));
	test('a poll that Zoom lists late, before the one that is there, gets a name of its own', () => {
		const there = [
			{ id: 'a', entryId: 'e', filename: 'Recording 987 polls.csv', createdAt: 1, status: 2, tags: fileTag(POLL.id) },
		];
		const files = [{ ...POLL, id: 'f-late' }, POLL];
		expect(planAttachments(files, there, '987', () => 'present')).toMatchObject({
			missing: [{ file: { id: 'f-late' }, filename: 'Recording 987 polls 2.csv', tags: 'zoomfile-f-late' }],
			present: [{ file: { id: 'f-poll' }, assetId: 'a' }],
		});
	});
	test('one is there when its filename is', () => {
		const there = [{ id: 'a', entryId: 'e', filename: 'recording 987 CHAT file.txt', createdAt: 1, status: 2 }];
		expect(planAttachments([CHAT], there, '987', () => 'present')).toMatchObject({
			missing: [],
			present: [{ assetId: 'a' }],
		});
	});
});

describe('categories', () => {
	const known = [
		{ id: 1, name: 'Zoom', fullName: 'Zoom' },
		{ id: 2, name: 'Physics', fullName: 'Courses>Physics' },
		{ id: 3, name: 'Physics', fullName: 'Archive>Physics' },
		{ id: 4, name: 'Chemistry', fullName: 'Courses>Chemistry' },
	];
	test.each([
		['a top-level name', 'Zoom', { found: known[0] }],
		['letter case does not count', 'zoom', { found: known[0] }],
		['a full path', 'Courses>Physics', { found: known[1] }],
		['a name that exists once anywhere', 'Chemistry', { found: known[3] }],
		['a name that exists twice is not chosen from (W12)', 'Physics', { ambiguous: 2 }],
		['a name that only begins alike is no match', 'Chem', { missing: true }],
		['a path that does not exist', 'Courses>Zoom', { missing: true }],
		['an id', 'id:77', { found: { id: 77, name: '', fullName: '' } }],
	])('%s', (_, wish, match) => expect(matchCategory(wish, known)).toEqual(match));

	test.each([
		[' Courses > 2026 >Physics ', 'Courses>2026>Physics'],
		['>>', ''],
		['A<B', 'A_B'],
	])('%j is read as %j', (text, path) => expect(normalizePath(text)).toBe(path));

	test('levels from the root', () => expect(levelsOf('A>B>C')).toEqual(['A', 'A>B', 'A>B>C']));

	const settings = { meeting: ['Zoom', 'zoom'], webinar: ['Webinars'], createMissing: false, trackingFields: true };
	test.each([
		['meetings', { kind: 'meeting' as const }, ['Zoom']],
		['webinars', { kind: 'webinar' as const }, ['Webinars']],
		[
			'the LMS category of a meeting comes first',
			{ trackingFields: { KalturaCategory: 'PHY101', KalturaCategoryPath: 'LMS>Courses>' } },
			['LMS>Courses>PHY101', 'Zoom'],
		],
		['several LMS categories', { trackingFields: { kalturacategory: 'A, B' } }, ['A', 'B', 'Zoom']],
		[
			'webinars may have one too',
			{ kind: 'webinar' as const, trackingFields: { KalturaCategory: 'A' } },
			['A', 'Webinars'],
		],
		['a path without a name publishes nowhere', { trackingFields: { KalturaCategoryPath: 'LMS' } }, ['Zoom']],
	])('%s', (_, more, wishes) => expect(wishedCategories(recordingOf([], more), settings)).toEqual(wishes));
	test('tracking fields can be ignored', () =>
		expect(
			wishedCategories(recordingOf([], { trackingFields: { KalturaCategory: 'A' } }), {
				...settings,
				trackingFields: false,
			}),
		).toEqual(['Zoom']));
});

describe('several entries with one reference', () => {
	const young = (id: string, more = {}) => parentEntry(id, { createdAt: NOW - 2, status: '7', ...more });

	test.each([
		['the oldest wins', [young('0_b', { createdAt: NOW - 3 }), young('0_a')], '0_b'],
		['of one second, the smaller id', [young('0_b'), young('0_a')], '0_a'],
		['whatever the statuses say while a race may go on', [young('0_b', { status: '0' }), young('0_a')], '0_a'],
		[
			'long afterwards, the one that works',
			[parentEntry('0_b', { status: '7', createdAt: 1 }), parentEntry('0_a')],
			'0_a',
		],
		['one in the recycle bin does not count', [young('0_a', { recycled: true }), young('0_b')], '0_b'],
	])('%s', (_, entries, winner) => expect(chooseEntry(entries, NOW).entry!.id).toBe(winner));

	test('the loser takes everything below it along', () => {
		const entries = [
			young('0_theirs', { createdAt: NOW - 3 }),
			young('0_mine'),
			streamEntry('0_s', 'f-speaker', '0_mine'),
		];
		expect(losingEntries(entries, new Set(['0_mine', '0_s']), NOW).map(({ id }) => id)).toEqual(['0_mine', '0_s']);
		expect(losingEntries(entries, new Set(['0_theirs']), NOW)).toEqual([]);
	});
	test('of two streams of one parent the older stays', () => {
		const streams = [
			streamEntry('0_b', 'f-speaker', '0_p', { createdAt: NOW - 3 }),
			streamEntry('0_a', 'f-speaker', '0_p', { createdAt: NOW - 2 }),
		];
		expect(losingEntries([parentEntry('0_p'), ...streams], new Set(['0_a']), NOW).map(({ id }) => id)).toEqual(['0_a']);
		expect(losingEntries([parentEntry('0_p'), ...streams], new Set(['0_b']), NOW)).toEqual([]);
	});
});

describe('the one outcome of a recording', () => {
	const imported = outcome('file-imported', { file: 'f', entryId: '0_a', as: 'the stream' });
	const already = outcome('file-already-imported', { file: 'f', entryId: '0_a' });
	const failed = outcome('gone-at-source', { file: 'f' });
	const blocked = outcome('main-file-failed', { file: 'f' });
	const waiting = outcome('files-processing', { files: 1 });
	const skipped = outcome('audio-beside-video', { file: 'f' });
	const native = outcome('imported-by-native-integration', { entryId: '0_n' });
	const missing = outcome('category-missing', { category: 'X' });
	test.each([
		['all arrived', [imported, skipped], [], 1, 'imported', 'imported'],
		['late files', [imported, already], [], 0, 'imported', 'files-added'],
		['nothing to do', [already, skipped], [], 0, 'already-imported', 'already-imported'],
		[
			'the native integration was first',
			[native, skipped],
			[],
			0,
			'imported-by-native-integration',
			'imported-by-native-integration',
		],
		['one failed', [imported, failed], [], 1, 'partial', 'some-files-failed'],
		['all failed: the cause, not the consequence', [blocked, failed, skipped], [], 0, 'failed', 'gone-at-source'],
		['something still comes', [imported, waiting], [], 1, 'waiting', 'files-processing'],
		['arrived, but not published', [imported], [missing], 1, 'needs-attention', 'category-missing'],
		['nothing wanted', [skipped], [], 0, 'skipped', 'nothing-to-import'],
		['no files at all', [], [], 0, 'skipped', 'no-files'],
	])('%s', (_, files, notes, newEntries, status, reason) =>
		expect(importOutcome({ files, notes, owner: 'ann', newEntries })).toMatchObject({ status, reason }),
	);
});

test('speakers and gallery keep their order whatever Zoom lists first', () => {
	expect(chooseParent([GALLERY, SPEAKER, SCREEN])!.children).toEqual([SPEAKER, GALLERY]);
});
