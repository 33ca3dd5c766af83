import { type EffectiveAccess, isPrivileged, permissionMismatch } from '../../policy/access/effective';
import { type AccessUser, nameOf } from '../../policy/access/snapshot';
import { readPermissions } from '../../zoom/access-snapshot';
import type { ZoomClient } from '../../zoom/client';
import { isZoomError } from '../../zoom/errors';

/** Asks for each active privileged user; inactive and pending people have no permissions to ask for. */
export async function checkWithZoom(
	zoom: ZoomClient,
	found: Array<{ user: AccessUser; rights: EffectiveAccess }>,
): Promise<(user: AccessUser, rights: EffectiveAccess) => object> {
	const asked = found.filter(({ user, rights }) => user.status === 'active' && isPrivileged(rights));
	const ids = asked.map(({ user }) => user.id);
	const actual = await readPermissions(zoom, ids).catch((error: unknown) => {
		if (isZoomError(error) && error.permissionMissing) return `${error.message} ${error.remedy}`;
		throw error;
	});
	if (typeof actual === 'string') return () => ({ check: { result: 'not-read', why: actual } });
	return (user, rights) => {
		const own = actual.get(user.id);
		if (own === undefined) return { check: { result: 'not-asked' } };
		if (own === null) return { check: { result: 'user-gone' } };
		// Whatever Zoom lists for the owner, the owner may do everything; and what was not read cannot differ.
		if (rights.everything) return { check: { result: 'everything' } };
		if (rights.privileges === null) return { check: { result: 'role-not-read' } };
		const mismatch = permissionMismatch(rights, own);
		return {
			check: mismatch ? { result: 'differs', ...mismatch, sentence: sentenceOf(user, mismatch) } : { result: 'same' },
		};
	};
}

function sentenceOf(user: AccessUser, { missing, extra }: { missing: string[]; extra: string[] }): string {
	const parts = [
		missing.length > 0 ? `Zoom does not give ${missing.join(', ')}, which the role names` : '',
		extra.length > 0 ? `Zoom gives ${extra.join(', ')}, which the role does not name` : '',
	].filter(Boolean);
	return `${nameOf(user)}: ${parts.join('; ')}.`;
}
