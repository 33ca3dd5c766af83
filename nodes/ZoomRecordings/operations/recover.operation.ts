import type { RecordingsOperation } from '../fields';
import { fileFields, meetingUuidField } from '../fields';
import { removeEachPart } from '../removal';

export const recover: RecordingsOperation = {
	value: 'recover',
	name: 'Recover',
	action: 'Recover a recording from the trash',
	description: "Bring a recording or single files back from Zoom's trash",
	fields: [meetingUuidField, ...fileFields],

	async run(call) {
		return await removeEachPart(call, 'recover');
	},
};
