/** Reads the local Kaltura's control API into what the console shows of it. */
import { callControl } from '../control-call.mts';
import type { KalturaAsset, KalturaEntry, KalturaSide, WireLine } from './sides.mts';

/**
 * What is used of GET /_sandbox/state. Times are epoch seconds, user lists are comma-separated, as in Kaltura. `content` is that
 * of the source flavor or of the asset; null while there is none.
 */
interface State {
	entries: Array<{
		id: string;
		parentEntryId?: string | null;
		name: string;
		description?: string | null;
		referenceId?: string | null;
		status: number;
		mediaType: number;
		userId: string;
		entitledUsersEdit: string;
		entitledUsersPublish: string;
		entitledUsersView: string;
		tags?: string | null;
		adminTags?: string | null;
		createdAt: number;
		/** Full names. */
		categories: Array<string | null>;
		playUrl: string;
		content: Content | null;
		captions: Array<Asset & { label?: string | null; language: string }>;
		attachments: Array<Asset & { filename?: string | null; title?: string | null }>;
	}>;
}
interface Content {
	size: number;
	sha256: string | null;
}
interface Asset {
	id: string;
	status: number;
	content: Content | null;
	text: string | null;
}

interface Requests {
	requests: Array<{
		n: number;
		at: string;
		endpoint: string;
		status: number;
		ms: number;
		error?: string | null;
		calls?: Array<{ endpoint: string; error: string | null }>;
	}>;
}

const REQUESTS_SHOWN = 80;

/** Bytes that can be fetched with a range, or a text. */
export type KalturaContent = { url: string } | { text: string };

/** The video of an entry, or the text of one of its captions and attachments; null when there is none (yet, or any more). */
export async function kalturaContent(
	control: string,
	entryId: string,
	assetId?: string,
): Promise<KalturaContent | null> {
	const entry = await callControl<State['entries'][number]>(control, 'GET', `/entries/${entryId}`);
	if (assetId === undefined) return entry.content ? { url: entry.playUrl } : null;
	const text = [...entry.captions, ...entry.attachments].find(({ id }) => id === assetId)?.text;
	return text === null || text === undefined ? null : { text };
}

export async function readKalturaSide(control: string): Promise<KalturaSide> {
	const get = <T,>(path: string) => callControl<T>(control, 'GET', path);
	const [{ entries }, counts, { faults }, lines] = await Promise.all([
		get<State>('/state'),
		get<{ total: number; writes: number }>('/counts'),
		get<{ faults: Array<{ fault: { kind: string } }> }>('/faults'),
		requestLines(control),
	]);
	return {
		entries: entries.map(readEntry),
		// After the log was cleared, only what came since.
		requests: counts.total === 0 ? [] : lines.slice(-counts.total),
		counts: { requests: counts.total, writes: counts.writes },
		slow: faults.some(({ fault }) => fault.kind === 'slow'),
	};
}

const listed = (text: string | null | undefined) =>
	(text ?? '')
		.split(',')
		.map((part) => part.trim())
		.filter(Boolean);

function readEntry(entry: State['entries'][number]): KalturaEntry {
	return {
		id: entry.id,
		parentId: entry.parentEntryId ?? '',
		name: entry.name,
		description: entry.description ?? '',
		referenceId: entry.referenceId ?? '',
		status: entry.status,
		mediaType: entry.mediaType,
		owner: entry.userId,
		rights: {
			edit: listed(entry.entitledUsersEdit),
			publish: listed(entry.entitledUsersPublish),
			view: listed(entry.entitledUsersView),
		},
		categories: entry.categories.filter((name) => name !== null),
		tags: entry.tags ?? '',
		adminTags: entry.adminTags ?? '',
		createdAt: new Date(entry.createdAt * 1000).toISOString(),
		...contentOf(entry),
		captions: entry.captions.map((caption) => readAsset(caption, caption.label ?? '', caption.language)),
		attachments: entry.attachments.map((attachment) =>
			readAsset(attachment, attachment.filename || attachment.title || '', ''),
		),
	};
}

const readAsset = (asset: Asset, label: string, language: string): KalturaAsset => ({
	id: asset.id,
	label,
	language,
	languageCode: LANGUAGE_CODES[language] ?? 'und',
	status: asset.status,
	...contentOf(asset),
});

/** A hash is missing only for bytes that were overwritten in part. */
const contentOf = ({ id, content }: { id: string; content: Content | null }) => ({
	sizeBytes: content?.size ?? 0,
	content: content ? (content.sha256 ?? id) : '',
});

/** Kaltura says languages in English; a <track> wants codes. Those that people here may try. */
const LANGUAGE_CODES: Record<string, string> = {
	Arabic: 'ar',
	Chinese: 'zh',
	Dutch: 'nl',
	English: 'en',
	'English (American)': 'en-US',
	'English (British)': 'en-GB',
	French: 'fr',
	German: 'de',
	Hebrew: 'he',
	Italian: 'it',
	Japanese: 'ja',
	Portuguese: 'pt',
	Russian: 'ru',
	Spanish: 'es',
};

/** The log can be long: after the first look only what is new is asked for. */
const seen = new Map<string, { last: number; lines: WireLine[] }>();
async function requestLines(control: string): Promise<WireLine[]> {
	const known = seen.get(control) ?? { last: 0, lines: [] };
	const { requests } = await callControl<Requests>(control, 'GET', `/requests?since=${known.last}`);
	// Files are fetched by this page's own players, for the most part.
	const lines = requests
		.filter(({ endpoint }) => endpoint !== 'download')
		.map(({ at, endpoint, status, ms, calls, error }): WireLine => {
			// Errors come with HTTP 200 here.
			const failed = calls ? calls.flatMap((call) => (call.error ? [call.error] : [])) : error ? [error] : [];
			return {
				at,
				who: 'Kaltura',
				what: calls ? `${endpoint}: ${calls.map((call) => call.endpoint).join(', ')}` : endpoint,
				status: failed.length > 0 ? 'error' : status === 0 ? 'cut' : String(status),
				good: failed.length === 0 && status > 0 && status < 400,
				ms,
			};
		});
	const next = { last: requests.at(-1)?.n ?? known.last, lines: [...known.lines, ...lines].slice(-REQUESTS_SHOWN) };
	seen.set(control, next);
	return next.lines;
}
