import type { Operation } from '../../../lib/n8n/operation';
import { InputError } from '../../../lib/policy/failures';
import { packageVersion, shippedTemplates } from '../../../lib/n8n/templates';
import { install as installTemplates } from '../../../lib/pipeline/installation/install';
import { addressesOf } from '../../../lib/policy/setup/installation/addresses';
import { acceptedCredentials, missingCredentials } from '../../../lib/policy/setup/installation/credentials';
import { PARTS, type Part, isPart, partLabelled } from '../../../lib/policy/setup/installation/parts';

import { type SetupClients, accountNameField, dryRunField, instanceOf, readAnswers } from '../fields';

export const install: Operation<SetupClients> = {
	value: 'install',
	name: 'Install or Update',
	action: 'Install or update the workflows',
	description: 'Create the workflows of the chosen parts, wired and published, or bring them to this version',
	fields: [
		{
			displayName: 'Parts',
			name: 'parts',
			type: 'multiOptions',
			options: Object.entries(PARTS).map(([value, { label }]) => ({ name: label, value })),
			default: ['ingest', 'reports'],
			description: 'What the workflows shall do; what a part needs of others comes along',
		},
		accountNameField,
		dryRunField,
		{
			displayName: 'If You and the New Version Changed the Same Setting',
			name: 'conflicts',
			type: 'options',
			options: [
				{ name: 'Keep Mine', value: 'keepMine', description: 'And list the difference' },
				{ name: 'Take the New One', value: 'takeNew', description: "Mine stays in the workflow's history" },
			],
			default: 'keepMine',
		},
		{
			displayName: 'Time Zone',
			name: 'timezone',
			type: 'string',
			default: '={{ $now.zoneName }}',
			description: 'When the schedules run, such as Europe/Berlin',
		},
		{
			displayName: 'Shared Settings',
			name: 'settings',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add setting',
			default: {},
			description: 'Values for fields of the nodes named Configuration, such as defaultUser or mailTo',
			options: [
				{
					displayName: 'Setting',
					name: 'setting',
					values: [
						{ displayName: 'Field', name: 'name', type: 'string', default: '' },
						{ displayName: 'Value', name: 'value', type: 'string', default: '' },
					],
				},
			],
		},
	],

	async run(call) {
		const { parameter, context } = call;
		// A form gives the texts that people read.
		const parts = parameter.list('parts').map((part) => partLabelled(part) ?? part);
		const unknown = parts.filter((part) => !isPart(part));
		if (unknown.length > 0 || parts.length === 0) {
			throw new InputError(
				'Parts',
				parts.length === 0 ? 'is empty' : `names ${unknown.join(', ')}, which this version does not have`,
				`Choose from ${Object.keys(PARTS).join(', ')}.`,
			);
		}
		const timezone = parameter.text('timezone');
		if (timezone !== '' && !isTimeZone(timezone))
			throw new InputError('Time Zone', `is "${timezone}", which is no time zone`, 'Use a name such as Europe/Berlin.');
		const { answers, storedCredentials } = await readAnswers(call, {
			timezone,
			configuration: readSettings(parameter.object('settings')),
		});
		const installed = await installTemplates(
			instanceOf(call),
			{
				templates: shippedTemplates(),
				version: packageVersion(),
				parts: parts as Part[],
				answers,
				storedCredentials,
				accepted: acceptedCredentials,
				missingCredentials,
				dryRun: parameter.boolean('dryRun'),
				conflicts: parameter.oneOf('conflicts', ['keepMine', 'takeNew'], 'keepMine'),
			},
			new Date().toISOString(),
		);
		return installed.map(({ nodes, ...workflow }) => ({
			...workflow,
			addresses: addressesOf({ nodes }, context.getInstanceBaseUrl(), workflow.workflowId ?? ''),
		}));
	},
};

/** An empty value keeps what the template, or the admin, has. */
function readSettings({ setting }: Record<string, unknown>): Record<string, string> {
	const rows = Array.isArray(setting) ? (setting as Array<{ name?: unknown; value?: unknown }>) : [];
	return Object.fromEntries(
		rows
			.map(({ name, value }) => [String(name ?? '').trim(), String(value ?? '').trim()] as const)
			.filter(([name, value]) => name !== '' && value !== ''),
	);
}

function isTimeZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: name });
		return true;
	} catch {
		return false;
	}
}
