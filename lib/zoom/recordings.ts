import type { Recording } from '../policy/recording';

import type { Page, ZoomApi } from './api';
import { parseAnswer } from './api';
import type { DateWindow } from './date-windows';
import { splitIntoMonths } from './date-windows';
import { isZoomError, unexpectedAnswer } from './errors';
import { findListed, isFindable, type KnownRecording } from './listed-recording';
import { encodeUuid } from './meeting-uuid';
import { fileIds, toRecording } from './recording';
import type { ZoomRecording } from './schemas';
import { zoomRecording, zoomRecordingSettings, zoomTranscript } from './schemas';

const DAY_SECONDS = 86_400;
/** Longest life that Zoom gives a download token. */
const LONGEST_TTL_SECONDS = 604_800;
const PAGE_SIZE = 300;

/** One page of recordings, with the window that it comes from, so that a feeder can move its checkpoint. */
export interface RecordingPage {
	recordings: Recording[];
	/** null for listings of the trash, which Zoom does not filter by date. */
	window: DateWindow | null;
	totalRecords: number | undefined;
}

/** What is needed to fetch a recording's bytes. Short-lived and secret: it never leaves the importing code. */
export interface DownloadAccess {
	/** Bearer token for the URLs; '' when Zoom gave none (the owner's role lacks "View the recording content"). */
	token: string;
	/**
	 * The token is the app's own: the recording was found in a listing, which gives none for its files alone. It opens
	 * everything that the app may do, so nobody else may get it.
	 */
	opensEverything: boolean;
	/** Download URL by file id (ids as in the Recording item). */
	urls: Map<string, string>;
	/** The recording as Zoom has it at this moment. */
	recording: Recording;
}

export interface TranscriptAccess {
	available: boolean;
	/** '' while unavailable. Secret, like every download URL. */
	url: string;
	createdAt: string | null;
	/** DELETED_OR_TRASHED, UNSUPPORTED, NO_TRANSCRIPT_DATA, NOT_READY, or NO_TRANSCRIPT when Zoom knows of none. */
	reason: string | null;
}

/** `done` = Zoom did it now; `alreadyGone` = there was nothing left to do. */
export type RemovalResult = 'done' | 'alreadyGone';

/** Cloud recordings of meetings and webinars. */
export class Recordings {
	/** Zoom does not let this app read a recording by its UUID; asking again in this execution would give the same. */
	private onlyListed = false;

	/** @param appToken the app's token as it is now, once a call was made */
	constructor(
		private readonly api: ZoomApi,
		private readonly appToken: () => string,
	) {}

	/**
	 * One meeting instance with all its files, without any token. One LIGHT call.
	 * @param meetingUuid a meeting *number* would give the latest instance only, so callers pass the UUID
	 * @param known what a listing or an event told: an app without the scope for this call then looks into the listings
	 * @throws {ZoomError} `3301` no recording (yet, or any more) · `1010` other account · `4711` missing scopes
	 * @see https://developers.zoom.us/docs/api/meetings/#tag/cloud-recording/GET/meetings/{meetingId}/recordings
	 */
	async get(meetingUuid: string, known?: KnownRecording): Promise<Recording> {
		return toRecording((await this.read(meetingUuid, {}, known)).zoom);
	}

	/**
	 * Fresh download URLs and the token that opens them. One LIGHT call. Webhook URLs die after a day and the account's
	 * own token is sometimes refused for files that were just finished, so importers always come here.
	 * @param ttlSeconds life of the token, 1–604800
	 * @throws {ZoomError} as `get`
	 */
	async downloadAccess(
		meetingUuid: string,
		{ ttlSeconds = DAY_SECONDS, known }: { ttlSeconds?: number; known?: KnownRecording | undefined } = {},
	): Promise<DownloadAccess> {
		const ttl = Math.min(LONGEST_TTL_SECONDS, Math.max(1, Math.round(ttlSeconds)));
		const query = { include_fields: 'download_access_token', ttl };
		const { zoom, listed } = await this.read(meetingUuid, query, known);
		const recording = toRecording(zoom);
		const urls = new Map<string, string>();
		for (const [file, id] of fileIds(zoom)) if (file.download_url) urls.set(id, file.download_url);
		return { token: listed ? this.appToken() : zoom.download_access_token, opensEverything: listed, urls, recording };
	}

	/**
	 * Every recording of the account whose meeting started within the days, oldest month first, page by page.
	 * @param range days in UTC, both included; any length
	 * @param accountId "me", or the id of a sub-account
	 */
	async *listAccount(range: DateWindow, accountId = 'me'): AsyncGenerator<RecordingPage, void, undefined> {
		const path = `/accounts/${encodeURIComponent(accountId)}/recordings`;
		for (const window of splitIntoMonths(range)) {
			const doing = `list the recordings of the account from ${window.from} to ${window.to}`;
			yield* this.listWindow(path, doing, window);
		}
	}

	/** The same for one user, who may be given by id or e-mail address. */
	async *listUser(userId: string, range: DateWindow): AsyncGenerator<RecordingPage, void, undefined> {
		const path = `/users/${encodeURIComponent(userId)}/recordings`;
		for (const window of splitIntoMonths(range)) {
			const doing = `list the recordings of the user ${userId} from ${window.from} to ${window.to}`;
			// Without it the list holds the recordings of My Notes too, which are nobody's lecture.
			yield* this.listWindow(path, doing, window, { recording_source_type: 'cloud_recording_only' });
		}
	}

	/**
	 * The trash of one user; Zoom keeps it for 30 days and cannot filter it by date.
	 * @param what whole meetings, or single files that were trashed on their own
	 */
	async *listTrash(
		userId: string,
		what: 'meeting_recordings' | 'recording_file' = 'meeting_recordings',
	): AsyncGenerator<RecordingPage, void, undefined> {
		const pages = this.api.pages(`/users/${encodeURIComponent(userId)}/recordings`, {
			doing: `list the trashed recordings of the user ${userId}`,
			query: { trash: true, trash_type: what },
			rows: 'meetings',
			schema: zoomRecording,
			keyOf: rowKey,
			pageSize: PAGE_SIZE,
		});
		for await (const page of pages) yield toPage(page, null);
	}

	/**
	 * Whether anybody but the host may watch the recording in Zoom: `none` when the host has switched sharing off. '' when Zoom
	 * does not say. One LIGHT call.
	 * @throws {ZoomError} `4711` the scope cloud_recording:read:recording_settings:admin is missing
	 */
	async sharing(meetingUuid: string): Promise<string> {
		const doing = `read the settings of the recording ${meetingUuid}`;
		const answer = await this.api.get(`/meetings/${encodeUuid(meetingUuid)}/recordings/settings`, { doing });
		return parseAnswer(doing, zoomRecordingSettings, answer).share_recording;
	}

	/**
	 * Moves a whole recording, or one file, to the trash. Zoom can recover it for 30 days.
	 * @throws {ZoomError} `3303` not finished · `3310` in use · `1010` other account · missing scope or privilege
	 */
	async trash(meetingUuid: string, fileId?: string): Promise<RemovalResult> {
		return await this.remove('trash', meetingUuid, fileId);
	}

	/** Deletes for ever. @throws {ZoomError} as `trash` */
	async delete(meetingUuid: string, fileId?: string): Promise<RemovalResult> {
		return await this.remove('delete', meetingUuid, fileId);
	}

	/**
	 * Brings a recording, or one file, back from the trash.
	 * @returns `alreadyThere` when it is not in the trash because it is among the recordings
	 * @throws {ZoomError} `3301` neither in the trash (any more) nor among the recordings · `3309` cloud storage full
	 */
	async recover(meetingUuid: string, fileId?: string): Promise<'done' | 'alreadyThere'> {
		const outcome = await this.api
			.put(`${pathOf(meetingUuid, fileId)}/status`, {
				doing: `recover ${nameOf(meetingUuid, fileId)} from the trash`,
				body: { action: 'recover' },
			})
			.then(
				() => null,
				(error: unknown) => ({ error }),
			);
		if (outcome === null) return 'done';
		if (isZoomError(outcome.error, '3301') && (await this.exists(meetingUuid, fileId))) return 'alreadyThere';
		throw outcome.error;
	}

	/**
	 * Where the transcript of an instance can be fetched, or why it cannot. One MEDIUM call.
	 * @throws {ZoomError}
	 */
	async transcript(meetingUuid: string): Promise<TranscriptAccess> {
		const doing = `find the transcript of the meeting ${meetingUuid}`;
		const outcome = await this.api.get(`/meetings/${encodeUuid(meetingUuid)}/transcript`, { doing }).then(
			(answer) => ({ transcript: parseAnswer(doing, zoomTranscript, answer) }),
			(error: unknown) => ({ error }),
		);
		if ('error' in outcome) {
			if (!isZoomError(outcome.error, '3322')) throw outcome.error;
			return { available: false, url: '', createdAt: null, reason: 'NO_TRANSCRIPT' };
		}
		const { transcript } = outcome;
		const available = transcript.download_url !== '' && transcript.can_download !== false;
		return {
			available,
			url: available ? transcript.download_url : '',
			createdAt: transcript.transcript_created_time || null,
			reason: available ? null : transcript.download_restriction_reason || 'NOT_READY',
		};
	}

	private async exists(meetingUuid: string, fileId?: string): Promise<boolean> {
		const found = await this.get(meetingUuid).then(
			(recording) => ({ recording }),
			(error: unknown) => ({ error }),
		);
		if ('recording' in found) {
			const files = found.recording.segments.flatMap((segment) => segment.files);
			return fileId === undefined || files.some(({ id }) => id === fileId);
		}
		if (isZoomError(found.error, '3301')) return false;
		throw found.error;
	}

	private async read(
		meetingUuid: string,
		query: Record<string, string | number>,
		known: KnownRecording | undefined,
	): Promise<{ zoom: ZoomRecording; listed: boolean }> {
		const findable = isFindable(known) && known.meetingUuid === meetingUuid ? known : null;
		const find = async () => ({ zoom: await findListed(this.api, findable!, Date.now()), listed: true });
		if (this.onlyListed && findable) return await find();
		const read = await this.readByUuid(meetingUuid, query).then(
			(zoom) => ({ zoom }),
			(error: unknown) => ({ error }),
		);
		if ('zoom' in read) return { ...read, listed: false };
		if (!findable || !isZoomError(read.error) || !read.error.missingScopes) throw read.error;
		this.onlyListed = true;
		const found = await find().catch((error: unknown) => ({ error }));
		if ('zoom' in found) return found;
		// Of two missing scopes the admin is told the one that is really meant.
		throw isZoomError(found.error) && found.error.missingScopes ? read.error : found.error;
	}

	private async readByUuid(meetingUuid: string, query: Record<string, string | number>): Promise<ZoomRecording> {
		const doing = `read the recording ${meetingUuid}`;
		const answer = await this.api.get(`/meetings/${encodeUuid(meetingUuid)}/recordings`, { doing, query });
		const zoom = parseAnswer(doing, zoomRecording, answer);
		if (zoom.uuid !== meetingUuid) {
			// Acting on another instance could give a lecture to the wrong people or trash the wrong one.
			throw unexpectedAnswer(doing, `it is about the meeting instance ${zoom.uuid}`);
		}
		return zoom;
	}

	private async *listWindow(
		path: string,
		doing: string,
		window: DateWindow,
		more: Record<string, string> = {},
	): AsyncGenerator<RecordingPage, void, undefined> {
		const pages = this.api.pages(path, {
			doing,
			query: { from: window.from, to: window.to, ...more },
			rows: 'meetings',
			schema: zoomRecording,
			keyOf: rowKey,
			pageSize: PAGE_SIZE,
		});
		for await (const page of pages) yield toPage(page, window);
	}

	private async remove(action: 'trash' | 'delete', meetingUuid: string, fileId?: string): Promise<RemovalResult> {
		const verb = action === 'trash' ? 'trash' : 'permanently delete';
		const outcome = await this.api
			.delete(pathOf(meetingUuid, fileId), { doing: `${verb} ${nameOf(meetingUuid, fileId)}`, query: { action } })
			.then(
				() => ({ result: 'done' as const }),
				(error: unknown) => ({ error }),
			);
		if (!('error' in outcome)) return outcome.result;
		if (isZoomError(outcome.error, '3301')) return 'alreadyGone';
		throw outcome.error;
	}
}

/** Listings of trashed files may hold several rows of one meeting. */
function rowKey(row: ZoomRecording): string {
	return [row.uuid, ...row.recording_files.map((file) => file.id)].join(' ');
}

function toPage(page: Page<ZoomRecording>, window: DateWindow | null): RecordingPage {
	return { recordings: page.rows.map(toRecording), window, totalRecords: page.totalRecords };
}

function pathOf(meetingUuid: string, fileId?: string): string {
	const meeting = `/meetings/${encodeUuid(meetingUuid)}/recordings`;
	return fileId ? `${meeting}/${encodeURIComponent(fileId)}` : meeting;
}

function nameOf(meetingUuid: string, fileId?: string): string {
	return fileId ? `the file ${fileId} of the recording ${meetingUuid}` : `the recording ${meetingUuid}`;
}
