import { CollectionReader } from '../../../lib/n8n/collection';
import type { GivenRow } from '../../../lib/pipeline/provisioning/ensure-users';
import type { RunSettings } from '../../../lib/pipeline/provisioning/run-settings';
import { InputError } from '../../../lib/policy/failures';
import type { AllowedChange } from '../../../lib/policy/people/allowed';
import { ALLOWED_CHANGES } from '../../../lib/policy/people/allowed';
import { rowOfList } from '../../../lib/policy/people/list-row';
import type { StableId } from '../../../lib/policy/people/states';
import type { Row } from '../../../lib/policy/people/rows';
import type { DirectoryCall } from '../fields';
import { toChanges } from '../user-changes';

export function readSettings({ parameter }: DirectoryCall): RunSettings {
	const options = new CollectionReader(parameter.object('options'));
	const given = parameter.object('options');
	const allowed = 'allowedChanges' in given ? options.list('allowedChanges') : [...ALLOWED_CHANGES];
	const unknown = allowed.filter((one) => !ALLOWED_CHANGES.includes(one as AllowedChange));
	if (unknown.length > 0) {
		throw new InputError(
			'Allowed Changes',
			`hold ${unknown.join(', ')}`,
			`Valid values: ${ALLOWED_CHANGES.join(', ')}.`,
		);
	}
	return {
		dryRun: parameter.boolean('dryRun', false),
		limit: { most: parameter.number('mostChanged', 100), mostShare: parameter.number('mostShare', 50) / 100 },
		badRows: options.oneOf('badRows', 'Bad Rows', ['skip', 'stop'], 'stop'),
		emptyValues: options.oneOf('emptyValues', 'Empty Values', ['clear', 'ignore'], 'ignore'),
		match: readMatch(options),
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
			allowed: ALLOWED_CHANGES.filter((one) => allowed.includes(one)),
			logOutOnDeactivate: options.boolean('logOut', 'Log Out on Deactivation', true),
			demoteAdminsFirst: options.boolean('demoteAdminsFirst', 'Demote Admins First', false),
		},
	};
}

/** 'employee-id', or the key or name of a custom attribute after "attribute:". */
export function readMatch(options: CollectionReader): StableId {
	const text = options.text('matchBy', 'email');
	const known = text.toLowerCase();
	if (known === 'email' || known === 'employee-id') return { by: known };
	const attribute = /^attribute:\s*(.+)$/i.exec(text)?.[1];
	if (attribute) return { by: 'attribute', attribute };
	throw new InputError('Match By', `is "${text}"`, 'Valid values: email, employee-id, attribute:NAME.');
}

/**
 * The wishes for each person, in order. What cannot be read is a row of its own that says so, and keeps nobody else in.
 * @param first of the run: what counts for all rows is read from it
 */
export function readPeople(calls: readonly DirectoryCall[], { match }: RunSettings): GivenRow[] {
	const { parameter } = calls[0]!;
	if (parameter.oneOf('peopleAre', ['fields', 'columns'], 'fields') === 'fields') return calls.map(readFields);
	const wishes = {
		createAction: parameter.text('ifMissing', 'never'),
		groups: parameter.oneOf('groupsMode', ['keep', 'exact', 'change'], 'keep'),
		byStableId: match !== undefined && match.by !== 'email',
	};
	return calls.map(({ item: { json } }) =>
		Object.keys(json).length === 0 ? NOBODY : orHeldBack(json, () => rowOfList(json, wishes)),
	);
}

/** An item without a single column: what a list gives that is empty. Nothing is to be said about it. */
const NOBODY: GivenRow = { email: '', problem: '', isHeldBack: true };

function readFields(call: DirectoryCall): GivenRow {
	const { parameter } = call;
	try {
		const said = { because: parameter.text('because'), heldBack: parameter.text('heldBack') };
		return orHeldBack({ email: parameter.raw('email'), ...said }, () => readRow(call));
	} catch (error) {
		const problem = error instanceof InputError ? `${error.message} ${error.remedy}` : String(error);
		const email = parameter.raw('email');
		return { email: typeof email === 'string' ? email : '', problem };
	}
}

function orHeldBack({ email, because, heldBack }: Record<string, unknown>, read: () => Row): GivenRow {
	const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');
	if (text(heldBack) === '') return read();
	const problem = [text(because), text(heldBack)].filter(Boolean).join(' ');
	return { email: text(email), problem, isHeldBack: true };
}

/** @throws {InputError} for a value that is not even of its type; the row is then reported with that sentence */
function readRow(call: DirectoryCall): Row {
	const { parameter } = call;
	const { newEmail, password, zoom_one_type, plan_united_type, phone_numbers, ...profile } =
		parameter.object('profile');
	// From a list comes one number as text: the office's. From the form come all of them.
	const office = typeof phone_numbers === 'string' ? { phone_numbers } : {};
	const numbers = typeof phone_numbers === 'string' || phone_numbers === undefined ? {} : { phone_numbers };
	const given = { ...profile, ...numbers, ...(password ? { password } : {}) };
	const licence = toChanges({ zoom_one_type, plan_united_type }, false);
	const phone = parameter.object('phone');
	const groups = readGroups(parameter);
	const stableId = parameter.text('stableId');
	const because = parameter.text('because');
	return {
		email: parameter.text('email'),
		...(stableId === '' ? {} : { stableId }),
		...(because === '' ? {} : { because }),
		...(newEmail === undefined ? {} : { newEmail: String(newEmail ?? '') }),
		createAction: parameter.text('ifMissing', 'never'),
		...column(call, 'status'),
		...column(call, 'type'),
		...column(call, 'role'),
		...(zoom_one_type === undefined ? {} : { zoomOneType: String(licence.zoom_one_type ?? '') }),
		...(plan_united_type === undefined ? {} : { planUnitedType: String(licence.plan_united_type ?? '') }),
		...(Object.keys({ ...given, ...office }).length === 0
			? {}
			: { profile: { ...empties(given), ...toChanges(given, true), ...office } }),
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
