import {
	cleanupProblems,
	needsHoldField,
	planCleanup,
	type CleanupCandidate,
	type CleanupSettings,
	type DatedProof,
	type Ledger,
} from '../../../../lib/policy/cleanup/cleanup';
import type { Removals } from '../../../../lib/policy/cleanup/removal';
import { recordingKey } from '../../../../lib/policy/cleanup/table-rows';
import { changeSince } from '../../../../lib/policy/cleanup/recording-changes';
import type { Recording } from '../../../../lib/policy/recording';

import { FIRST, recordingOf, SCREEN, SECOND, segment, TRANSCRIPT, UUID } from '../import/import-facts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-04-20T06:00:00Z');
const ago = (days: number) => new Date(NOW - days * DAY).toISOString();

const SETTINGS: CleanupSettings = {
	retentionDays: 30,
	maximumPerRun: 100,
	mostPercent: 100,
	heldHosts: [],
	heldMeetings: [],
	heldMembers: new Map(),
	holdField: '',
	unknownHoldField: 'keep',
};

const RECORDING = recordingOf([segment(FIRST, SCREEN)], { sizeBytes: 1000 });
const PROOF: DatedProof = {
	verdict: 'proven',
	message: 'Every wanted file is in Kaltura.',
	files: [
		{
			id: 'f-screen',
			recordingType: 'x',
			segment: FIRST,
			sizeBytes: 1000,
			verdict: 'proven',
			reason: 'same-bytes',
			message: '',
			evidence: {},
		},
	],
	provenFileIds: ['f-screen'],
	verifiedAt: new Date(NOW - 60_000).toISOString(),
	clockSkewSeconds: 0,
};
const ROW = {
	account: 'acc',
	meetingUuid: UUID,
	status: 'imported',
	files: 1,
	sizeBytes: 1000,
	createdAt: ago(48.5),
	lastAttemptAt: ago(40),
};
const ledgerOf = (...rows: object[]): Ledger =>
	new Map([[recordingKey('acc', UUID), rows as Array<Record<string, unknown>>]]);

interface Case {
	recording?: Partial<Recording>;
	proof?: Partial<DatedProof> | null;
	problem?: string;
	meetingForgotten?: boolean;
	row?: object | null;
	ledger?: Ledger;
	removals?: Removals;
	settings?: Partial<CleanupSettings>;
	now?: number;
}

function decide({ recording, proof, row, ledger, removals, settings, now, ...more }: Case) {
	const candidate: CleanupCandidate = {
		recording: { ...RECORDING, ...recording },
		proof: proof === null ? null : { ...PROOF, ...proof },
		...more,
	};
	const rows = ledger ?? (row === null ? new Map() : ledgerOf({ ...ROW, ...row }));
	return planCleanup(
		[candidate],
		{ ledger: rows, removals: removals ?? new Map() },
		{ ...SETTINGS, ...settings },
		now ?? NOW,
	)[0]!;
}

test('a recording that is proven, old enough and known to the ledger may go', () => {
	expect(decide({})).toEqual({
		decision: 'trash',
		reason: 'proven-and-due',
		message: 'All that is wanted is proven in Kaltura and has been there long enough (39 days): 1 file may go.',
		fileIds: ['f-screen'],
		bytes: 1000,
		ageDays: 39,
	});
});

test('two equal rows, written by two executions in the same moment, count as one', () => {
	expect(decide({ ledger: ledgerOf(ROW, ROW) })).toMatchObject({ decision: 'trash', ageDays: 39 });
});

describe('everything else stays', () => {
	test.each<[string, Case, string]>([
		// Retention
		['recorded long ago, imported lately', { row: { lastAttemptAt: ago(29.9) } }, 'retention'],
		['tried long ago, imported after a long wait', { row: { createdAt: ago(48), lastAttemptAt: ago(1) } }, 'retention'],
		['imported at once, retention not over', { settings: { retentionDays: 49 } }, 'retention'],
		// Proof
		['not proven', { proof: { verdict: 'not-proven', message: 'Kaltura has no entry or asset of it.' } }, 'not-proven'],
		['proven without a single file', { proof: { provenFileIds: [] } }, 'not-proven'],
		['still converting', { proof: { verdict: 'pending' } }, 'pending'],
		['Kaltura could not be asked', { proof: null, problem: 'Kaltura is down' }, 'not-verified'],
		['no Verify in front', { proof: null }, 'not-verified'],
		['verified three hours ago', { proof: { verifiedAt: ago(3 / 24) } }, 'proof-too-old'],
		['verified tomorrow', { proof: { verifiedAt: ago(-1) } }, 'proof-too-old'],
		['a proof without a time', { proof: { verifiedAt: '' } }, 'clock-wrong'],
		['Zoom still processes a file', { recording: { complete: false } }, 'zoom-processing'],
		// Clock
		[
			'the clock of n8n is a year ahead',
			{ now: NOW + 365 * DAY, proof: { clockSkewSeconds: 365 * 86_400 } },
			'clock-wrong',
		],
		['the clock of n8n is behind', { proof: { clockSkewSeconds: -3600 } }, 'clock-wrong'],
		['recorded in the future', { recording: { endedAt: ago(-2) } }, 'clock-wrong'],
		['recorded at no time', { recording: { startedAt: '', endedAt: '' } }, 'clock-wrong'],
		// Ledger
		['the ledger is missing', { ledger: { unreadable: 'Could not find the data table' } }, 'ledger-missing'],
		['the ledger is empty', { row: null }, 'not-in-ledger'],
		['a routing rule keeps it', { row: { keepInZoom: 'Archive' } }, 'hold-rule'],
		[
			'the row is of another account',
			{ row: null, ledger: new Map([[recordingKey('other', UUID), [ROW]]]) },
			'not-in-ledger',
		],
		['two rows that differ', { ledger: ledgerOf(ROW, { ...ROW, sizeBytes: 999 }) }, 'ledger-edited'],
		['two rows, one of them not readable', { ledger: ledgerOf(ROW, { ...ROW, status: 'ok' }) }, 'ledger-edited'],
		[
			'two rows that agree, one written lately',
			{ ledger: ledgerOf(ROW, { ...ROW, lastAttemptAt: ago(1) }) },
			'retention',
		],
		['a status of nobody', { row: { status: 'ok' } }, 'ledger-edited'],
		['no status', { row: { status: null } }, 'ledger-edited'],
		['no number of files', { row: { files: null } }, 'ledger-edited'],
		['a size that is no number', { row: { sizeBytes: 'big' } }, 'ledger-edited'],
		['a negative size', { row: { sizeBytes: -1 } }, 'ledger-edited'],
		['no time of the import', { row: { lastAttemptAt: '' } }, 'ledger-edited'],
		['imported in the future', { row: { lastAttemptAt: ago(-1) } }, 'ledger-edited'],
		['written in the future', { row: { createdAt: ago(-1) } }, 'ledger-edited'],
		['the import failed', { row: { status: 'failed' } }, 'ledger-says-otherwise'],
		[
			'nothing was ever imported, and lately',
			{ row: { status: 'skipped', lastAttemptAt: ago(1) } },
			'ledger-says-otherwise',
		],
		['the import needs a person', { row: { status: 'needs-attention' } }, 'ledger-says-otherwise'],
		['a file more than at the import', { row: { files: 0 } }, 'newer-than-ingest'],
		['more bytes than at the import', { row: { sizeBytes: 999 } }, 'newer-than-ingest'],
		['the same files with fewer bytes: cut in Zoom', { row: { sizeBytes: 1001 } }, 'newer-than-ingest'],
		// Holds
		['the host by address, in any case', { settings: { heldHosts: ['ANN@example.edu'] } }, 'hold-host'],
		['the host by id', { settings: { heldHosts: ['host1'] } }, 'hold-host'],
		['the meeting by number, as people write it', { settings: { heldMeetings: ['987 6543-2101'] } }, 'hold-meeting'],
		['the instance by UUID', { settings: { heldMeetings: [UUID] } }, 'hold-meeting'],
		['a member of a Zoom group', { settings: { heldMembers: new Map([['host1', 'Legal']]) } }, 'hold-group'],
		[
			'the tracking field says yes',
			{ settings: { holdField: 'Hold' }, recording: { trackingFields: { hold: 'yes' } } },
			'hold-tracking-field',
		],
		[
			'the tracking field says anything',
			{ settings: { holdField: 'Hold' }, recording: { trackingFields: { hold: 'until 2030' } } },
			'hold-tracking-field',
		],
		[
			'Zoom has forgotten the meeting of a tracking field',
			{ settings: { holdField: 'Hold' }, meetingForgotten: true },
			'hold-unknown',
		],
	])('%s', (_, facts, reason) => {
		expect(decide(facts)).toMatchObject({ decision: 'keep', reason, fileIds: [], bytes: 0 });
	});
});

describe('and these do not hold it back', () => {
	test.each<[string, Case]>([
		[
			"one day of retention, as Kaltura's own integration",
			{ settings: { retentionDays: 1 }, row: { createdAt: ago(1.1) } },
		],
		['clocks nine minutes apart', { proof: { clockSkewSeconds: 540 } }],
		['fewer files than at the import: an earlier run was stopped half-way', { row: { files: 5, sizeBytes: 9000 } }],
		['numbers that the data table gives as text', { row: { files: '1', sizeBytes: '1000' } }],
		['a native import', { row: { status: 'imported-by-native-integration' } }],
		[
			'a tracking field that says no',
			{ settings: { holdField: 'Hold' }, recording: { trackingFields: { Hold: 'No' } } },
		],
		[
			'a forgotten meeting when that counts as empty',
			{ settings: { holdField: 'Hold', unknownHoldField: 'ignore' }, meetingForgotten: true },
		],
		['a hold of somebody else', { settings: { heldHosts: ['', 'bo@example.edu'], heldMeetings: ['', '1'] } }],
	])('%s', (_, facts) => expect(decide(facts).decision).toBe('trash'));
});

test('a clock that is wrong on both sides of the network cannot make a recording old: the ledger then lies in the future', () => {
	const year = new Date(NOW - 365 * DAY).toISOString();
	expect(decide({ now: Date.parse(year), proof: { verifiedAt: year } }).decision).toBe('keep');
});

test('tracking fields are asked for only where nothing else decides', () => {
	const settings = { ...SETTINGS, holdField: 'Hold' };
	const candidate: CleanupCandidate = { recording: RECORDING, proof: PROOF };
	const [going] = planCleanup([candidate], { ledger: ledgerOf(ROW), removals: new Map() }, settings, NOW);
	expect(needsHoldField(going!, candidate, settings)).toBe(true);
	expect(needsHoldField(going!, { ...candidate, meetingForgotten: true }, settings)).toBe(false);
	const [staying] = planCleanup([candidate], { ledger: new Map(), removals: new Map() }, settings, NOW);
	expect(needsHoldField(staying!, candidate, settings)).toBe(false);
});

describe('limits of a run', () => {
	const many = (count: number, proven: number) => {
		const ledger = new Map<string, object[]>();
		const candidates = Array.from({ length: count }, (_, index): CleanupCandidate => {
			const meetingUuid = `uuid-${index}`;
			ledger.set(recordingKey('acc', meetingUuid), [ROW]);
			const startedAt = new Date(Date.parse(FIRST) - index * 60_000).toISOString();
			return {
				recording: { ...RECORDING, meetingUuid, startedAt },
				proof: index < proven ? PROOF : { ...PROOF, verdict: 'pending' },
			};
		});
		return { candidates, ledger: ledger as Ledger };
	};
	const run = (count: number, proven: number, settings: Partial<CleanupSettings>) => {
		const { candidates, ledger } = many(count, proven);
		return planCleanup(candidates, { ledger, removals: new Map() }, { ...SETTINGS, ...settings }, NOW);
	};

	test('at most so many go, the oldest first', () => {
		const planned = run(5, 5, { maximumPerRun: 2 });
		expect(planned.map(({ reason }) => reason)).toEqual([
			'over-maximum',
			'over-maximum',
			'over-maximum',
			'proven-and-due',
			'proven-and-due',
		]);
	});

	test('a run that would take more than its share takes nothing', () => {
		expect(run(10, 5, { mostPercent: 50 }).filter(({ decision }) => decision === 'trash')).toHaveLength(5);
		const stopped = run(10, 6, { mostPercent: 50 });
		expect(stopped.filter(({ decision }) => decision === 'trash')).toEqual([]);
		expect(stopped[0]!.message).toBe(
			'The run stopped: 6 of 10 recordings would go, more than 50 %. Check why, then raise the share.',
		);
	});

	test('the share counts what really would go, so a large backlog goes in small runs', () => {
		const planned = run(10, 10, { mostPercent: 50, maximumPerRun: 3 });
		expect(planned.filter(({ decision }) => decision === 'trash')).toHaveLength(3);
	});
});

describe('settings that cannot be meant are refused', () => {
	test.each<[string, Partial<CleanupSettings>, string]>([
		['retention 0', { retentionDays: 0 }, 'Retention (Days)'],
		['negative retention', { retentionDays: -1 }, 'Retention (Days)'],
		['no retention', { retentionDays: Number.NaN }, 'Retention (Days)'],
		['no maximum', { maximumPerRun: 0 }, 'Maximum per Run'],
		['half a recording', { maximumPerRun: 1.5 }, 'Maximum per Run'],
		['no share', { mostPercent: 0 }, 'Largest Share (Percent)'],
		['more than all', { mostPercent: 101 }, 'Largest Share (Percent)'],
	])('%s', (_, settings, parameter) => {
		const [problem] = cleanupProblems({ ...SETTINGS, ...settings });
		expect(problem).toMatchObject({ parameter, problem: expect.stringContaining('nothing is deleted') });
	});

	test('the usual ones are fine', () => expect(cleanupProblems(SETTINGS)).toEqual([]));
});

describe('what counts as a change of the recording', () => {
	const before = recordingOf([segment(FIRST, SCREEN)]);
	test.each<[string, Recording, string | null]>([
		['nothing', recordingOf([segment(FIRST, SCREEN)]), null],
		['another topic', { ...before, topic: 'Renamed' }, null],
		[
			'a late transcript',
			recordingOf([segment(FIRST, SCREEN, TRANSCRIPT)]),
			'the file f-transcript (audio_transcript) was added',
		],
		[
			'a trimmed video',
			recordingOf([segment(FIRST, { ...SCREEN, sizeBytes: 900 })]),
			'the file f-screen has 900 bytes instead of 1000',
		],
		[
			'processed again',
			recordingOf([segment(FIRST, { ...SCREEN, status: 'processing' })]),
			'the file f-screen is processing',
		],
		['another segment', recordingOf([segment(SECOND, SCREEN)]), 'the file f-screen moved to another segment'],
		['a file less', recordingOf([segment(FIRST)]), 'the file f-screen is gone'],
	])('%s', (_, now, change) => expect(changeSince(before, now)).toBe(change));
});
