import type { KalturaClient } from './client';
import { ADMIN_SESSION } from './session';

/** Permissions of a role without which something here fails; names of KalturaPermissionName. */
export const NEEDED_PERMISSIONS = {
	CONTENT_INGEST_UPLOAD: 'bringing media in',
	CONTENT_MANAGE_BASE: 'changing entries',
	CONTENT_MANAGE_ASSIGN_CATEGORIES: 'publishing in categories',
} as const;

export interface SessionFacts {
	admin: boolean;
	/** Entries and categories of everybody, private ones too. */
	seesAll: boolean;
	/** Kaltura's clock minus ours; null when it told no time. */
	skewSeconds: number | null;
}

/** What the credential's session is. @throws {KalturaError} */
export async function readSession(kaltura: KalturaClient): Promise<SessionFacts> {
	const before = Date.now();
	const session = await kaltura.call<{ sessionType?: unknown; privileges?: unknown }>('session', 'get');
	const now = Number(await kaltura.call('system', 'getTime'));
	const between = (before + Date.now()) / 2000;
	return {
		admin: Number(session.sessionType) === ADMIN_SESSION,
		seesAll: /(^|,)\s*disableentitlement\s*(,|$)/.test(String(session.privileges ?? '')),
		// Kaltura tells whole seconds: half a second more is as likely as half a second less.
		skewSeconds: Number.isFinite(now) ? now + 0.5 - between : null,
	};
}

/** What the role lacks of what is needed. @throws {KalturaError} */
export async function readMissingPermissions(
	kaltura: KalturaClient,
): Promise<{ everything: boolean; missing: Array<keyof typeof NEEDED_PERMISSIONS> }> {
	const text = String((await kaltura.call('permission', 'getCurrentPermissions')) ?? '');
	const granted = new Set(text.split(',').map((name) => name.trim()));
	// Sessions of an admin secret may do everything and are told so by "*" or by nothing.
	const everything = text.trim() === '' || granted.has('*');
	const names = Object.keys(NEEDED_PERMISSIONS) as Array<keyof typeof NEEDED_PERMISSIONS>;
	return { everything, missing: everything ? [] : names.filter((name) => !granted.has(name)) };
}
