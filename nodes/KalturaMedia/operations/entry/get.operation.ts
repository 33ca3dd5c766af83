import { KalturaError } from '../../../../lib/kaltura/errors';
import { inBatch } from '../../../../lib/n8n/batch';
import { simplifyField } from '../../../../lib/n8n/list-fields';
import { entryIdField } from '../../../../lib/n8n/kaltura-fields';
import type { Operation } from '../../../../lib/n8n/operation';
import { entryItem } from '../../answers';
import type { MediaClients } from '../../clients';

export const get: Operation<MediaClients> = {
	value: 'get',
	reads: true,
	name: 'Get',
	action: 'Get an entry',
	description: 'Read one entry; many items are read in few requests',
	fields: [entryIdField, simplifyField],

	runAll: inBatch(
		({ parameter }) => ({ entryId: parameter.string('entryId'), simplify: parameter.boolean('simplify') }),
		async (wanted, { kaltura }) => {
			const entries = await kaltura.entries.getMany(wanted.map(({ entryId }) => entryId));
			return wanted.map(({ entryId, simplify }, index) => {
				const entry = entries[index];
				return entry
					? entryItem(entry, simplify)
					: new KalturaError({ code: 'ENTRY_ID_NOT_FOUND', request: 'baseEntry.get', args: { ENTRY_ID: entryId } });
			});
		},
	),
};
