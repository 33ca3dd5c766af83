import type { KalturaClient } from '../../kaltura/client';
import { KalturaUploadSink } from '../../kaltura/upload-sink';
import type { ByteSource } from '../../transfer/byte-source';
import { Slots } from '../../http/slots';
import { chunkBytesFor, transfer, type TransferReport } from '../../transfer/transfer';
import type { UploadConnection } from '../../transfer/upload-connection';

import { doneLine, progressLog } from '../../transfer/progress-log';

export interface CarrierOptions {
	/** Files that are moved at the same time. Default 2. */
	filesAtOnce?: number;
	/** Milliseconds in which a source must send at least a little. Default 60 s. */
	idleTimeoutMs?: number;
	/** Milliseconds for one whole file; 0 or none for no limit. */
	timeLimitMs?: number;
	/** Bytes that all files on their way through this process may hold together. Default 64 MiB. */
	memoryBytes?: number;
	/** Reported of a file that passed as a whole. */
	hash?: 'md5' | 'sha256';
	signal: AbortSignal | undefined;
}

/** Where it says how far it is; n8n's logger is one. */
export interface CarrierLog {
	info(line: string, details?: object): void;
	warn(line: string): void;
}

export interface CarryOptions {
	/** With extension; the same in every run that moves this file. */
	fileName: string;
	/** As UploadSinkOptions: seconds after which an upload of another execution counts as left, null for "never look". */
	takeOverSeconds: number | null;
}

/** A file that lies in Kaltura, complete, under an upload token, ready to be attached. */
export interface CarriedFile {
	tokenId: string;
	/** Whether an earlier run had begun it, so that another one may have gone on with it at the same time. */
	takenOver: boolean;
	report: TransferReport;
}

/** Moves files through n8n into Kaltura's upload tokens, in chunks, and says in the log how far it is. */
export class Carrier {
	private readonly slots: Slots;

	/** @param connection is closed with the carrier */
	constructor(
		private readonly connection: UploadConnection,
		private readonly kaltura: KalturaClient,
		private readonly log: CarrierLog,
		private readonly options: CarrierOptions,
	) {
		this.slots = new Slots(options.filesAtOnce ?? 2);
	}

	/**
	 * @throws {UploadUnderWay} when another execution is moving the same file
	 * @throws {TransferError | KalturaError}
	 */
	async carry(source: ByteSource, { fileName, takeOverSeconds }: CarryOptions): Promise<CarriedFile> {
		return await this.slots.use(async () => {
			const { signal, idleTimeoutMs, timeLimitMs = 0, memoryBytes, hash } = this.options;
			const { log } = this;
			const sink = new KalturaUploadSink(
				this.kaltura.uploads,
				(upload) => this.connection.post(upload),
				{ fileName, sizeBytes: source.expectedBytes },
				{ takeOverSeconds, signal, onTrouble: (what) => log.warn(`Upload of ${source.name}: ${what}`) },
			);
			const report = await transfer(source, sink, {
				signal,
				...(idleTimeoutMs === undefined ? {} : { idleTimeoutMs }),
				...(timeLimitMs > 0 ? { totalTimeoutMs: timeLimitMs } : {}),
				...(memoryBytes === undefined ? {} : { memoryBytes }),
				...(hash === undefined ? {} : { hash }),
				chunkBytes: chunkBytesFor(source.expectedBytes),
				onProgress: progressLog(source.name, 'in Kaltura', (line) => log.info(line)),
			});
			log.info(doneLine(source.name, 'in Kaltura', report), { ...report });
			return { tokenId: sink.tokenId, takenOver: sink.takenOver, report };
		});
	}

	async close(): Promise<void> {
		await this.connection.close();
	}
}
