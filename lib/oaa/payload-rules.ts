import type { OaaPayload } from './format';
import { CANONICAL_PERMISSIONS } from '../policy/access/permissions';

const PROPERTY_NAME = /^[a-z][a-z_]*$/;
/** RFC 3339. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const TIMES = ['created_at', 'last_login_at'];
const PROPERTY_TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
	BOOLEAN: (value) => typeof value === 'boolean',
	NUMBER: (value) => typeof value === 'number',
	STRING: (value) => typeof value === 'string',
	STRING_LIST: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
	TIMESTAMP: (value) => typeof value === 'string' && TIME.test(value),
};
/** Whether the format takes a text as a time. */
export const isTime = (text: string): boolean => TIME.test(text);

type Member = Record<string, unknown>;
type Report = (problem: string) => void;

/**
 * What breaks the rules of the format in a payload, as sentences; [] for a valid one.
 * @see docs/vendors/directory.md#authorization-metadata
 */
export function oaaProblems(payload: OaaPayload): string[] {
	const problems: string[] = [];
	const report: Report = (problem) => void problems.push(problem);
	const definitions = payload.custom_property_definition.applications;
	for (const definition of definitions) {
		for (const kind of ['local_user_properties', 'local_group_properties', 'local_role_properties']) {
			for (const [name, type] of propertiesIn(definition, kind)) {
				if (!PROPERTY_NAME.test(name)) report(`The property ${name} of ${kind} has a name that the format refuses.`);
				if (!(type in PROPERTY_TYPES)) report(`The property ${name} of ${kind} has the unknown type ${type}.`);
			}
		}
	}
	unique('applications', payload.applications, ({ name }) => name, report);
	unique('permissions', payload.permissions, ({ name }) => name, report);
	for (const { name, permission_type } of payload.permissions) {
		if (permission_type.length === 0) report(`permissions: ${name} has no type.`);
		for (const type of permission_type)
			if (!(CANONICAL_PERMISSIONS as readonly string[]).includes(type))
				report(`permissions: ${name} has the type ${type}, which is none of the format.`);
	}
	const permissions = new Set(payload.permissions.map(({ name }) => name));
	for (const { application_type, local_users, local_groups, local_roles } of payload.applications) {
		const definition = definitions.find((one) => one.application_type === application_type) ?? {};
		const defined = (kind: string) => propertiesIn(definition, kind);
		members('local_users', local_users, defined('local_user_properties'), report);
		members('local_groups', local_groups, defined('local_group_properties'), report);
		members('local_roles', local_roles, defined('local_role_properties'), report);
		references('local_users', local_users, 'groups', new Set(local_groups.map(({ id }) => id)), report);
		references('local_roles', local_roles, 'permissions', permissions, report);
		for (const { id, user_type } of local_users)
			if (!['human', 'service_account'].includes(String(user_type)))
				report(`local_users: ${String(id)} has the type ${String(user_type)}, which is none of the format.`);
	}
	assignments(payload, report);
	return problems;
}

function propertiesIn(definition: Record<string, unknown>, kind: string): Map<string, string> {
	return new Map(Object.entries((definition[kind] ?? {}) as Record<string, string>));
}

/** Rules that hold for users, groups and roles alike. */
function members(kind: string, list: readonly Member[], properties: ReadonlyMap<string, string>, report: Report): void {
	unique(kind, list, ({ id }) => String(id), report);
	for (const one of list) {
		const id = String(one.id);
		if (!one.name) report(`${kind}: ${id} has no name.`);
		for (const [field, value] of Object.entries(one)) {
			if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0))
				report(`${kind}: ${id} has the empty member ${field}, which is left out instead.`);
			if (TIMES.includes(field) && !TIME.test(String(value)))
				report(`${kind}: ${field} of ${id} is ${String(value)}, which is no time of the format.`);
		}
		for (const [property, value] of Object.entries((one.custom_properties ?? {}) as object)) {
			const type = properties.get(property);
			if (type === undefined) report(`${kind}: the property ${property} of ${id} is not defined.`);
			else if (PROPERTY_TYPES[type]?.(value) === false)
				report(`${kind}: the property ${property} of ${id} is no ${type}.`);
		}
	}
}

function references(
	kind: string,
	list: readonly Member[],
	field: string,
	known: ReadonlySet<unknown>,
	report: Report,
): void {
	for (const one of list)
		for (const name of (one[field] ?? []) as string[])
			if (!known.has(name)) report(`${kind}: ${String(one.id)} names ${name} in ${field}, which is not defined.`);
}

/** Keys of the format ignore case. */
function unique<One>(kind: string, list: readonly One[], key: (one: One) => string, report: Report): void {
	const seen = new Set<string>();
	for (const one of list) {
		const id = key(one).toLowerCase();
		if (seen.has(id)) report(`${kind}: ${key(one)} is there twice when case is ignored.`);
		seen.add(id);
	}
}

function assignments({ applications, identity_to_permissions: list }: OaaPayload, report: Report): void {
	const users = new Set(applications.flatMap(({ local_users }) => local_users.map(({ id }) => id)));
	const roles = new Map(applications.map(({ name, local_roles }) => [name, new Set(local_roles.map(({ id }) => id))]));
	for (const { identity, role_assignments } of list) {
		if (!users.has(identity)) report(`A permission is assigned to ${identity}, who is no user of the payload.`);
		if (role_assignments.length === 0) report(`${identity} has an entry without any permission.`);
		for (const { application, role } of role_assignments) {
			const known = roles.get(application);
			if (!known) report(`${identity} has a role in ${application}, which is no application of the payload.`);
			else if (!known.has(role)) report(`${identity} has the role ${role}, which is not in the payload.`);
		}
	}
}
