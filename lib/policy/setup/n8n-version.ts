import { fine, problem, type SetupFinding, warning } from './setup-findings';

/** The oldest that the templates fit: Schedule Trigger 1.4 came with it. */
const OLDEST = [2, 36, 0] as const;
/**
 * n8n's advisories of 30 September 2026: the signature of send-and-wait addresses could be left out, and a form could fill
 * the disk. Each branch of releases got its own repair.
 */
const MENDED = [
	[2, 41, 4],
	[2, 42, 1],
] as const;

type Version = readonly [number, number, number];

/**
 * @param version of the n8n that runs the check; null when it could not be found out
 * @param loadsUnverified whether N8N_UNVERIFIED_PACKAGES_ENABLED is set to true
 */
export function versionFinding(version: string | null, loadsUnverified: boolean): SetupFinding {
	const check = 'Version';
	const parsed = /^(\d+)\.(\d+)\.(\d+)/.exec(version ?? '');
	if (!parsed) {
		return warning(
			'n8n',
			check,
			'Which version of n8n this is could not be found out.',
			`Look under Help → About n8n. It should be ${MENDED.map(said).join(', ')} or later.`,
		);
	}
	const own = [Number(parsed[1]), Number(parsed[2]), Number(parsed[3])] as const;
	const text = `This is n8n ${said(own)}.`;
	const later = loadsUnverified
		? ''
		: ' Before you install n8n 3, set N8N_UNVERIFIED_PACKAGES_ENABLED=true for every n8n process: without it n8n 3 does not load this package.';
	if (isOlder(own, OLDEST))
		return problem('n8n', check, `${text} The workflows need ${said(OLDEST)} or later.`, 'Update n8n.');
	if (MENDED.every((mended) => isOlder(own, mended) || !sameBranch(own, mended)) && isOlder(own, MENDED.at(-1)!)) {
		return warning(
			'n8n',
			check,
			`${text} It has known security holes in forms and in waits that are answered by an address, and both are used here.${later}`,
			`Update n8n to ${MENDED.map(said).join(', ')} or later.`,
		);
	}
	return fine('n8n', check, `${text}${later}`);
}

function isOlder(one: Version, other: Version): boolean {
	const different = one.findIndex((part, index) => part !== other[index]);
	return different >= 0 && one[different]! < other[different]!;
}

function sameBranch(one: Version, other: Version): boolean {
	return one[0] === other[0] && one[1] === other[1];
}

function said(version: Version): string {
	return version.join('.');
}
