import { type OperationAnswer } from '../../../lib/n8n/operation';
import { readProof } from '../../../lib/n8n/proof-item';
import { readRecordingItem } from '../../../lib/n8n/recording-item';
import { cleanUpRecording, type CleanUpRequest } from '../../../lib/pipeline/cleanup/clean-up';
import type { CleanupVerdict } from '../../../lib/policy/cleanup/reasons';
import { readRemovals } from '../../../lib/policy/cleanup/removal';
import { Failure, InputError } from '../../../lib/policy/failures';
import type { RecordingsCall, RecordingsOperation } from '../fields';

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
		{
			displayName: 'Unresolved Before',
			name: 'unresolved',
			type: 'json',
			default: '[]',
			description:
				'Rows of that table about these recordings as they stood before this run wrote its own: what an earlier run removed, or may have, is never called "not removed"',
		},
	],

	/** One after the other. A failed recording goes on with its error when the node is set to; nothing of it is lost. */
	async runAll(calls) {
		const results: Array<OperationAnswer | Failure> = [];
		for (const call of calls) {
			call.signal?.throwIfAborted();
			const { json } = call.item;
			const request = readRequest(call);
			if (!request) {
				results.push(json);
				continue;
			}
			const { cleanup, error } = await cleanUpRecording(call.zoom, request, call.signal);
			// Goes no further with the others.
			if (error !== undefined && !call.context.continueOnFail()) throw error;
			results.push(error === undefined ? { ...json, cleanup } : new Failure(error, 0, { ...json, cleanup }));
		}
		return results;
	},
};

/** null for a recording that was not planned to go: that is none of this operation's business. */
function readRequest(call: RecordingsCall): CleanUpRequest | null {
	const action = readAction(call);
	const planned = (call.item.json.cleanup ?? {}) as Partial<CleanUpRequest['planned']>;
	if (planned.decision !== 'trash') return null;
	const { fileIds, ageDays = null } = planned;
	return {
		action,
		before: readRecordingItem(call.item),
		planned: {
			...(planned as CleanupVerdict),
			ageDays,
			fileIds: Array.isArray(fileIds) ? fileIds.map(String) : [],
		},
		evidence: readProof(call.item),
		intentions: readRemovals(call.parameter.raw('intentions', null)),
		unresolved: readRemovals(call.parameter.raw('unresolved', [])),
	};
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
