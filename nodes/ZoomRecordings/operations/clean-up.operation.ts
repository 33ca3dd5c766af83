import { describeError, toNodeError } from '../../../lib/n8n/errors';
import { Failure, InputError } from '../../../lib/policy/failures';
import { type OperationAnswer } from '../../../lib/n8n/operation';
import { readProof } from '../../../lib/n8n/proof-item';
import { readRecordingItem } from '../../../lib/n8n/recording-item';
import { proofVerdict, type DatedProof } from '../../../lib/policy/cleanup/cleanup';
import { cleanupVerdict, type CleanupVerdict } from '../../../lib/policy/cleanup/reasons';
import { changeSince } from '../../../lib/policy/cleanup/recording-changes';
import { isIntended, readRemovals, type Removals, type RemovalState } from '../../../lib/policy/cleanup/removal';
import { cleanupReportRow, type CleanupOutcome, type CleanupReportRow } from '../../../lib/policy/cleanup/report-row';
import type { Recording } from '../../../lib/policy/recording';
import { isZoomError } from '../../../lib/zoom/errors';
import type { RecordingsCall, RecordingsOperation } from '../fields';
import { removePart, type RemovalItem } from '../removal';

/** Between the last look into Kaltura and the trash. */
const LONGEST_PROOF_MS = 15 * 60_000;

/** How cleaning up one recording ended, on its item as `cleanup`. */
interface CleanedUp extends CleanupVerdict {
	outcome: CleanupOutcome;
	fileIds: string[];
	/** Files that are gone from Zoom's recordings now. */
	removedFileIds: string[];
	bytes: number;
	ageDays: number | null;
	refused?: Pick<RemovalItem, 'fileId' | 'message' | 'nextStep' | 'reason' | 'trackingId'>;
	/** For the data table zoom_kaltura_removals. `intended` means that nobody knows how far it came. */
	removal: { state: RemovalState; fileIds: string };
	/** For the data table zoom_kaltura_cleanup. */
	row: CleanupReportRow;
}

export const cleanUp: RecordingsOperation = {
	value: 'cleanUp',
	name: 'Clean Up',
	action: 'Trash the proven files of a recording',
	description:
		'Trash exactly the files that were planned and are proven, after reading the recording again; refuses when anything changed',
	fields: [
		{
			displayName: 'How',
			name: 'how',
			type: 'options',
			options: [
				{ name: 'Delete Permanently', value: 'delete', description: 'Nobody can bring the files back' },
				{ name: 'Trash', value: 'trash', description: 'Zoom can recover them for 30 days' },
			],
			default: 'trash',
		},
		{
			displayName: 'I Know That Nobody Can Bring Them Back',
			name: 'permanently',
			type: 'boolean',
			default: false,
			displayOptions: { show: { how: ['delete'] } },
			description: 'Whether to really delete for ever',
		},
		{
			displayName: 'Intentions',
			name: 'intentions',
			type: 'json',
			required: true,
			default: "={{ $('Note the Intention').all().map((row) => row.json) }}",
			description:
				'Rows of the data table zoom_kaltura_removals that say "intended", just written; a recording without one stays, so that nobody takes our removal for a person\'s',
		},
	],

	/** One after the other. A failed recording goes on with its error when the node is set to; nothing of it is lost. */
	async runAll(calls) {
		const results: Array<OperationAnswer | Failure> = [];
		for (const call of calls) {
			call.signal?.throwIfAborted();
			results.push(await cleanUpOne(call));
		}
		return results;
	},
};

/** What is planned about one recording, and how far it came. */
interface Work {
	before: Recording;
	planned: CleanupVerdict & { ageDays: number | null };
	fileIds: string[];
	removed: string[];
	/** Whether Zoom was asked to remove anything: from then on an error means that nobody knows. */
	asked: boolean;
	proofVerdict: string | undefined;
}

async function cleanUpOne(call: RecordingsCall): Promise<OperationAnswer | Failure> {
	const { json } = call.item;
	const action = readAction(call);
	const planned = (json.cleanup ?? {}) as Partial<Work['planned']> & { fileIds?: unknown };
	// What was not planned is none of this operation's business.
	if (planned.decision !== 'trash') return json;
	const work: Work = {
		before: readRecordingItem(call.item),
		planned: { ...(planned as CleanupVerdict), ageDays: planned.ageDays ?? null },
		fileIds: Array.isArray(planned.fileIds) ? planned.fileIds.map(String) : [],
		removed: [],
		asked: false,
		proofVerdict: undefined,
	};
	return await removeProven(call, action, work).then(
		(cleanup) => ({ ...json, cleanup }),
		(error: unknown) => {
			// Goes no further with the others.
			if (!call.context.continueOnFail()) return Promise.reject(error);
			const said = describeError(toNodeError(call.context.getNode(), error, call.itemIndex));
			const { code } = said.errorDetails as { code: string };
			const instead = { reason: code || 'unknown', message: String(said.error) };
			return new Failure(error, 0, { ...json, cleanup: ended(work, 'failed', work.planned, instead) });
		},
	);
}

async function removeProven(call: RecordingsCall, action: 'delete' | 'trash', work: Work): Promise<CleanedUp> {
	const { before, fileIds, planned } = work;
	const { proof, ...rest } = readProof(call.item);
	work.proofVerdict = proof?.verdict;
	const doubt = proofVerdict(proof, 'problem' in rest ? rest.problem : undefined, Date.now(), LONGEST_PROOF_MS);
	if (doubt) return ended(work, 'kept', doubt);
	const unproven = fileIds.find((id) => !proof!.provenFileIds.includes(id));
	if (unproven !== undefined || fileIds.length === 0) {
		const detail = `The file ${unproven ?? 'list'} is not part of the proof.`;
		return ended(work, 'kept', cleanupVerdict('not-proven', { detail }));
	}
	const wanted = { account: before.accountId, meetingUuid: before.meetingUuid, fileIds };
	if (!isIntended(readIntentions(call), wanted, Date.now(), LONGEST_PROOF_MS)) {
		return ended(work, 'kept', cleanupVerdict('intention-missing', {}));
	}

	const now = await readAgain(call, before.meetingUuid);
	const change = now && changeSince(before, now);
	if (change) return ended(work, 'kept', cleanupVerdict('changed-since', { change }));
	const { acted, refused } = await removeAll(call, action, now ? inProofOrder(proof!, fileIds) : [], work);
	if (refused) {
		const { reason = 'unknown', message = '' } = refused;
		return { ...ended(work, 'refused', planned, { reason, message }), refused };
	}
	return ended(work, acted ? (action === 'trash' ? 'trashed' : 'deleted') : 'already-gone', planned);
}

/** The rows as they were written; without any nothing is removed. */
function readIntentions({ parameter }: RecordingsCall): Removals {
	return readRemovals(parameter.raw('intentions', null));
}

function ended(
	work: Work,
	outcome: CleanupOutcome,
	verdict: CleanupVerdict,
	instead?: { reason: string; message: string },
): CleanedUp {
	const { before, fileIds, removed, planned } = work;
	const { decision, reason, message } = verdict;
	const bytes = sizeOf(before, removed);
	const end = { outcome, fileIds: removed, bytes, ageDays: planned.ageDays, ...(instead ? { instead } : {}) };
	const about = { proofVerdict: work.proofVerdict, dryRun: false, now: Date.now() };
	return {
		decision,
		reason,
		message,
		outcome,
		fileIds,
		removedFileIds: removed,
		bytes,
		ageDays: planned.ageDays,
		removal: removalOf(work, outcome),
		row: cleanupReportRow(before, verdict, end, about),
	};
}

/** What is gone already went in a run of ours that was stopped, or by somebody's hand: nobody can tell which. */
function removalOf({ asked, fileIds, removed }: Work, outcome: CleanupOutcome): CleanedUp['removal'] {
	if (outcome === 'already-gone' || (outcome === 'failed' && asked))
		return { state: 'intended', fileIds: fileIds.join(' ') };
	return { state: removed.length > 0 ? 'removed' : 'not-removed', fileIds: removed.join(' ') };
}

/** @throws {InputError} when deleting for ever was chosen but not meant */
function readAction({ parameter }: RecordingsCall): 'delete' | 'trash' {
	const how = parameter.oneOf('how', ['delete', 'trash'], 'trash');
	if (how === 'delete' && !parameter.boolean('permanently', false)) {
		throw new InputError(
			'I Know That Nobody Can Bring Them Back',
			'is off, so nothing is deleted',
			'Choose Trash, from which Zoom can recover for 30 days; or switch it on if you are sure.',
		);
	}
	return how;
}

/** null: the recording is gone already. */
async function readAgain({ zoom }: RecordingsCall, meetingUuid: string): Promise<Recording | null> {
	return await zoom.recordings.get(meetingUuid).catch((error: unknown) => {
		if (isZoomError(error, '3301')) return null;
		throw error;
	});
}

/**
 * File by file, never the meeting as a whole: a transcript that arrives in this very moment is not among them and stays.
 * Stops at the first refusal, so that what is left still has its main file.
 */
async function removeAll(
	call: RecordingsCall,
	action: 'delete' | 'trash',
	fileIds: readonly string[],
	work: Work,
): Promise<{ acted: boolean; refused?: RemovalItem }> {
	let acted = false;
	for (const fileId of fileIds) {
		call.signal?.throwIfAborted();
		work.asked = true;
		const part = await removePart(call, action, work.before.meetingUuid, fileId);
		if (part.outcome === 'refused') return { acted, refused: part };
		work.removed.push(fileId);
		acted ||= part.outcome !== 'already-gone';
	}
	return { acted };
}

/** A stop half-way must leave the main file, so the order is that of the proof, whatever the item says. */
function inProofOrder({ provenFileIds }: DatedProof, fileIds: readonly string[]): string[] {
	return provenFileIds.filter((id) => fileIds.includes(id));
}

function sizeOf({ segments }: Recording, ids: readonly string[]): number {
	const files = segments.flatMap((segment) => segment.files);
	return files.reduce((sum, file) => sum + (ids.includes(file.id) ? file.sizeBytes : 0), 0);
}
