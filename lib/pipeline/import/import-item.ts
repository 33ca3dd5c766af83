import { statusName } from '../../policy/import/existing-entries';
import { importOutcome } from '../../policy/import/import-outcome';
import type { PlannedEntry } from '../../policy/import/import-plan';
import { outcome, type Outcome } from '../../policy/outcomes';

import type { Ending } from './recording-report';

/**
 * The item that leaves Import: the recording with one outcome for itself and one for each file, and the entries that it is
 * in. Holds no address and no token.
 */
export function importItem({
	recording,
	owner,
	plan,
	results,
	override,
	notes,
	filled,
	putRight,
	leftOut,
	transferOf,
}: Ending) {
	const decided = new Map(plan.decided.map((one) => [one.file.id, one]));
	const files = recording.segments.flatMap((segment) =>
		segment.files.map(({ id, fileType, recordingType, sizeBytes }) => {
			const known = decided.get(id);
			const result = results.get(id) ?? {
				outcome: override?.outcome ?? known?.outcome ?? outcome('files-processing', { files: 1 }),
				entryId: known?.entryId ?? null,
			};
			const transfer = results.has(id) ? transferOf(id) : null;
			return {
				id,
				fileType,
				recordingType,
				segment: segment.startedAt,
				sizeBytes,
				...result,
				...(transfer ? { transfer } : {}),
			};
		}),
	);
	const remarks = [...notes, ...duplicatesOf(plan)];
	const outcomes = files.map((file) => file.outcome);
	const left = [...leftOut, ...leftOutFiles(outcomes)];
	const error = override?.error ?? files.find((file) => file.error)?.error;
	const count = (...statuses: Array<Outcome['status']>) =>
		outcomes.filter(({ status }) => statuses.includes(status)).length;
	const describe = (entry: PlannedEntry) => ({
		entryId: entry.entryId,
		referenceId: entry.referenceId,
		role: entry.role as string,
		fileId: entry.file?.id ?? null,
		layout: entry.file?.recordingType ?? null,
		status: filled.has(entry.entryId ?? '') ? 'importing' : statusName(entry.status),
	});
	return {
		...recording,
		outcome:
			override?.outcome ?? importOutcome({ files: outcomes, notes: remarks, owner, newEntries: filled.size, putRight }),
		...(error ? { errorDetails: error } : {}),
		...(remarks.length > 0 ? { notes: remarks } : {}),
		...(left.length > 0 ? { leftOut: left } : {}),
		entries: plan.segments
			.filter(({ parent }) => parent.entryId)
			.map((segment) => ({
				segment: segment.startedAt,
				...describe(segment.parent),
				role: segment.native ? 'nativeParent' : 'parent',
				children: segment.streams.filter(({ entryId }) => entryId).map(describe),
			})),
		files,
		counts: {
			files: files.length,
			imported: count('imported'),
			alreadyImported: count('already-imported', 'imported-by-native-integration'),
			waiting: count('waiting'),
			skipped: count('skipped'),
			failed: count('failed', 'needs-attention'),
		},
	};
}

function duplicatesOf({ duplicates, segments }: Ending['plan']): Outcome[] {
	if (duplicates.length === 0) return [];
	return [outcome('duplicate-entries', { entryId: segments[0]?.parent.entryId ?? '', duplicates })];
}

/** Which kinds of files stay in Zoom on purpose, once each; what another file of the segment makes needless is not worth a word. */
function leftOutFiles(outcomes: readonly Outcome[]): string[] {
	const told = outcomes.filter(({ reason }) => TOLD.has(reason));
	const reasons = [...new Set(told.map(({ reason }) => reason))];
	return reasons.map((reason) => {
		const some = told.filter((one) => one.reason === reason);
		return some.length === 1 ? some[0]!.message : `${some.length} files: ${some[0]!.message}`;
	});
}

const TOLD: ReadonlySet<Outcome['reason']> = new Set([
	'caption-without-words',
	'file-deleted-in-kaltura',
	'file-empty',
	'file-not-wanted',
	'file-type-unknown',
	'nothing-to-attach-to',
]);
