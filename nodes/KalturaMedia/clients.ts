import type { KalturaClient } from '../../lib/kaltura/client';
import type { OpenedZoom } from '../../lib/n8n/zoom';

/** What the operations of this node work with. */
export interface MediaClients {
	kaltura: KalturaClient;
	/** The Zoom account of the node's second credential; only importing needs it, so it is opened when asked. */
	openZoom: () => Promise<OpenedZoom>;
}
