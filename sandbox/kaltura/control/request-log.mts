import { UploadedFile, type Parameters } from '../http/parameters.mts';

/** One HTTP request. A multirequest is one, with its calls inside. */
export interface RequestRecord {
	n: number;
	/** ISO time on the server's clock. */
	at: string;
	method: string;
	path: string;
	query: string;
	/** "media.list", "multirequest", "download". */
	endpoint: string;
	/** HTTP status; 0 when the connection was broken. */
	status: number;
	ms: number;
	requestBytes: number;
	/** Parameters of a single call, without secrets. */
	body?: unknown;
	calls?: Array<{ endpoint: string; error: string | null; body: unknown }>;
	/** Code of the API error that a single call got. */
	error?: string | null;
	/** Kind of the fault that struck. */
	fault?: string;
}

/** Old records are forgotten; counts are kept of all. */
const KEPT = 20_000;

const READS = /\.(get\w*|list\w*|count|serve\w*|search\w*|ping|start(\w*session)?)$/i;

/** Whether a call changes anything, by the name of its action. */
function isWrite(endpoint: string): boolean {
	return !READS.test(endpoint) && endpoint !== 'session.end';
}

/** What was asked of the server, for assertions and for the console. */
export class RequestLog {
	private records: RequestRecord[] = [];
	private last = 0;
	private total = 0;
	private writes = 0;
	private byEndpoint = new Map<string, number>();
	private byCall = new Map<string, number>();

	open(given: Pick<RequestRecord, 'at' | 'method' | 'path' | 'query' | 'endpoint'>): RequestRecord {
		this.last += 1;
		const record: RequestRecord = { n: this.last, ...given, status: 0, ms: 0, requestBytes: 0 };
		this.records.push(record);
		if (this.records.length > KEPT * 1.1) this.records = this.records.slice(-KEPT);
		return record;
	}

	/** Counts a request under its endpoint; files are counted there, but are no API requests. */
	count(endpoint: string): void {
		if (endpoint !== 'download') this.total += 1;
		increase(this.byEndpoint, endpoint);
	}

	/** Counts a call: a single request has one, a multirequest several. */
	countCall(endpoint: string): void {
		increase(this.byCall, endpoint);
		if (isWrite(endpoint)) this.writes += 1;
	}

	since(n: number): RequestRecord[] {
		return this.records.filter((record) => record.n > n);
	}

	counts() {
		const sorted = (map: Map<string, number>) => Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
		return { total: this.total, writes: this.writes, byEndpoint: sorted(this.byEndpoint), byCall: sorted(this.byCall) };
	}

	clear(): void {
		this.records = [];
		this.total = 0;
		this.writes = 0;
		this.byEndpoint.clear();
		this.byCall.clear();
	}
}

function increase(map: Map<string, number>, key: string): void {
	map.set(key, (map.get(key) ?? 0) + 1);
}

const SECRET = new Set(['ks', 'secret', 'tokenhash', 'password', 'kalsig']);

/** Parameters as the log shows them: without secrets, long texts cut, files by name and size. */
export function loggable(value: unknown, name = ''): unknown {
	if (SECRET.has(name.toLowerCase())) return '…';
	if (typeof value === 'string')
		return value.length > 500 ? `${value.slice(0, 500)}… (${value.length} characters)` : hideBearer(value);
	if (value instanceof UploadedFile) return { fileName: value.fileName, bytes: value.bytes.length };
	if (Array.isArray(value)) return value.map((item) => loggable(item));
	if (typeof value === 'object' && value !== null) {
		return Object.fromEntries(Object.entries(value as Parameters).map(([key, item]) => [key, loggable(item, key)]));
	}
	return value;
}

function hideBearer(text: string): string {
	return text.replace(/(bearer\s+)\S+/gi, '$1…');
}
