import { Pauses } from '../latency.mts';
import { ENDPOINTS } from './account/endpoints.mts';
import { refuse } from './account/refusals.mts';
import { authenticate } from './account/tokens.mts';
import { checkRequest } from './contract/check.mts';
import { inOtherWords } from './contract/sentences.mts';
import { groupHandlers } from './routes/groups.mts';
import { meetingHandlers } from './routes/meetings.mts';
import { peopleHandlers } from './routes/people.mts';
import { phoneChangeHandlers } from './routes/phone-changes.mts';
import { phoneHandlers } from './routes/phone.mts';
import { recordingChangeHandlers } from './routes/recording-changes.mts';
import { recordingHandlers } from './routes/recordings.mts';
import { roleHandlers } from './routes/roles.mts';
import { userChangeHandlers } from './routes/user-changes.mts';
import { userCreationHandlers } from './routes/user-creation.mts';
import { userRemovalHandlers } from './routes/user-removal.mts';
import { userHandlers } from './routes/users.mts';
import { type Answer, ZoomRefusal } from './wire/answer.mts';
import { disguised, mishap } from './wire/hostile.mts';
import { parseLossless } from './wire/json.mts';
import { createRouter } from './wire/router.mts';
import type { Handlers, World } from './world.mts';

const HANDLERS: Handlers = {
	...groupHandlers,
	...meetingHandlers,
	...peopleHandlers,
	...phoneChangeHandlers,
	...phoneHandlers,
	...recordingChangeHandlers,
	...recordingHandlers,
	...roleHandlers,
	...userChangeHandlers,
	...userCreationHandlers,
	...userHandlers,
	...userRemovalHandlers,
};
const router = createRouter(ENDPOINTS);
const pauses = new Pauses();
for (const { endpoint } of ENDPOINTS) {
	if (!HANDLERS[endpoint]) throw new Error(`No handler for ${endpoint}.`);
}

export interface ApiRequest {
	method: string;
	/** Path below /v2, still encoded. */
	path: string;
	query: URLSearchParams;
	authorization: string | undefined;
	contentType: string;
	body: Buffer;
	/** Told which names of the request Zoom's schema does not know. */
	onUnknown(names: string[]): void;
}

/** The name under which a request is logged, whatever becomes of it. */
export function endpointName(method: string, path: string): string {
	return (
		router.find(method, path)?.endpoint.endpoint ??
		router.findBadlyEncoded(method, path)?.endpoint ??
		`${method} (unknown)`
	);
}

/**
 * One API request, in Zoom's order: token, endpoint, scope, privilege of the role, rate limit, schema, work.
 * Refusals come back as answers too.
 */
export async function answerApi(world: World, request: ApiRequest): Promise<Answer> {
	try {
		return await pauses.around(world.state.settings.apiLatencyMs, () =>
			world.mood === 'hostile' ? reluctantly(world, request) : work(world, request),
		);
	} catch (error) {
		if (!(error instanceof ZoomRefusal)) throw error;
		return world.state.settings.sentences === 'varied' ? inOtherWords(error.answer(), world.dice) : error.answer();
	}
}

/** The work as an unkind Zoom does it. */
async function reluctantly(world: World, request: ApiRequest): Promise<Answer> {
	const accident = mishap(world.dice, request.method !== 'GET');
	if (accident && !accident.after) return accident.answer;
	const { jti } = authenticate(world, request.authorization);
	if (world.dice.chance(0.01) && world.used.has(jti)) world.revoked.add(jti);
	world.used.add(jti);
	const answer = await work(world, request);
	return accident?.answer ?? disguised(answer, world.dice);
}

async function work(world: World, request: ApiRequest): Promise<Answer> {
	const claims = authenticate(world, request.authorization);
	if (world.state.settings.accountDenied) throw refuse.accessDenied();
	const match = router.find(request.method, request.path);
	if (!match) {
		const meant = router.findBadlyEncoded(request.method, request.path);
		if (!meant) throw refuse.unknownEndpoint();
		throw meant.endpoint.includes('/recordings')
			? refuse.noRecording()
			: refuse.noMeeting(request.path.split('/')[2] ?? '');
	}
	const { endpoint, params } = match;
	const held = new Set((claims.scope ?? '').split(' '));
	if (!endpoint.scopes.some((scope) => held.has(scope))) throw missingScopes(endpoint.endpoint, endpoint.scopes);
	const { privileges } = world.state.settings;
	if (endpoint.privilege && privileges !== '*' && !privileges.includes(endpoint.privilege)) {
		throw refuse.missingPrivilege(endpoint.privilege);
	}
	const headers = world.limits.count(endpoint, world.state.settings, world.clock.now());
	try {
		const body = parseBody(request);
		const unknown = checkRequest({ endpoint: endpoint.endpoint, params, query: request.query, body });
		if (unknown.length > 0) request.onUnknown(unknown);
		const answer = await HANDLERS[endpoint.endpoint]!({ world, params, query: request.query, body });
		if (request.method !== 'GET') world.changed();
		return { ...answer, headers: { ...headers, ...answer.headers } };
	} catch (error) {
		if (error instanceof ZoomRefusal) Object.assign(error.headers, { ...headers, ...error.headers });
		throw error;
	}
}

/** Roles answer 4700 (docs/vendors/zoom.md#scopes-and-labels), everything else 4711 (docs/vendors/zoom.md#errors). */
function missingScopes(endpoint: string, scopes: string[]): ZoomRefusal {
	const refusal = refuse.missingScopes(scopes);
	return endpoint.includes(' /roles') ? new ZoomRefusal(400, 4700, refusal.message) : refusal;
}

function parseBody(request: ApiRequest): Record<string, unknown> {
	if (request.method === 'GET' || request.body.length === 0) return {};
	if (!request.contentType.includes('json')) throw refuse.notJson();
	let body: unknown;
	try {
		body = parseLossless(request.body.toString('utf8'));
	} catch {
		throw refuse.notJson();
	}
	if (body === null || typeof body !== 'object' || Array.isArray(body)) throw refuse.notJson();
	return body as Record<string, unknown>;
}
