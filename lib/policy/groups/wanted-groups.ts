import { LONGEST_MATCHED_TEXT, PATTERN_REMEDY, patternProblem } from '../patterns';

import { attributeOf, attributeValues, type ValueShape } from './attribute-values';
import { firstCommonName, parseDistinguishedName } from './distinguished-name';
import { groupIdOf, groupKey, type GroupIdRule } from './group-id';
import type { Alphabets } from './latin-letters';

/** One attribute that holds group values: "privilege" on Kaltura's Ssogroupsync page. */
export interface Privilege {
	/** Name of the attribute: roles, memberOf, groups, … */
	attribute: string;
	valueMappingType: 'use-value' | 'map-value';
	/** For map-value: several lines may name the same value (one to many) or the same group (many to one). */
	valueMapping: ReadonlyArray<{ value: string; group: string }>;
	/** How a value is read before it is used: as it is, the first CN of a distinguished name, or a pattern's first group. */
	read: 'value' | 'first-cn' | 'pattern';
	/** For read = pattern: a regular expression; its first capture group (or the whole match) is the value. */
	pattern?: string;
	shape: ValueShape;
}

export interface MatchOptions {
	/** Whether upper and lower case are the same in values and maps. Ids of groups never differ by case alone. */
	ignoreCase: boolean;
	groupIdRule: GroupIdRule;
	/** Whose letters are written with English ones; others are refused. */
	alphabets?: Alphabets;
}

export interface WantedGroup {
	readonly id: string;
	readonly name: string;
	/** The attribute values that led here, for the report. */
	readonly because: readonly string[];
	/** True where a line of the map, or a value that is the id itself, names the group: that cannot be meant for another one. */
	readonly explicit: boolean;
}

export interface PassedOver {
	attribute: string;
	value: string;
	reason: 'not-mapped' | 'no-group-id' | 'collision' | 'no-match' | 'unreadable';
	/** What is wrong with the value, to be read after it: 'holds no English letter …'. */
	detail: string;
}

export interface WantedGroups {
	/** False when no attribute arrived at all: nothing may change then. */
	anyPresent: boolean;
	/** Attributes that did not arrive; memberships that come from them cannot be judged. */
	missing: string[];
	groups: WantedGroup[];
	/** Ids that different values claim: neither added nor removed. */
	undecided: string[];
	/** Values without a group: not in the map, or no id can be made of them. */
	skipped: PassedOver[];
}

/** What one value of one attribute comes to. */
type Meaning = { groups: Claim[] } | { skipped: PassedOver };
interface Claim {
	key: string;
	/** The name in the form in which names are compared. */
	name: string;
	group: WantedGroup;
}

/**
 * Reads a rule set once and gives the function that tells which groups a user's attributes ask for, united over every
 * privilege and every row of the user before anything is compared: two privileges can never remove each other's groups.
 * Values that many users share are worked out once.
 * @param absentIsEmpty whether an attribute that a row lacks is an empty one: LDAP omits those
 */
export function groupRules(
	privileges: readonly Privilege[],
	options: MatchOptions,
	absentIsEmpty = false,
): (rows: ReadonlyArray<Readonly<Record<string, unknown>>>) => WantedGroups {
	const readers = privileges.map((privilege) => {
		const meaningOf = meanings(privilege, options);
		const known = new Map<string, Meaning>();
		return {
			privilege,
			meaningOf(raw: string): Meaning {
				const meaning = known.get(raw) ?? meaningOf(raw);
				known.set(raw, meaning);
				return meaning;
			},
		};
	});
	return (rows) => {
		const result: WantedGroups = { anyPresent: false, missing: [], groups: [], undecided: [], skipped: [] };
		const claims = new Map<string, Claim[]>();
		for (const { privilege, meaningOf } of readers) {
			for (const row of rows) {
				const raw = attributeOf(row, privilege.attribute);
				const read = attributeValues(raw === undefined && absentIsEmpty ? [] : raw, privilege.shape);
				if (!read.present) {
					if (!result.missing.includes(privilege.attribute)) result.missing.push(privilege.attribute);
					if (read.problem !== undefined)
						result.skipped.push({
							attribute: privilege.attribute,
							value: '',
							reason: 'unreadable',
							detail: read.problem,
						});
					continue;
				}
				result.anyPresent = true;
				for (const raw of read.values) {
					const meaning = meaningOf(raw);
					if ('skipped' in meaning) {
						result.skipped.push(meaning.skipped);
						// Nobody can say which group it means, so no membership can be judged by this attribute.
						if (meaning.skipped.reason === 'no-group-id' && !result.missing.includes(privilege.attribute))
							result.missing.push(privilege.attribute);
					} else for (const claim of meaning.groups) addClaim(claims, claim);
				}
			}
		}
		for (const [key, claimed] of claims) settle(key, claimed, result);
		result.groups.sort((a, b) => (a.id < b.id ? -1 : 1));
		return result;
	};
}

/** All groups that one user's attributes ask for; see `groupRules`. */
export function wantedGroups(
	user: Readonly<Record<string, unknown>>,
	privileges: readonly Privilege[],
	options: MatchOptions,
): WantedGroups {
	return groupRules(privileges, options)([user]);
}

/**
 * Group ids that two different values of the whole directory fall on, e.g. "R&D" of one user and "RD" of another.
 * @returns id in the form of `groupKey` → the names that claim it; only ids with more than one
 */
export function collisionsAcross(all: Iterable<WantedGroups>, options: MatchOptions): Map<string, string[]> {
	const names = new Map<string, Set<string>>();
	const seen = new Set<WantedGroup>();
	for (const { groups } of all) {
		for (const group of groups) {
			if (seen.has(group)) continue;
			seen.add(group);
			const key = groupKey(group.id);
			const claimed = names.get(key) ?? new Set<string>();
			claimed.add(options.ignoreCase ? group.name.toLowerCase() : group.name);
			names.set(key, claimed);
		}
	}
	return new Map(
		[...names].filter(([, claimed]) => claimed.size > 1).map(([id, claimed]) => [id, [...claimed].sort()]),
	);
}

/** What is wrong with a rule set, before anything is read: sentences that name the privilege. */
export function problemsOf(privileges: readonly Privilege[], options: MatchOptions): string[] {
	const problems: string[] = [];
	if (privileges.length === 0) problems.push('There is no privilege: add the attribute that holds the group values.');
	for (const { attribute, valueMappingType, valueMapping, read, pattern } of privileges) {
		if (attribute.trim() === '') problems.push('A privilege has no attribute name.');
		if (read === 'pattern') {
			try {
				new RegExp(pattern ?? '', 'u');
				if (!pattern) problems.push(`The pattern of the privilege "${attribute}" is empty.`);
				const slow = patternProblem(pattern ?? '');
				if (slow) problems.push(`The pattern "${pattern}" of the privilege "${attribute}" ${slow}. ${PATTERN_REMEDY}`);
			} catch {
				problems.push(`The pattern "${pattern}" of the privilege "${attribute}" is no valid regular expression.`);
			}
		}
		if (valueMappingType !== 'map-value') continue;
		if (valueMapping.length === 0) problems.push(`The privilege "${attribute}" maps values, but its map is empty.`);
		const seen = new Set<string>();
		for (const { value, group } of valueMapping) {
			if (value === '')
				problems.push(`The map of "${attribute}" has a line without a value (its group is "${group}").`);
			const line = `${options.ignoreCase ? value.toLowerCase() : value}\n${group}`;
			if (seen.has(line)) problems.push(`The map of "${attribute}" holds "${value}" → "${group}" twice.`);
			seen.add(line);
			const id = groupIdOf(group, options.groupIdRule, options.alphabets);
			if (!id.ok) problems.push(`The map of "${attribute}" leads "${value}" to "${group}", which ${id.problem}.`);
		}
	}
	return problems;
}

/** What values of this privilege mean, worked out without looking at any user. */
function meanings(privilege: Privilege, options: MatchOptions): (raw: string) => Meaning {
	const { attribute } = privilege;
	const fold = (text: string) => (options.ignoreCase ? text.toLowerCase() : text);
	const pattern = privilege.read === 'pattern' ? new RegExp(privilege.pattern ?? '', 'u') : null;
	const map = new Map<string, string[]>();
	for (const { value, group } of privilege.valueMapping) map.set(fold(value), [...(map.get(fold(value)) ?? []), group]);

	return (raw) => {
		const passedOver = (reason: PassedOver['reason'], detail: string): Meaning => ({
			skipped: { attribute, value: raw, reason, detail },
		});
		const value = readValue(raw, privilege.read, pattern);
		if (value === null) return passedOver('no-match', whyUnread(raw, pattern));
		const targets = privilege.valueMappingType === 'use-value' ? [value] : map.get(fold(value));
		if (!targets) return passedOver('not-mapped', 'is in no line of the map');
		const groups: Claim[] = [];
		for (const target of targets) {
			const group = groupIdOf(target, options.groupIdRule, options.alphabets);
			if (!group.ok) return passedOver('no-group-id', group.problem);
			groups.push({
				key: groupKey(group.id),
				name: fold(group.name),
				group: {
					id: group.id,
					name: group.name,
					because: [raw],
					explicit: privilege.valueMappingType === 'map-value' || target === group.id,
				},
			});
		}
		return { groups };
	};
}

function readValue(raw: string, read: Privilege['read'], pattern: RegExp | null): string | null {
	if (pattern) {
		if (raw.length > LONGEST_MATCHED_TEXT) return null;
		const match = pattern.exec(raw);
		return match ? (match[1] ?? match[0]) : null;
	}
	if (read === 'first-cn') return firstCommonName(raw) ?? (parseDistinguishedName(raw) ? null : raw);
	return raw;
}

function whyUnread(raw: string, pattern: RegExp | null): string {
	if (!pattern) return 'is a distinguished name without a CN';
	if (raw.length > LONGEST_MATCHED_TEXT)
		return `is longer than the ${LONGEST_MATCHED_TEXT} characters that a pattern reads`;
	return 'does not fit the pattern';
}

function addClaim(claims: Map<string, Claim[]>, claim: Claim): void {
	const others = claims.get(claim.key);
	if (!others) claims.set(claim.key, [claim]);
	else if (!others.includes(claim)) others.push(claim);
}

function settle(key: string, claimed: readonly Claim[], result: WantedGroups): void {
	// Who names the group outright is right; others who fall on its id by accident are not.
	const explicit = claimed.filter(({ group }) => group.explicit);
	const [first] = explicit.length > 0 ? explicit : claimed;
	if (!first) return;
	const right = claimed.filter(({ group, name }) => group.explicit || name === first.name);
	if (explicit.length > 0 || right.length === claimed.length) {
		const because = [...new Set(right.flatMap(({ group }) => group.because))];
		// Most groups come from one value: all users then share one object.
		result.groups.push(right.length === 1 ? first.group : { ...first.group, because });
	} else result.undecided.push(key);
	const wrong = result.undecided.includes(key) ? claimed : claimed.filter((one) => !right.includes(one));
	const names = [...new Set(claimed.map(({ group }) => group.name))];
	for (const value of new Set(wrong.flatMap(({ group }) => group.because))) {
		result.skipped.push(collision(value, names, first.group.id));
	}
}

/** The report of a value whose group id another value claims as well. */
export function collision(value: string, names: readonly string[], groupId: string): PassedOver {
	return {
		attribute: '',
		value,
		reason: 'collision',
		detail: `is not the only one for the group ID ${groupId}: ${names.map((one) => `"${one}"`).join(' and ')} would share it; map them to groups`,
	};
}
