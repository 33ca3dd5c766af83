import { ENTRY_STATUS } from '../../../../lib/kaltura/entries';
import { KalturaError } from '../../../../lib/kaltura/errors';
import type { KalturaEntry } from '../../../../lib/kaltura/schemas';
import { binarySource } from '../../../../lib/n8n/binary-data';
import { openCarrier } from '../../../../lib/n8n/media-connection';
import { InputError } from '../../../../lib/policy/failures';
import { entryIdField } from '../../../../lib/n8n/kaltura-fields';
import type { Operation } from '../../../../lib/n8n/operation';
import { entryItem } from '../../answers';
import type { MediaClients } from '../../clients';
import { ifContentExistsField } from '../../content-fields';

export const upload: Operation<MediaClients> = {
	value: 'upload',
	name: 'Upload',
	action: 'Upload the content of an entry',
	description: 'Upload a binary file of this item as the media of an entry, in parts and with little memory',
	fields: [
		entryIdField,
		{
			displayName: 'Input Binary Field',
			name: 'binaryField',
			type: 'string',
			default: 'data',
			required: true,
			hint: 'The name of the field that contains the file',
		},
		ifContentExistsField,
	],

	async run({ kaltura, parameter, context, itemIndex, signal }) {
		const entryId = parameter.string('entryId');
		const field = parameter.string('binaryField');
		const ifExists = parameter.oneOf('ifContentExists', ['fail', 'keep', 'replace']);
		const { source, fileName, mimeType, storage } = await binarySource(context, itemIndex, field);
		if (source.expectedBytes === 0) {
			throw new InputError(field, 'holds an empty file', 'Check the node before this one.');
		}
		// Asked before the bytes travel, not after.
		const entry = await kaltura.entries.get(entryId);
		const hasContent = Number(entry.status) !== ENTRY_STATUS.noContent;
		if (hasContent && ifExists === 'keep') return { ...entryItem(entry, true), changed: false };
		if (hasContent && ifExists === 'fail') {
			throw new KalturaError({ code: 'ENTRY_ALREADY_WITH_CONTENT', request: 'media.addContent' });
		}
		const carrier = openCarrier(context, kaltura, { signal });
		try {
			const { tokenId, report } = await carrier.carry(source, {
				fileName: nameFor(fileName, mimeType),
				takeOverSeconds: null,
			});
			const attach = hasContent
				? kaltura.entries.replaceContent(entryId, { uploadTokenId: tokenId })
				: kaltura.entries.addContent(entryId, { uploadTokenId: tokenId });
			const attached = await attach.catch((error: unknown) => settle(error));
			return {
				...entryItem(attached, true),
				changed: true,
				transfer: { ...report, binaryMode: storage.mode, buffered: storage.buffersOnRead },
			};

			async function settle(error: unknown): Promise<KalturaEntry> {
				// Whether a lost answer had come after the deed, the entry shows.
				if (error instanceof KalturaError && error.effect === 'unknown' && !hasContent) {
					const now = await kaltura.entries.get(entryId);
					if (Number(now.status) !== ENTRY_STATUS.noContent) return now;
				}
				await kaltura.uploads
					.delete(tokenId)
					.catch((left: unknown) => context.logger.warn(`The upload token could not be deleted. ${String(left)}`));
				throw error;
			}
		} finally {
			await carrier.close();
		}
	},
};

/** Kaltura tells the type of a file by the extension of its name. */
function nameFor(fileName: string, mimeType: string): string {
	if (/\.\w{2,5}$/.test(fileName)) return fileName.slice(-120);
	const kind = mimeType.startsWith('audio/') ? 'm4a' : mimeType.startsWith('image/') ? 'jpg' : 'mp4';
	return `${fileName.slice(0, 100) || 'upload'}.${kind}`;
}
