import type { KalturaClient } from '../../lib/kaltura/client';
import type { Operation } from '../../lib/n8n/operation';
import type { ZoomClient } from '../../lib/zoom/client';

/** What this node opens for its operations. */
export interface OwnerClients {
	zoom: ZoomClient;
	/** Tells Zoom accounts apart in what is remembered between runs. */
	zoomAccount: string;
	/** Zoom's account id, as the credential names it. */
	accountId: string;
	kaltura: KalturaClient;
}

export type OwnerOperation = Operation<OwnerClients>;

/** The outputs, in the order in which they are drawn. */
export const OUTPUT = { ingest: 0, skip: 1, needsAttention: 2 } as const;
