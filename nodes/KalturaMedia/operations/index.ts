import type { Resource } from '../../../lib/n8n/operation';
import type { MediaClients } from '../clients';

import { attachment } from './attachment';
import { caption } from './caption';
import { category } from './category';
import { content } from './content';
import { entry } from './entry';
import { recording } from './recording';
import { report } from './report';

/** Every resource of the node; the first is the one that a new node starts with. */
export const resources: Array<Resource<MediaClients>> = [
	recording,
	entry,
	content,
	caption,
	attachment,
	category,
	report,
];
