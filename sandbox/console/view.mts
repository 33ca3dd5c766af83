/**
 * What the page shows, worked out of both sides: a row for each recording with what became of it. Pure: no clock, no I/O.
 *
 * A recording and its entries find each other by Kaltura's own convention for Zoom (the parent's referenceId is
 * `Zoom_<uuid><recording_start>`, a child has its parentEntryId). Whether a file arrived is told by its bytes.
 */
import type {
	KalturaAsset,
	KalturaEntry,
	KalturaSide,
	WireLine,
	ZoomDelivery,
	ZoomFile,
	ZoomRecording,
	ZoomSide,
} from './sides.mts';

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
	recording: ReturnType<typeof viewRecording> | null;
	path: { state: PathState; text: string };
	entries: ReturnType<typeof viewEntry>[];
	/** Said in place of entries. */
	nothing: string;
}

type PathState = 'none' | 'waiting' | 'sent' | 'importing' | 'ready' | 'failed' | 'refused' | 'alone';

const SHOWN = 60;
const FEED_SHOWN = 80;

/** KalturaEntryStatus. */
const ENTRY_STATUS: Record<number, [text: string, tone: string]> = {
	[-2]: ['import failed', 'bad'],
	[-1]: ['conversion failed', 'bad'],
	0: ['importing', 'wait'],
	1: ['converting', 'wait'],
	2: ['ready', 'good'],
	3: ['deleted', 'bad'],
	4: ['pending', 'wait'],
	5: ['in moderation', 'wait'],
	6: ['blocked', 'bad'],
	7: ['no content', 'wait'],
};
const READY = 2;
const DELETED = 3;
/** KalturaCaptionAssetStatus and KalturaAttachmentAssetStatus agree here. */
const ASSET_STATUS: Record<number, string> = { [-1]: 'failed', 0: 'queued', 2: 'ready', 3: 'deleted', 7: 'importing' };

const LAYOUTS: Record<string, string> = {
	'shared_screen_with_speaker_view(CC)': 'Screen + speaker (CC)',
	shared_screen_with_speaker_view: 'Screen + speaker',
	shared_screen_with_gallery_view: 'Screen + gallery',
	active_speaker: 'Speaker',
	gallery_view: 'Gallery',
	shared_screen: 'Screen',
	audio_only: 'Audio',
	audio_transcript: 'Transcript',
	closed_caption: 'Closed captions',
	chat_file: 'Chat',
	poll: 'Polls',
	timeline: 'Timeline',
	summary: 'Summary',
	host_video: 'Host video',
	sign_interpretation: 'Sign interpretation',
};
const LAYOUT_ORDER = Object.keys(LAYOUTS);
const fileLabel = (file: ZoomFile) =>
	LAYOUTS[file.recordingType] ?? (file.recordingType.replaceAll('_', ' ') || file.fileType);

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
			recording: viewRecording(recording, zoom.account, deliveries, all),
			path,
			entries: own.map((parent, index) =>
				viewEntry(parent, childrenOf.get(parent.id) ?? [], recording, partText(index, own.length)),
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
			entries: [viewEntry(parent, childrenOf.get(parent.id) ?? [], null, '')],
			nothing: '',
		}));

	const deliveries = zooms.flatMap((zoom) => zoom.deliveries);
	const sum = (pick: (zoom: ZoomSide) => number) => zooms.reduce((total, zoom) => total + pick(zoom), 0);
	const stray = sum((zoom) => zoom.stray.byOthers);
	const strayByKaltura = sum((zoom) => zoom.stray.byKaltura);
	const arrived = rows.filter(({ path }) => path.state === 'ready').length;
	const unhappy = deliveries.filter(({ state }) => state === 'refused' || state === 'lost').length;
	return {
		figures: [
			{ value: `${arrived} of ${recordings.length}`, label: 'recordings arrived', tone: '' },
			{ value: String(sum((zoom) => zoom.counts.requests)), label: 'requests to Zoom', tone: 'zoom' },
			{ value: String(kaltura.counts.requests), label: 'requests to Kaltura', tone: 'kaltura' },
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
		hidden: Math.max(0, recordings.length - SHOWN) + Math.max(0, alone.length - SHOWN),
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
/** By hash; bytes that the sandbox makes on the fly are told by their number. */
const sameBytes = (file: ZoomFile, there: { sizeBytes: number; content: string }) =>
	there.content !== '' && (file.content === '' ? file.sizeBytes === there.sizeBytes : file.content === there.content);

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

function viewRecording(recording: ZoomRecording, account: number, deliveries: ZoomDelivery[], entries: KalturaEntry[]) {
	const arrived = entries.flatMap((entry) => [entry, ...entry.captions, ...entry.attachments]);
	const segments = [...grouped(recording.files, ({ segmentStart }) => segmentStart)]
		.sort(([a], [b]) => a.localeCompare(b))
		.map(([startedAt, files]) => ({
			startedAt,
			files: files.map((file) => ({
				...file,
				label: fileLabel(file),
				copied: arrived.some((there) => sameBytes(file, there)),
			})),
		}));
	const trashed = recording.files.length > 0 && recording.files.every((file) => file.trashed);
	const processing = recording.files.some(({ status }) => status === 'processing');
	const status = recording.running
		? 'recording'
		: recording.files.length === 0
			? 'deleted'
			: trashed
				? 'trashed'
				: processing
					? 'processing'
					: 'completed';
	return {
		account,
		uuid: recording.uuid,
		meetingId: recording.meetingId,
		topic: recording.topic,
		kindText: recording.kind === 'webinar' ? 'webinar' : recording.recurring ? 'recurring meeting' : 'meeting',
		host: recording.host,
		startedAt: recording.startedAt,
		status,
		segments,
		people: recording.people,
		events: deliveries.slice(-6).map((delivery) => ({
			event: delivery.event,
			at: delivery.at,
			attempts: delivery.attempts,
			...resultOf(delivery),
		})),
		actions: [
			{ action: 'announce', label: 'Send event', title: 'Zoom sends recording.completed for it' },
			...(recording.files.some(({ fileType }) => fileType === 'TRANSCRIPT')
				? []
				: [{ action: 'transcript', label: 'Add transcript', title: 'Zoom finishes the transcript and says so' }]),
			trashed
				? { action: 'recover', label: 'Recover', title: 'Take it out of Zoom’s trash' }
				: { action: 'trash', label: 'Trash in Zoom', title: 'Move it to Zoom’s trash' },
		],
	};
}

function resultOf(delivery: ZoomDelivery): { result: string; tone: string } {
	if (delivery.state === 'delivered') return { result: String(delivery.result ?? 'sent'), tone: 'good' };
	if (delivery.state === 'refused' || delivery.state === 'lost')
		return { result: delivery.result && delivery.result > 0 ? String(delivery.result) : delivery.state, tone: 'bad' };
	return { result: delivery.state, tone: 'wait' };
}

const deliveryLine = (delivery: ZoomDelivery): WireLine => ({
	at: delivery.at,
	who: 'Zoom webhook',
	what: delivery.attempts > 1 ? `${delivery.event} (${delivery.attempts} attempts)` : delivery.event,
	status: delivery.result === null ? '…' : delivery.result > 0 ? String(delivery.result) : 'none',
	good: delivery.state === 'delivered',
	ms: delivery.ms,
});

function viewEntry(parent: KalturaEntry, children: KalturaEntry[], recording: ZoomRecording | null, part: string) {
	const [statusText, tone] = ENTRY_STATUS[parent.status] ?? [`status ${parent.status}`, ''];
	const unready = children.filter(({ status }) => status !== READY).length;
	const fileOf = (entry: KalturaEntry) => recording?.files.find((file) => sameBytes(file, entry));
	const rankOf = (entry: KalturaEntry) => {
		const rank = LAYOUT_ORDER.indexOf(fileOf(entry)?.recordingType ?? '');
		return rank < 0 ? LAYOUT_ORDER.length : rank;
	};
	const streams = [
		parent,
		...children.toSorted(
			(a, b) => rankOf(a) - rankOf(b) || a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id),
		),
	]
		.filter(({ content }) => content !== '')
		.map((entry, index) => {
			const file = fileOf(entry);
			return {
				entryId: entry.id,
				label: file ? fileLabel(file) : index === 0 ? 'Main' : `Stream ${index + 1}`,
				url: `/content/${entry.id}?v=${entry.content.slice(0, 12)}`,
				sizeBytes: entry.sizeBytes,
				identical: file !== undefined,
			};
		});
	const asset = (item: KalturaAsset) => ({
		id: item.id,
		label: item.label,
		filename: item.label,
		language: item.language,
		languageCode: item.languageCode,
		ready: item.status === READY,
		statusText: ASSET_STATUS[item.status] ?? `status ${item.status}`,
		url: `/content/${parent.id}/${item.id}?v=${item.status}-${item.content.slice(0, 12)}`,
	});
	const live = ({ status }: KalturaAsset) => status !== DELETED;
	return {
		id: parent.id,
		name: parent.name,
		statusText: unready > 0 && parent.status === READY ? `ready, ${unready} streams to come` : statusText,
		tone: unready > 0 ? 'wait' : tone,
		kindText: parent.mediaType === 5 ? 'audio' : children.length > 0 ? `${children.length + 1} streams` : '',
		part,
		nothing:
			parent.status < 0
				? 'Its content could not be had.'
				: parent.status === 7
					? 'No content yet.'
					: 'The content is on its way.',
		owner: parent.owner,
		rights: parent.rights,
		categories: parent.categories,
		tags: parent.tags,
		adminTags: parent.adminTags,
		referenceId: parent.referenceId,
		description: parent.description,
		createdAt: parent.createdAt,
		streams,
		captions: parent.captions.filter(live).map(asset),
		attachments: parent.attachments.filter(live).map(asset),
	};
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
	const groups = new Map<K, T[]>();
	for (const item of items) {
		const key = keyOf(item);
		const group = groups.get(key);
		if (group) group.push(item);
		else groups.set(key, [item]);
	}
	return groups;
}
