import type { ApiRequest } from '../http/request.mts';
import { isObject, type Parameters } from '../http/parameters.mts';
import { openSession, type Session } from '../sessions/session.mts';
import type { World } from '../world.mts';
import { readArguments } from './deserialize.mts';
import { ApiError, apiError } from './errors.mts';
import { callMishap, disguised, pagedAnotherWay } from './hostile.mts';
import { checkFeatures } from './permissions.mts';
import { applyResponseProfile } from './response-profile.mts';
import { findReferences, replaceReferences } from './result-references.mts';
import type { Access, Action, Call, Service } from './service.mts';

/** One call inside a request, for the log: a multirequest has several. */
export interface CallRecord {
	endpoint: string;
	parameters: Parameters;
	/** Error code of the answer, null when it succeeded. */
	error: string | null;
}

/** Asked before each call: a fault on demand may answer for the action, or after it. */
export type CallFault = (endpoint: string) => { error: ApiError; carryOut: boolean } | null;

/** An action with its documented name, "media.addContent", for logs and faults. */
type NamedAction = Action & { endpoint: string };

/** Carries out API requests: finds the action, checks the session, reads the arguments (docs/vendors/kaltura.md#calls). */
export class Dispatcher {
	private readonly world: World;
	/** By lower-case names of service and action. */
	private readonly services: ReadonlyMap<string, { name: string; actions: ReadonlyMap<string, NamedAction> }>;
	private readonly faultOf: CallFault;

	constructor(world: World, services: readonly Service[], faultOf: CallFault) {
		this.world = world;
		this.services = new Map(
			services.map(({ name, actions }) => {
				const named = Object.entries(actions).map(([own, action]): [string, NamedAction] => [
					own.toLowerCase(),
					{ ...action, endpoint: `${name}.${own}` },
				]);
				return [name.toLowerCase(), { name, actions: new Map(named) }];
			}),
		);
		this.faultOf = faultOf;
	}

	/** What a request names, known before anything runs: "media.addContent", or "multirequest". */
	endpointOf({ service, action }: Pick<ApiRequest, 'service' | 'action'>): string {
		if (service === 'multirequest') return service;
		const known = this.services.get(service ?? '')?.actions.get(action ?? '');
		return known?.endpoint ?? `${service ?? ''}.${action ?? ''}`;
	}

	/** The same of each call of a multirequest. */
	endpointsOf(request: ApiRequest): string[] {
		if (request.service !== 'multirequest') return [this.endpointOf(request)];
		return subRequests(request.parameters).map((sub) =>
			this.endpointOf({ service: textOf(sub.service), action: textOf(sub.action) }),
		);
	}

	/** Never throws for what a client did: an API error is the answer. */
	async answer(request: ApiRequest, signal: AbortSignal, record: (call: CallRecord) => void): Promise<unknown> {
		const { mood, dice } = this.world;
		const said = (result: unknown) => (mood === 'hostile' ? disguised(result, dice) : result);
		if (request.service !== 'multirequest') {
			return said(await this.answerOne(request.service, request.action, request.parameters, signal, record));
		}
		const results: unknown[] = [];
		const { ks, clientTag, partnerId, p } = request.parameters;
		const subs = subRequests(request.parameters);
		const references = subs.map(findReferences);
		for (const [index] of subs.entries()) {
			const { service, action, ...given } = subs[index] as Parameters;
			// Only these three are inherited from the top level (docs/vendors/kaltura.md#many-requests-in-one).
			const parameters = { ks, clientTag, partnerId: partnerId ?? p, ...given };
			const result = await this.answerOne(textOf(service), textOf(action), parameters, signal, record);
			results.push(said(result));
			for (let later = index + 1; later < subs.length; later += 1) {
				const found = references[later];
				if (found) subs[later] = replaceReferences(subs[later] as Parameters, found, index + 1, result);
			}
		}
		return results;
	}

	private async answerOne(
		serviceName: string | null,
		actionName: string | null,
		parameters: Parameters,
		signal: AbortSignal,
		record: (call: CallRecord) => void,
	): Promise<unknown> {
		const endpoint = this.endpointOf({ service: serviceName, action: actionName });
		try {
			const result = await this.run(serviceName, actionName, endpoint, parameters, signal);
			record({ endpoint, parameters, error: null });
			return result;
		} catch (error) {
			if (!(error instanceof ApiError)) {
				console.error(`sandbox Kaltura: ${endpoint}`, error);
				record({ endpoint, parameters, error: 'INTERNAL_SERVERL_ERROR' });
				return apiError('INTERNAL_SERVERL_ERROR').toWire();
			}
			record({ endpoint, parameters, error: error.code });
			return error.toWire();
		}
	}

	private async run(
		serviceName: string | null,
		actionName: string | null,
		endpoint: string,
		parameters: Parameters,
		signal: AbortSignal,
	): Promise<unknown> {
		const action = this.actionOf(serviceName, actionName);
		const session = openSession(this.world, parameters.ks, parameters.partnerId ?? parameters.p);
		const read = readArguments(action.params, parameters, {
			endpoint,
			nowSeconds: this.world.clock.seconds(),
			strict: this.world.settings.strict,
		});
		checkAccess(action.access, session, `${serviceName}->${actionName}`);
		checkFeatures(this.world.settings, endpoint);
		const call: Call = { world: this.world, session, signal };
		const hostile = this.world.mood === 'hostile';
		const args = hostile ? pagedAnotherWay(read, this.world.habits, this.world.dice) : read;
		const fault =
			this.faultOf(endpoint) ??
			(hostile ? callMishap(this.world.dice, !READS.test(endpoint.split('.')[1] ?? '')) : null);
		if (fault && !fault.carryOut) throw fault.error;
		const result = await action.run(call, args);
		if (fault) throw fault.error;
		return applyResponseProfile(result, parameters.responseProfile);
	}

	private actionOf(serviceName: string | null, actionName: string | null): Action {
		if (!serviceName) throw apiError('SERVICE_NOT_SPECIFIED');
		const service = this.services.get(serviceName);
		if (!service) throw apiError('SERVICE_DOES_NOT_EXISTS', { SRV_NAME: serviceName });
		if (!actionName) throw apiError('ACTION_NOT_SPECIFIED');
		const action = service.actions.get(actionName);
		if (!action) throw apiError('ACTION_DOES_NOT_EXISTS', { ACTION_NAME: actionName, SERVICE_NAME: serviceName });
		return action;
	}
}

const READS = /^(get|list|count|search|serve)/i;

/** Index base 0 or 1; processing stops at the first index that lacks service or action (docs/vendors/kaltura.md#many-requests-in-one). */
function subRequests(parameters: Parameters): Parameters[] {
	const found: Parameters[] = [];
	for (let index = ('0' in parameters) ? 0 : 1; ; index += 1) {
		const sub = parameters[String(index)];
		if (!isObject(sub) || !sub.service || !sub.action) return found;
		found.push(sub);
	}
}

function textOf(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value.toLowerCase() : null;
}

/** A partner id alone is SERVICE_FORBIDDEN, nothing at all is MISSING_KS (docs/vendors/kaltura.md#errors). */
function checkAccess(access: Access, session: Session, target: string): void {
	if (access === 'anybody') return;
	if (!session.ks && session.partnerId === null) throw apiError('MISSING_KS');
	const allowed =
		session.ks !== null &&
		(access === 'widget' || (access === 'user' && !session.isWidget) || (access === 'admin' && session.isAdmin));
	if (!allowed) throw apiError('SERVICE_FORBIDDEN', { SERVICE: target });
}
