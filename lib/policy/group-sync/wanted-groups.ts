import { attributeOf, attributeValues, type ValueShape } from './attribute-values';
import { firstCommonName, parseDistinguishedName } from './distinguished-name';
import { groupIdOf, type GroupIdRule } from './group-id';

/** One attribute that holds group values: "privilege" on Kaltura's Ssogroupsync page (seed 004). */
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
	/** Whether upper and lower case are the same, in values, maps and existing group ids. */
	ignoreCase: boolean;
	groupIdRule: GroupIdRule;
}

export interface WantedGroup {
	id: string;
	name: string;
	/** The attribute values that led here, for the report. */
	because: string[];
}

export interface WantedGroups {
	/** False when no attribute arrived at all: nothing may change then. */
	anyPresent: boolean;
	/** Attributes that did not arrive; memberships that come from them cannot be judged. */
	missing: string[];
	groups: WantedGroup[];
	/** Values without a group: not in the map, or no id can be made of them. */
	skipped: Array<{
		attribute: string;
		value: string;
		reason: 'not-mapped' | 'no-group-id' | 'collision' | 'no-match';
		detail: string;
	}>;
}

/**
 * All groups that a user's attributes ask for, united over every privilege before anything is compared: two privileges
 * can never remove each other's groups.
 */
export function wantedGroups(
	user: Readonly<Record<string, unknown>>,
	privileges: readonly Privilege[],
	options: MatchOptions,
): WantedGroups {
	const result: WantedGroups = { anyPresent: false, missing: [], groups: [], skipped: [] };
	/** Per group id (in comparison form): the names that claim it. */
	const claims = new Map<string, WantedGroup & { sources: Set<string> }>();
	for (const privilege of privileges) {
		const read = attributeValues(attributeOf(user, privilege.attribute), privilege.shape);
		if (!read.present) {
			result.missing.push(privilege.attribute);
			continue;
		}
		result.anyPresent = true;
		for (const raw of read.values) {
			const value = readValue(raw, privilege);
			if (value === null) {
				result.skipped.push({
					attribute: privilege.attribute,
					value: raw,
					reason: 'no-match',
					detail: 'the pattern does not match or there is no CN',
				});
				continue;
			}
			for (const target of targetsOf(value, privilege, options)) {
				if (target === null) {
					result.skipped.push({
						attribute: privilege.attribute,
						value: raw,
						reason: 'not-mapped',
						detail: 'the map has no line for it',
					});
					continue;
				}
				const group = groupIdOf(target, options.groupIdRule);
				if (!group.ok) {
					result.skipped.push({
						attribute: privilege.attribute,
						value: raw,
						reason: 'no-group-id',
						detail: group.problem,
					});
					continue;
				}
				const key = options.ignoreCase ? group.id.toLowerCase() : group.id;
				const claim = claims.get(key) ?? { id: group.id, name: group.name, because: [], sources: new Set<string>() };
				claim.sources.add(options.ignoreCase ? group.name.toLowerCase() : group.name);
				if (!claim.because.includes(raw)) claim.because.push(raw);
				claims.set(key, claim);
			}
		}
	}
	for (const { sources, ...group } of claims.values()) {
		if (sources.size > 1) {
			for (const value of group.because) {
				result.skipped.push({
					attribute: privileges.map(({ attribute }) => attribute).join(', '),
					value,
					reason: 'collision',
					detail: `${group.because.map((one) => `"${one}"`).join(' and ')} would both be the group ${group.id}`,
				});
			}
		} else {
			result.groups.push(group);
		}
	}
	result.groups.sort((a, b) => (a.id < b.id ? -1 : 1));
	return result;
}

/**
 * Group ids that two different values of the whole directory fall on, e.g. "R&D" of one user and "RD" of another.
 * @returns id → the names that claim it; only ids with more than one
 */
export function collisionsAcross(all: Iterable<WantedGroups>, options: MatchOptions): Map<string, string[]> {
	const names = new Map<string, Set<string>>();
	for (const { groups } of all) {
		for (const { id, name } of groups) {
			const key = options.ignoreCase ? id.toLowerCase() : id;
			const claimed = names.get(key) ?? new Set<string>();
			claimed.add(options.ignoreCase ? name.toLowerCase() : name);
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
			} catch {
				problems.push(`The pattern "${pattern}" of the privilege "${attribute}" is no valid regular expression.`);
			}
		}
		if (valueMappingType !== 'map-value') continue;
		if (valueMapping.length === 0) problems.push(`The privilege "${attribute}" maps values, but its map is empty.`);
		const seen = new Set<string>();
		for (const { value, group } of valueMapping) {
			const line = `${options.ignoreCase ? value.toLowerCase() : value}\n${group}`;
			if (seen.has(line)) problems.push(`The map of "${attribute}" holds "${value}" → "${group}" twice.`);
			seen.add(line);
			const id = groupIdOf(group, options.groupIdRule);
			if (!id.ok) problems.push(`The map of "${attribute}" leads "${value}" to "${group}", which ${id.problem}.`);
		}
	}
	return problems;
}

function readValue(raw: string, privilege: Privilege): string | null {
	if (privilege.read === 'value') return raw;
	if (privilege.read === 'first-cn') return firstCommonName(raw) ?? (parseDistinguishedName(raw) ? null : raw);
	const match = new RegExp(privilege.pattern ?? '', 'u').exec(raw);
	return match ? (match[1] ?? match[0]) : null;
}

function targetsOf(value: string, privilege: Privilege, options: MatchOptions): Array<string | null> {
	if (privilege.valueMappingType === 'use-value') return [value];
	const same = (a: string, b: string) => (options.ignoreCase ? a.toLowerCase() === b.toLowerCase() : a === b);
	const groups = privilege.valueMapping.filter((line) => same(line.value, value)).map(({ group }) => group);
	return groups.length > 0 ? groups : [null];
}
