/**
 * What goes wrong on demand. A fault is put in through the control API, matches requests and is used up after `times`.
 * The list of kinds follows docs/fault-cases.md (download and API faults).
 */
export type Where = 'api' | 'cdn' | 'download' | 'token';

export interface FaultMatch {
	method?: string;
	/** Regular expression over the path as it came over the wire. */
	path?: string;
	/** "GET /users/{userId}". */
	endpoint?: string;
	where?: Where;
}

export interface Fault {
	/**
	 * status: answer with `status` and `body` (default empty) ·
	 * body: 200 (or `status`) with this `body` and `headers` ·
	 * apiError: `{code, message}` with `status` ·
	 * html: 200 with a login page · jsonError: 200 with the 59-byte JSON error of docs/fault-cases.md ·
	 * reset: destroy the connection, after `afterBytes` of the body when given ·
	 * truncate: a well-formed answer that is only `afterBytes` long · extend: `afterBytes` more than promised ·
	 * stall: send `afterBytes`, then nothing for `ms` (default for ever) · hang: no answer for `ms`, then the connection breaks (default: never) ·
	 * slow: wait `ms`, then answer as usual · drip: a download at `bytesPerSecond` · redirect: 302 to `location`
	 */
	kind:
		| 'status'
		| 'body'
		| 'apiError'
		| 'html'
		| 'jsonError'
		| 'reset'
		| 'truncate'
		| 'extend'
		| 'stall'
		| 'hang'
		| 'slow'
		| 'drip'
		| 'redirect';
	status?: number;
	body?: unknown;
	headers?: Record<string, string>;
	afterBytes?: number;
	ms?: number;
	code?: number;
	message?: string;
	bytesPerSecond?: number;
	location?: string;
	/** Carry out the request and its writes first, then let the answer go wrong (an uncertain write). */
	afterHandling?: boolean;
}

export interface FaultRule {
	id: number;
	match: FaultMatch;
	fault: Fault;
	/** Remaining uses; undefined = always. */
	times?: number;
	/** Matching requests to let through first. */
	skip: number;
	used: number;
}

export interface Faults {
	add(rule: { match?: FaultMatch; times?: number; skip?: number; fault: Fault }): FaultRule;
	take(request: { method: string; path: string; endpoint: string; where: Where }): Fault | undefined;
	clear(): void;
	list(): FaultRule[];
}

const KINDS = new Set<string>([
	'status',
	'body',
	'apiError',
	'html',
	'jsonError',
	'reset',
	'truncate',
	'extend',
	'stall',
	'hang',
	'slow',
	'drip',
	'redirect',
]);

export function createFaults(): Faults {
	let rules: FaultRule[] = [];
	let lastId = 0;
	const fits = ({ match }: FaultRule, request: { method: string; path: string; endpoint: string; where: Where }) =>
		(match.method === undefined || match.method.toUpperCase() === request.method) &&
		(match.path === undefined || new RegExp(match.path).test(request.path)) &&
		(match.endpoint === undefined || match.endpoint === request.endpoint) &&
		(match.where === undefined || match.where === request.where);
	return {
		add({ match = {}, times, skip = 0, fault }) {
			if (!fault || !KINDS.has(fault.kind))
				throw new Error(`Unknown fault kind "${fault?.kind}". Known: ${[...KINDS].join(', ')}.`);
			const rule: FaultRule = { id: ++lastId, match, fault, skip, used: 0, ...(times === undefined ? {} : { times }) };
			rules.push(rule);
			return rule;
		},
		take(request) {
			for (const rule of rules) {
				if (!fits(rule, request)) continue;
				if (rule.skip > 0) {
					rule.skip--;
					continue;
				}
				if (rule.times !== undefined && rule.used >= rule.times) continue;
				rule.used++;
				return rule.fault;
			}
			return undefined;
		},
		clear() {
			rules = [];
		},
		list: () => rules,
	};
}
