import { type EntryInUse, tracesOfPeople } from '../../../../lib/policy/import/traces';

const ENTRY: EntryInUse = {
	owner: 'ann',
	description: 'Hosted by ann',
	tags: 'zoom',
	coEditors: ['bob'],
	coPublishers: [],
	coViewers: [],
	plays: 0,
	categoryIds: [7],
	captions: [{ id: '1_c', entryId: '0_a', label: 'Zoom', source: '1', isDefault: true, createdAt: 0, status: 2 }],
	attachments: [{ id: '1_t', entryId: '0_a', filename: 'Recording 5 chat file.txt', createdAt: 0, status: 2 }],
	cuePoints: 0,
	playlists: 0,
};

test('an entry with nothing but what its successor has too shows no trace of people', () => {
	expect(tracesOfPeople(ENTRY, { ...ENTRY, plays: 3, categoryIds: [7, 8], coEditors: ['bob', 'cem'] })).toEqual([]);
	expect(tracesOfPeople({ ...ENTRY, captions: [], attachments: [], categoryIds: [] }, ENTRY)).toEqual([]);
});

test.each<[string, Partial<EntryInUse>, string]>([
	['somebody played it', { plays: 1 }, 'was played once'],
	['several played it', { plays: 12 }, 'was played 12 times'],
	['Kaltura does not say whether anybody played it', { plays: null }, 'may have been played'],
	['it was given to somebody', { owner: 'dora' }, 'has another owner'],
	['a co-editor was added', { coEditors: ['bob', 'eve'] }, 'has other co-editors, co-publishers or viewers'],
	['a viewer was added', { coViewers: ['eve'] }, 'has other co-editors, co-publishers or viewers'],
	['its description was written', { description: 'Listen to minute 12' }, 'has another description or other tags'],
	['it was published elsewhere', { categoryIds: [7, 9] }, 'is in other categories'],
	[
		'captions were ordered for it',
		{ captions: [{ ...ENTRY.captions[0]!, source: '0', label: 'English' }] },
		'has captions that did not come from Zoom',
	],
	[
		'its captions did not come over',
		{ captions: [{ ...ENTRY.captions[0]!, label: 'Zoom_CC' }] },
		'has captions that did not come from Zoom',
	],
	['chapters were marked in it', { cuePoints: 4 }, 'has chapters or notes'],
	['the role may not ask for chapters', { cuePoints: null }, 'may have chapters or notes'],
	['it is part of a playlist', { playlists: 1 }, 'is in a playlist'],
	['it is part of several playlists', { playlists: 3 }, 'is in 3 playlists'],
	['there are too many playlists to read', { playlists: null }, 'may be in a playlist'],
	[
		'slides were attached',
		{ attachments: [{ ...ENTRY.attachments[0]!, filename: 'slides.pdf' }] },
		'has other attachments',
	],
])('would be lost with the entry: %s', (_, change, trace) => {
	expect(tracesOfPeople({ ...ENTRY, ...change }, ENTRY)).toEqual([trace]);
});
