import { type ApiError, errorOfCode } from '../api/errors.mts';

/** Which requests a fault meets; everything that is given must fit. */
export interface FaultMatch {
	method?: string;
	/** Regular expression over path and query. */
	path?: string;
	/** "media.add", "multirequest", …; also met inside a multirequest. */
	endpoint?: string;
	/** "api" calls, or "download": playback and other files. */
	where?: 'api' | 'download';
}

/**
 * status: answers with `status`, `headers`, `body` · body: the same with status 200 · html502: a gateway's error page ·
 * reset: breaks the connection before anything is done (after `afterBytes` of the request body) · lost: carries out, then
 * breaks the connection · late502: carries out, then answers a gateway's error page · truncated: carries out, sends half of the answer, breaks the connection · slow: waits `ms`, then
 * carries out · hang: never answers · stall: carries out, sends half of the answer, then nothing more · apiError: an error
 * object with `code` in an HTTP 200 answer, inside a multirequest only for the call that fits; `carryOut` does the work first.
 */
export interface Fault {
	kind:
		'status' | 'body' | 'html502' | 'late502' | 'reset' | 'lost' | 'truncated' | 'slow' | 'hang' | 'stall' | 'apiError';
	status?: number;
	body?: unknown;
	headers?: Record<string, string>;
	afterBytes?: number;
	ms?: number;
	code?: string;
	message?: string;
	args?: Record<string, string>;
	carryOut?: boolean;
}

export interface FaultRule {
	id: number;
	match: FaultMatch;
	/** How often it strikes; without it always. */
	times: number;
	/** Requests (or calls, for apiError) that fit and are let through first. */
	skip: number;
	fault: Fault;
	struck: number;
}

/** What a rule is asked about. */
export interface Target {
	method: string;
	path: string;
	endpoints: readonly string[];
	where: 'api' | 'download';
}

/** Faults on demand, in the order in which they were added. */
export class Faults {
	private rules: FaultRule[] = [];
	private lastId = 0;

	add(given: { match?: FaultMatch; times?: number; skip?: number; fault: Fault }): number {
		this.lastId += 1;
		this.rules.push({
			id: this.lastId,
			match: given.match ?? {},
			times: given.times ?? Infinity,
			skip: given.skip ?? 0,
			fault: given.fault,
			struck: 0,
		});
		return this.lastId;
	}

	list(): readonly FaultRule[] {
		return this.rules;
	}

	clear(id?: number): void {
		this.rules = id === undefined ? [] : this.rules.filter((rule) => rule.id !== id);
	}

	/** The fault of a whole HTTP request. `early`: before the body is read, only what cuts the request short. */
	ofRequest(target: Target, early: boolean): Fault | null {
		const cutsShort = (fault: Fault) => fault.kind === 'reset' && fault.afterBytes !== undefined;
		return this.strike(target, (fault) => fault.kind !== 'apiError' && cutsShort(fault) === early);
	}

	/** The fault of one call; in a multirequest the others go on. */
	ofCall(endpoint: string): { error: ApiError; carryOut: boolean } | null {
		const target: Target = { method: 'POST', path: '', endpoints: [endpoint], where: 'api' };
		const fault = this.strike(target, (candidate) => candidate.kind === 'apiError');
		if (!fault) return null;
		const error = errorOfCode(fault.code ?? 'INTERNAL_SERVERL_ERROR', fault.message, fault.args);
		return { error, carryOut: fault.carryOut ?? false };
	}

	private strike(target: Target, isCandidate: (fault: Fault) => boolean): Fault | null {
		for (const rule of this.rules) {
			if (rule.struck >= rule.times || !isCandidate(rule.fault) || !fits(rule, target)) continue;
			if (rule.skip > 0) {
				rule.skip -= 1;
				continue;
			}
			rule.struck += 1;
			return rule.fault;
		}
		return null;
	}
}

function fits({ match, fault }: FaultRule, target: Target): boolean {
	const isCall = fault.kind === 'apiError';
	return (
		(match.where ?? 'api') === target.where &&
		(!match.endpoint || target.endpoints.some((endpoint) => sameName(endpoint, match.endpoint as string))) &&
		(isCall || !match.method || match.method.toUpperCase() === target.method) &&
		(isCall || !match.path || new RegExp(match.path).test(target.path))
	);
}

/** Kaltura does not mind the case of names, so neither do faults. */
function sameName(a: string, b: string): boolean {
	return a.toLowerCase() === b.toLowerCase();
}
