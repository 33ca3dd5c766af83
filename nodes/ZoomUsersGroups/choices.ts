import { InputError } from '../../lib/policy/failures';

import type { DirectoryCall } from './fields';

/** Reads what locators name; names are looked up in the account. */

/** @throws {InputError} when the account has no group of this name */
export async function readGroupId(call: DirectoryCall, parameter = 'group', label = 'Group'): Promise<string> {
	const value = call.parameter.string(parameter);
	if (!byName(call, parameter)) return value;
	const group = await call.zoom.groups.find(value);
	if (group) return group.id;
	throw new InputError(label, `is "${value}", and the account has no group of this name`, 'Choose it from the list.');
}

/** @throws {InputError} when the account has no role of this name, or several */
export async function readRoleId(call: DirectoryCall): Promise<string> {
	const value = call.parameter.string('role');
	if (!byName(call, 'role')) return value;
	const wanted = value.toLowerCase();
	const roles = (await call.zoom.roles.list()).filter(({ name }) => name.trim().toLowerCase() === wanted);
	if (roles.length === 1) return roles[0]!.id;
	const problem = roles.length === 0 ? 'has no role of this name' : `has ${roles.length} roles of this name`;
	throw new InputError('Role', `is "${value}", and the account ${problem}`, 'Choose it from the list.');
}

/** Ids or addresses, each once. */
export function readUsers(call: DirectoryCall): string[] {
	const users = call.parameter.list('users');
	if (users.length === 0) throw new InputError('Users', 'is empty', 'Name at least one user.');
	const seen = new Set<string>();
	return users.filter((user) => {
		const key = user.includes('@') ? user.toLowerCase() : user;
		return !seen.has(key) && seen.add(key);
	});
}

/** The mode of a resource locator: "list", "id", "email", "name", … */
export function modeOf(call: DirectoryCall, parameter: string): string {
	const value: unknown = call.context.getNodeParameter(parameter, call.itemIndex, {});
	return value !== null && typeof value === 'object' && 'mode' in value ? String(value.mode) : '';
}

const byName = (call: DirectoryCall, parameter: string) => modeOf(call, parameter) === 'name';

/** The first rows of a listing, or all of them. */
export async function firstOf<Row>(pages: AsyncIterable<Row[]>, limit: number): Promise<Row[]> {
	const found: Row[] = [];
	for await (const rows of pages) {
		found.push(...rows.slice(0, limit - found.length));
		if (found.length >= limit) break;
	}
	return found;
}

export function readLimit({ parameter }: DirectoryCall): number {
	return parameter.boolean('returnAll') ? Infinity : parameter.number('limit');
}
