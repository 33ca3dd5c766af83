import type { KalturaApi } from '../../kaltura/api';
import { lookUpForProof } from '../../kaltura/ingest/proof-look-up';
import { referencesOf } from '../../policy/import/import-plan';
import { prove, type ProofFacts, type ProofSettings } from '../../policy/proof/proof';
import type { Recording } from '../../policy/recording';

import { inParallel } from '../../http/in-parallel';
import { inGroups } from '../import/in-groups';

/** Kaltura works through a multirequest one by one and has 60 seconds for it; 600 references are 25 short lists. */
const REFERENCES_PER_REQUEST = 600;
const REQUESTS_IN_FLIGHT = 2;

export interface VerifyRequest {
	recording: Recording;
	settings: ProofSettings;
	/** When Zoom was read for the item; '' when the item does not say. */
	readAt: string;
}

/**
 * Says for every file of each recording whether it is safely in Kaltura. Only reads.
 * @returns a proof per recording, in order; an error where Kaltura could not be asked about it
 */
export async function verifyAll(
	kaltura: KalturaApi,
	requests: readonly VerifyRequest[],
	signal: AbortSignal | undefined,
): Promise<Array<object | Error>> {
	const questions = requests.map((request) => ({ ...request, references: referencesOf(request.recording) }));
	const answers = new Map<VerifyRequest, object | Error>();
	const groups = inGroups(questions, ({ references }) => references.length, REFERENCES_PER_REQUEST);
	await inParallel(
		groups,
		REQUESTS_IN_FLIGHT,
		async (group) => {
			const references = [...new Set(group.flatMap((question) => question.references))];
			const facts = await lookUpForProof(kaltura, references).catch((error: Error) => error);
			for (const question of group) {
				answers.set(question, facts instanceof Error ? facts : proofOf(question, question.references, facts));
			}
		},
		signal,
	);
	signal?.throwIfAborted();
	return questions.map((question) => answers.get(question)!);
}

/** `verifiedAt` is Kaltura's time, so that a wrong clock here does not make anything look old enough to go. */
function proofOf({ recording, settings, readAt }: VerifyRequest, references: readonly string[], facts: ProofFacts) {
	const own = new Set(references);
	const entries = facts.entries.filter(({ referenceId }) => own.has(referenceId));
	const ids = new Set(entries.map(({ id }) => id));
	const proof = prove(
		recording,
		{
			entries,
			captions: facts.captions.filter(({ entryId }) => ids.has(entryId)),
			attachments: facts.attachments.filter(({ entryId }) => ids.has(entryId)),
			impossible: facts.impossible,
			now: facts.now,
		},
		settings,
	);
	return {
		...proof,
		verifiedAt: new Date(facts.now * 1000).toISOString(),
		clockSkewSeconds: Math.round(Date.now() / 1000 - facts.now),
		recordingReadAt: readAt || null,
	};
}
