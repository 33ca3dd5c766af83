import type { INodeProperties } from 'n8n-workflow';

import type { CAPTION_FORMAT } from '../../../../lib/kaltura/captions';
import { LANGUAGES, languageName } from '../../../../lib/kaltura/languages';
import { entryIdField } from '../../../../lib/n8n/kaltura-fields';
import type { Operation } from '../../../../lib/n8n/operation';
import { assetsThatCount, captionItem } from '../../assets';
import type { MediaClients } from '../../clients';
import { contentFields, readContent } from '../../content-fields';

const fields: INodeProperties[] = [
	entryIdField,
	...contentFields,
	{
		displayName: 'Language',
		name: 'language',
		type: 'options',
		options: Object.values(LANGUAGES)
			.toSorted()
			.map((name) => ({ name, value: name })),
		default: 'English',
		description: 'Other languages can be given by an expression, with their English name',
	},
	{
		displayName: 'Label',
		name: 'label',
		type: 'string',
		default: '',
		placeholder: 'English',
		description: 'What viewers choose in the player; left empty, the language',
	},
	{
		displayName: 'If the Caption Exists',
		name: 'ifExists',
		type: 'options',
		options: [
			{ name: 'Add Another', value: 'add' },
			{ name: 'Keep It', value: 'keep', description: 'Nothing is written' },
			{ name: 'Replace It', value: 'replace' },
		],
		default: 'keep',
		description: 'A caption is the same when language and label are',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Accuracy',
				name: 'accuracy',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 100 },
				default: 85,
				description: 'In per cent; from 99 on, older captions of the language are hidden in the player',
			},
			{
				displayName: 'Default Caption',
				name: 'isDefault',
				type: 'boolean',
				default: true,
				description: 'Whether the player shows this caption without being asked; another default loses this',
			},
			{
				displayName: 'Format',
				name: 'format',
				type: 'options',
				options: [
					{ name: 'Automatic', value: 'auto', description: 'From the content or the file name' },
					{ name: 'DFXP', value: 'dfxp' },
					{ name: 'SCC', value: 'scc' },
					{ name: 'SRT', value: 'srt' },
					{ name: 'WebVTT', value: 'webvtt' },
				],
				default: 'auto',
			},
			{
				displayName: 'Shown in the Player',
				name: 'displayOnPlayer',
				type: 'boolean',
				default: true,
				description: 'Whether viewers can choose this caption',
			},
			{ displayName: 'Tags', name: 'tags', type: 'string', default: '' },
		],
	},
];

export const add: Operation<MediaClients> = {
	value: 'add',
	name: 'Add',
	action: 'Add a caption',
	description: 'Add captions to an entry. Those of a child entry are stored at its parent.',
	fields,

	async run(call) {
		const { kaltura, parameter } = call;
		const entryId = parameter.string('entryId');
		const language = languageName(parameter.string('language'));
		const label = parameter.text('label') || language;
		const ifExists = parameter.oneOf('ifExists', ['keep', 'replace', 'add']);
		const options = parameter.object('options');
		const { source, fileName } = await readContent(call);

		const existing =
			ifExists === 'add'
				? []
				: (await kaltura.captions.list(entryId)).filter(
						(caption) => caption.label === label && caption.language === language && Number(caption.status) >= 0,
					);
		const [there] = assetsThatCount(existing);
		if (ifExists === 'keep' && there) return { ...captionItem(there), changed: false };
		const added = await kaltura.captions.add(
			entryId,
			{
				language,
				label,
				format: formatOf(String(options.format ?? 'auto'), 'text' in source ? source.text : '', fileName),
				isDefault: options.isDefault === true || existing.some(({ isDefault }) => isDefault),
				...(options.accuracy === undefined ? {} : { accuracy: Number(options.accuracy) }),
				...(options.displayOnPlayer === undefined ? {} : { displayOnPlayer: options.displayOnPlayer === true }),
				...(options.tags ? { tags: String(options.tags) } : {}),
			},
			source,
		);
		// The old ones go last, so that there is never none.
		for (const { id } of existing) await kaltura.captions.delete(id);
		return { ...captionItem(added), changed: true, replaced: existing.map(({ id }) => id) };
	},
};

const BY_EXTENSION: Record<string, keyof typeof CAPTION_FORMAT> = {
	srt: 'srt',
	vtt: 'webvtt',
	dfxp: 'dfxp',
	ttml: 'dfxp',
	xml: 'dfxp',
	scc: 'scc',
	cap: 'cap',
};

function formatOf(chosen: string, text: string, fileName: string): keyof typeof CAPTION_FORMAT {
	if (chosen !== 'auto') return chosen as keyof typeof CAPTION_FORMAT;
	const head = text.trimStart().slice(0, 200);
	if (head.startsWith('WEBVTT')) return 'webvtt';
	if (head.startsWith('Scenarist_SCC')) return 'scc';
	if (/^<(\?xml|tt)\b/.test(head)) return 'dfxp';
	const extension = /\.([a-z0-9]+)$/i.exec(fileName)?.[1]?.toLowerCase() ?? '';
	return (text === '' ? BY_EXTENSION[extension] : undefined) ?? 'srt';
}
