import { pause } from '../http/pause';

import type { KalturaUploadToken } from './schemas';
import type { KalturaUploads } from './uploads';

export interface UploadedFile {
	/** With extension: Kaltura tells the type by it. The same for every run that uploads this file. */
	fileName: string;
	sizeBytes: number | null;
}

export interface TakeOverOptions {
	/**
	 * Whether a token of the same name and size is continued. One that changed less than this many seconds ago is watched
	 * until it is so old: when it changes meanwhile, another execution is at work, else that one counts as killed.
	 * null: never look, for files whose name identifies nothing.
	 */
	takeOverSeconds: number | null;
	/** Pause between two looks at a token of another run, in milliseconds. Default 5 s. */
	watchMs?: number;
	signal?: AbortSignal | undefined;
}

/** Another execution is uploading this very file at the moment. */
export class UploadUnderWay extends Error {
	constructor(readonly tokenId: string) {
		super('Another execution is uploading this file.');
		this.name = 'UploadUnderWay';
	}
}

/**
 * The upload that a run which was killed left for a file: Kaltura itself remembers it, by the name that the token was given,
 * so that no state of n8n's is needed, and `uploadedFileSize` says where to go on.
 * @returns null when there is none, and everything starts at the first byte
 * @throws {UploadUnderWay} when another execution is at it
 */
export async function earlierUpload(
	uploads: Pick<KalturaUploads, 'find'>,
	file: UploadedFile,
	{ takeOverSeconds, watchMs = 5000, signal }: TakeOverOptions,
): Promise<KalturaUploadToken | null> {
	// Without a size nothing tells whether the file is still the same.
	if (takeOverSeconds === null || file.sizeBytes === null) return null;
	let watched: KalturaUploadToken | null = null;
	for (let last = false; ;) {
		const { tokens, now } = await uploads.find(file.fileName);
		const usable = tokens
			.filter(({ fileSize }) => fileSize === file.sizeBytes)
			.toSorted((a, b) => b.uploadedFileSize - a.uploadedFileSize);
		// It grew, or was used up: somebody is at work. One that stands still was left by a run that was killed.
		if (watched && !usable.some((token) => isUnchanged(token, watched!))) throw new UploadUnderWay(watched.id);
		const young = usable.find(({ updatedAt }) => updatedAt !== undefined && now - updatedAt < takeOverSeconds);
		if (!young) {
			if (!watched || last) return usable[0] ?? null;
			// Of several that watched the same upload one begins first, and the others see that.
			last = true;
			await pause(Math.random() * watchMs, signal);
			continue;
		}
		last = false;
		watched = young;
		const leftMs = (takeOverSeconds - (now - (young.updatedAt ?? now))) * 1000;
		await pause(Math.min(watchMs, leftMs), signal);
	}
}

function isUnchanged(token: KalturaUploadToken, before: KalturaUploadToken): boolean {
	const { id, status, updatedAt, uploadedFileSize } = before;
	return (
		token.id === id &&
		token.status === status &&
		token.updatedAt === updatedAt &&
		token.uploadedFileSize === uploadedFileSize
	);
}
