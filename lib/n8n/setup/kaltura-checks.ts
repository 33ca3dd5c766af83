import type { KalturaClient } from '../../kaltura/client';
import { isKalturaCode } from '../../kaltura/errors';
import { ADMIN_SESSION } from '../../kaltura/session';
import { nativeFindings } from '../../policy/setup/native-integration';
import { isPlaceholder } from '../../policy/settings';
import { clockFinding, fine, problem, warning, type SetupFinding } from '../../policy/setup/setup-findings';

import { explainedProblem } from './explained-problem';

/** Permissions of a role without which something here fails; names of KalturaPermissionName. */
const NEEDED = {
	CONTENT_INGEST_UPLOAD: 'bringing media in',
	CONTENT_MANAGE_BASE: 'changing entries',
	CONTENT_MANAGE_ASSIGN_CATEGORIES: 'publishing in categories',
} as const;

/** Session, clock, role, default user, categories and the native integration. Only reads. */
export async function checkKaltura(
	kaltura: KalturaClient,
	wanted: { defaultUser: string; categories: readonly string[] },
): Promise<SetupFinding[]> {
	const before = Date.now();
	try {
		const session = await kaltura.call<{ sessionType?: unknown; privileges?: unknown }>('session', 'get');
		const now = Number(await kaltura.call('system', 'getTime'));
		const between = (before + Date.now()) / 2000;
		return [
			sessionFinding(Number(session.sessionType), kaltura.account.partnerId),
			entitlementFinding(String(session.privileges ?? '')),
			// Kaltura tells whole seconds: half a second more is as likely as half a second less.
			clockFinding('Kaltura', Number.isFinite(now) ? now + 0.5 - between : null),
			await permissionFinding(kaltura),
			...(await defaultUserFindings(kaltura, wanted.defaultUser)),
			...(await categoryFindings(kaltura, wanted.categories)),
			...(await integrationFindings(kaltura)),
		];
	} catch (error) {
		return [explainedProblem('Kaltura', 'Credential', error)];
	}
}

function sessionFinding(sessionType: number, partnerId: number): SetupFinding {
	if (sessionType === ADMIN_SESSION)
		return fine('Kaltura', 'Credential', `Connected to the account ${partnerId} as an administrator.`);
	return problem(
		'Kaltura',
		'Credential',
		'The session is one of an ordinary user.',
		'Use the admin secret (not the user secret), or an app token of type ADMIN.',
	);
}

function entitlementFinding(privileges: string): SetupFinding {
	const check = 'Entitlement';
	if (/(^|,)\s*disableentitlement\s*(,|$)/.test(privileges))
		return fine('Kaltura', check, 'The session sees entries and categories of everybody.');
	return warning(
		'Kaltura',
		check,
		'The session has no privilege disableentitlement: entries in private categories may be invisible and would be imported again.',
		'Put disableentitlement into the Privileges of the Kaltura credential.',
	);
}

async function permissionFinding(kaltura: KalturaClient): Promise<SetupFinding> {
	const check = 'Permissions';
	try {
		const text = String((await kaltura.call('permission', 'getCurrentPermissions')) ?? '');
		const granted = new Set(text.split(',').map((name) => name.trim()));
		// Sessions of an admin secret may do everything and are told so by "*" or by nothing.
		const everything = text.trim() === '' || granted.has('*');
		const missing = Object.entries(NEEDED).filter(([name]) => !everything && !granted.has(name));
		if (missing.length === 0)
			return fine('Kaltura', check, 'The role may bring media in, change entries and publish them.');
		return warning(
			'Kaltura',
			check,
			`The role lacks ${missing.map(([name, what]) => `${name} (${what})`).join(', ')}.`,
			'Give the role of the app token these permissions in the KMC, Administration, Roles.',
		);
	} catch (error) {
		return explainedProblem('Kaltura', check, error);
	}
}

async function defaultUserFindings(kaltura: KalturaClient, defaultUser: string): Promise<SetupFinding[]> {
	const check = 'Default user';
	if (defaultUser === '') return [];
	if (isPlaceholder(defaultUser)) {
		return [
			problem(
				'Kaltura',
				check,
				`"${defaultUser}" is a placeholder that nobody filled in.`,
				'Enter the ID of a Kaltura user.',
			),
		];
	}
	try {
		const user = await kaltura.call<{ status?: unknown }>('user', 'get', { userId: defaultUser });
		if (Number(user.status) === 1) return [fine('Kaltura', check, `The user ${defaultUser} exists.`)];
		return [
			problem(
				'Kaltura',
				check,
				`The user ${defaultUser} is blocked.`,
				'Unblock it in the KMC, or choose another default user.',
			),
		];
	} catch (error) {
		if (!isKalturaCode(error, 'INVALID_USER_ID', 'USER_NOT_FOUND')) return [explainedProblem('Kaltura', check, error)];
		return [
			warning(
				'Kaltura',
				check,
				`There is no user ${defaultUser} yet; the first entry for it creates it without name and e-mail address.`,
				'Create it with Kaltura Users, or check the spelling.',
			),
		];
	}
}

async function categoryFindings(kaltura: KalturaClient, categories: readonly string[]): Promise<SetupFinding[]> {
	if (categories.length === 0) return [];
	try {
		const found = await kaltura.categories.find(categories);
		return found.map((one) => {
			const check = `Category ${one.wanted}`;
			if ('category' in one) return fine('Kaltura', check, `It exists (${one.category.fullName}).`);
			if (one.problem === 'ambiguous') {
				return problem(
					'Kaltura',
					check,
					'Several categories have this name.',
					'Name it by its full path, with ">" between the levels.',
				);
			}
			return problem(
				'Kaltura',
				check,
				'There is no such category.',
				'Create it in the KMC, correct the path, or turn on Create Missing Categories in Import.',
			);
		});
	} catch (error) {
		return [explainedProblem('Kaltura', 'Categories', error)];
	}
}

async function integrationFindings(kaltura: KalturaClient): Promise<SetupFinding[]> {
	try {
		const answer = await kaltura.call<{ objects?: Array<Record<string, unknown>> }>('vendor_zoomvendor', 'list');
		return nativeFindings(answer.objects ?? []);
	} catch (error) {
		// Servers without the plug-in, and roles that may not read it, are normal: nothing is known then.
		if (
			!isKalturaCode(error, 'SERVICE_DOES_NOT_EXISTS', 'SERVICE_FORBIDDEN', 'ACTION_FORBIDDEN', 'FEATURE_FORBIDDEN')
		) {
			return [explainedProblem('Kaltura', "Kaltura's own Zoom integration", error)];
		}
		return [
			warning(
				'Kaltura',
				"Kaltura's own Zoom integration",
				'This account may not read whether it is active.',
				'Look in the KMC, Settings, Integration Settings, Zoom: two integrations import everything twice.',
			),
		];
	}
}
