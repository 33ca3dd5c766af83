import { entryIdField } from '../../../../lib/n8n/kaltura-fields';
import type { Operation } from '../../../../lib/n8n/operation';
import type { MediaClients } from '../../clients';

export const remove: Operation<MediaClients> = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete an entry',
	description: 'Delete an entry with its content; one that does not exist counts as deleted',
	fields: [entryIdField],

	async run({ kaltura, parameter }) {
		const entryId = parameter.string('entryId');
		return { deleted: true, entryId, existed: await kaltura.entries.delete(entryId) };
	},
};
