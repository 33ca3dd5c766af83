import type { IncomingMessage, ServerResponse } from 'node:http';

import { CLASSES } from '../api/classes.mts';
import { ENUMS } from '../api/enums.mts';
import { ROLES } from '../data/account.mts';
import { loadData } from '../data/load.mts';
import { readBody } from '../http/request.mts';
import { type User, userKey } from '../people/person.mts';
import { newUser } from '../people/users.mts';
import { SERVICES } from '../services.mts';
import { type Settings, DEFAULT_SETTINGS } from '../store/settings.mts';
import type { World } from '../world.mts';
import { changeEntry, type EntryChange, seedEntry } from './entries.mts';
import type { Fault, FaultMatch, Faults } from './faults.mts';
import type { RequestLog } from './request-log.mts';
import { entryState, stateOf } from './state.mts';

interface ControlParts {
	world: World;
	faults: Faults;
	log: RequestLog;
	/** Data set the server was started with. */
	data: string;
	startSettings: Partial<Settings>;
}

/** A request of the control API that makes no sense; says why. */
class ControlError extends Error {
	readonly status: number;

	constructor(status: number, message: string) {
		super(message);
		this.status = status;
	}
}

/** HTTP JSON under /_sandbox: what tests and the console use. Described in README.md. */
export async function handleControl(
	parts: ControlParts,
	message: IncomingMessage,
	response: ServerResponse,
	url: URL,
): Promise<void> {
	const body = await readBody(message);
	try {
		const given = body.length > 0 ? (JSON.parse(body.toString('utf8')) as Record<string, unknown>) : {};
		const result = await route(
			parts,
			`${message.method} ${url.pathname.replace('/_sandbox', '')}`,
			given,
			url.searchParams,
		);
		answer(response, 200, result ?? { ok: true });
	} catch (error) {
		const status = error instanceof ControlError ? error.status : error instanceof SyntaxError ? 400 : 500;
		answer(response, status, { error: (error as Error).message });
	}
}

async function route(
	parts: ControlParts,
	target: string,
	given: Record<string, unknown>,
	query: URLSearchParams,
): Promise<unknown> {
	const { world, faults, log } = parts;
	const entryId = /^(?:GET|POST) \/entries\/([^/]+)$/.exec(target)?.[1];
	if (entryId) return entry(world, entryId, target.startsWith('POST') ? (given as EntryChange) : null);
	switch (target) {
		case 'GET /requests':
			return { requests: log.since(Number(query.get('since') ?? 0)) };
		case 'DELETE /requests':
			return log.clear();
		case 'GET /counts':
			return log.counts();
		case 'POST /reset': {
			const data = String(given.data ?? parts.data);
			world.settings = { ...DEFAULT_SETTINGS, ...parts.startSettings };
			world.clock.offsetMs = 0;
			faults.clear();
			log.clear();
			loadData(world, data);
			parts.data = data;
			return { ok: true, data };
		}
		case 'GET /faults':
			return { faults: faults.list() };
		case 'POST /faults':
			return { id: faults.add(given as { match?: FaultMatch; times?: number; skip?: number; fault: Fault }) };
		case 'DELETE /faults':
			return faults.clear(query.has('id') ? Number(query.get('id')) : undefined);
		case 'POST /clock':
			world.clock.offsetMs += Number(given.advanceSeconds ?? 0) * 1000;
			world.scheduler.wake();
			return { now: world.clock.now() };
		case 'GET /schema':
			return { classes: CLASSES, enums: ENUMS, actions: parametersOfActions() };
		case 'GET /settings':
			return world.settings;
		case 'POST /settings':
			return changeSettings(world, given);
		case 'POST /index':
			for (const index of [world.entryIndex, world.categoryIndex, world.userIndex]) index.flush();
			return { ok: true };
		case 'GET /state':
			return stateOf(world, query.get('all') === '1');
		case 'POST /entries':
			return entryState(world, seedEntry(world, given).id);
		case 'GET /entries':
			return {
				entries: [...world.entries.all()].filter((one) => fits(one, query)).map((one) => entryState(world, one.id)),
			};
		case 'POST /users':
			return seedUsers(world, given);
		case 'POST /roles':
			return world.roles.put({ ...ROLES[1]!, id: world.rowIds.next(), ...given });
		case 'POST /zoom-integrations':
			return world.zoomIntegrations.put({
				id: world.rowIds.next(),
				status: 2,
				accountId: '',
				createdAt: world.clock.seconds(),
				updatedAt: world.clock.seconds(),
				...given,
			});
		case 'POST /partner':
			Object.assign(world.partner, given);
			return { ok: true };
		default:
			throw new ControlError(404, `There is no ${target} in this control API`);
	}
}

/** "media.add" → its parameters and their types, of everything that this Kaltura plays. */
function parametersOfActions(): Record<string, Readonly<Record<string, string>>> {
	return Object.fromEntries(
		SERVICES.flatMap(({ name, actions }) =>
			Object.entries(actions).map(([action, { params }]) => [`${name}.${action}`, params]),
		),
	);
}

function entry(world: World, id: string, wanted: EntryChange | null) {
	if (!world.entries.get(id)) throw new ControlError(404, `There is no entry ${id}`);
	if (wanted) changeEntry(world, id, wanted);
	return entryState(world, id);
}

function changeSettings(world: World, given: Record<string, unknown>): Settings {
	const unknown = Object.keys(given).find((name) => !(name in DEFAULT_SETTINGS));
	if (unknown)
		throw new ControlError(
			400,
			`There is no setting ${unknown}; settings are ${Object.keys(DEFAULT_SETTINGS).join(', ')}`,
		);
	Object.assign(world.settings, given);
	world.scheduler.wake();
	return world.settings;
}

/** {id, email, …} or {users: [...]}; existing ones are changed. Visible to search at once. */
function seedUsers(world: World, given: Record<string, unknown>) {
	const list = (Array.isArray(given.users) ? given.users : [given]) as Array<Partial<User> & { id: string }>;
	for (const one of list) {
		const user = world.saveUser({
			...newUser(world, one.id, one),
			...(world.users.get(userKey(one.id)) ?? {}),
			...one,
		});
		world.userIndex.load(user);
	}
	return { ok: true, users: list.length };
}

/** GET /entries?referenceId=…&parentEntryId=…&status=… */
function fits(one: object, query: URLSearchParams): boolean {
	return [...query].every(([name, value]) => String((one as Record<string, unknown>)[name] ?? '') === value);
}

function answer(response: ServerResponse, status: number, result: unknown): void {
	const text = JSON.stringify(result);
	response.writeHead(status, {
		'Content-Type': 'application/json',
		'Content-Length': Buffer.byteLength(text),
		'Access-Control-Allow-Origin': '*',
	});
	response.end(text);
}
