import type { Instance, User } from '../account/model.mts';
import { changeSettings } from '../account/settings.mts';
import { moveAddress, removeUser, requireUser } from '../account/directory.mts';
import { type Answer, ZoomRefusal } from '../wire/answer.mts';
import type { FaultMatch, Fault } from '../wire/faults.mts';
import { allFiles, fileRow, recordingRow } from '../routes/recording-shapes.mts';
import { addPerson } from '../data/people.mts';
import { batchEvent, renamedEvent } from '../webhooks/events.mts';
import type { DeliverOptions } from '../webhooks/model.mts';
import type { World } from '../world.mts';
import { ControlError } from './error.mts';
import { type MeetingChange, changeMeeting } from './change-meeting.mts';
import { emitFor, requireInstance } from './emit.mts';
import { type NewMeeting, addMeeting, describe } from './new-meeting.mts';
import { issueAccessToken } from '../account/tokens.mts';

/**
 * The control API under /_sandbox: what a test, the demo and the console use to look behind the curtain and to move time.
 * README.md lists every call. Unlike the Zoom side it needs no token.
 */
export interface ControlRequest {
	method: string;
	/** Below /_sandbox. */
	path: string;
	query: URLSearchParams;
	body: Buffer;
	/** Starts the account anew with a data set. */
	reset(data: string | undefined): void;
}

type ControlHandler = (world: World, body: Record<string, unknown>, request: ControlRequest) => unknown;

const HANDLERS: Record<string, ControlHandler> = {
	'GET /requests': (world, _body, { query }) => ({ requests: world.log.since(Number(query.get('since') ?? 0)) }),
	'DELETE /requests': (world) => {
		world.log.clear();
		return {};
	},
	'GET /counts': (world) => world.log.counts(),
	/** What requests named although Zoom's schemas do not know it; kept over resets. */
	'GET /unknown': (world) => ({ unknown: world.log.unknown() }),
	'POST /reset': (world, body, request) => {
		request.reset(body.data as string | undefined);
		world.log.clear();
		world.faults.clear();
		world.limits.reset();
		world.locks.clear();
		return { data: world.state.data };
	},
	'GET /faults': (world) => ({ faults: world.faults.list() }),
	'POST /faults': (world, body) => ({
		id: world.faults.add(body as unknown as { match?: FaultMatch; times?: number; skip?: number; fault: Fault }).id,
	}),
	'DELETE /faults': (world) => {
		world.faults.clear();
		return {};
	},
	'GET /clock': (world) => ({ now: new Date(world.clock.now()).toISOString() }),
	'POST /clock': async (world, body) => {
		const seconds = Number(body.advanceSeconds);
		if (!(seconds >= 0)) throw new ControlError(400, 'advanceSeconds must be a number of seconds, 0 or more.');
		world.clock.advance(seconds);
		world.state.clockOffset = world.clock.offset;
		world.changed();
		// What became due is sent before the answer, so that a test needs no waiting.
		await world.webhooks.settled();
		return { now: new Date(world.clock.now()).toISOString() };
	},
	'GET /settings': (world) => world.state.settings,
	'POST /settings': (world, body) => {
		const { scopes, secretToken, clientSecret, ...settings } = body;
		if (Array.isArray(scopes)) world.state.app.scopes = scopes.map(String);
		if (typeof secretToken === 'string') world.state.app.secretToken = secretToken;
		if (typeof clientSecret === 'string') world.state.app.clientSecret = clientSecret;
		if ('rateLimits' in settings) world.limits.reset();
		changeSettings(world.state.settings, settings);
		world.changed();
		return world.state.settings;
	},
	/** A token without the detour, for scripts that only want to look. */
	'POST /tokens': (world) => ({ access_token: issueAccessToken(world) }),
	/** Everything; `?newest=60` only that many recordings with who and what belongs to them, for whoever looks often. */
	'GET /state': (world, _body, { query }) =>
		describeState(world, query.has('newest') ? Number(query.get('newest')) : undefined),

	'POST /meetings': (world, body) => addMeeting(world, body as NewMeeting),
	'PATCH /meetings': (world, body) => changeMeeting(world, body as unknown as MeetingChange),
	'DELETE /meetings': (world, body) => {
		const instance = requireInstance(world, body.uuid);
		world.state.instances.delete(instance.uuid);
		const rest = (world.state.uuidsByMeeting.get(instance.meetingId) ?? []).filter((uuid) => uuid !== instance.uuid);
		world.state.uuidsByMeeting.set(instance.meetingId, rest);
		if (rest.length === 0) world.state.meetings.delete(instance.meetingId);
		world.changed();
		return {};
	},
	/** SHA-256 of a file's bytes, generated ones included: `?uuid=…&file=…`. */
	'GET /hash': async (world, _body, { query }) => {
		const instance = requireInstance(world, query.get('uuid'));
		const file = allFiles(instance).find(({ id }) => id === query.get('file'));
		if (!file) throw new ControlError(404, `There is no such file in ${instance.uuid}.`);
		return { sha256: await world.media.sha256(file.content), bytes: world.media.size(file.content) };
	},

	'POST /users': (world, body) => {
		if (typeof body.email !== 'string') throw new ControlError(400, 'A user needs an email.');
		const name = typeof body.name === 'string' ? body.name : body.email.split('@')[0]!;
		const build = {
			state: world.state,
			clock: world.clock,
			media: world.media,
			account: 0,
			seed: (text: string) => text,
		};
		const user = addPerson(build, { ...(body as Partial<User>), email: body.email, name });
		world.changed();
		return { id: user.id, email: user.email };
	},
	'PATCH /users': (world, body) => {
		const { user: key, email, ...change } = body as Partial<User> & { user: string };
		const user = world.state.users.get(key) ?? requireUser(world, key);
		if (email !== undefined) moveAddress(world.state, user, email);
		Object.assign(user, change);
		world.changed();
		return { id: user.id, email: user.email };
	},
	/** The user leaves: GET /users/{id} answers 404/1001, recordings stay (docs/vendors/zoom.md#users-groups-roles-phones). */
	'DELETE /users': (world, body) => {
		removeUser(world.state, requireUser(world, String(body.user)));
		world.changed();
		return {};
	},

	/** Zoom Phone of the account: `{enabled?, sites?, numbers?, calling_plans?}` replace what is there. */
	'PATCH /phone': (world, body) => {
		Object.assign(world.state.phone, body);
		world.changed();
		return world.state.phone;
	},

	'GET /subscriptions': (world) => ({ subscriptions: world.state.subscriptions }),
	'POST /subscriptions': async (world, body) => {
		if (typeof body.url !== 'string' || !URL.canParse(body.url))
			throw new ControlError(400, 'A subscription needs a url.');
		const events = Array.isArray(body.events) ? body.events.map(String) : ['*'];
		const secretToken = typeof body.secretToken === 'string' ? body.secretToken : world.state.app.secretToken;
		const subscription = world.webhooks.subscribe(body.url, secretToken, events);
		const valid = body.validate === false ? null : await world.webhooks.validate(subscription);
		return { id: subscription.id, valid, lastResult: subscription.validation.lastResult ?? null };
	},
	'POST /subscriptions/validate': async (world, body) => {
		const subscription = world.state.subscriptions.find(({ id }) => id === body.id);
		if (!subscription) throw new ControlError(404, `There is no subscription ${String(body.id)}.`);
		return {
			valid: await world.webhooks.validate(subscription),
			validation: subscription.validation,
			enabled: subscription.enabled,
		};
	},
	'DELETE /subscriptions': (world, body) => {
		world.state.subscriptions = world.state.subscriptions.filter(({ id }) => body.id !== undefined && id !== body.id);
		world.changed();
		return {};
	},
	'POST /events': async (world, body) => {
		const deliveries = sendEvent(world, body);
		if (body.wait !== false) await world.webhooks.settled();
		return {
			deliveries: deliveries.map(({ id, state, subscriptionId, attempts }) => ({
				id,
				state,
				subscriptionId,
				attempts,
			})),
		};
	},
	'GET /deliveries': (world, _body, { query }) => {
		const since = Number(query.get('since') ?? 0);
		return { deliveries: world.state.deliveries.filter(({ id }) => id > since) };
	},
	'DELETE /deliveries': (world) => {
		world.state.deliveries = [];
		return {};
	},
	'GET /stray-authorizations': (world) => ({ strayAuthorizations: world.state.strayAuthorizations }),
	'DELETE /stray-authorizations': (world) => {
		world.state.strayAuthorizations = [];
		return {};
	},
};

function sendEvent(world: World, body: Record<string, unknown>) {
	const deliver = (body.deliver ?? {}) as DeliverOptions;
	if (typeof body.raw === 'string') return world.webhooks.emitRaw(body.raw, String(body.event ?? 'raw'), deliver);
	if (typeof body.event !== 'string') throw new ControlError(400, 'An event needs its name in "event".');
	const { event } = body;
	if (body.payload !== undefined) {
		const { payload } = body;
		const more = (body.more ?? {}) as Record<string, unknown>;
		return world.webhooks.emit(() => ({ event, event_ts: world.clock.now(), payload, ...more }), deliver);
	}
	if (Array.isArray(body.uuids)) {
		return world.webhooks.emit(
			batchEvent(
				world,
				event,
				body.uuids.map((uuid) => requireInstance(world, uuid)),
			),
			deliver,
		);
	}
	const instance = requireInstance(world, body.uuid);
	if (event === 'recording.renamed' && typeof body.oldTopic === 'string') {
		return world.webhooks.emit(
			renamedEvent(world, instance, body.oldTopic, body.form === 'example' ? 'example' : 'schema'),
			deliver,
		);
	}
	return emitFor(world, instance, [event], deliver);
}

/** The latest by when they began, and those that were added last, whenever they began. */
function newestOf(instances: Instance[], count: number): Instance[] {
	const byStart = instances.toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
	return [...new Set([...byStart.slice(0, count), ...instances.slice(-count)])];
}

/** Everything that console and assertions look at. Secrets of the app are left out; passcodes too. */
function describeState(world: World, newest?: number) {
	const { state } = world;
	const instances = [...state.instances.values()];
	const chosen = newest === undefined ? instances : newestOf(instances, newest);
	const hosts = new Set(chosen.map(({ hostId }) => hostId));
	const meetingIds = new Set(chosen.map(({ meetingId }) => meetingId));
	const belongs = <T,>(rows: Iterable<T>, fits: (row: T) => boolean) =>
		newest === undefined ? [...rows] : [...rows].filter(fits);
	const meetings = belongs(state.meetings.values(), ({ id }) => meetingIds.has(id));
	const helpers = new Set(meetings.flatMap(({ alternativeHosts }) => alternativeHosts));
	return {
		data: state.data,
		now: new Date(world.clock.now()).toISOString(),
		accountId: state.accountId,
		origins: world.origins,
		settings: state.settings,
		scopes: state.app.scopes,
		counts: { users: state.users.size, instances: instances.length },
		users: belongs(state.users.values(), ({ id, email }) => hosts.has(id) || helpers.has(email)).map(
			({ password: _, ...user }) => user,
		),
		groups: [...state.groups.values()],
		roles: [...state.roles.values()],
		phone: state.phone,
		meetings,
		instances: chosen.map((instance) => {
			const { recording_play_passcode: _, ...row } = recordingRow(
				world,
				instance,
				instance.files,
				instance.participantAudioFiles,
			);
			return {
				...row,
				...describe(instance),
				hostEmail: instance.hostEmail,
				startedAt: instance.startedAt,
				endedAt: instance.endedAt,
				running: instance.running ?? false,
				participants: instance.participants,
				roleChanges: instance.roleChanges,
				recording_files: instance.files.map((file) => ({
					...fileRow(world, instance.uuid, file),
					content: file.content,
					trashed: file.trashedAt !== undefined,
				})),
			};
		}),
		subscriptions: state.subscriptions.map(({ secretToken: _, ...subscription }) => subscription),
		deliveries: state.deliveries.length,
		strayAuthorizations: state.strayAuthorizations,
	};
}

export async function answerControl(world: World, request: ControlRequest): Promise<Answer> {
	const handler = HANDLERS[`${request.method} ${request.path}`];
	if (!handler) {
		const known = Object.keys(HANDLERS).join(', ');
		return {
			status: 404,
			body: { error: `The control API does not know ${request.method} ${request.path}. It knows: ${known}.` },
		};
	}
	try {
		const body = request.body.length === 0 ? {} : (JSON.parse(request.body.toString()) as Record<string, unknown>);
		return { status: 200, body: await handler(world, body, request) };
	} catch (error) {
		// Whatever a control call cannot do is the caller's mistake; it is told, not hidden.
		const status = error instanceof ControlError || error instanceof ZoomRefusal ? error.status : 400;
		return { status, body: { error: error instanceof Error ? error.message : String(error) } };
	}
}
