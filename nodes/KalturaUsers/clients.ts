import type { KalturaClient } from '../../lib/kaltura/client';

/** What the operations of this node work with. */
export interface UsersClients {
	kaltura: KalturaClient;
}
