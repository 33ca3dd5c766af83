import { createHash } from 'node:crypto';

import { changesOf, validateForStorage } from '../api/validate.mts';
import type { Input } from '../api/deserialize.mts';
import { apiError } from '../api/errors.mts';
import { listOf, matchesList, type Pager } from '../api/lists.mts';
import { action, type Service } from '../api/service.mts';
import { newSecret, newTokenId } from '../store/ids.mts';
import type { World } from '../world.mts';
import { formatPrivileges, parsePrivileges, writeKs } from './ks.mts';
import { decode, openSession, type Session } from './session.mts';
import type { AppToken } from './app-token.mts';

const MAX_EXPIRY = 86_400;
/** Privileges that a caller of appToken.startSession cannot add for itself. */
const RESERVED_PRIVILEGES = ['sessionid', 'apptoken', 'setrole', 'actionslimit', 'widget'];

/** Sessions are clamped silently to the partner's longest (docs/vendors/kaltura.md#sessions). */
function clampExpiry(expiry: number | undefined): number {
	return expiry === undefined || expiry <= 0 || expiry > MAX_EXPIRY ? MAX_EXPIRY : expiry;
}

export const session: Service = {
	name: 'session',
	actions: {
		start: action({
			access: 'anybody',
			params: {
				secret: 'string',
				userId: 'string?',
				type: 'KalturaSessionType?',
				partnerId: 'int?',
				expiry: 'int?',
				privileges: 'string?',
			},
			run(
				{ world, session: caller },
				args: {
					secret: string;
					userId?: string;
					type?: number;
					partnerId?: number;
					expiry?: number;
					privileges?: string;
				},
			) {
				const partnerId = args.partnerId ?? caller.partnerId ?? 0;
				const type = args.type ?? 0;
				const { adminSecret, userSecret } = world.partner;
				// A user session may be had with either secret, an admin session only with the admin secret.
				const secrets = type === 2 ? [adminSecret] : [adminSecret, userSecret];
				if (partnerId !== world.partner.id || world.partner.status !== 1 || !secrets.includes(args.secret)) {
					throw apiError('START_SESSION_ERROR', { PID: partnerId });
				}
				return writeKs(
					{
						partnerId,
						type,
						userId: args.userId ?? '',
						expiresAt: world.clock.seconds() + clampExpiry(args.expiry),
						privileges: parsePrivileges(args.privileges ?? ''),
					},
					args.secret,
				);
			},
		}),
		end: action({
			access: 'user',
			params: {},
			run({ world, session: caller }) {
				world.endedSessions.add(caller.ks as string);
				return null;
			},
		}),
		get: action({
			access: 'admin',
			params: { session: 'string?' },
			run({ world, session: caller }, args: { session?: string }) {
				const ks = args.session ?? (caller.ks as string);
				return { ...(args.session ? { ks } : {}), ...sessionInfo(world, ks) };
			},
		}),
		startWidgetSession: action({
			access: 'anybody',
			params: { widgetId: 'string', expiry: 'int?' },
			run({ world }, args: { widgetId: string; expiry?: number }) {
				if (args.widgetId !== `_${world.partner.id}`) throw apiError('INVALID_WIDGET_ID', { WIDGET_ID: args.widgetId });
				const ks = writeKs(
					{
						partnerId: world.partner.id,
						type: 0,
						userId: '0',
						expiresAt: world.clock.seconds() + clampExpiry(args.expiry),
						privileges: parsePrivileges('view:*,widget:1'),
					},
					world.partner.adminSecret,
				);
				return { partnerId: world.partner.id, ks, userId: 0, objectType: 'KalturaStartWidgetSessionResponse' };
			},
		}),
	},
};

function sessionInfo(world: World, ks: string) {
	const content = decode(world, ks);
	return {
		sessionType: content.type,
		partnerId: content.partnerId,
		userId: content.userId,
		expiry: content.expiresAt,
		privileges: formatPrivileges(content.privileges),
		objectType: 'KalturaSessionInfo',
	};
}

export const appToken: Service = {
	name: 'appToken',
	actions: {
		add: action({
			access: 'admin',
			params: { appToken: 'KalturaAppToken' },
			run({ world, session: caller }, args: { appToken: Input }) {
				validateForStorage(args.appToken, caller.isAdmin);
				const now = world.clock.seconds();
				const token: AppToken = {
					id: newTokenId(),
					token: newSecret(),
					createdAt: now,
					updatedAt: now,
					status: 2,
					expiry: 0,
					sessionType: 0,
					sessionUserId: '',
					sessionDuration: MAX_EXPIRY,
					sessionPrivileges: '',
					hashType: 'SHA1',
					description: '',
					...changesOf(args.appToken),
				};
				return toWire(world, world.appTokens.put(token));
			},
		}),
		get: action({
			access: 'admin',
			params: { id: 'string' },
			run: ({ world }, args: { id: string }) => toWire(world, find(world, args.id)),
		}),
		update: action({
			access: 'admin',
			params: { id: 'string', appToken: 'KalturaAppToken' },
			run({ world, session: caller }, args: { id: string; appToken: Input }) {
				const token = find(world, args.id);
				validateForStorage(args.appToken, caller.isAdmin, toWire(world, token));
				return toWire(
					world,
					world.appTokens.put({ ...token, ...changesOf(args.appToken), updatedAt: world.clock.seconds() } as AppToken),
				);
			},
		}),
		delete: action({
			access: 'admin',
			params: { id: 'string' },
			run({ world }, args: { id: string }) {
				world.appTokens.put({ ...find(world, args.id), status: 3 });
				return null;
			},
		}),
		list: action({
			access: 'admin',
			params: { filter: 'KalturaAppTokenFilter?', pager: 'KalturaFilterPager?' },
			run({ world }, { filter, pager }: { filter?: Input; pager?: Pager }) {
				const tokens = [...world.appTokens.all()].filter(
					(token) =>
						token.status !== 3 &&
						matchesList(token.id, filter?.idEqual, filter?.idIn) &&
						matchesList(token.sessionUserId, filter?.sessionUserIdEqual) &&
						matchesList(token.status, filter?.statusEqual, filter?.statusIn),
				);
				return listOf('KalturaAppTokenListResponse', tokens, pager, (token) => toWire(world, token));
			},
		}),
		startSession: action({
			// A widget session is enough; it is the usual way (docs/vendors/kaltura.md#app-tokens).
			access: 'widget',
			params: {
				id: 'string',
				tokenHash: 'string',
				userId: 'string?',
				type: 'KalturaSessionType?',
				expiry: 'int?',
				sessionPrivileges: 'string?',
			},
			run({ world, session: caller }, args: StartSession) {
				return startAppTokenSession(world, caller, args);
			},
		}),
	},
};

interface StartSession {
	id: string;
	tokenHash: string;
	userId?: string;
	type?: number;
	expiry?: number;
	sessionPrivileges?: string;
}

function startAppTokenSession(world: World, caller: Session, args: StartSession) {
	const token = find(world, args.id);
	const now = world.clock.seconds();
	if (token.status !== 2) throw apiError('APP_TOKEN_NOT_ACTIVE', { ID: token.id });
	if (token.expiry && token.expiry < now) throw apiError('APP_TOKEN_EXPIRED', { ID: token.id });
	// ks first, then token; compared as lower-case text (docs/vendors/kaltura.md#app-tokens).
	const expected = createHash(token.hashType.toLowerCase())
		.update(`${caller.ks ?? ''}${token.token}`)
		.digest('hex');
	if (expected !== args.tokenHash) throw apiError('INVALID_APP_TOKEN_HASH');
	const seconds = Math.min(
		args.expiry || token.sessionDuration,
		token.sessionDuration,
		token.expiry ? token.expiry - now : Infinity,
	);
	const privileges = new Map([
		['sessionid', newTokenId()],
		['apptoken', token.id],
		...parsePrivileges(token.sessionPrivileges),
	]);
	for (const [name, value] of parsePrivileges(args.sessionPrivileges ?? '')) {
		if (!privileges.has(name) && !RESERVED_PRIVILEGES.includes(name)) privileges.set(name, value);
	}
	const ks = writeKs(
		{
			partnerId: world.partner.id,
			type: token.sessionType,
			userId: token.sessionUserId || (args.userId ?? ''),
			expiresAt: now + seconds,
			privileges,
		},
		world.partner.adminSecret,
	);
	openSession(world, ks, null);
	return { ks, ...sessionInfo(world, ks) };
}

function find(world: World, id: string): AppToken {
	const token = world.appTokens.get(id);
	if (!token || token.status === 3) throw apiError('APP_TOKEN_ID_NOT_FOUND', { ID: id });
	return token;
}

function toWire(world: World, token: AppToken) {
	return { ...token, partnerId: world.partner.id, objectType: 'KalturaAppToken' };
}
