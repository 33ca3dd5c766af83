import type { Recording } from '../policy/recording';

import type { ZoomApi } from './api';
import { formatDay } from './date-windows';
import { isZoomError, ZoomError } from './errors';
import type { ZoomRecording } from './schemas';
import { zoomRecording } from './schemas';

const PAGE_SIZE = 300;
const DAY_MS = 86_400_000;

/** What is known of a recording before it is read: enough to find it in a listing. */
export type KnownRecording = Pick<Recording, 'meetingUuid' | 'startedAt'> & { host: Pick<Recording['host'], 'id'> };

/** Whether a listing can be asked about it at all. */
export function isFindable(known: KnownRecording | undefined): known is KnownRecording {
	return known !== undefined && Number.isFinite(Date.parse(known.startedAt));
}

/**
 * A recording as the listings show it, for apps that may list recordings but not read one by its UUID: Zoom does not offer
 * that scope to every app. The host's listing is asked first, one call; the account's where the app may not ask for the
 * host's or the host has left. Listings carry the download addresses, but no token of the recording's own, and not the
 * sound of single participants.
 * @throws {ZoomError} `3301` none of them shows it; a missing scope when the app may ask for neither
 */
export async function findListed(api: ZoomApi, known: KnownRecording, now: number): Promise<ZoomRecording> {
	const started = Date.parse(known.startedAt);
	// Zoom files a recording under the day of its meeting, which may have begun the day before the recording.
	const window = {
		from: formatDay(started - DAY_MS),
		to: formatDay(Math.max(started, Math.min(started + DAY_MS, now))),
	};
	let refusal: ZoomError | null = null;
	let answered = false;
	for (const listing of listingsOf(known)) {
		try {
			const found = await findIn(api, listing, known.meetingUuid, window);
			if (found) return found;
			answered = true;
		} catch (error) {
			const tryNext = isZoomError(error) && (error.missingScopes !== undefined || error.code === '1001');
			refusal = tryNext ? error : await Promise.reject(error as Error);
		}
	}
	if (refusal && !answered) throw refusal;
	throw new ZoomError(
		`Zoom could not read the recording ${known.meetingUuid}: its listings from ${window.from} to ${window.to} do not show it.`,
		{
			code: '3301',
			retryable: false,
			remedy: 'It was trashed, deleted, or Zoom is still processing it. Look in the trash of Zoom, or try again later.',
		},
	);
}

interface Listing {
	path: string;
	doing: string;
}

function listingsOf({ host }: KnownRecording): Listing[] {
	const account = { path: '/accounts/me/recordings', doing: 'list the recordings of the account' };
	if (host.id === '') return [account];
	const path = `/users/${encodeURIComponent(host.id)}/recordings`;
	return [{ path, doing: `list the recordings of the user ${host.id}` }, account];
}

async function findIn(
	api: ZoomApi,
	{ path, doing }: Listing,
	meetingUuid: string,
	{ from, to }: { from: string; to: string },
): Promise<ZoomRecording | undefined> {
	const pages = api.pages(path, {
		doing,
		query: { from, to },
		rows: 'meetings',
		schema: zoomRecording,
		keyOf: ({ uuid }) => uuid,
		pageSize: PAGE_SIZE,
	});
	for await (const { rows } of pages) {
		const found = rows.find(({ uuid }) => uuid === meetingUuid);
		if (found) return found;
	}
	return undefined;
}
