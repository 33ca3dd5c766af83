import { inBatch } from '../../../../lib/n8n/batch';
import { entryIdField } from '../../../../lib/n8n/kaltura-fields';
import type { Operation } from '../../../../lib/n8n/operation';
import { captionItem } from '../../assets';
import type { MediaClients } from '../../clients';

export const list: Operation<MediaClients> = {
	value: 'getAll',
	reads: true,
	name: 'Get Many',
	action: 'Get many captions',
	description: 'List the captions of an entry; many items are read in few requests',
	fields: [entryIdField],

	runAll: inBatch(
		({ parameter }) => parameter.string('entryId'),
		async (entryIds, { kaltura }) => {
			const captions = await kaltura.captions.ofEntries([...new Set(entryIds)]);
			return entryIds.map((entryId) => {
				const found = captions.get(entryId) ?? [];
				return found instanceof Error ? found : found.map(captionItem);
			});
		},
	),
};
