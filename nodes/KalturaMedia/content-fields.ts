import type { INodeProperties } from 'n8n-workflow';

import type { ContentSource } from '../../lib/kaltura/requests/resources';
import { InputError } from '../../lib/policy/failures';
import type { OperationCall } from '../../lib/n8n/operation';

/** HTTP headers that Kaltura sends when it fetches a URL. */
export const headersField: INodeProperties = {
	displayName: 'Headers',
	name: 'headers',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Header',
	default: {},
	description:
		'Sent by Kaltura with the download, for example Authorization; they are stored by Kaltura until it is done',
	options: [
		{
			displayName: 'Header',
			name: 'header',
			values: [
				{ displayName: 'Name', name: 'name', type: 'string', default: '', placeholder: 'Authorization' },
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					typeOptions: { password: true },
					default: '',
				},
			],
		},
	],
};

export const ifContentExistsField: INodeProperties = {
	displayName: 'If the Entry Has Content',
	name: 'ifContentExists',
	type: 'options',
	options: [
		{ name: 'Fail', value: 'fail' },
		{ name: 'Keep It', value: 'keep', description: 'Nothing is written' },
		{ name: 'Replace It', value: 'replace', description: 'The old content stays until the new one is ready' },
	],
	default: 'keep',
};

/** Full header lines, as Kaltura wants them. */
export function headerLines(headers: Record<string, unknown>): string[] {
	const rows = Array.isArray(headers.header) ? (headers.header as Array<{ name?: unknown; value?: unknown }>) : [];
	return rows
		.map(
			({ name, value }) =>
				[
					String(name ?? '').trim(),
					String(value ?? '')
						.replace(/[\r\n]+/g, ' ')
						.trim(),
				] as const,
		)
		.filter(([name]) => name !== '')
		.map(([name, value]) => `${name}: ${value}`);
}

/** Where the content of a caption or attachment comes from. */
export const contentFields: INodeProperties[] = [
	{
		displayName: 'Content From',
		name: 'contentFrom',
		type: 'options',
		options: [
			{ name: 'Binary Field', value: 'binary', description: 'A text file of this item' },
			{ name: 'Text', value: 'text' },
			{ name: 'URL', value: 'url', description: 'Kaltura downloads it' },
		],
		default: 'text',
	},
	{
		displayName: 'Input Binary Field',
		name: 'binaryField',
		type: 'string',
		default: 'data',
		required: true,
		displayOptions: { show: { contentFrom: ['binary'] } },
		hint: 'The name of the field that contains the file',
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 6 },
		default: '',
		required: true,
		displayOptions: { show: { contentFrom: ['text'] } },
	},
	{
		displayName: 'URL',
		name: 'url',
		type: 'string',
		default: '',
		required: true,
		displayOptions: { show: { contentFrom: ['url'] } },
	},
	{ ...headersField, displayOptions: { show: { contentFrom: ['url'] } } },
];

const LARGEST_TEXT = 10 * 1024 * 1024;

/**
 * The chosen content and the file name that came with it.
 * @throws {InputError} when it is empty, too large, no text, or no web address
 */
export async function readContent({
	parameter,
	context,
	itemIndex,
}: OperationCall<object>): Promise<{ source: ContentSource; fileName: string }> {
	switch (parameter.oneOf('contentFrom', ['text', 'url', 'binary'])) {
		case 'url': {
			const url = readUrl(parameter.string('url'));
			const fileName = decodeURIComponent(new URL(url).pathname.split('/').pop() ?? '');
			return { source: { url, headers: headerLines(parameter.object('headers')) }, fileName };
		}
		case 'binary': {
			const field = parameter.string('binaryField');
			const { fileName = '', bytes } = context.helpers.assertBinaryData(itemIndex, field);
			if (bytes !== undefined && bytes > LARGEST_TEXT) throw tooLarge(field, bytes);
			const buffer = await context.helpers.getBinaryDataBuffer(itemIndex, field);
			if (buffer.length > LARGEST_TEXT) throw tooLarge(field, buffer.length);
			return { source: { text: asText(field, buffer) }, fileName };
		}
		default:
			// Not trimmed: blank lines at the end belong to the format.
			return { source: { text: requireText(parameter.raw('text')) }, fileName: '' };
	}
}

/** @throws {InputError} */
export function readUrl(url: string): string {
	if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
	throw new InputError('url', `is "${url}", which is not a web address`, 'Give a full URL that begins with https://.');
}

function requireText(value: unknown): string {
	if (typeof value === 'string' && value.trim() !== '') return value;
	throw new InputError('text', 'is empty', 'Fill it in, or check that its expression finds a value.');
}

function asText(field: string, buffer: Buffer): string {
	const text = buffer.toString('utf8').replace(/^\ufeff/, '');
	// A wrongly decoded byte shows up as U+FFFD, and no text format holds NUL.
	if (text.includes('\ufffd') || text.includes('\u0000')) {
		throw new InputError(field, 'holds a file that is no UTF-8 text', 'Give other files by URL.');
	}
	if (text.trim() === '') throw new InputError(field, 'holds an empty file', 'Check the node before this one.');
	return text;
}

function tooLarge(field: string, bytes: number): InputError {
	return new InputError(
		field,
		`holds a file of ${(bytes / 1024 / 1024).toFixed(0)} MB`,
		'Texts may have 10 MB; give larger files by URL.',
	);
}
