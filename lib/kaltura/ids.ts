import { KalturaError } from './errors';

/** Kaltura looks users and groups up by the first 100 characters of an id, whatever it stored. */
const LONGEST_ID = 100;
const ALLOWED = /^[A-Za-z0-9,!#$%&'*+?^_`{|}~.@-]$/;

/**
 * Why a text cannot be the id of a user or a group, or null. Users and groups share one space of ids.
 * @see docs/vendors/kaltura.md#users-and-groups
 */
export function problemOfId(id: string): string | null {
	if (id === '') return 'is empty';
	if ([...id].length > LONGEST_ID)
		return `has ${[...id].length} characters, and Kaltura compares only the first ${LONGEST_ID}`;
	const bad = [...id].find((char) => !ALLOWED.test(char));
	if (bad === undefined) return null;
	return /\s/.test(bad) ? 'holds a blank' : `holds the character ${JSON.stringify(bad)}`;
}

/** @throws {KalturaError} UNUSABLE_ID naming the value and what is wrong with it */
export function requireId(kind: 'user' | 'group', id: string, request: string): string {
	const problem = problemOfId(id);
	if (problem !== null)
		throw new KalturaError({ code: 'UNUSABLE_ID', request, args: { KIND: kind, ID: id, PROBLEM: problem } });
	return id;
}

/** How Kaltura's database compares ids. */
export function sameId(one: string, other: string): boolean {
	return one.toLowerCase() === other.toLowerCase();
}
