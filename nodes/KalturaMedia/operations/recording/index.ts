import type { Resource } from '../../../../lib/n8n/operation';
import type { MediaClients } from '../../clients';

import { importRecording } from './import.operation';
import { verify } from './verify.operation';

export const recording: Resource<MediaClients> = {
	value: 'recording',
	name: 'Recording',
	operations: [importRecording, verify],
};
