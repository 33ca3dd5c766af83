import { InputError } from '../../lib/policy/failures';

import type { DirectoryCall } from './fields';

/**
 * The id of a phone site that is given by id or name (in any case). All sites are read, whatever their number.
 * @throws {InputError} that names the sites there are
 */
export async function readSiteId({ zoom }: DirectoryCall, wanted: string): Promise<string> {
	const sites = await zoom.phone.sites();
	const name = wanted.trim().toLowerCase();
	const found = sites.find(({ id }) => id === wanted) ?? sites.find((site) => site.name.trim().toLowerCase() === name);
	if (found) return found.id;
	const known = sites.map((site) => site.name).slice(0, 10);
	throw new InputError(
		'Site',
		`is "${wanted}", and the account has no such site`,
		known.length > 0
			? `Its sites: ${known.join(', ')}${sites.length > known.length ? ', …' : ''}.`
			: 'It has no sites.',
	);
}

/** Type numbers of calling plans. @throws {InputError} */
export function readPlans({ parameter }: DirectoryCall, name: string, label: string): number[] {
	const types = parameter.list(name).map((type) => {
		const number = Number(type);
		if (Number.isSafeInteger(number) && number > 0) return number;
		throw new InputError(label, `holds "${type}"`, 'Give type numbers, such as 200; List Calling Plans shows them.');
	});
	if (types.length === 0) throw new InputError(label, 'is empty', 'Give at least one type number, such as 200.');
	return [...new Set(types)];
}
