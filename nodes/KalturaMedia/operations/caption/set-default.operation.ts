import type { Operation } from '../../../../lib/n8n/operation';
import type { MediaClients } from '../../clients';
import { captionIdField } from '../../assets';

export const setDefault: Operation<MediaClients> = {
	value: 'setDefault',
	name: 'Set as Default',
	action: 'Set the default caption',
	description: 'Make a caption the one that the player shows without being asked',
	fields: [captionIdField],

	async run({ kaltura, parameter }) {
		const captionId = parameter.string('captionId');
		await kaltura.captions.setDefault(captionId);
		return { captionId, isDefault: true };
	},
};
