import type { INodeProperties } from 'n8n-workflow';

import type { ATTACHMENT_FORMAT } from '../../../../lib/kaltura/attachments';
import { InputError } from '../../../../lib/policy/failures';
import { entryIdField } from '../../../../lib/n8n/kaltura-fields';
import type { Operation } from '../../../../lib/n8n/operation';
import { assetsThatCount, attachmentItem } from '../../assets';
import type { MediaClients } from '../../clients';
import { contentFields, readContent } from '../../content-fields';

const fields: INodeProperties[] = [
	entryIdField,
	...contentFields,
	{
		displayName: 'File Name',
		name: 'filename',
		type: 'string',
		default: '',
		placeholder: 'chat.txt',
		description: 'Left empty, the name of the binary file or the end of the URL',
	},
	{
		displayName: 'If the Attachment Exists',
		name: 'ifExists',
		type: 'options',
		options: [
			{ name: 'Add Another', value: 'add' },
			{ name: 'Keep It', value: 'keep', description: 'Nothing is written' },
			{ name: 'Replace It', value: 'replace' },
		],
		default: 'keep',
		description: 'An attachment is the same when its file name is',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{ displayName: 'Description', name: 'description', type: 'string', default: '' },
			{ displayName: 'Tags', name: 'tags', type: 'string', default: '' },
			{ displayName: 'Title', name: 'title', type: 'string', default: '' },
		],
	},
];

export const add: Operation<MediaClients> = {
	value: 'add',
	name: 'Add',
	action: 'Add an attachment',
	description: 'Attach a file to an entry, for example a chat or slides',
	fields,

	async run(call) {
		const { kaltura, parameter } = call;
		const entryId = parameter.string('entryId');
		const ifExists = parameter.oneOf('ifExists', ['keep', 'replace', 'add']);
		const options = parameter.object('options');
		const { source, fileName } = await readContent(call);
		const filename = parameter.text('filename') || fileName;
		if (filename === '')
			throw new InputError('filename', 'is empty', 'Give the attachment a file name, for example chat.txt.');

		const existing =
			ifExists === 'add'
				? []
				: (await kaltura.attachments.list(entryId)).filter(
						(attachment) => attachment.filename === filename && Number(attachment.status) >= 0,
					);
		const [there] = assetsThatCount(existing);
		if (ifExists === 'keep' && there) return { ...attachmentItem(there), changed: false };
		const added = await kaltura.attachments.add(
			entryId,
			{
				filename,
				format: formatOf(filename, 'text' in source),
				...(options.title ? { title: String(options.title) } : {}),
				...(options.tags ? { tags: String(options.tags) } : {}),
				...(options.description ? { description: String(options.description) } : {}),
			},
			source,
		);
		// The old ones go last, so that there is never none.
		for (const { id } of existing) await kaltura.attachments.delete(id);
		return { ...attachmentItem(added), changed: true, replaced: existing.map(({ id }) => id) };
	},
};

function formatOf(filename: string, isText: boolean): keyof typeof ATTACHMENT_FORMAT {
	const extension = /\.([a-z0-9]+)$/i.exec(filename)?.[1]?.toLowerCase() ?? '';
	if (extension === 'json') return 'json';
	if (['md', 'markdown'].includes(extension)) return 'markdown';
	if (['mp4', 'm4a', 'mp3', 'mov', 'wav', 'webm', 'jpg', 'jpeg', 'png'].includes(extension)) return 'media';
	return isText || ['txt', 'csv', 'vtt', 'srt', 'log'].includes(extension) ? 'text' : 'document';
}
