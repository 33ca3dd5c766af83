import { entryIdField } from '../../../../lib/n8n/kaltura-fields';
import type { Operation } from '../../../../lib/n8n/operation';
import { entryItem } from '../../answers';
import type { MediaClients } from '../../clients';
import { headerLines, headersField, ifContentExistsField, readUrl } from '../../content-fields';

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
		ifContentExistsField,
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
		const added =
			ifExists === 'keep'
				? await kaltura.entries.addMissingContent(entryId, source)
				: await kaltura.entries.addContent(entryId, source);
		if (added) return { ...entryItem(added, true), changed: true };
		return { ...entryItem(await kaltura.entries.get(entryId), true), changed: false };
	},
};
