import type { Operation } from '../../../../lib/n8n/operation';
import { captionIdField } from '../../assets';
import type { MediaClients } from '../../clients';

export const remove: Operation<MediaClients> = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a caption',
	description: 'Delete a caption; one that does not exist counts as deleted',
	fields: [captionIdField],

	async run({ kaltura, parameter }) {
		const captionId = parameter.string('captionId');
		return { deleted: true, captionId, existed: await kaltura.captions.delete(captionId) };
	},
};
