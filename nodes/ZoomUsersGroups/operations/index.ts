import type { Resource } from '../../../lib/n8n/operation';
import type { OpenedZoom } from '../../../lib/n8n/zoom';
import { account } from '../../../lib/n8n/zoom-account';

import { access } from './access';
import { group } from './group';
import { list } from './list';
import { phone } from './phone';
import { role } from './role';
import { user } from './user';

/** Every resource of the node; the first is the one that a new node starts with. */
export const resources: Array<Resource<OpenedZoom>> = [user, group, role, phone, access, list, account];
