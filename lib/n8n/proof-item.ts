import type { INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod';

import type { ProofOrProblem } from '../policy/cleanup/cleanup';
import { PROOF_REASONS, type ProofCode } from '../policy/proof/reasons';

const verdict = z.enum(['proven', 'pending', 'not-proven']);

const proofSchema = z.object({
	verdict,
	message: z.string(),
	files: z.array(
		z.object({
			id: z.string(),
			recordingType: z.string(),
			segment: z.string(),
			sizeBytes: z.number(),
			verdict,
			reason: z.custom<ProofCode>((value) => typeof value === 'string' && value in PROOF_REASONS),
			message: z.string(),
			evidence: z.record(z.union([z.string(), z.number()])),
		}),
	),
	provenFileIds: z.array(z.string()),
	verifiedAt: z.string(),
	clockSkewSeconds: z.number(),
});

/**
 * The proof that Kaltura Media (Verify) put on a Recording item. A proof that somebody's node has changed into something
 * that cannot be read is none.
 */
export function readProof({ json }: INodeExecutionData): ProofOrProblem {
	if (json.proof === undefined || json.proof === null) {
		const { error } = json as { error?: unknown };
		const said = typeof error === 'string' ? error : (error as { message?: unknown } | undefined)?.message;
		return { proof: null, problem: typeof said === 'string' ? said : 'the item holds no proof' };
	}
	const parsed = proofSchema.safeParse(json.proof);
	if (!parsed.success) {
		const [issue] = parsed.error.issues;
		return { proof: null, problem: `the field ${issue?.path.join('.') || '(all)'} of its proof is not usable` };
	}
	const proven = new Set(parsed.data.files.filter((file) => file.verdict === 'proven').map(({ id }) => id));
	const stray = parsed.data.provenFileIds.find((id) => !proven.has(id));
	if (stray !== undefined) return { proof: null, problem: `its proof names the file ${stray} without evidence` };
	return { proof: parsed.data };
}
