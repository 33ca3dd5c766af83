import { PEOPLE_COLUMNS, statusOf } from './columns';

/** A person as lists have it: by column, texts only; '' where the source says nothing. */
export type PersonRecord = Record<string, string>;

/**
 * Where the usual sources keep what a column holds, best place first: our own table, SCIM 2.0 (RFC 7643), Microsoft Graph, LDAP.
 * Only these places are read, because the words of other tools mean other things: SCIM's `userType` is no licence, and
 * `meta.location` no campus.
 */
const PLACES: Readonly<Record<string, readonly string[]>> = {
	email: ['emails', 'mail', 'userPrincipalName', 'userName'],
	firstName: ['name.givenName', 'givenName'],
	lastName: ['name.familyName', 'surname', 'sn'],
	department: ['User.department'],
	employeeId: ['User.employeeNumber', 'employeeNumber', 'employeeID'],
	jobTitle: ['title'],
	company: ['User.organization', 'companyName', 'o'],
	costCenter: ['User.costCenter'],
	location: ['officeLocation', 'physicalDeliveryOfficeName'],
	language: ['preferredLanguage', 'locale'],
	status: ['active', 'accountEnabled', 'userAccountControl'],
};

/** Under these names answers of the usual APIs hold the people of one page. */
const PAGES = ['Resources', 'value', 'users'];

type Values = ReadonlyMap<string, string>;

/**
 * Reads people from whatever n8n's nodes give: rows of a table, LDAP entries, records of an API, pages of SCIM or Graph.
 * @param fields column → place, for sources that keep something elsewhere
 * @returns what is wrong, as a sentence, when it is not certain that everybody is there; nothing may be read from a part
 */
export function readPeople(
	items: readonly unknown[],
	fields: ReadonlyMap<string, string>,
): { people: PersonRecord[] } | { problem: string } {
	const unknown = [...fields.keys()].filter((name) => !PEOPLE_COLUMNS.some((one) => one.name === name));
	if (unknown.length > 0) {
		return {
			problem: `There is no column ${unknown.join(', ')}. Known: ${PEOPLE_COLUMNS.map(({ name }) => name).join(', ')}.`,
		};
	}
	const { records, problem } = recordsOf(items);
	if (problem) return { problem };
	const flat = records.map((record) => flatten(record));
	const missing = [...fields.values()].find((place) => !flat.some((values) => values.has(place.toLowerCase())));
	if (flat.length > 0 && missing !== undefined) return { problem: `No record has the field ${missing}.${shown(flat)}` };
	const people = flat.map((values) => personOf(values, fields));
	if (people.length > 0 && people.every(({ email }) => email === '')) {
		return { problem: `No record has an address.${shown(flat)} Say which holds it: email=NAME.` };
	}
	return { people };
}

/** "email=mail; department=ou" as a map; null when it cannot be read. */
export function readFields(text: string): Map<string, string> | null {
	const parts = text
		.split(/[,;\r\n]+/)
		.map((part) => part.trim())
		.filter((part) => part !== '');
	const pairs = parts.map((part) => /^(\w+)\s*=\s*(\S.*)$/.exec(part));
	return pairs.some((pair) => pair === null) ? null : new Map(pairs.map((pair) => [pair![1]!, pair![2]!.trim()]));
}

function recordsOf(items: readonly unknown[]): { records: object[]; problem?: string } {
	const records: object[] = [];
	let promised = 0;
	let paged = 0;
	let next: unknown = null;
	for (const item of items) {
		if (!isRecord(item)) return { records, problem: 'An item holds no record.' };
		const key = PAGES.find((name) => Array.isArray(item[name]) && (item[name] as unknown[]).every(isRecord));
		if (key === undefined) {
			if (isRecord(item.error) || (typeof item.error === 'string' && item.error !== '')) {
				return { records, problem: 'The source answered with an error instead of people.' };
			}
			// An empty table, search or answer gives one empty item.
			if (Object.keys(item).length > 0) records.push(item);
			continue;
		}
		records.push(...(item[key] as object[]));
		paged += (item[key] as object[]).length;
		promised = Math.max(promised, Number(item.totalResults ?? 0) || 0);
		next = item['@odata.nextLink'] ?? null;
	}
	if (paged < promised) {
		return { records, problem: `The source has ${promised} people and gave ${paged}: read all pages.` };
	}
	if (next) return { records, problem: 'The source has another page of people: read all pages.' };
	return { records };
}

function personOf(values: Values, fields: ReadonlyMap<string, string>): PersonRecord {
	const person: PersonRecord = {};
	for (const { name } of PEOPLE_COLUMNS) {
		const given = fields.get(name);
		const places = given === undefined ? [name, ...(PLACES[name] ?? [])] : [given];
		const found = places.map((place) => values.get(place.toLowerCase()) ?? '').find((value) => value !== '') ?? '';
		person[name] = name === 'status' ? readStatus(found, values) : found;
	}
	// Directories name managers by their own ids; Zoom knows them by address.
	if (!/^[^=\s]+@[^=\s]+$/.test(person.manager!)) person.manager = '';
	return person;
}

const ACCOUNT_DISABLED = 2;

function readStatus(word: string, values: Values): string {
	if (/^true$/i.test(word)) return 'active';
	if (/^false$/i.test(word)) return 'inactive';
	if (/^\d+$/.test(word) && word === values.get('useraccountcontrol')) {
		// Bit 2 of Active Directory's flags; all others say nothing about who is in.
		return (Number(word) & ACCOUNT_DISABLED) === 0 ? 'active' : 'inactive';
	}
	return statusOf(word);
}

/** No source keeps a person's data deeper than this. */
const DEEPEST = 10;

/** Values by path in lower case: `name.givenname`, `user.department` (of SCIM's enterprise extension), `emails` (the primary). */
function flatten(record: object, prefix = '', into = new Map<string, string>(), level = 0): Map<string, string> {
	for (const [key, value] of Object.entries(record)) {
		const path = `${prefix}${key.slice(key.startsWith('urn:') ? key.lastIndexOf(':') + 1 : 0)}`.toLowerCase();
		if (isRecord(value)) {
			if (level < DEEPEST) flatten(value, `${path}.`, into, level + 1);
		} else if (!into.has(path)) into.set(path, path === 'emails' ? primaryOf(value) : textOf(value));
	}
	return into;
}

function textOf(value: unknown): string {
	if (value === null || value === undefined) return '';
	if (!Array.isArray(value)) return String(value).trim();
	return value.flatMap((one) => (typeof one === 'string' ? one.trim() : [])).join(', ');
}

/** SCIM's addresses: the primary one, else the one for work. */
function primaryOf(value: unknown): string {
	if (!Array.isArray(value) || !value.some(isRecord)) return textOf(value);
	const rows = value.filter(isRecord);
	const best = rows.find(({ primary }) => primary === true) ?? rows.find(({ type }) => type === 'work') ?? rows[0];
	return typeof best?.value === 'string' ? best.value.trim() : '';
}

const shown = (flat: readonly Values[]) => ` The first has: ${[...flat[0]!.keys()].slice(0, 20).join(', ')}.`;

const isRecord = (value: unknown): value is Record<string, unknown> =>
	value !== null && typeof value === 'object' && !Array.isArray(value);
