import type { ActualUser, Step, ValueChange } from './states';

/** What a plan calls things that Zoom knows by ids only. */
export interface Names {
	groups: ReadonlyMap<string, string>;
	roles: ReadonlyMap<string, string>;
	sites: ReadonlyMap<string, string>;
}

const NO_NAMES: Names = { groups: new Map(), roles: new Map(), sites: new Map() };
const LICENSED = 2;
const MEETING_LICENCES = new Map([
	['1', 'Basic'],
	['2', 'Licensed'],
	['4', 'Unassigned'],
	['99', 'None'],
]);

/** A step in words, for the plan that somebody approves. Never shows a password. */
export function sentenceOf(step: Step, names: Names = NO_NAMES): string {
	const group = (id: string) => names.groups.get(id) ?? id;
	const role = (id: string) => names.roles.get(id) ?? id;
	switch (step.kind) {
		case 'create':
			return `Create ${step.email} (${step.action}, ${MEETING_LICENCES.get(String(step.type)) ?? step.type})`;
		case 'activate':
			return step.temporary ? 'Activate for a moment' : 'Activate';
		case 'update-profile':
			return `Set ${Object.keys(step.fields).join(', ')}`;
		case 'change-licence':
			return `Change ${step.field} from ${licence(step.field, step.before)} to ${licence(step.field, step.value)}`;
		case 'change-email':
			return `Change the address to ${step.email}`;
		case 'add-to-group':
			return `Add to the group ${group(step.groupId)}`;
		case 'remove-from-group':
			return `Remove from the group ${group(step.groupId)}`;
		case 'assign-role':
			return `Give the role ${role(step.roleId)} (was ${role(step.before)})`;
		case 'unassign-role':
			return `Take the role ${role(step.roleId)} away`;
		case 'enable-phone':
			return 'Give Zoom Phone';
		case 'disable-phone':
			return 'Take Zoom Phone away';
		case 'update-phone':
			return `Set ${[
				...(step.extensionNumber === undefined ? [] : [`extension ${step.extensionNumber}`]),
				...(step.siteId === undefined ? [] : [`site ${names.sites.get(step.siteId) ?? step.siteId}`]),
			].join(' and ')}`;
		case 'switch-plan':
			return `Switch the calling plan from ${step.from} to ${step.to}`;
		case 'assign-plan':
			return `Assign the calling plan ${step.type}`;
		case 'unassign-plan':
			return `Take the calling plan ${step.type} away`;
		case 'assign-number':
			return `Assign the number ${step.number}`;
		case 'unassign-number':
			return `Take the number ${step.number} away`;
		case 'withdraw-invitation':
			return 'Withdraw the invitation';
		case 'deactivate':
			return step.undo ? 'Deactivate again' : 'Deactivate';
		case 'log-out':
			return 'Log out';
	}
}

function licence(field: string, value: number | string | null): string {
	const text = String(value ?? '');
	if (text === '' || (field !== 'type' && (text === '0' || text === 'none'))) return 'none';
	return field === 'type' ? (MEETING_LICENCES.get(text) ?? text) : text;
}

/** What a step changes, value by value. Never shows a password. */
export function changesOf(step: Step, actual: ActualUser | null, names: Names = NO_NAMES): ValueChange[] {
	const group = (id: string) => names.groups.get(id) ?? id;
	const role = (id: string) => names.roles.get(id) ?? id;
	switch (step.kind) {
		case 'create':
			return [
				{ field: 'status', from: 'not in Zoom', to: step.action === 'create' ? 'invited' : 'active' },
				{ field: 'type', from: '', to: licence('type', step.type) },
				...Object.entries(step.profile)
					.filter(([field]) => field !== 'password')
					.map(([field, value]) => ({ field, from: '', to: shown(value) })),
			];
		case 'update-profile':
			return Object.entries(step.fields).map(([field, value]) => ({
				field,
				from: shown(actual?.profile[field]),
				to: field === 'host_key' ? '(hidden)' : shown(value),
			}));
		case 'change-licence':
			return [{ field: step.field, from: licence(step.field, step.before), to: licence(step.field, step.value) }];
		case 'change-email':
			return [{ field: 'email', from: actual?.email ?? '', to: step.email }];
		case 'add-to-group':
			return [{ field: 'group', from: '', to: group(step.groupId) }];
		case 'remove-from-group':
			return [{ field: 'group', from: group(step.groupId), to: '' }];
		case 'assign-role':
			return [{ field: 'role', from: role(step.before), to: role(step.roleId) }];
		case 'unassign-role':
			return [{ field: 'role', from: role(step.roleId), to: 'Member' }];
		case 'activate':
			return step.temporary ? [] : [{ field: 'status', from: 'inactive', to: 'active' }];
		case 'deactivate':
			return step.undo ? [] : [{ field: 'status', from: 'active', to: 'inactive' }, ...licenceLost(actual)];
		case 'withdraw-invitation':
			return [{ field: 'status', from: 'invited', to: 'not in Zoom' }, ...licenceLost(actual)];
		default:
			return [];
	}
}

/** Whoever is out has no licence. */
const licenceLost = (actual: ActualUser | null): ValueChange[] =>
	actual?.type === LICENSED ? [{ field: 'type', from: licence('type', LICENSED), to: '' }] : [];

function shown(value: unknown): string {
	if (value === undefined || value === null) return '';
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
