import { Readable } from 'node:stream';

import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { binaryStorage, type BinaryStorage, whyItDoesNotFit } from '../policy/setup/binary-storage';
import { type ByteSource, streamSource } from '../transfer/byte-source';

import { InputError } from '../policy/failures';

const MEBIBYTE = 1024 * 1024;
const READ_CHUNK_BYTES = 256 * 1024;

/** A binary field that can be read as a stream, in all of n8n's modes. */
export interface BinarySource {
	source: ByteSource;
	fileName: string;
	mimeType: string;
	storage: BinaryStorage;
}

/**
 * Opens a binary field without reading a byte.
 * @throws {NodeOperationError} of n8n when the item has no such field
 */
export async function binarySource(
	context: IExecuteFunctions,
	itemIndex: number,
	field: string,
): Promise<BinarySource> {
	const data = context.helpers.assertBinaryData(itemIndex, field);
	const storage = storageOf(data);
	const name = data.fileName ? `"${data.fileName}"` : `the binary field "${field}"`;
	const size = data.bytes ?? (await sizeOf(context, data));
	if (storage.buffersOnRead) warnOfBuffering(context, storage, name);
	const { id } = data;
	return {
		source: streamSource(name, size, () =>
			id
				? context.helpers.getBinaryStream(id, READ_CHUNK_BYTES)
				: Readable.from(piecesOf(Buffer.from(data.data, 'base64')), { objectMode: false }),
		),
		fileName: data.fileName ?? '',
		mimeType: data.mimeType,
		storage,
	};
}

/**
 * How this n8n stores what a node hands it. n8n has no way to ask, so one byte is stored and looked at; it goes with the
 * data of the execution.
 */
export async function storageOfNewFiles(context: IExecuteFunctions): Promise<BinaryStorage> {
	return storageOf(await context.helpers.prepareBinaryData(Buffer.from('.'), 'probe.txt', 'text/plain'));
}

/** @throws {InputError} naming mode, limit and the ways around it, before the first byte is read */
export function assertFits(storage: BinaryStorage, name: string, sizeBytes: number): void {
	const why = whyItDoesNotFit(storage, sizeBytes);
	if (why === null) return;
	throw new InputError(
		'Files',
		`names a file that cannot become binary data: ${name} ${why}`,
		'Set N8N_DEFAULT_BINARY_DATA_MODE=database (filesystem when one process does everything), or use Kaltura Media → Recording → Import, which moves files of any size without binary data.',
	);
}

/** Says in the log, before the first byte, which mode keeps whole files in memory, and how large they may be. */
export function warnOfBuffering(context: IExecuteFunctions, storage: BinaryStorage, name: string): void {
	const limit = storage.limitBytes === null ? '' : `, at most ${Math.floor(storage.limitBytes / MEBIBYTE)} MiB`;
	context.logger.warn(
		`n8n's binary data mode "${storage.mode}" holds ${name} in memory as a whole${limit}. Where one process does everything, N8N_DEFAULT_BINARY_DATA_MODE=filesystem lets it pass in small pieces.`,
	);
}

function storageOf({ id }: IBinaryData): BinaryStorage {
	const limit = Number(process.env.N8N_BINARY_DATA_DATABASE_MAX_FILE_SIZE);
	return binaryStorage(id, Number.isFinite(limit) && limit > 0 ? limit * MEBIBYTE : undefined);
}

async function sizeOf(context: IExecuteFunctions, { id, data }: IBinaryData): Promise<number> {
	if (!id) return Buffer.byteLength(data, 'base64');
	return (await context.helpers.getBinaryMetadata(id)).fileSize;
}

function* piecesOf(buffer: Buffer): Generator<Buffer> {
	for (let at = 0; at < buffer.length; at += READ_CHUNK_BYTES) yield buffer.subarray(at, at + READ_CHUNK_BYTES);
}
