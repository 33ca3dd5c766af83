import { InputError } from '../../../lib/policy/failures';
import type { RecordingsOperation } from '../fields';
import { fileFields, meetingUuidField } from '../fields';
import { removeEachPart } from '../removal';

export const deletePermanently: RecordingsOperation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a recording permanently',
	description: 'Delete a recording or single files for ever; use Trash unless you are sure',
	fields: [
		meetingUuidField,
		...fileFields,
		{
			displayName: 'Delete Permanently',
			name: 'permanently',
			type: 'boolean',
			default: false,
			description: 'Whether to really delete, although neither Zoom nor anybody else can bring the files back',
		},
	],

	async run(call) {
		if (!call.parameter.boolean('permanently', false)) {
			throw new InputError(
				'Delete Permanently',
				'is off',
				'Use the operation Trash, from which Zoom can recover for 30 days; or switch it on if you are sure.',
			);
		}
		return await removeEachPart(call, 'delete');
	},
};
