import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../lib/policy/failures';
import type { AccessSnapshot } from '../../../lib/policy/access/snapshot';
import { snapshotProblem } from '../../../lib/policy/access/snapshot';
import type { DirectoryCall } from '../fields';

import { isPacked, unpack } from '../../../lib/pipeline/access/packed';

const HOW =
	'The snapshot of Access → Snapshot: its data, its packed text, or the name of the binary field that holds it';

export const snapshotField: INodeProperties = {
	displayName: 'Snapshot',
	name: 'snapshot',
	type: 'string',
	required: true,
	default: '={{ $json.packed ?? $json.snapshot }}',
	description: HOW,
};

export const beforeField: INodeProperties = {
	...snapshotField,
	displayName: 'Earlier Snapshot',
	name: 'before',
	required: false,
	default: '',
	placeholder: "{{ $('Last Snapshot').first().json.packed }}",
	description: `${HOW}. Empty on the first run: nothing is compared.`,
};

export const afterField: INodeProperties = {
	...snapshotField,
	displayName: 'Later Snapshot',
	name: 'after',
};

/**
 * @returns null for an empty parameter
 * @throws {InputError} for what is no snapshot of this version, with what it is instead
 */
export async function readSnapshotOrNull(
	call: DirectoryCall,
	name: string,
	label: string,
): Promise<AccessSnapshot | null> {
	const given = call.parameter.raw(name, '');
	const value = typeof given === 'string' ? await fromText(call, given.trim(), label) : given;
	if (value === '' || value === null || value === undefined) return null;
	const found = await inner(value, label);
	const problem = snapshotProblem(found);
	if (problem !== null)
		throw new InputError(label, `holds no usable snapshot: ${withoutStop(problem)}`, HOW_TO_GET_ONE);
	return found as AccessSnapshot;
}

/** @throws {InputError} */
export async function readSnapshot(
	call: DirectoryCall,
	name = 'snapshot',
	label = 'Snapshot',
): Promise<AccessSnapshot> {
	const snapshot = await readSnapshotOrNull(call, name, label);
	if (snapshot) return snapshot;
	throw new InputError(label, 'is empty', HOW_TO_GET_ONE);
}

const HOW_TO_GET_ONE =
	'Give what Access → Snapshot gave: the field "packed" or "snapshot", or the name of its binary field.';

async function fromText(call: DirectoryCall, text: string, label: string): Promise<unknown> {
	if (text === '') return '';
	if (call.item.binary?.[text]) {
		return unpacked(await call.context.helpers.getBinaryDataBuffer(call.itemIndex, text), label);
	}
	if (!isPacked(text) && !text.startsWith('{')) {
		const known = Object.keys(call.item.binary ?? {});
		const fields = known.length > 0 ? `its binary fields are ${known.join(', ')}` : 'the item has no binary field';
		throw new InputError(
			label,
			`is "${text.slice(0, 40)}", which is neither a snapshot nor a binary field: ${fields}`,
			HOW_TO_GET_ONE,
		);
	}
	return unpacked(text, label);
}

/** The item of the Snapshot operation holds the snapshot in one of two fields. */
async function inner(value: unknown, label: string): Promise<unknown> {
	if (value === null || typeof value !== 'object') return value;
	const { packed, snapshot } = value as { packed?: unknown; snapshot?: unknown };
	if (typeof packed === 'string') return unpacked(packed, label);
	return snapshot !== null && typeof snapshot === 'object' ? snapshot : value;
}

function unpacked(content: string | Buffer, label: string): unknown {
	const read = unpack(content);
	if ('problem' in read) throw new InputError(label, read.problem, HOW_TO_GET_ONE);
	return read.value;
}

const withoutStop = (sentence: string) => sentence.replace(/\.$/, '');
