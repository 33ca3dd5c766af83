import type { Resource } from '../../../../lib/n8n/operation';
import type { MediaClients } from '../../clients';

import { addFromUrl } from './add-from-url.operation';
import { upload } from './upload.operation';

export const content: Resource<MediaClients> = { value: 'content', name: 'Content', operations: [addFromUrl, upload] };
