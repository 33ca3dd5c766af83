import { CollectionReader } from '../../../lib/n8n/collection';
import type { RunSettings } from '../../../lib/pipeline/provisioning/run-settings';
import type { Row } from '../../../lib/policy/people/rows';
import type { DirectoryCall } from '../fields';
import { toChanges } from '../user-changes';

export function readSettings({ parameter }: DirectoryCall): RunSettings {
	const options = new CollectionReader(parameter.object('options'));
	return {
		dryRun: parameter.boolean('dryRun', false),
		limit: { most: parameter.number('mostChanged', 100), mostShare: parameter.number('mostShare', 50) / 100 },
		badRows: options.oneOf('badRows', 'Bad Rows', ['skip', 'stop'], 'stop'),
		emptyValues: options.oneOf('emptyValues', 'Empty Values', ['clear', 'ignore'], 'ignore'),
		failOnFailure: options.boolean('failOnFailure', 'Fail When a User Fails', false),
		plan: {
			changesOfInactive: options.oneOf(
				'changesOfInactive',
				'Wishes for Inactive Users',
				['skip', 'refuse', 'enable-for-a-moment'],
				'skip',
			),
			leaversOtherColumns: options.oneOf(
				'leaversOtherColumns',
				'Other Columns of Leavers',
				['ignore', 'carry-out'],
				'ignore',
			),
			logOutOnDeactivate: options.boolean('logOut', 'Log Out on Deactivation', true),
			demoteAdminsFirst: options.boolean('demoteAdminsFirst', 'Demote Admins First', false),
		},
	};
}

/** @throws {InputError} for a value that is not even of its type; the row is then reported with that sentence */
export function readRow(call: DirectoryCall): Row {
	const { parameter } = call;
	const { newEmail, password, zoom_one_type, plan_united_type, ...profile } = parameter.object('profile');
	const given = { ...profile, ...(password ? { password } : {}) };
	const licence = toChanges({ zoom_one_type, plan_united_type }, false);
	const phone = parameter.object('phone');
	const groups = readGroups(parameter);
	return {
		email: parameter.text('email'),
		...(newEmail === undefined ? {} : { newEmail: String(newEmail ?? '') }),
		createAction: parameter.text('ifMissing', 'never'),
		...column(call, 'status'),
		...column(call, 'type'),
		...column(call, 'role'),
		...(zoom_one_type === undefined ? {} : { zoomOneType: String(licence.zoom_one_type ?? '') }),
		...(plan_united_type === undefined ? {} : { planUnitedType: String(licence.plan_united_type ?? '') }),
		...(Object.keys(given).length === 0 ? {} : { profile: { ...empties(given), ...toChanges(given, true) } }),
		...(groups ? { groups } : {}),
		...(Object.keys(phone).length === 0 ? {} : { phone: readPhone(phone) }),
	};
}

/** A choice of the form, or a column of a list: an empty one counts as a column only when an expression was to fill it. */
function column<const Name extends 'status' | 'type' | 'role'>(
	{ parameter, context }: DirectoryCall,
	name: Name,
): { [key in Name]?: string } {
	const value = parameter.text(name);
	const raw = context.getNode().parameters[name];
	const mapped = typeof raw === 'string' && raw.startsWith('=');
	return value === '' && !mapped ? {} : ({ [name]: value } as { [key in Name]?: string });
}

/** An added field that came out empty stays visible as such, so that an empty column can be told from a missing one. */
const empties = (given: Record<string, unknown>) => Object.fromEntries(Object.keys(given).map((name) => [name, '']));

function readGroups(parameter: DirectoryCall['parameter']): Row['groups'] {
	const mode = parameter.oneOf('groupsMode', ['keep', 'exact', 'change'], 'keep');
	if (mode === 'exact') return { exact: parameter.list('groups') };
	return mode === 'change' ? { add: parameter.list('addGroups'), remove: parameter.list('removeGroups') } : undefined;
}

function readPhone(given: Record<string, unknown>): Row['phone'] {
	const fields = new CollectionReader(given);
	const has = (name: string) => name in given;
	return {
		...(has('enabled') && fields.text('enabled') !== ''
			? { enabled: fields.boolean('enabled', 'Phone Enabled', true) }
			: {}),
		...(has('extensionNumber') ? { extensionNumber: fields.text('extensionNumber') } : {}),
		...(has('site') ? { site: fields.text('site') } : {}),
		...(has('callingPlans') ? { callingPlans: fields.list('callingPlans') } : {}),
		...(has('numbers') ? { numbers: fields.list('numbers') } : {}),
	};
}
