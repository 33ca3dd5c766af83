import { apiError, invalidKs } from '../api/errors.mts';
import type { World } from '../world.mts';
import { type KsContent, readKs } from './ks.mts';

/** Who makes a call. Without a KS there may still be a partner id (docs/vendors/kaltura.md#sessions). */
export interface Session {
	ks: string | null;
	partnerId: number | null;
	userId: string;
	isAdmin: boolean;
	/** Anonymous session of a player page: may look, may start app token sessions, nothing else. */
	isWidget: boolean;
	privileges: ReadonlyMap<string, string>;
}

const NO_SESSION: Session = {
	ks: null,
	partnerId: null,
	userId: '',
	isAdmin: false,
	isWidget: false,
	privileges: new Map(),
};

/** Checks a KS the way docs/vendors/kaltura.md#a-session-that-ended describes; counts its use for "actionslimit". */
export function openSession(world: World, ks: unknown, partnerId: unknown): Session {
	const claimedPartner = partnerId === undefined || partnerId === null || partnerId === '' ? null : Number(partnerId);
	if (ks === undefined || ks === null || ks === '') return { ...NO_SESSION, partnerId: claimedPartner };
	const text = String(ks);
	const content = decode(world, text);
	if (content.expiresAt <= world.clock.seconds()) throw invalidKs('EXPIRED');
	if (world.endedSessions.has(text)) throw invalidKs('LOGOUT');
	const limit = content.privileges.get('actionslimit');
	if (limit !== undefined) {
		const uses = (world.sessionUses.get(text) ?? 0) + 1;
		world.sessionUses.set(text, uses);
		if (uses > Number(limit)) throw invalidKs('EXCEEDED_ACTIONS_LIMIT');
	}
	if (claimedPartner !== null && claimedPartner !== content.partnerId) {
		throw apiError('SERVICE_FORBIDDEN', { SERVICE: `partner ${claimedPartner}` });
	}
	return {
		ks: text,
		partnerId: content.partnerId,
		userId: content.userId,
		isAdmin: content.type === 2,
		isWidget: content.privileges.has('widget'),
		privileges: content.privileges,
	};
}

/** The content of a KS without regard to its expiry; INVALID_KS carries the whole string when it cannot be read. */
export function decode(world: World, ks: string): KsContent {
	const { id, adminSecret, userSecret } = world.partner;
	const byAdminSecret = readKs(ks, id, [adminSecret]);
	if (byAdminSecret) return byAdminSecret;
	// The user secret makes user sessions only, as in session.start (docs/vendors/kaltura.md#sessions).
	const byUserSecret = readKs(ks, id, [userSecret]);
	if (!byUserSecret || byUserSecret.type !== 0) throw invalidKs(ks);
	return byUserSecret;
}

/** Whether the session is bound by entitlement, so that categories with a privacy context are hidden from it (docs/vendors/kaltura.md#privileges). */
export function isEntitlementBound(world: World, session: Session): boolean {
	if (session.privileges.has('enableentitlement')) return true;
	return world.settings.entitlement && !session.privileges.has('disableentitlement');
}
