import type { RecordingsOperation } from '../fields';
import { fileFields, meetingUuidField } from '../fields';
import { eachPart } from '../removal';

export const trash: RecordingsOperation = {
	value: 'trash',
	name: 'Trash',
	action: 'Trash a recording',
	description: "Move a recording or single files to Zoom's trash, where they can be recovered for 30 days",
	fields: [meetingUuidField, ...fileFields],

	async run(call) {
		return await eachPart(call, 'trash', async (meetingUuid, fileId) => {
			const result = await call.zoom.recordings.trash(meetingUuid, fileId);
			return result === 'done' ? 'trashed' : 'already-gone';
		});
	},
};
