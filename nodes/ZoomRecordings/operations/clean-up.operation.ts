import { InputError } from '../../../lib/policy/failures';
import { Failure } from '../../../lib/policy/failures';
import { type OperationAnswer } from '../../../lib/n8n/operation';
import { readProof } from '../../../lib/n8n/proof-item';
import { readRecordingItem } from '../../../lib/n8n/recording-item';
import { proofVerdict, type DatedProof } from '../../../lib/policy/cleanup/cleanup';
import { cleanupVerdict, type CleanupVerdict } from '../../../lib/policy/cleanup/reasons';
import { changeSince } from '../../../lib/policy/cleanup/recording-changes';
import type { Recording } from '../../../lib/policy/recording';
import { isZoomError } from '../../../lib/zoom/errors';
import type { RecordingsCall, RecordingsOperation } from '../fields';
import { removePart, type RemovalItem } from '../removal';

/** Between the last look into Kaltura and the trash. */
const LONGEST_PROOF_MS = 15 * 60_000;

/** How cleaning up one recording ended, on its item as `cleanup`. */
interface CleanedUp extends CleanupVerdict {
	outcome: 'already-gone' | 'deleted' | 'kept' | 'refused' | 'trashed';
	fileIds: string[];
	/** Files that are gone from Zoom's recordings now. */
	removedFileIds: string[];
	bytes: number;
	refused?: Pick<RemovalItem, 'fileId' | 'message' | 'nextStep' | 'reason' | 'trackingId'>;
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
	],

	/** One after the other. A failed recording goes on with its error when the node is set to; nothing of it is lost. */
	async runAll(calls) {
		const results: Array<OperationAnswer | Failure> = [];
		for (const call of calls) {
			call.signal?.throwIfAborted();
			results.push(
				await cleanUpOne(call).catch((error: unknown) => {
					if (!call.context.continueOnFail()) throw error;
					return new Failure(error, 0, call.item.json);
				}),
			);
		}
		return results;
	},
};

async function cleanUpOne(call: RecordingsCall): Promise<object> {
	const action = readAction(call);
	const { json } = call.item;
	const planned = (json.cleanup ?? {}) as Partial<CleanupVerdict> & { fileIds?: unknown };
	// What was not planned is none of this operation's business.
	if (planned.decision !== 'trash') return json;
	const before = readRecordingItem(call.item);
	const fileIds = Array.isArray(planned.fileIds) ? planned.fileIds.map(String) : [];
	const stay = (verdict: CleanupVerdict) => ({
		...json,
		cleanup: { ...planned, ...verdict, outcome: 'kept', fileIds, removedFileIds: [], bytes: 0 },
	});

	const { proof, ...rest } = readProof(call.item);
	const doubt = proofVerdict(proof, 'problem' in rest ? rest.problem : undefined, Date.now(), LONGEST_PROOF_MS);
	if (doubt) return stay(doubt);
	const unproven = fileIds.find((id) => !proof!.provenFileIds.includes(id));
	if (unproven !== undefined || fileIds.length === 0) {
		return stay(cleanupVerdict('not-proven', { detail: `The file ${unproven ?? 'list'} is not part of the proof.` }));
	}

	const now = await readAgain(call, before.meetingUuid);
	const change = now && changeSince(before, now);
	if (change) return stay(cleanupVerdict('changed-since', { change }));
	const done = await removeAll(call, action, now ? inProofOrder(proof!, fileIds) : [], before.meetingUuid);
	const bytes = sizeOf(before, done.removed);
	const { decision, reason, message } = planned as CleanupVerdict;
	const cleanup: CleanedUp = {
		...planned,
		decision,
		reason,
		message,
		outcome: done.refused ? 'refused' : done.acted ? (action === 'trash' ? 'trashed' : 'deleted') : 'already-gone',
		fileIds,
		removedFileIds: done.removed,
		bytes,
		...(done.refused ? { refused: done.refused } : {}),
	};
	return { ...json, cleanup };
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
	meetingUuid: string,
): Promise<{ removed: string[]; acted: boolean; refused?: RemovalItem }> {
	const removed: string[] = [];
	let acted = false;
	for (const fileId of fileIds) {
		call.signal?.throwIfAborted();
		const part = await removePart(call, action, meetingUuid, fileId);
		if (part.outcome === 'refused') return { removed, acted, refused: part };
		removed.push(fileId);
		acted ||= part.outcome !== 'already-gone';
	}
	return { removed, acted };
}

/** A stop half-way must leave the main file, so the order is that of the proof, whatever the item says. */
function inProofOrder({ provenFileIds }: DatedProof, fileIds: readonly string[]): string[] {
	return provenFileIds.filter((id) => fileIds.includes(id));
}

function sizeOf({ segments }: Recording, ids: readonly string[]): number {
	const files = segments.flatMap((segment) => segment.files);
	return files.reduce((sum, file) => sum + (ids.includes(file.id) ? file.sizeBytes : 0), 0);
}
