import { cleanupVerdict, type CleanupVerdict } from './reasons';
import { CLOCK_TOLERANCE_MS, readLedgerRow, type LedgerRow } from '../ledger/ledger-row';
import { wasRecovered, type Removals } from './removal';
import { recordingKey, type RowsOfRecordings } from './table-rows';
import type { Proof } from '../proof/proof';
import type { Recording } from '../recording';
import { foldName, type SettingProblem } from '../settings';

export interface CleanupSettings {
	/** Whole or part days between the later of recording and last import, and the trash. */
	retentionDays: number;
	maximumPerRun: number;
	/** Percent of the recordings that a run saw; more would mean that something is wrong. */
	mostPercent: number;
	/** E-mail addresses or Zoom user ids. */
	heldHosts: readonly string[];
	/** Meeting numbers or UUIDs. */
	heldMeetings: readonly string[];
	/** Zoom user ids of the members of groups that are on hold, with the name of the group. */
	heldMembers: ReadonlyMap<string, string>;
	/** A tracking field of the meeting that puts it on hold with any value but an empty one or a "no"; '' for none. */
	holdField: string;
	/** Meetings that Zoom has forgotten have no tracking fields any more. */
	unknownHoldField: 'ignore' | 'keep';
}

/** A proof with when it was made, as Verify gives it. */
export interface DatedProof extends Proof {
	/** Kaltura's time, ISO 8601. */
	verifiedAt: string;
	/** How much n8n's clock is ahead of Kaltura's. */
	clockSkewSeconds: number;
}

/** A proof, or why there is none: the error of Verify, or what cannot be read. */
export type ProofOrProblem = { proof: DatedProof } | { proof: null; problem: string };

export interface CleanupCandidate {
	recording: Recording;
	/** null when Kaltura could not be asked; `problem` then says why. */
	proof: DatedProof | null;
	problem?: string;
	/** Zoom was asked for the meeting's tracking fields and has forgotten them. */
	meetingForgotten?: boolean;
}

export type Ledger = RowsOfRecordings<Readonly<Record<string, unknown>>>;

/** What the data tables tell about the recordings of a run. */
export interface CleanupMemory {
	ledger: Ledger;
	removals: Removals;
}

export interface PlannedCleanup extends CleanupVerdict {
	/** Files to trash, in this order; [] when the recording stays. */
	fileIds: string[];
	/** Bytes that trashing them frees. */
	bytes: number;
	ageDays: number | null;
}

const DAY_MS = 86_400_000;
/** A plan is made right after verifying; what is older may have changed in Kaltura. */
const LONGEST_PROOF_MS = 2 * 3_600_000;
const INGESTED = new Set(['imported', 'already-imported', 'imported-by-native-integration']);
const NOT_HELD = new Set(['', 'no', 'n', 'false', '0', 'off', 'none', 'nein', 'non']);

/**
 * Which recordings may leave Zoom. Never on age alone: everything wanted must be proven in Kaltura, the ledger must know
 * the import, and nothing may hold the recording back. What is unclear stays. One decision per candidate, in order.
 * @param now epoch milliseconds of n8n's clock; ages are counted by Kaltura's
 * @see docs/vendors/kaltura-integration.md#deleting-in-zoom (what the native integration does instead), docs/fault-cases.md
 */
export function planCleanup(
	candidates: readonly CleanupCandidate[],
	memory: CleanupMemory,
	settings: CleanupSettings,
	now: number,
): PlannedCleanup[] {
	const judged = candidates.map((candidate) => {
		const age = ageOf(candidate, memory.ledger, now);
		const verdict = recoveredOf(candidate, memory.removals) ?? judge(candidate, age, settings, now);
		return { candidate, age, verdict };
	});
	const due = judged
		.filter(({ verdict }) => verdict.decision === 'trash')
		.toSorted((a, b) => Date.parse(a.candidate.recording.startedAt) - Date.parse(b.candidate.recording.startedAt));
	const going = new Set(due.slice(0, settings.maximumPerRun));
	const stop = going.size * 100 > settings.mostPercent * candidates.length;
	return judged.map((one) => {
		const { candidate, age, verdict } = one;
		if (verdict.decision === 'keep') return kept(verdict, age);
		if (!going.has(one)) return kept(cleanupVerdict('over-maximum', { maximum: settings.maximumPerRun }), age);
		if (stop) {
			const share = { due: going.size, seen: candidates.length, percent: settings.mostPercent };
			return kept(cleanupVerdict('too-large-share', share), age);
		}
		const proof = candidate.proof!;
		const ids = new Set(proof.provenFileIds);
		const bytes = proof.files.reduce((sum, { id, sizeBytes }) => sum + (ids.has(id) ? sizeBytes : 0), 0);
		return { ...verdict, fileIds: proof.provenFileIds, bytes, ageDays: daysOf(age) };
	});
}

/** Whether a meeting's tracking fields must be read before the recording may go. */
export function needsHoldField(
	planned: PlannedCleanup,
	{ recording, meetingForgotten }: CleanupCandidate,
	settings: CleanupSettings,
): boolean {
	const asked = recording.trackingFields !== undefined || meetingForgotten === true;
	return planned.decision === 'trash' && settings.holdField !== '' && !asked;
}

/** What is wrong with the settings, before anything is listed or trashed. */
export function cleanupProblems(settings: CleanupSettings): SettingProblem[] {
	const problems: SettingProblem[] = [];
	const { retentionDays, maximumPerRun, mostPercent } = settings;
	if (!Number.isFinite(retentionDays) || retentionDays <= 0) {
		problems.push({
			parameter: 'Retention (Days)',
			problem: `is ${retentionDays}, so nothing is deleted`,
			remedy: 'Give the days that a recording stays in Zoom after it was imported, more than 0; 30 is the default.',
		});
	}
	if (!Number.isSafeInteger(maximumPerRun) || maximumPerRun < 1) {
		problems.push({
			parameter: 'Maximum per Run',
			problem: `is ${maximumPerRun}, so nothing is deleted`,
			remedy: 'Give a whole number of recordings, 1 or more.',
		});
	}
	if (!Number.isFinite(mostPercent) || mostPercent <= 0 || mostPercent > 100) {
		problems.push({
			parameter: 'Largest Share (Percent)',
			problem: `is ${mostPercent}, so nothing is deleted`,
			remedy: 'Give a percentage above 0 and up to 100; 100 never stops a run.',
		});
	}
	return problems;
}

/** What a person brought back from the trash stays until somebody releases it: it is not trashed again every night. */
function recoveredOf({ recording }: CleanupCandidate, removals: Removals): CleanupVerdict | null {
	if ('unreadable' in removals) return cleanupVerdict('removals-missing', { detail: removals.unreadable });
	const known = removals.get(recordingKey(recording.accountId, recording.meetingUuid)) ?? [];
	const fileIds = new Set(recording.segments.flatMap((segment) => segment.files.map(({ id }) => id)));
	return wasRecovered(known, fileIds) ? cleanupVerdict('hold-recovered', {}) : null;
}

type Age = { ms: number; row: LedgerRow } | { verdict: CleanupVerdict };

/** How long the recording has been recorded, and unchanged in Kaltura, if the ledger can be believed. */
function ageOf({ recording, proof }: CleanupCandidate, ledger: Ledger, now: number): Age {
	if ('unreadable' in ledger) return { verdict: cleanupVerdict('ledger-missing', { detail: ledger.unreadable }) };
	const rows = ledger.get(recordingKey(recording.accountId, recording.meetingUuid)) ?? [];
	if (rows.length === 0) return { verdict: cleanupVerdict('not-in-ledger', {}) };
	// Kaltura's time where it is known: the older of two clocks decides.
	const today = Math.min(now, proof ? timeOr(proof.verifiedAt, now) : now);
	const row = oneOf(rows.map((each) => readLedgerRow(each, today)));
	if ('problem' in row) return { verdict: cleanupVerdict('ledger-edited', row) };
	const ended = Math.max(Date.parse(recording.startedAt), timeOr(recording.endedAt, Number.NEGATIVE_INFINITY));
	if (!Number.isFinite(ended) || ended > today + CLOCK_TOLERANCE_MS) {
		const detail = `Zoom says that it was recorded at ${recording.endedAt || recording.startedAt || 'no time'}`;
		return { verdict: cleanupVerdict('clock-wrong', { detail }) };
	}
	// The last time that an import wrote anything: a late file, a replacement and a recording that had to wait begin anew.
	return { ms: today - Math.max(ended, row.lastAttemptAt), row };
}

/** Two executions that meet a recording in the same moment may both note it; what they say must agree. */
function oneOf(rows: ReadonlyArray<LedgerRow | { problem: string }>): LedgerRow | { problem: string } {
	let latest: LedgerRow | null = null;
	for (const row of rows) {
		if ('problem' in row) return row;
		if (
			latest &&
			(['status', 'files', 'sizeBytes', 'keepInZoom'] as const).some((field) => row[field] !== latest![field])
		) {
			return { problem: `there are ${rows.length} rows of it, and they differ` };
		}
		if (!latest || row.lastAttemptAt > latest.lastAttemptAt) latest = row;
	}
	return latest!;
}

function judge(
	{ recording, proof, problem, meetingForgotten }: CleanupCandidate,
	age: Age,
	settings: CleanupSettings,
	now: number,
): CleanupVerdict {
	if (meetingForgotten && settings.holdField !== '' && settings.unknownHoldField === 'keep') {
		return cleanupVerdict('hold-unknown', { field: settings.holdField });
	}
	const hold = holdOf(recording, settings);
	if (hold) return hold;
	if ('verdict' in age) return age.verdict;
	const { row } = age;
	if (row.keepInZoom !== '') return cleanupVerdict('hold-rule', { rule: row.keepInZoom });
	// Before its age: what was never imported has not been in Kaltura for any days.
	if (!INGESTED.has(row.status)) return cleanupVerdict('ledger-says-otherwise', { status: row.status });
	if (age.ms < settings.retentionDays * DAY_MS) {
		return cleanupVerdict('retention', { days: daysOf(age) ?? 0, retentionDays: settings.retentionDays });
	}
	if (!recording.complete) return cleanupVerdict('zoom-processing', {});
	const files = recording.segments.reduce((sum, segment) => sum + segment.files.length, 0);
	if (files > row.files) {
		return cleanupVerdict('newer-than-ingest', { change: `it has ${files} files now, it had ${row.files}` });
	}
	// Fewer files are what an earlier run left when it was stopped; the same files must have the same bytes.
	if (recording.sizeBytes > row.sizeBytes || (files === row.files && recording.sizeBytes !== row.sizeBytes)) {
		const change = `it has ${recording.sizeBytes} bytes now, it had ${row.sizeBytes}`;
		return cleanupVerdict('newer-than-ingest', { change });
	}
	return proofVerdict(proof, problem, now) ?? due(age, proof!);
}

function due(age: Age, { provenFileIds }: DatedProof): CleanupVerdict {
	return cleanupVerdict('proven-and-due', { files: provenFileIds.length, days: daysOf(age) ?? 0 });
}

/**
 * Why the proof does not allow anything; null when it does.
 * @param now epoch milliseconds of n8n's clock
 */
export function proofVerdict(
	proof: DatedProof | null,
	problem: string | undefined,
	now: number,
	longestMs = LONGEST_PROOF_MS,
): CleanupVerdict | null {
	if (!proof) return cleanupVerdict('not-verified', { detail: problem ?? '' });
	const skew = proof.clockSkewSeconds;
	const verifiedAt = Date.parse(proof.verifiedAt);
	if (!Number.isFinite(skew) || !Number.isFinite(verifiedAt)) {
		return cleanupVerdict('clock-wrong', { detail: 'the proof does not say when it was made' });
	}
	if (Math.abs(skew) * 1000 > CLOCK_TOLERANCE_MS) {
		const minutes = Math.round(Math.abs(skew) / 60);
		return cleanupVerdict('clock-wrong', {
			detail: `the clock of n8n is ${minutes} minutes ${skew > 0 ? 'ahead of' : 'behind'} Kaltura's`,
		});
	}
	const age = now - skew * 1000 - verifiedAt;
	if (age > longestMs || age < -CLOCK_TOLERANCE_MS) {
		return cleanupVerdict('proof-too-old', { minutes: Math.round(age / 60_000) });
	}
	if (proof.verdict === 'pending') return cleanupVerdict('pending', { detail: proof.message });
	if (proof.verdict !== 'proven' || proof.provenFileIds.length === 0) {
		return cleanupVerdict('not-proven', { detail: proof.message });
	}
	return null;
}

function holdOf(recording: Recording, settings: CleanupSettings): CleanupVerdict | null {
	const { host, meetingId, meetingUuid, trackingFields } = recording;
	const name = host.email ?? host.id;
	const email = foldName(host.email ?? '');
	if (settings.heldHosts.some((held) => held.trim() === host.id || (email !== '' && foldName(held) === email))) {
		return cleanupVerdict('hold-host', { host: name });
	}
	const number = digits(meetingId);
	const meeting = settings.heldMeetings.find(
		(held) => held.trim() === meetingUuid || (number !== '' && digits(held) === number),
	);
	if (meeting !== undefined) return cleanupVerdict('hold-meeting', { meeting: meeting.trim() });
	const group = settings.heldMembers.get(host.id);
	if (group !== undefined) return cleanupVerdict('hold-group', { host: name, group });
	if (settings.holdField === '' || trackingFields === undefined) return null;
	const field = Object.keys(trackingFields).find((one) => foldName(one) === foldName(settings.holdField));
	const value = field === undefined ? '' : (trackingFields[field] ?? '');
	if (NOT_HELD.has(foldName(value))) return null;
	return cleanupVerdict('hold-tracking-field', { field: settings.holdField, value });
}

/** People write meeting numbers with blanks or dashes. A UUID is no number. */
function digits(text: string): string {
	const bare = text.replace(/[\s-]/g, '');
	return /^\d+$/.test(bare) ? bare : '';
}

function kept(verdict: CleanupVerdict, age: Age): PlannedCleanup {
	return { ...verdict, fileIds: [], bytes: 0, ageDays: daysOf(age) };
}

function daysOf(age: Age): number | null {
	return 'ms' in age ? Math.floor(age.ms / DAY_MS) : null;
}

function timeOr(text: string, fallback: number): number {
	const time = Date.parse(text);
	return Number.isFinite(time) ? time : fallback;
}
