import { isKalturaCode } from '../../../../lib/kaltura/errors';
import { entryIdField } from '../../../../lib/n8n/kaltura-fields';
import type { Operation } from '../../../../lib/n8n/operation';
import { entryItem } from '../../answers';
import type { MediaClients } from '../../clients';
import { headerLines, headersField, readUrl } from '../../content-fields';

export const addFromUrl: Operation<MediaClients> = {
	value: 'addFromUrl',
	name: 'Add From URL',
	action: 'Add content from a URL',
	description: 'Let Kaltura download the media of an entry; nothing passes through n8n',
	fields: [
		entryIdField,
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'https://files.example.edu/lecture.mp4',
			description: 'Must be reachable from Kaltura; double slashes in its path would be collapsed',
		},
		{
			displayName: 'If the Entry Has Content',
			name: 'ifContentExists',
			type: 'options',
			options: [
				{ name: 'Fail', value: 'fail' },
				{ name: 'Keep It', value: 'keep', description: 'Nothing is written' },
				{ name: 'Replace It', value: 'replace', description: 'The old content stays until the new one is ready' },
			],
			default: 'keep',
		},
		headersField,
	],

	async run({ kaltura, parameter }) {
		const entryId = parameter.string('entryId');
		const url = readUrl(parameter.string('url'));
		const ifExists = parameter.oneOf('ifContentExists', ['fail', 'keep', 'replace']);
		const source = { url, headers: headerLines(parameter.object('headers')) };
		if (ifExists === 'replace') {
			return { ...entryItem(await kaltura.entries.replaceContent(entryId, source), true), changed: true };
		}
		const added = await kaltura.entries.addContent(entryId, source).catch((error: unknown) => {
			if (ifExists === 'keep' && isKalturaCode(error, 'ENTRY_ALREADY_WITH_CONTENT')) return null;
			throw error;
		});
		if (added) return { ...entryItem(added, true), changed: true };
		return { ...entryItem(await kaltura.entries.get(entryId), true), changed: false };
	},
};
