/**
 * Why a recording may go from Zoom, or stays. Saved workflows and tables hold these codes, so a code is never renamed and
 * never changes its decision.
 */
export type CleanupDecision = 'keep' | 'trash';

interface CleanupReason<Detail> {
	decision: CleanupDecision;
	sentence(detail: Detail): string;
}

const reason = <Detail>(decision: CleanupDecision, sentence: (detail: Detail) => string): CleanupReason<Detail> => ({
	decision,
	sentence,
});

const CLEANUP_REASONS = {
	'proven-and-due': reason(
		'trash',
		({ files, days }: { files: number; days: number }) =>
			`All that is wanted is proven in Kaltura and has been there long enough (${days} days): ${files} ${files === 1 ? 'file' : 'files'} may go.`,
	),

	// The rules of the admin
	retention: reason(
		'keep',
		({ days, retentionDays }: { days: number; retentionDays: number }) =>
			`It has been recorded and imported for ${days} of ${retentionDays} days.`,
	),
	'hold-host': reason('keep', ({ host }: { host: string }) => `Recordings of ${host} are on hold.`),
	'hold-meeting': reason('keep', ({ meeting }: { meeting: string }) => `The meeting ${meeting} is on hold.`),
	'hold-group': reason(
		'keep',
		({ host, group }: { host: string; group: string }) => `${host} is in the Zoom group ${group}, which is on hold.`,
	),
	'hold-tracking-field': reason(
		'keep',
		({ field, value }: { field: string; value: string }) => `The meeting's tracking field ${field} says "${value}".`,
	),
	'hold-rule': reason('keep', ({ rule }: { rule: string }) => `The routing rule "${rule}" keeps it in Zoom.`),
	'hold-unknown': reason(
		'keep',
		({ field }: { field: string }) =>
			`Zoom does not know the meeting any more, so nobody can tell what its tracking field ${field} said.`,
	),
	'hold-recovered': reason<object>(
		'keep',
		() =>
			'It was in the trash and a person brought it back, so it stays. To let it go again, set its state in the data table zoom_kaltura_removals to "released".',
	),
	'over-maximum': reason(
		'keep',
		({ maximum }: { maximum: number }) =>
			`This run takes at most ${maximum} recordings, the oldest first; the next one goes on.`,
	),
	'too-large-share': reason(
		'keep',
		({ due, seen, percent }: { due: number; seen: number; percent: number }) =>
			`The run stopped: ${due} of ${seen} recordings would go, more than ${percent} %. Check why, then raise the share.`,
	),

	// What is not proven
	'zoom-processing': reason<object>('keep', () => 'Zoom is still processing it.'),
	'not-verified': reason(
		'keep',
		({ detail }: { detail: string }) => `Kaltura could not be asked about it${detail ? `: ${detail}` : '.'}`,
	),
	'not-proven': reason('keep', ({ detail }: { detail: string }) => `It is not proven in Kaltura. ${detail}`),
	pending: reason('keep', ({ detail }: { detail: string }) => `It is not proven in Kaltura yet. ${detail}`),
	'proof-too-old': reason(
		'keep',
		({ minutes }: { minutes: number }) => `It was verified ${minutes} minutes ago, which is too long.`,
	),
	'changed-since': reason(
		'keep',
		({ change }: { change: string }) => `It changed in Zoom after it was verified: ${change}.`,
	),

	// What cannot be believed
	'clock-wrong': reason(
		'keep',
		({ detail }: { detail: string }) => `Clocks disagree, so nobody knows how old it is: ${detail}.`,
	),
	'ledger-missing': reason(
		'keep',
		({ detail }: { detail: string }) =>
			`The ledger cannot be read, so nothing is deleted${detail ? `: ${detail}` : '.'}`,
	),
	'removals-missing': reason(
		'keep',
		({ detail }: { detail: string }) =>
			`The data table zoom_kaltura_removals cannot be read, so nothing is deleted${detail ? `: ${detail}` : '.'}`,
	),
	'intention-missing': reason<object>(
		'keep',
		() =>
			"It could not be written into the data table zoom_kaltura_removals that it is about to be trashed, so nothing is deleted. Is the table there, and is n8n's space for data tables (N8N_DATA_TABLES_MAX_SIZE_BYTES) used up?",
	),
	'not-in-ledger': reason<object>(
		'keep',
		() => 'The ledger has no row of it: run the reconcile or the backfill over it first.',
	),
	'ledger-edited': reason(
		'keep',
		({ problem }: { problem: string }) => `Its row in the ledger cannot be believed: ${problem}.`,
	),
	'ledger-says-otherwise': reason(
		'keep',
		({ status }: { status: string }) =>
			`It is not (wholly) in Kaltura: the ledger says that its import ended as "${status}".`,
	),
	'newer-than-ingest': reason(
		'keep',
		({ change }: { change: string }) => `It is newer than its last import: ${change}.`,
	),
} satisfies Record<string, CleanupReason<never>>;

export type CleanupCode = keyof typeof CLEANUP_REASONS;
export type CleanupDetail<Code extends CleanupCode> = Parameters<(typeof CLEANUP_REASONS)[Code]['sentence']>[0];

export interface CleanupVerdict {
	decision: CleanupDecision;
	reason: CleanupCode;
	message: string;
}

/** @example cleanupVerdict('hold-host', { host: 'ann@example.edu' }) */
export function cleanupVerdict<Code extends CleanupCode>(code: Code, detail: CleanupDetail<Code>): CleanupVerdict {
	const { decision, sentence } = CLEANUP_REASONS[code] as unknown as CleanupReason<CleanupDetail<Code>>;
	return { decision, reason: code, message: sentence(detail) };
}
