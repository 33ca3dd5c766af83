import type { Alphabets } from './latin-letters';
import { inEnglishLetters } from './latin-letters';

/** How a value becomes a group id. */
export type GroupIdRule =
	/** English letters and digits only, as Kaltura's Ssogroupsync page demands: letters are written out, signs are dropped. */
	| 'letters-and-digits'
	/** The alphabet that Kaltura's server accepts; other characters are refused. */
	| 'kaltura'
	/** As it is: for Zoom groups, which go by name. */
	| 'as-is';

export type GroupId = { ok: true; id: string; name: string } | { ok: false; problem: string };

/** What the server accepts in a user or group id (docs/vendors/kaltura.md#users-and-groups). */
const KALTURA_ID = /^[A-Za-z0-9,!#$%&'*+?^_`{|}~.@-]+$/;
/** Longer ids are cut by Kaltura's look-ups, so two of them could be taken for one another. */
const LONGEST_DISTINCT_ID = 100;
/** Zoom takes names of fewer than 128 characters, Kaltura cuts a screen name at 127. */
const LONGEST_NAME = 127;

/**
 * The group id of a value, with the value kept as the group's readable name.
 * @example groupIdOf('Médias & Co', 'letters-and-digits') → { ok: true, id: 'MediasCo', name: 'Médias & Co' }
 */
export function groupIdOf(value: string, rule: GroupIdRule, alphabets: Alphabets = 'latin'): GroupId {
	if (rule === 'as-is') {
		const name = value.trim();
		if (name === '') return { ok: false, problem: 'is empty' };
		const { length } = [...name];
		if (length > LONGEST_NAME)
			return { ok: false, problem: `has ${length} characters; a name in Zoom has at most ${LONGEST_NAME}` };
		return { ok: true, id: name, name };
	}
	if (rule === 'kaltura') {
		if (!KALTURA_ID.test(value))
			return { ok: false, problem: 'holds blanks or characters that Kaltura refuses in a group ID' };
		return withinLength(value, value);
	}
	if (value.includes('\uFFFD'))
		return {
			ok: false,
			problem: 'holds the sign for a character that could not be read; correct the encoding of the source',
		};
	const written = inEnglishLetters(value, alphabets);
	if ('letter' in written) {
		return {
			ok: false,
			problem: `holds "${written.letter}", which has no English letters, so its group ID would be a guess; map it to a group`,
		};
	}
	const id = written.text.replace(/[^A-Za-z0-9]/g, '');
	if (id === '')
		return {
			ok: false,
			problem: 'holds no English letter or digit, so it cannot become a group ID; map it to a group',
		};
	return withinLength(id, value);
}

/** Two ids are one group: Kaltura's database and Zoom's names ignore case. */
export function groupKey(id: string): string {
	return id.toLowerCase();
}

/** The name that a new group gets for a value: Kaltura refuses names with "://" and cuts long ones. */
export function readableName(value: string): string {
	return [...value.replaceAll('://', ' ')].slice(0, LONGEST_NAME).join('').trim();
}

function withinLength(id: string, name: string): GroupId {
	if (id.length > LONGEST_DISTINCT_ID) {
		return {
			ok: false,
			problem: `gives a group ID of ${id.length} characters; Kaltura tells only the first ${LONGEST_DISTINCT_ID} apart`,
		};
	}
	return { ok: true, id, name };
}

/** A short mark of the name that a group was made for: it stays when an administrator changes the readable name. FNV-1a. */
export function markOfName(name: string): string {
	let hash = 0x811c9dc5;
	for (const byte of new TextEncoder().encode(readableName(name).toLowerCase()))
		hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
	return hash.toString(16).padStart(8, '0');
}
