/** Every request that reached the sandbox, so that tests can count calls and prove that nothing was written. */
export interface LoggedRequest {
	n: number;
	/** ISO time by the sandbox's clock. */
	at: string;
	where: 'api' | 'cdn' | 'download' | 'token';
	method: string;
	/** Path as it came over the wire, still encoded. */
	path: string;
	query: Record<string, string>;
	/** "GET /users/{userId}". */
	endpoint: string;
	status: number;
	ms: number;
	account: string;
	body?: unknown;
	/** Bytes of media sent (downloads only). */
	bytes?: number;
	range?: string;
	trackingId?: string;
	/** Names that Zoom's schema does not know, "query foo" or "body user_info.foo". */
	unknown?: string[];
}

export interface RequestLog {
	/** Reserves the number in the order of arrival; the entry is completed when the answer is out. */
	start(): number;
	finish(entry: LoggedRequest): void;
	since(n: number): LoggedRequest[];
	counts(): { total: number; byEndpoint: Record<string, number>; byStatus: Record<string, number>; writes: number };
	/** Remembers, until the server ends, that a request named something that Zoom's schema does not know. */
	noteUnknown(endpoint: string, names: string[]): void;
	/** "PATCH /users/{userId}: body foo", each once. */
	unknown(): string[];
	clear(): void;
}

/** Old entries go first; counts stay exact. */
const KEPT = 200_000;

export function createRequestLog(): RequestLog {
	let entries: LoggedRequest[] = [];
	let last = 0;
	let total = 0;
	let writes = 0;
	let byEndpoint: Record<string, number> = {};
	let byStatus: Record<string, number> = {};
	const unknown = new Set<string>();
	return {
		start: () => ++last,
		finish(entry) {
			entries.push(entry);
			if (entries.length > KEPT * 1.1) entries = entries.slice(-KEPT);
			total++;
			byEndpoint[entry.endpoint] = (byEndpoint[entry.endpoint] ?? 0) + 1;
			byStatus[entry.status] = (byStatus[entry.status] ?? 0) + 1;
			if (entry.where === 'api' && entry.method !== 'GET' && entry.method !== 'HEAD' && entry.status < 400) writes++;
		},
		since: (n) => entries.filter((entry) => entry.n > n).sort((a, b) => a.n - b.n),
		counts: () => ({ total, byEndpoint, byStatus, writes }),
		noteUnknown(endpoint, names) {
			for (const name of names) unknown.add(`${endpoint}: ${name}`);
		},
		unknown: () => [...unknown].sort(),
		clear() {
			entries = [];
			total = 0;
			writes = 0;
			byEndpoint = {};
			byStatus = {};
		},
	};
}
