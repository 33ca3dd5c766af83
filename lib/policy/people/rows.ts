import { isAddress } from './address';
import { statusOf } from './columns';
import { doublesOf } from './doubles';
import { limitProblems } from './limits';
import { isOfficeNumber } from './office-number';
import type { DesiredUser, GroupWish, Licence, PhoneWish } from './states';

/** One row of a list of people as it came: names not looked up, texts not checked. What is left out stays as it is. */
export interface Row {
	email: string;
	/** What stays when the address changes: an employee number, for instance. */
	stableId?: string;
	/** Why it is wished, as a sentence for the plan. */
	because?: string;
	newEmail?: string;
	createAction?: string;
	status?: string;
	/** By Zoom's names; '' and [] are empty. */
	profile?: Readonly<Record<string, unknown>>;
	/** 'Licensed', 2, … */
	type?: string;
	zoomOneType?: string;
	planUnitedType?: string;
	/** Names or ids. */
	groups?: { exact?: readonly string[]; add?: readonly string[]; remove?: readonly string[] } | undefined;
	/** Name or id. */
	role?: string;
	phone?:
		| {
				enabled?: boolean;
				extensionNumber?: string;
				/** Name or id. */
				site?: string;
				callingPlans?: readonly string[];
				numbers?: readonly string[];
		  }
		| undefined;
}

/** What the account has, for looking names up; undefined where no row needs it. */
export interface Known {
	groups?: ReadonlyArray<{ id: string; name: string }>;
	roles?: ReadonlyArray<{ id: string; name: string }>;
	sites?: ReadonlyArray<{ id: string; name: string }>;
	/** Type numbers of the calling plans. */
	callingPlans?: readonly number[];
}

/** Whether an empty field leaves the property as it is, or empties it. */
export type EmptyValues = 'ignore' | 'clear';

export interface ReadRow {
	desired: DesiredUser | null;
	/** Why the row cannot be used, each as a sentence. */
	problems: string[];
	/** What of it was left out. */
	notes: string[];
}

/**
 * Rows as desired states. Everything that is wrong with a list is found here, before anything is written: malformed and
 * duplicate addresses (in any case), unknown licences, groups, roles, sites and plans, and columns that are empty throughout.
 */
export function readRows(rows: readonly Row[], known: Known, emptyValues: EmptyValues): ReadRow[] {
	const emptied = emptyColumns(rows);
	const doubles = doublesOf(rows);
	return rows.map((row, index) => {
		const problems: string[] = [];
		const notes: string[] = [];
		const cleared = emptyValues === 'clear' ? emptied.filter(canBeEmpty) : [];
		const left = emptied.filter((name) => !cleared.includes(name));
		if (cleared.length > 0) {
			problems.push(
				`The column ${cleared.join(', ')} is empty in all ${rows.length} rows, which would empty it for everybody. Correct the list, or leave the column out.`,
			);
		}
		if (left.length > 0) {
			notes.push(`The column ${left.join(', ')} is empty in all ${rows.length} rows and was left as it is.`);
		}
		const desired = readRow(row, known, emptyValues, problems, notes);
		problems.push(...doubles[index]!);
		return { desired: problems.length === 0 ? desired : null, problems, notes };
	});
}

function readRow(row: Row, known: Known, emptyValues: EmptyValues, problems: string[], notes: string[]): DesiredUser {
	const email = row.email.trim();
	if (email === '') problems.push('The address is empty.');
	else if (!isAddress(email)) problems.push(`"${email}" is no email address.`);
	const newEmail = row.newEmail?.trim() ?? '';
	if (newEmail !== '' && !isAddress(newEmail)) problems.push(`The new address "${newEmail}" is no email address.`);
	const status = oneOf(row.status && statusOf(row.status), ['active', 'inactive'], 'status', problems);
	const createAction = oneOf(
		row.createAction,
		['never', 'create', 'autoCreate', 'custCreate', 'ssoCreate'],
		'create action',
		problems,
	);
	const licence = readLicence(row, problems);
	const groups = readGroups(row, known, emptyValues, problems, notes);
	const roleId = row.role?.trim() ? lookUp(row.role, known.roles, 'role', problems) : undefined;
	const profile = readProfile(row.profile ?? {}, emptyValues, problems);
	const phone = readPhone(row, known, emptyValues, problems);
	return {
		email,
		...(createAction === undefined ? {} : { createAction }),
		...(newEmail === '' ? {} : { newEmail }),
		...(Object.keys(profile).length === 0 ? {} : { profile }),
		...(Object.keys(licence).length === 0 ? {} : { licence }),
		...(status === undefined ? {} : { status }),
		...(groups === undefined ? {} : { groups }),
		...(roleId === undefined ? {} : { roleId }),
		...(phone === undefined ? {} : { phone }),
	};
}

const LICENCES: Readonly<Record<string, number>> = {
	'1': 1,
	basic: 1,
	'2': 2,
	licensed: 2,
	'4': 4,
	unassigned: 4,
	'99': 99,
	none: 99,
};

function readLicence(row: Row, problems: string[]): Licence {
	const licence: Licence = {};
	const type = row.type?.trim().toLowerCase() ?? '';
	if (type !== '') {
		if (LICENCES[type] === undefined) {
			problems.push(`There is no user type "${row.type}". Valid: Basic (1), Licensed (2), Unassigned (4), None (99).`);
		} else licence.type = LICENCES[type];
	}
	const zoomOneType = row.zoomOneType?.trim() ?? '';
	if (zoomOneType !== '' && !/^\d{1,20}$/.test(zoomOneType)) {
		problems.push(`The Zoom Workplace plan "${zoomOneType}" is no plan number with all its digits.`);
	} else if (zoomOneType !== '') licence.zoomOneType = zoomOneType;
	const planUnitedType = row.planUnitedType?.trim().toLowerCase() ?? '';
	if (planUnitedType !== '' && !/^(\d{1,10}|none)$/.test(planUnitedType)) {
		problems.push(`The Zoom United plan "${planUnitedType}" is neither a plan number nor "none".`);
	} else if (planUnitedType !== '') licence.planUnitedType = planUnitedType;
	return licence;
}

function readGroups(
	{ groups }: Row,
	known: Known,
	emptyValues: EmptyValues,
	problems: string[],
	notes: string[],
): GroupWish | undefined {
	if (!groups) return undefined;
	const ids = (names: readonly string[] = []) =>
		names.flatMap((name) => lookUp(name, known.groups, 'group', problems) ?? []);
	if (groups.exact) {
		// A list that came out empty is more often a broken list than a wish to be in no group at all.
		if (groups.exact.length === 0 && emptyValues === 'ignore') {
			notes.push('The list of groups is empty; the groups were left as they are.');
			return undefined;
		}
		return { exact: ids(groups.exact) };
	}
	const [add, remove] = [ids(groups.add), ids(groups.remove)];
	const both = add.filter((id) => remove.includes(id));
	if (both.length > 0) problems.push('A group is to be added and removed at once.');
	return add.length + remove.length === 0 ? undefined : { add, remove };
}

/** Zoom has no empty value for these. */
const NEVER_EMPTY = new Set(['pmi', 'use_pmi', 'pronouns_option', 'password']);

function readProfile(
	profile: Readonly<Record<string, unknown>>,
	emptyValues: EmptyValues,
	problems: string[],
): Record<string, unknown> {
	const kept = Object.entries(profile).filter(
		([name, value]) => !isEmpty(value) || (emptyValues === 'clear' && !NEVER_EMPTY.has(name)),
	);
	const manager = String(profile.manager ?? '').trim();
	if (manager !== '' && !isAddress(manager)) {
		problems.push(`The manager "${manager}" is no email address, the form in which Zoom shows managers.`);
	}
	const { phone_numbers: number } = profile;
	if (typeof number === 'string' && number.trim() !== '' && !isOfficeNumber(number)) {
		problems.push(`"${number}" is no phone number with its country, e.g. +49 30 1234567.`);
	}
	problems.push(...limitProblems(profile).map(({ sentence }) => sentence));
	return Object.fromEntries(kept);
}

function readPhone(row: Row, known: Known, emptyValues: EmptyValues, problems: string[]): PhoneWish | undefined {
	const { phone } = row;
	if (!phone) return undefined;
	const wish: PhoneWish = {};
	if (phone.enabled !== undefined) wish.enabled = phone.enabled;
	const extension = phone.extensionNumber?.trim() ?? '';
	if (extension !== '' && !/^\d{3,15}$/.test(extension)) problems.push(`The extension "${extension}" is no number.`);
	else if (extension !== '') wish.extensionNumber = extension;
	if (phone.site?.trim()) {
		const siteId = lookUp(phone.site, known.sites, 'phone site', problems);
		if (siteId !== undefined) wish.siteId = siteId;
	}
	const wanted = (list: readonly string[] | undefined) =>
		list !== undefined && (list.length > 0 || emptyValues === 'clear');
	if (wanted(phone.callingPlans)) {
		wish.callingPlans = phone.callingPlans!.flatMap((text) => {
			const type = Number(text);
			if (!Number.isSafeInteger(type) || (known.callingPlans && !known.callingPlans.includes(type))) {
				problems.push(`The account has no calling plan "${text}".`);
				return [];
			}
			return [type];
		});
	}
	if (wanted(phone.numbers)) {
		wish.numbers = phone.numbers!.map((text) => {
			const number = text.replace(/[\s().-]/g, '');
			if (!/^\+\d{6,15}$/.test(number)) problems.push(`"${text}" is no phone number in E.164, e.g. +12055551000.`);
			return number;
		});
	}
	return Object.keys(wish).length === 0 ? undefined : wish;
}

/** The id of something that is named by id or name (in any case); an unknown or ambiguous one is a problem. */
function lookUp(
	wanted: string,
	known: ReadonlyArray<{ id: string; name: string }> | undefined,
	what: string,
	problems: string[],
): string | undefined {
	const name = wanted.trim();
	const byId = known?.find(({ id }) => id === name);
	if (byId) return byId.id;
	const found = known?.filter((one) => one.name.trim().toLowerCase() === name.toLowerCase()) ?? [];
	if (found.length === 1) return found[0]!.id;
	problems.push(
		found.length === 0
			? `The account has no ${what} "${name}".`
			: `The account has ${found.length} ${what}s "${name}"; use the ID.`,
	);
	return undefined;
}

function oneOf<const T extends string>(
	value: string | undefined,
	valid: readonly T[],
	what: string,
	problems: string[],
): T | undefined {
	const text = value?.trim() ?? '';
	if (text === '') return undefined;
	const found = valid.find((one) => one.toLowerCase() === text.toLowerCase());
	if (found === undefined) problems.push(`"${text}" is no ${what}. Valid: ${valid.join(', ')}.`);
	return found;
}

/** Columns that every one of several rows has, and has empty: the list, or its mapping, is broken. */
function emptyColumns(rows: readonly Row[]): string[] {
	if (rows.length < 2) return [];
	const columns = rows.map(columnsOf);
	return Object.keys(columns[0]!).filter((name) => columns.every((row) => name in row && isEmpty(row[name])));
}

function columnsOf({ profile = {}, groups = {}, phone = {}, ...row }: Row): Record<string, unknown> {
	return {
		...row,
		...profile,
		...(groups.exact ? { groups: groups.exact } : {}),
		...(phone.callingPlans ? { 'calling plans': phone.callingPlans } : {}),
		...(phone.numbers ? { 'phone numbers': phone.numbers } : {}),
	};
}

/** What has no empty value is left as it is. */
const canBeEmpty = (column: string) => !NEVER_EMPTY.has(column) && !CHOICES.has(column);
const CHOICES = new Set(['newEmail', 'createAction', 'status', 'type', 'zoomOneType', 'planUnitedType', 'role']);

const isEmpty = (value: unknown): boolean =>
	value === undefined || value === null || (Array.isArray(value) ? value.length === 0 : String(value).trim() === '');
