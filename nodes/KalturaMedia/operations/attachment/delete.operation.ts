import type { Operation } from '../../../../lib/n8n/operation';
import { attachmentIdField } from '../../assets';
import type { MediaClients } from '../../clients';

export const remove: Operation<MediaClients> = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete an attachment',
	description: 'Delete an attachment; one that does not exist counts as deleted',
	fields: [attachmentIdField],

	async run({ kaltura, parameter }) {
		const attachmentId = parameter.string('attachmentId');
		return { deleted: true, attachmentId, existed: await kaltura.attachments.delete(attachmentId) };
	},
};
