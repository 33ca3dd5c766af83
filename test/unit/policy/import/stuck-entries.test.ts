import type { ExistingEntry } from '../../../../lib/policy/import/existing-entries';
import { removalOf, stuckState } from '../../../../lib/policy/import/stuck-entries';

const NOW = 1_800_000_000;
const DAY = 86_400;
const AGES = { stuckSeconds: DAY, abandonedSeconds: DAY };
const entry = (more: Partial<ExistingEntry> = {}): ExistingEntry => ({
	id: '0_a',
	referenceId: 'Zoom_abc==2026-03-02T09:00:00Z',
	status: '7',
	createdAt: NOW - 2 * DAY,
	parentEntryId: null,
	adminTags: ['zoomentry', 'zoomfile-f1'],
	recycled: false,
	replacement: 'none',
	blockAutoTranscript: false,
	...more,
});

test.each<[string, Partial<ExistingEntry>, string]>([
	['import failed', { status: '-2' }, 'failed'],
	['conversion failed', { status: '-1' }, 'failed'],
	['a virus was found', { status: 'virusScan.Infected' }, 'failed'],
	['failed, but its replacement is on the way', { status: '-1', replacement: 'underWay' }, 'normal'],
	['importing for two days', { status: '0' }, 'stuck'],
	['converting for two days', { status: '1' }, 'stuck'],
	['pending for two days', { status: '4' }, 'stuck'],
	['importing for an hour', { status: '0', createdAt: NOW - 3600 }, 'normal'],
	['empty for two days', {}, 'abandoned'],
	['empty for an hour', { createdAt: NOW - 3600 }, 'normal'],
	['empty, of Kaltura’s own integration', { adminTags: ['zoomentry'] }, 'normal'],
	['ready', { status: '2' }, 'normal'],
	['moderated', { status: '5' }, 'normal'],
])('an entry that is %s', (_, more, state) => expect(stuckState(entry(more), NOW, AGES)).toBe(state));

const WINNER = entry({ id: '0_w', status: '2', createdAt: NOW - 3 * DAY });

test.each<[string, ExistingEntry, ExistingEntry[], boolean | null, object]>([
	['it lost a race', entry(), [WINNER], false, { remove: true, because: 'lost-a-race' }],
	['Zoom has no recording any more', entry(), [], true, { remove: true, because: 'recording-gone' }],
	['the recording is still there', entry(), [], false, { remove: false }],
	['Zoom could not be asked', entry(), [], null, { remove: false }],
	['it has content', entry({ status: '2' }), [], true, { remove: false }],
	['it is importing', entry({ status: '0' }), [], true, { remove: false }],
	['somebody else made it', entry({ adminTags: ['zoomentry'] }), [WINNER], true, { remove: false }],
	['its reference is nobody’s', entry({ referenceId: 'lecture-1' }), [], true, { remove: false }],
	[
		'its rival is as empty as it is',
		entry(),
		[entry({ id: '0_b', createdAt: NOW - 3 * DAY })],
		false,
		{ remove: false },
	],
])('whether an empty entry goes when %s', (_, one, others, gone, removal) =>
	expect(removalOf(one, [one, ...others], gone, NOW)).toMatchObject(removal),
);
