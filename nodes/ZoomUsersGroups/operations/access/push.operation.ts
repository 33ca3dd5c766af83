import { MAPPING_VERSION } from '../../../../lib/policy/access/permissions';
import { openMetadataTarget } from '../../../../lib/n8n/metadata-target';
import { pushMetadata } from '../../../../lib/oaa/push';
import { InputError } from '../../../../lib/policy/failures';
import { payloadFields, readPayloadOptions } from '../../access/fields';
import { snapshotField } from '../../access/read-snapshot';
import type { DirectoryCall, DirectoryOperation } from '../../fields';

import { buildPayload } from './metadata-payload.operation';

/** What the target allows in names of providers and data sources. */
const NAME = /^[ @#$%&*:()!,a-zA-Z0-9_'"=.-]+$/;

export const push: DirectoryOperation = {
	value: 'push',
	name: 'Push',
	action: 'Push authorization metadata',
	description:
		'Send the payload to an identity governance system that takes OAA, creating its provider and data source',
	fields: [
		snapshotField,
		{
			displayName: 'Provider Name',
			name: 'provider',
			type: 'string',
			default: 'Zoom',
			required: true,
			description: 'Created when it is not there',
		},
		{
			displayName: 'Data Source Name',
			name: 'dataSource',
			type: 'string',
			default: 'Zoom',
			required: true,
			description: 'Created when it is not there; what it holds is replaced. Give every Zoom account its own.',
		},
		...payloadFields,
		{
			displayName: 'Largest Request (MB)',
			name: 'largestRequest',
			type: 'number',
			typeOptions: { minValue: 0.001, maxValue: 100, numberPrecision: 3 },
			default: 90,
			description: 'A larger payload is sent in parts',
		},
	],

	async run(call) {
		const names = {
			provider: readName(call, 'provider', 'Provider Name'),
			dataSource: readName(call, 'dataSource', 'Data Source Name'),
		};
		const { payload, warnings } = await buildPayload(call);
		const pushed = await pushMetadata(await openMetadataTarget(call.context), {
			...names,
			payload,
			largestRequestBytes: Math.floor(call.parameter.number('largestRequest', 90) * 1_000_000),
		});
		return {
			...pushed,
			application: readPayloadOptions(call).application,
			...(payload.applications.length > 1 ? { applications: payload.applications.map(({ name }) => name) } : {}),
			users: payload.applications.reduce((sum, { local_users }) => sum + local_users.length, 0),
			groups: payload.applications.reduce((sum, { local_groups }) => sum + local_groups.length, 0),
			roles: payload.applications.reduce((sum, { local_roles }) => sum + local_roles.length, 0),
			mappingVersion: MAPPING_VERSION,
			warnings: [...warnings, ...pushed.warnings],
		};
	},
};

function readName({ parameter }: DirectoryCall, name: string, label: string): string {
	const value = parameter.string(name);
	if (NAME.test(value)) return value;
	throw new InputError(
		label,
		`is "${value}"`,
		'Use letters without accents, digits, blanks and these signs: @ # $ % & * : ( ) ! , _ \' " = . -',
	);
}
