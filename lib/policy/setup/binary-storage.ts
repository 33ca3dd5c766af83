/** What n8n does with the bytes of a binary field in one of its modes (N8N_DEFAULT_BINARY_DATA_MODE). */
export interface BinaryStorage {
	/** As in n8n's documentation; "default" keeps files in memory. */
	mode: string;
	/** Whether storing a stream needs memory for the whole file. */
	buffersOnStore: boolean;
	/** Whether reading needs memory for the whole file. */
	buffersOnRead: boolean;
	/** Largest file in bytes that can be stored; null when only the disk limits it. */
	limitBytes: number | null;
}

const MEBIBYTE = 1024 * 1024;
/** n8n writes a file in memory as one base64 text, and V8 has no text longer than 0x1fffffe8 characters. */
const LARGEST_IN_MEMORY = 384 * MEBIBYTE;
/** n8n sends the file to the object store in one piece, from memory. Beyond this the server's memory is at risk. */
const LARGEST_OBJECT = 1024 * MEBIBYTE;
const DATABASE_DEFAULT = 512 * MEBIBYTE;

/**
 * @param id of a binary field, which names the mode; undefined for a file in memory
 * @param databaseLimitBytes N8N_BINARY_DATA_DATABASE_MAX_FILE_SIZE, where it is set
 * @see docs/operations.md
 */
export function binaryStorage(id: string | undefined, databaseLimitBytes = DATABASE_DEFAULT): BinaryStorage {
	const mode = id?.split(':')[0] ?? '';
	switch (mode) {
		case 'filesystem':
		case 'filesystem-v2':
			return { mode: 'filesystem', buffersOnStore: false, buffersOnRead: false, limitBytes: null };
		case 's3':
		case 'azure':
			return { mode, buffersOnStore: true, buffersOnRead: false, limitBytes: LARGEST_OBJECT };
		case 'database':
			return { mode, buffersOnStore: true, buffersOnRead: true, limitBytes: databaseLimitBytes };
		case '':
			return { mode: 'default', buffersOnStore: true, buffersOnRead: true, limitBytes: LARGEST_IN_MEMORY };
		default:
			// A mode that this version does not know: nothing is promised about memory, and nothing is forbidden.
			return { mode, buffersOnStore: true, buffersOnRead: true, limitBytes: null };
	}
}

/** Why a file does not fit, as the end of a sentence; null when it does. */
export function whyItDoesNotFit({ mode, limitBytes }: BinaryStorage, sizeBytes: number): string | null {
	if (limitBytes === null || sizeBytes <= limitBytes) return null;
	const [size, limit] = [sizeBytes, limitBytes].map((bytes) => `${Math.ceil(bytes / MEBIBYTE)} MiB`);
	return `has ${size}, and n8n's binary data mode "${mode}" takes files of at most ${limit}, because it holds them in memory as a whole`;
}
