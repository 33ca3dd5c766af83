import { CollectionReader } from '../../../../lib/n8n/collection';
import { createUser } from '../../../../lib/pipeline/provisioning/create-user';
import { InputError } from '../../../../lib/policy/failures';
import { CREATE_ACTIONS } from '../../../../lib/zoom/user-creation';
import type { NewUser } from '../../../../lib/zoom/user-creation';
import type { DirectoryCall, DirectoryOperation } from '../../fields';
import { refuseWhatZoomRefuses, toChanges } from '../../user-changes';
import { changeableFields, planUnitedTypeField, typeField, zoomOneTypeField } from '../../user-fields';

/** What Zoom takes at creation; it drops the rest without a word, so that is set afterwards. */
const AT_CREATION = ['first_name', 'last_name', 'display_name', 'division_ids', 'zoom_one_type', 'plan_united_type'];

const LICENCE_FIELDS = ['type', 'zoom_one_type', 'plan_united_type'];

export const create: DirectoryOperation = {
	value: 'create',
	name: 'Create',
	action: 'Create a user',
	description: 'Add a user, unless the address has one already',
	fields: [
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			placeholder: 'name@email.com',
			required: true,
			default: '',
			description: 'The address under which the person signs in',
		},
		{
			displayName: 'Create Action',
			name: 'createAction',
			type: 'options',
			options: [
				{
					name: 'API User (custCreate)',
					value: 'custCreate',
					description: 'Active at once; has no password and cannot sign in',
				},
				{
					name: 'At Once (autoCreate)',
					value: 'autoCreate',
					description: 'Active at once; needs a managed domain',
				},
				{
					name: 'Invite (Create)',
					value: 'create',
					description: 'Zoom sends an invitation; the user is pending until accepting it',
				},
				{
					name: 'Single Sign-On (ssoCreate)',
					value: 'ssoCreate',
					description: 'Active at once; needs pre-provisioning in the SSO settings',
				},
			],
			default: 'create',
		},
		typeField,
		{
			displayName: 'If the User Exists',
			name: 'ifExists',
			type: 'options',
			options: [
				{ name: 'Fail', value: 'fail' },
				{ name: 'Return the Existing User', value: 'return', description: 'Its ID, unchanged' },
			],
			default: 'return',
			description: 'However Zoom says it: found before, HTTP 409 or 412, code 1005 or 1009',
		},
		{
			displayName: 'Fields',
			name: 'fields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			description:
				'Zoom takes names, division and plans at creation; the rest is set by a second call, once the user is active',
			options: [
				...changeableFields.filter(({ name }) => !LICENCE_FIELDS.includes(name)),
				{
					displayName: 'Password',
					name: 'password',
					type: 'string' as const,
					typeOptions: { password: true },
					default: '',
					description: 'Only for At Once (autoCreate); 8 to 32 characters',
				},
				planUnitedTypeField,
				zoomOneTypeField,
				{
					displayName: 'Zoom Phone',
					name: 'zoomPhone',
					type: 'boolean' as const,
					default: true,
					description: 'Whether the user gets Zoom Phone',
				},
			].toSorted((a, b) => a.displayName.localeCompare(b.displayName)),
		},
	],

	async run(call) {
		const { wanted, afterwards } = readNewUser(call);
		const ifExists = call.parameter.oneOf('ifExists', ['fail', 'return'], 'return');
		return await createUser(call.zoom, wanted, afterwards, ifExists);
	},
};

function readNewUser({ parameter }: DirectoryCall): { wanted: NewUser; afterwards: Record<string, unknown> } {
	const email = parameter.string('email');
	if (email.length > 128 || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
		throw new InputError('Email', `is "${email}", which is no email address`, 'Check the expression that fills it.');
	}
	const action = parameter.oneOf('createAction', CREATE_ACTIONS, 'create');
	const { password, zoomPhone, ...rest } = parameter.object('fields');
	const fields = toChanges(rest, false);
	refuseWhatZoomRefuses({ ...fields, password });
	const text = (name: string) => (fields[name] === undefined ? {} : { [camel(name)]: String(fields[name]) });
	const secret = String(password ?? '');
	if (secret !== '' && action !== 'autoCreate') {
		throw new InputError(
			'Password',
			'is given, and Zoom takes it for autoCreate only',
			'Leave it out, or choose At Once (autoCreate).',
		);
	}
	const options = new CollectionReader({ zoomPhone });
	const wanted: NewUser = {
		action,
		email,
		type: readType(parameter.string('type')),
		...text('first_name'),
		...text('last_name'),
		...text('display_name'),
		...text('zoom_one_type'),
		...text('plan_united_type'),
		...(secret === '' ? {} : { password: secret }),
		...(zoomPhone === undefined ? {} : { zoomPhone: options.boolean('zoomPhone', 'Zoom Phone', false) }),
		...(Array.isArray(fields.division_ids) ? { divisionIds: fields.division_ids.map(String) } : {}),
	};
	const afterwards = Object.fromEntries(Object.entries(fields).filter(([name]) => !AT_CREATION.includes(name)));
	return { wanted, afterwards };
}

function readType(value: string): number {
	if (['1', '2', '4', '99'].includes(value)) return Number(value);
	throw new InputError(
		'User Type',
		`is "${value}"`,
		'Valid values: 1 (Basic), 2 (Licensed), 4 (Unassigned), 99 (None).',
	);
}

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
