import type { RecordingsOperation } from '../fields';
import { fileFields, meetingUuidField } from '../fields';
import { removeEachPart } from '../removal';

export const trash: RecordingsOperation = {
	value: 'trash',
	name: 'Trash',
	action: 'Trash a recording',
	description: "Move a recording or single files to Zoom's trash, where they can be recovered for 30 days",
	fields: [meetingUuidField, ...fileFields],

	async run(call) {
		return await removeEachPart(call, 'trash');
	},
};
