import type { KalturaClient } from '../../kaltura/client';
import { isKalturaCode } from '../../kaltura/errors';
import { NEEDED_PERMISSIONS, readMissingPermissions, readSession } from '../../kaltura/session-facts';
import { nativeFindings } from '../../policy/setup/native-integration';
import { isPlaceholder } from '../../policy/settings';
import { clockFinding, fine, problem, warning, type SetupFinding } from '../../policy/setup/setup-findings';

import { explainedProblem } from './explained-problem';

/** Session, clock, role, default user, categories and the native integration. Only reads. */
export async function checkKaltura(
	kaltura: KalturaClient,
	wanted: { defaultUser: string; categories: readonly string[] },
): Promise<SetupFinding[]> {
	try {
		const session = await readSession(kaltura);
		return [
			sessionFinding(session.admin, kaltura.account.partnerId),
			entitlementFinding(session.seesAll),
			clockFinding('Kaltura', session.skewSeconds),
			await permissionFinding(kaltura),
			...(await defaultUserFindings(kaltura, wanted.defaultUser)),
			...(await categoryFindings(kaltura, wanted.categories)),
			...(await integrationFindings(kaltura)),
		];
	} catch (error) {
		return [explainedProblem('Kaltura', 'Credential', error)];
	}
}

function sessionFinding(admin: boolean, partnerId: number): SetupFinding {
	if (admin) return fine('Kaltura', 'Credential', `Connected to the account ${partnerId} as an administrator.`);
	return problem(
		'Kaltura',
		'Credential',
		'The session is one of an ordinary user.',
		'Use the admin secret (not the user secret), or an app token of type ADMIN.',
	);
}

function entitlementFinding(seesAll: boolean): SetupFinding {
	const check = 'Entitlement';
	if (seesAll) return fine('Kaltura', check, 'The session sees entries and categories of everybody.');
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
		const { missing } = await readMissingPermissions(kaltura);
		if (missing.length === 0)
			return fine('Kaltura', check, 'The role may bring media in, change entries and publish them.');
		return warning(
			'Kaltura',
			check,
			`The role lacks ${missing.map((name) => `${name} (${NEEDED_PERMISSIONS[name]})`).join(', ')}.`,
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
