/**
 * Why a recording file counts as safely in Kaltura, not yet, or not. Saved workflows and tables hold these codes, so a code
 * is never renamed and never changes its verdict.
 */
export type Verdict = 'proven' | 'pending' | 'not-proven';

interface ProofReason<Detail> {
	verdict: Verdict;
	sentence(detail: Detail): string;
}

const reason = <Detail>(verdict: Verdict, sentence: (detail: Detail) => string): ProofReason<Detail> => ({
	verdict,
	sentence,
});

interface InEntry {
	entryId: string;
}
interface InAsset {
	assetId: string;
}

export const PROOF_REASONS = {
	// Proven
	'same-bytes': reason(
		'proven',
		({ entryId, bytes }: InEntry & { bytes: number }) =>
			`Entry ${entryId} is ready and its source has the same ${bytes} bytes.`,
	),
	'same-duration': reason(
		'proven',
		({ entryId, seconds }: InEntry & { seconds: number }) =>
			`Entry ${entryId} is ready and ${seconds} s long, as the recording is; Kaltura keeps no source to count.`,
	),
	'caption-there': reason('proven', ({ assetId }: InAsset) => `The caption ${assetId} is ready.`),
	'attachment-there': reason('proven', ({ assetId }: InAsset) => `The attachment ${assetId} is ready.`),
	'given-up': reason(
		'proven',
		({ detail }: { detail: string }) =>
			`This Kaltura account cannot have it (${detail}), and the settings give such texts up.`,
	),
	'nothing-in-it': reason(
		'proven',
		({ bytes }: { bytes: number }) => `It holds nothing that could be saved (${bytes} bytes).`,
	),
	covered: reason<object>('proven', () => 'The settings leave it out, and every wanted file of its segment is proven.'),

	// Not yet
	'zoom-processing': reason<object>('pending', () => 'Zoom is still processing it.'),
	'not-ready': reason(
		'pending',
		({ entryId, status }: InEntry & { status: string }) => `Entry ${entryId} is not ready yet (${status}).`,
	),
	'being-replaced': reason(
		'pending',
		({ entryId }: InEntry) => `Somebody is giving entry ${entryId} other content in Kaltura.`,
	),
	'asset-not-ready': reason('pending', ({ assetId }: InAsset) => `The asset ${assetId} is not ready yet.`),

	// Not proven
	'not-in-kaltura': reason<object>('not-proven', () => 'Kaltura has no entry or asset of it.'),
	'not-possible': reason(
		'not-proven',
		({ detail }: { detail: string }) => `This Kaltura account cannot have it: ${detail}`,
	),
	'in-recycle-bin': reason('not-proven', ({ entryId }: InEntry) => `Entry ${entryId} is in Kaltura's recycle bin.`),
	'parent-missing': reason(
		'not-proven',
		({ entryId }: InEntry) => `Entry ${entryId} is there, but the entry that it is a stream of is not.`,
	),
	'no-content': reason('not-proven', ({ entryId }: InEntry) => `Entry ${entryId} has no content.`),
	'failed-in-kaltura': reason(
		'not-proven',
		({ entryId, status }: InEntry & { status: string }) =>
			`Kaltura could not import or convert entry ${entryId} (${status}).`,
	),
	'not-released': reason(
		'not-proven',
		({ entryId, status }: InEntry & { status: string }) => `Entry ${entryId} is held back in Kaltura (${status}).`,
	),
	'trimmed-in-kaltura': reason('not-proven', ({ entryId }: InEntry) => `Entry ${entryId} was cut in Kaltura.`),
	'other-bytes': reason(
		'not-proven',
		({ entryId, bytes, wanted }: InEntry & { bytes: number; wanted: number }) =>
			`The source of entry ${entryId} has ${bytes} bytes, the file in Zoom ${wanted}: one of them was changed.`,
	),
	'other-duration': reason(
		'not-proven',
		({ entryId, seconds, wanted }: InEntry & { seconds: number; wanted: number }) =>
			`Entry ${entryId} is ${seconds} s long, the recording ${wanted} s, and Kaltura keeps no source to count.`,
	),
	'nothing-to-compare': reason(
		'not-proven',
		({ entryId }: InEntry) => `Entry ${entryId} has neither a source nor a duration that could be compared.`,
	),
	'asset-failed': reason('not-proven', ({ assetId }: InAsset) => `Kaltura could not read the asset ${assetId}.`),
	'asset-empty': reason('not-proven', ({ assetId }: InAsset) => `The asset ${assetId} is empty.`),
	'asset-differs': reason(
		'not-proven',
		({ assetId, bytes, wanted }: InAsset & { bytes: number; wanted: number }) =>
			`The asset ${assetId} has ${bytes} bytes, the file in Zoom ${wanted}: one of them was changed.`,
	),
	'segment-not-proven': reason<object>(
		'not-proven',
		() => 'The settings leave it out, and its segment holds no proven video or audio.',
	),
	'type-unknown': reason<object>(
		'not-proven',
		() => 'Nobody knows this type of file yet and it was not imported, so it stays in Zoom.',
	),
} satisfies Record<string, ProofReason<never>>;

export type ProofCode = keyof typeof PROOF_REASONS;
export type ProofDetail<Code extends ProofCode> = Parameters<(typeof PROOF_REASONS)[Code]['sentence']>[0];

/** What is known about one file, with the numbers that it rests on. */
export interface Evidence {
	verdict: Verdict;
	reason: ProofCode;
	message: string;
	/** `entryId`, `assetId`, `status`, `bytes`, `seconds`, `wanted`: what the sentence names. */
	evidence: Record<string, string | number>;
}

/** @example evidence('same-bytes', { entryId: '0_abc', bytes: 1024 }) */
export function evidence<Code extends ProofCode>(code: Code, detail: ProofDetail<Code>): Evidence {
	const { verdict, sentence } = PROOF_REASONS[code] as unknown as ProofReason<ProofDetail<Code>>;
	return {
		verdict,
		reason: code,
		message: sentence(detail),
		evidence: { ...(detail as Record<string, string | number>) },
	};
}
