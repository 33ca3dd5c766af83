import { fileTag, ZOOM_ENTRY_TAG } from '../../../../lib/policy/import/references';
import {
	isUnplayed,
	unplayedLine,
	type UnplayedSettings,
	type WatchedEntry,
} from '../../../../lib/policy/import/unplayed';

const DAY = 86_400;
const NOW = Date.parse('2026-12-01T00:00:00Z') / 1000;
const ENTRY: WatchedEntry = {
	createdAt: NOW - 400 * DAY,
	parentEntryId: '',
	adminTags: [ZOOM_ENTRY_TAG, fileTag('f-1')],
	plays: 0,
};
const PLAYED = { plays: 3, lastPlayedAt: NOW - 200 * DAY };

test.each<[string, Partial<WatchedEntry>, Partial<UnplayedSettings>, boolean]>([
	['a lecture that nobody has played in a year', {}, {}, true],
	['a young one', { createdAt: NOW - 364 * DAY }, {}, false],
	['one that was played', PLAYED, {}, false],
	['one that was played, but not for so long', PLAYED, { notPlayedForDays: 180 }, true],
	['one that was played lately', PLAYED, { notPlayedForDays: 250 }, false],
	['one that was played at a time that Kaltura does not tell', { plays: 3 }, { notPlayedForDays: 1 }, false],
	['one of which Kaltura does not say whether it was played', { plays: undefined }, {}, false],
	['a stream of a lecture', { parentEntryId: '0_a' }, {}, false],
	["an entry of Kaltura's own integration", { adminTags: [ZOOM_ENTRY_TAG] }, {}, false],
	['one that ends anyway', { endDate: NOW + DAY }, {}, false],
	['one whose end was taken away', { endDate: 0 }, {}, true],
])('%s', (_, entry, settings, expected) => {
	const all = { olderThanDays: 365, notPlayedForDays: 0, ...settings };
	expect(isUnplayed({ ...ENTRY, ...entry }, all, NOW)).toBe(expected);
});

test('a line names the entry, its owner, its age, and until when it is visible', () => {
	const entry = {
		entryId: '0_a',
		name: 'Lecture',
		owner: 'ann',
		createdAt: '2025-02-03T04:05:06Z',
		visibleUntil: null,
	};
	expect(unplayedLine(entry)).toBe('Lecture (0_a, ann, 2025-02-03)');
	expect(unplayedLine({ ...entry, visibleUntil: '2027-01-31T00:00:00Z' })).toBe(
		'Lecture (0_a, ann, 2025-02-03, visible until 2027-01-31)',
	);
});
