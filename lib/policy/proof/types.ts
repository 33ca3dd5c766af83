import type { ExistingAttachment } from '../import/attachments';
import type { CaptionSettings, ExistingCaption } from '../import/captions';
import type { ExistingEntry } from '../import/existing-entries';
import type { FileSettings } from '../import/files';
import type { Evidence, Verdict } from './reasons';

// What goes into and comes out of the proof that a recording is safely in Kaltura (proof.ts).

/** An entry with what tells whether its media is that of Zoom. */
export interface ProvableEntry extends ExistingEntry {
	/** Milliseconds; 0 while Kaltura does not know. */
	durationMs: number;
	/** Cut, cropped or put together in Kaltura's editor. */
	edited: boolean;
	/** The source flavor where Kaltura keeps it; `sizeBytes` null when it does not say. */
	source: { ready: boolean; sizeBytes: number | null } | null;
}

/** An asset with its size in bytes; null when Kaltura does not say. */
export type ProvableAsset<Asset> = Asset & { sizeBytes: number | null };

/** What Kaltura holds for the references of one recording, deleted things left out. */
export interface ProofFacts {
	entries: readonly ProvableEntry[];
	captions: ReadonlyArray<ProvableAsset<ExistingCaption>>;
	attachments: ReadonlyArray<ProvableAsset<ExistingAttachment>>;
	/** Kinds of texts that this account cannot have, with what Kaltura says of it. */
	impossible: { readonly captions?: string; readonly attachments?: string };
	/** Epoch seconds, Kaltura's clock. */
	now: number;
}

/** Which files count, as the import was set: what it was told to leave out cannot be missed. */
export interface ProofSettings {
	files: FileSettings;
	captions: CaptionSettings;
	/** Captions that people corrected in Kaltura: they then differ from Zoom's. */
	editedCaptions: 'accept' | 'keepInZoom';
	/** Texts that the account cannot have: they keep the recording in Zoom, or they are given up. */
	impossibleTexts: 'holdBack' | 'giveUp';
}

export interface FileProof extends Evidence {
	id: string;
	recordingType: string;
	segment: string;
	sizeBytes: number;
}

export interface Proof {
	/** `proven`: every wanted file is. `pending`: one is not yet. `not-proven`: one is missing, failed or different. */
	verdict: Verdict;
	/** The sentence of the file that decided. */
	message: string;
	files: FileProof[];
	/**
	 * Files that may go from Zoom as far as Kaltura is concerned, in the order in which they may: what is left after a stop
	 * half-way must never look like a recording of its own, so videos go last, the main one at the very end.
	 */
	provenFileIds: string[];
}
