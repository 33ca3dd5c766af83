import type { KalturaClient } from '../../kaltura/client';
import { errorDetails } from '../../policy/failures';
import type { Facts, StepRow } from '../../policy/setup/rehearsal/step';
import { mediaFile } from '../../policy/setup/rehearsal/choice';
import type { Recording, RecordingFile } from '../../policy/recording';
import type { MediaConnection } from '../../transfer/connection';
import type { ZoomClient } from '../../zoom/client';
import type { DownloadAccess } from '../../zoom/recordings';
import type { Carrier } from '../import/carrier';
import type { ZoomMedia } from '../import/media-reader';

export interface RehearsalClients {
	zoom: ZoomClient;
	/** The scopes of the app as they are now. @throws {ZoomError} */
	scopes(): Promise<{ scopes: string[]; skewSeconds: number | null }>;
	kaltura: KalturaClient;
	/** For looks at addresses; `media` and `carrier` move bytes. */
	connection: MediaConnection;
	media: ZoomMedia;
	carrier: Carrier;
	signal: AbortSignal | undefined;
}

export interface RehearsalWishes {
	/** The test user whose shortest recording is taken; '' when a recording is named. */
	user: string;
	/** Meeting UUID, or ''. */
	meetingUuid: string;
	/** Whether texts are looked at in a recording that has some, where the first has none. */
	texts: boolean;
	/** Name or full path of a category of Kaltura, or ''. */
	category: string;
	/** A Zoom user to look up and plan for, or ''. */
	person: string;
	/** Whether that user may be written to: the department that is there, once more. */
	write: boolean;
	/** How far back recordings are listed. */
	days: number;
	mostMegabytes: number;
	/** How long each wait for Kaltura may take. */
	waitSeconds: number;
}

/** What is handed from part to part. No tokens, no addresses: n8n stores it. */
export interface RehearsalState {
	/** Tells the runs apart; stands in the references of this run's entries. */
	run: string;
	part: number;
	rows: StepRow[];
	recording?: Recording;
	withTexts?: Recording;
	hasSession?: boolean;
	categoryId?: number;
	entryId?: string;
	childId?: string;
	/** An upload that is not attached to anything yet. */
	uploadId?: string;
}

/** Looks at one assumption. @throws what ended it: its code becomes the fact */
export type Look = (run: Rehearsal) => Promise<Facts>;

/** A run of some steps; what they find out is kept in `state` for the steps after them. */
export class Rehearsal {
	/** The vendor's words about the present step, for the admin. */
	detail = '';
	/** How the conversion of what Kaltura fetched ended. */
	converted: Facts | undefined;
	private readonly accesses = new Map<string, Promise<DownloadAccess>>();

	constructor(
		readonly clients: RehearsalClients,
		readonly wishes: RehearsalWishes,
		readonly state: RehearsalState,
	) {}

	get signal(): AbortSignal | undefined {
		return this.clients.signal;
	}

	/** Where the recording's files are, asked for once per part. @throws {ZoomError} */
	access(recording: Recording): Promise<DownloadAccess> {
		const { meetingUuid } = recording;
		const known = this.accesses.get(meetingUuid);
		if (known) return known;
		const asked = this.clients.zoom.recordings.downloadAccess(meetingUuid, {
			// A recording that was only named is nowhere in a listing.
			...(recording.startedAt === '' ? {} : { known: recording }),
		});
		this.accesses.set(meetingUuid, asked);
		return asked;
	}

	/** The file that is moved, and where it is; null when there is none. @throws {ZoomError} */
	async mediaToMove(): Promise<MediaToMove | null> {
		const { recording } = this.state;
		if (!recording) return null;
		const access = await this.access(recording);
		const file = mediaFile(access.recording);
		const url = file && access.urls.get(file.id);
		return file && url ? { file, url, access } : null;
	}
}

export interface MediaToMove {
	file: RecordingFile;
	url: string;
	access: DownloadAccess;
}

/** A refusal as facts: its code, which is a vendor's word and names nobody. */
export function factsOf(error: Error): Facts {
	const { vendor, code, httpStatus } = errorDetails(error);
	const word = /^[A-Za-z]/.test(code) ? code : `${vendor}-${code}`;
	// Kaltura answers its refusals with HTTP 200.
	return { code: word, ...(httpStatus === undefined || httpStatus < 400 ? {} : { httpStatus }) };
}

export const seconds = (since: number): number => Math.round((performance.now() - since) / 100) / 10;
