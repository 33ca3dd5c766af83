import { removePart, type RemovalAction, type RemovalItem } from '../../lib/pipeline/cleanup/removal';
import { InputError } from '../../lib/policy/failures';

import type { RecordingsCall } from './fields';
import { readMeetingUuid } from './fields';

/** Acts on the whole recording, or on each named file in turn; one refused file does not stop the others. */
export async function removeEachPart(call: RecordingsCall, action: RemovalAction): Promise<RemovalItem[]> {
	const meetingUuid = readMeetingUuid(call);
	const whole = call.parameter.oneOf('applyTo', ['files', 'recording'], 'recording') === 'recording';
	const fileIds = whole ? [undefined] : [...new Set(call.parameter.list('fileIds'))];
	if (fileIds.length === 0) {
		throw new InputError('File IDs', 'is empty', 'Name at least one file, or choose Apply To: Whole Recording.');
	}
	const items: RemovalItem[] = [];
	for (const fileId of fileIds) {
		call.signal?.throwIfAborted();
		const part = { meetingUuid, ...(fileId === undefined ? {} : { fileId }), action };
		items.push(await removePart(call.zoom.recordings, part));
	}
	return items;
}
