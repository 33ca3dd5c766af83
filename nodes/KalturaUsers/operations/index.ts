import type { Resource } from '../../../lib/n8n/operation';
import type { UsersClients } from '../clients';

import { group } from './group';
import { membership } from './membership';
import { user } from './user';

/** Every resource of the node; the first is the one that a new node starts with. */
export const resources: Array<Resource<UsersClients>> = [user, group, membership];
