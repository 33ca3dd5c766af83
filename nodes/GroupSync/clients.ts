import type { KalturaClient } from '../../lib/kaltura/client';
import type { Operation } from '../../lib/n8n/operation';
import type { SyncOutput } from '../../lib/pipeline/group-sync/report';
import type { ZoomClient } from '../../lib/zoom/client';

/** What this node opens: the account that Target names. */
export interface GroupSyncClients {
	kaltura: KalturaClient | null;
	zoom: ZoomClient | null;
	/** '' when Target is Kaltura. */
	zoomAccountId: string;
}

export type GroupSyncOperation = Operation<GroupSyncClients>;

/** The outputs, in the order in which they are drawn. */
export const OUTPUT: Record<SyncOutput, number> = { changed: 0, unchanged: 1, failed: 2, record: 3, report: 4 };
