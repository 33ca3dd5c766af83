/**
 * What the page shows, worked out of both sides: a row for each recording with what became of it. Pure: no clock, no I/O.
 *
 * A recording and its entries find each other by Kaltura's own convention for Zoom (the parent's referenceId is
 * `Zoom_<uuid><recording_start>`, a child has its parentEntryId). Whether a file arrived is told by its bytes.
 */
import { DELETED, entryCard, type EntryCard, READY } from './entry-card.mts';
import { grouped } from './grouped.mts';
import { recordingCard, type RecordingCard } from './recording-card.mts';
import type { KalturaEntry, KalturaSide, WireLine, ZoomDelivery, ZoomRecording, ZoomSide } from './sides.mts';

export interface View {
	figures: Array<{ value: string; label: string; tone: string }>;
	/** A sentence when Zoom's token was sent where it does not belong. */
	stray: string | null;
	slow: boolean;
	rows: Row[];
	/** Recordings left out because there are more than fit. */
	hidden: number;
	feed: Array<WireLine & { tone: 'zoom' | 'kaltura' | 'move' }>;
}

interface Row {
	key: string;
	recording: RecordingCard | null;
	path: { state: PathState; text: string };
	entries: EntryCard[];
	/** Said in place of entries. */
	nothing: string;
}

type PathState = 'none' | 'waiting' | 'sent' | 'importing' | 'ready' | 'failed' | 'refused' | 'alone';

const SHOWN = 60;
const FEED_SHOWN = 80;

export function buildView(zooms: readonly ZoomSide[], kaltura: KalturaSide): View {
	const entries = kaltura.entries.filter(({ status }) => status !== DELETED);
	const parents = entries.filter(({ parentId }) => parentId === '');
	const childrenOf = grouped(
		entries.filter(({ parentId }) => parentId !== ''),
		({ parentId }) => parentId,
	);

	// Newest on top: by when Zoom first told about it, else by when it began.
	const toldAt = new Map<string, string>();
	for (const { meetingUuid, at } of zooms.flatMap((zoom) => zoom.deliveries)) {
		if (!toldAt.has(meetingUuid)) toldAt.set(meetingUuid, at);
	}
	const newness = ({ uuid, startedAt }: ZoomRecording) => `${toldAt.get(uuid) ?? startedAt} ${startedAt}`;
	const recordings = zooms
		.flatMap((zoom) => zoom.recordings.map((recording) => ({ zoom, recording })))
		.sort((a, b) => newness(b.recording).localeCompare(newness(a.recording)));
	// Longest UUID first, so that one that begins like another does not take its entries.
	const byUuid = recordings.map(({ recording }) => recording.uuid).sort((a, b) => b.length - a.length);
	const parentsOf = grouped(parents, ({ referenceId }) =>
		referenceId.startsWith('Zoom_') ? byUuid.find((uuid) => referenceId.startsWith(uuid, 5)) : undefined,
	);

	const rows = recordings.slice(0, SHOWN).map(({ zoom, recording }): Row => {
		const own = (parentsOf.get(recording.uuid) ?? []).toSorted(
			(a, b) => a.referenceId.localeCompare(b.referenceId) || a.createdAt.localeCompare(b.createdAt),
		);
		const deliveries = zoom.deliveries.filter(({ meetingUuid }) => meetingUuid === recording.uuid);
		const all = own.flatMap((parent) => [parent, ...(childrenOf.get(parent.id) ?? [])]);
		const path = wayOf(recording, deliveries, all, zoom.subscriptions > 0);
		return {
			key: `${zoom.account}:${recording.uuid}`,
			recording: recordingCard(recording, zoom.account, deliveries, all),
			path,
			entries: own.map((parent, index) =>
				entryCard(parent, childrenOf.get(parent.id) ?? [], recording, partText(index, own.length)),
			),
			nothing: NOTHING[path.state],
		};
	});
	const alone = (parentsOf.get(undefined) ?? [])
		.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
		.map((parent): Row => ({
			key: `entry:${parent.id}`,
			recording: null,
			path: { state: 'alone', text: '' },
			entries: [entryCard(parent, childrenOf.get(parent.id) ?? [], null, '')],
			nothing: '',
		}));

	const deliveries = zooms.flatMap((zoom) => zoom.deliveries);
	const sum = (pick: (zoom: ZoomSide) => number) => zooms.reduce((total, zoom) => total + pick(zoom), 0);
	const stray = sum((zoom) => zoom.stray.byOthers);
	const strayByKaltura = sum((zoom) => zoom.stray.byKaltura);
	const unread = sum((zoom) => zoom.unread);
	const arrived = rows.filter(({ path }) => path.state === 'ready').length;
	const unhappy = deliveries.filter(({ state }) => state === 'refused' || state === 'lost').length;
	return {
		figures: [
			{ value: `${arrived} of ${recordings.length + unread}`, label: 'recordings arrived', tone: '' },
			{ value: String(sum((zoom) => zoom.counts.requests)), label: 'Zoom API requests', tone: 'zoom' },
			{ value: String(kaltura.counts.requests), label: 'Kaltura API requests', tone: 'kaltura' },
			{ value: String(kaltura.counts.writes), label: 'writes in Kaltura', tone: 'kaltura' },
			{
				value: String(deliveries.length),
				label: unhappy > 0 ? `webhooks, ${unhappy} refused` : 'webhooks sent',
				tone: unhappy > 0 ? 'bad' : 'zoom',
			},
			{
				value: String(stray),
				label: strayByKaltura > 0 ? `stray tokens (Kaltura: ${strayByKaltura})` : 'stray tokens',
				tone: stray > 0 ? 'bad' : 'good',
			},
		],
		stray:
			stray > 0
				? `Zoom’s token was sent to the download CDN ${stray === 1 ? 'once' : `${stray} times`}: whoever follows a redirect to another host must drop the Authorization header.`
				: null,
		slow: kaltura.slow,
		rows: [...rows, ...alone.slice(0, SHOWN)],
		hidden: unread + Math.max(0, recordings.length - SHOWN) + Math.max(0, alone.length - SHOWN),
		feed: [
			...zooms.flatMap((zoom) => [
				...zoom.requests.map((line) => ({ ...line, tone: 'zoom' as const })),
				...zoom.deliveries.map((delivery) => ({ ...deliveryLine(delivery), tone: 'move' as const })),
			]),
			...kaltura.requests.map((line) => ({ ...line, tone: 'kaltura' as const })),
		]
			.sort((a, b) => b.at.localeCompare(a.at))
			.slice(0, FEED_SHOWN),
	};
}

const NOTHING: Record<PathState, string> = {
	none: 'Not in Kaltura. Zoom has told nobody about it yet.',
	waiting: 'Not in Kaltura yet: Zoom is still processing it.',
	sent: 'Not in Kaltura yet: Zoom has announced it.',
	refused: 'Not in Kaltura: nobody took Zoom’s webhook.',
	importing: '',
	ready: '',
	failed: '',
	alone: '',
};
const partText = (index: number, count: number) => (count > 1 ? `part ${index + 1} of ${count}` : '');

function wayOf(
	recording: ZoomRecording,
	deliveries: ZoomDelivery[],
	entries: KalturaEntry[],
	subscribed: boolean,
): Row['path'] {
	if (entries.length > 0) {
		if (entries.some(({ status }) => status < 0)) return { state: 'failed', text: 'failed' };
		const busy = entries.filter(({ status }) => status !== READY).length;
		return busy === 0
			? { state: 'ready', text: 'arrived' }
			: { state: 'importing', text: `importing, ${entries.length - busy} of ${entries.length}` };
	}
	const completed = deliveries.filter(({ event }) => event === 'recording.completed');
	if (completed.some(({ state }) => state === 'delivered')) return { state: 'sent', text: 'announced' };
	if (completed.some(({ state }) => state === 'refused' || state === 'lost'))
		return { state: 'refused', text: 'webhook refused' };
	if (completed.length > 0) return { state: 'sent', text: 'announcing' };
	if (recording.files.some(({ status }) => status === 'processing')) return { state: 'waiting', text: 'processing' };
	return { state: 'none', text: subscribed ? 'not announced' : 'nobody listens' };
}

const deliveryLine = (delivery: ZoomDelivery): WireLine => ({
	at: delivery.at,
	who: 'Zoom webhook',
	what: delivery.attempts > 1 ? `${delivery.event} (${delivery.attempts} attempts)` : delivery.event,
	status: delivery.result === null ? '…' : delivery.result > 0 ? String(delivery.result) : 'none',
	good: delivery.state === 'delivered',
	ms: delivery.ms,
});
