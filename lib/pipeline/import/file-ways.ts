import type { FetchFrom, UploadedContent } from '../../kaltura/ingest/write';
import type { chooseTransfer } from '../../policy/import/transfer-choice';
import type { DownloadAccess } from '../../zoom/recordings';
import type { CarriedFile } from './carrier';

export type ChosenWay = ReturnType<typeof chooseTransfer>;

/** How each file of a recording gets to Kaltura: as a text that was read, by Kaltura's own fetching, or through n8n. */
export class FileWays {
	private access: DownloadAccess | null = null;
	private readonly texts = new Map<string, string>();
	/** Media whose address was seen to answer media, and who is to move its bytes. */
	private readonly ways = new Map<string, ChosenWay>();
	/** Files whose bytes were brought to Kaltura through n8n. */
	private readonly uploads = new Map<string, CarriedFile>();
	/** Uploads that were not needed, because somebody else had filled the entry. */
	private spare: string[] = [];

	/** Fresh addresses and a token of Zoom's. */
	open(access: DownloadAccess): void {
		this.access = access;
	}

	/** A node run may hold thousands of recordings; texts and addresses of one that has ended are not needed any more. */
	close(): void {
		this.texts.clear();
		this.access = null;
	}

	read(fileId: string, text: string): void {
		this.texts.set(fileId, text);
	}

	choose(fileId: string, way: ChosenWay): void {
		this.ways.set(fileId, way);
	}

	carried(fileId: string, file: CarriedFile): void {
		this.uploads.set(fileId, file);
	}

	/** Somebody else was faster: the entry has its content, the upload is of no use. */
	notNeeded(fileId: string): void {
		const upload = this.uploads.get(fileId);
		// Whoever was faster may have used this very upload.
		if (upload && !upload.takenOver) this.spare.push(upload.tokenId);
	}

	takeSpareUploads(): string[] {
		const spare = this.spare;
		this.spare = [];
		return spare;
	}

	isKnown(fileId: string): boolean {
		return this.texts.has(fileId) || this.ways.has(fileId);
	}

	/** Whether the file travels through n8n and has not arrived yet. */
	isToBeCarried(fileId: string): boolean {
		return this.ways.get(fileId)?.way === 'throughN8n' && !this.uploads.has(fileId);
	}

	/** Whether another execution may have gone on with the same upload. */
	sharesUpload(fileId: string): boolean {
		return this.uploads.get(fileId)?.takenOver === true;
	}

	/** The token of these addresses opens everything that the Zoom app may read: Kaltura must never see it. */
	get opensEverything(): boolean {
		return this.access?.opensEverything === true;
	}

	textOf(fileId: string): string | undefined {
		return this.texts.get(fileId);
	}

	/** Where Kaltura finds a file: in an upload, or behind an address. */
	contentOf(fileId: string): FetchFrom | UploadedContent | null {
		const upload = this.uploads.get(fileId);
		if (upload) return { uploadTokenId: upload.tokenId };
		return this.opensEverything ? null : this.fetchFrom(fileId);
	}

	fetchFrom(fileId: string): FetchFrom | null {
		const url = this.access?.urls.get(fileId);
		return url ? { url, token: this.access!.token } : null;
	}

	/** How the bytes of a file travelled, for people and for reports. */
	transferOf(fileId: string): object | null {
		const chosen = this.ways.get(fileId);
		return chosen ? { ...chosen, ...this.uploads.get(fileId)?.report } : null;
	}
}
