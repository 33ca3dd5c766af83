import { inflateRawSync } from 'node:zlib';

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { InputError } from '../policy/failures';
import type { HandedInList, ListRules } from '../policy/lists/read-list';
import { readList } from '../policy/lists/read-list';

/**
 * Reads the list in a binary field of an item, as it was handed in: what n8n's *Extract from File* drops (empty cells, the
 * encoding, lines) matters here.
 * @param field '' for the only binary field that the item has
 * @throws {InputError} naming line and column of what cannot be read
 */
export async function readListFile(
	context: IExecuteFunctions,
	item: INodeExecutionData,
	itemIndex: number,
	field: string,
	rules: ListRules,
): Promise<HandedInList> {
	const present = Object.keys(item.binary ?? {});
	const name = field === '' && present.length === 1 ? present[0]! : field;
	if (!present.includes(name)) {
		throw new InputError(
			'Input Binary Field',
			`is "${name}", and the item ${present.length > 0 ? `has ${present.join(', ')}` : 'has no file'}`,
			'Give the name of the binary field that holds the list.',
		);
	}
	const bytes = await context.helpers.getBinaryDataBuffer(itemIndex, name);
	const read = readList(bytes, rules, (packed, most) => inflateRawSync(packed, { maxOutputLength: most }));
	if ('list' in read) return read.list;
	const called = item.binary?.[name]?.fileName;
	throw new InputError(
		'Input Binary Field',
		`holds a list that cannot be used${called ? ` ("${called}")` : ''}. ${read.problems.join(' ').replace(/\.$/, '')}`,
		'Correct the list and hand it in again. Nothing of it was used.',
	);
}
