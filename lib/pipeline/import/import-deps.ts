import type { Slots } from '../../http/slots';
import type { KalturaApi } from '../../kaltura/api';
import type { Recording } from '../../policy/recording';
import type { DownloadAccess } from '../../zoom/recordings';

import type { CarryFile } from './file-carrier';
import type { MediaReader } from './file-reader';

/** What a run works with; everything that touches the world comes from here. */
export interface ImportRunDeps {
	kaltura: KalturaApi;
	/** Fresh addresses and token of one recording. */
	downloadAccess(recording: Recording): Promise<DownloadAccess>;
	/** Tracking fields of the meeting, by name; null when Zoom has forgotten the meeting. */
	trackingFields(recording: Recording): Promise<Record<string, string> | null>;
	/** Batches take turns in reading from Zoom. */
	readingTurns: Slots;
	media: MediaReader;
	/** Moves files through n8n. */
	carryFile: CarryFile;
	/** Recordings whose files travel through n8n at the same time. */
	carriedAtOnce: number;
	/** Whether only n8n's side of a firewall reaches Kaltura. */
	kalturaIsPrivate: boolean;
	/** How long Kaltura's index may lag behind its database, in milliseconds. */
	settleMs: number;
	takeOverSeconds: number;
	sleep(ms: number): Promise<void>;
	/** Epoch seconds; used only where Kaltura does not tell its own time. */
	clock(): number;
	signal: AbortSignal | undefined;
}
