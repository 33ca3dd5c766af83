import type { Step } from './states';

/** What a plan calls things that Zoom knows by ids only. */
export interface Names {
	groups: ReadonlyMap<string, string>;
	roles: ReadonlyMap<string, string>;
	sites: ReadonlyMap<string, string>;
}

const NO_NAMES: Names = { groups: new Map(), roles: new Map(), sites: new Map() };
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
