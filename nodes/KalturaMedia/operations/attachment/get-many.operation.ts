import { inBatch } from '../../../../lib/n8n/batch';
import { entryIdField } from '../../../../lib/n8n/kaltura-fields';
import type { Operation } from '../../../../lib/n8n/operation';
import { attachmentItem } from '../../assets';
import type { MediaClients } from '../../clients';

export const list: Operation<MediaClients> = {
	value: 'getAll',
	reads: true,
	name: 'Get Many',
	action: 'Get many attachments',
	description: 'List the attachments of an entry; many items are read in few requests',
	fields: [entryIdField],

	runAll: inBatch(
		({ parameter }) => parameter.string('entryId'),
		async (entryIds, { kaltura }) => {
			const attachments = await kaltura.attachments.ofEntries([...new Set(entryIds)]);
			return entryIds.map((entryId) => {
				const found = attachments.get(entryId) ?? [];
				return found instanceof Error ? found : found.map(attachmentItem);
			});
		},
	),
};
