import { randomBytes } from 'node:crypto';

import type { IExecuteFunctions } from 'n8n-workflow';

import type { Operation } from '../../../lib/n8n/operation';
import { InputError } from '../../../lib/policy/failures';
import { packageVersion, shippedTemplates } from '../../../lib/n8n/templates';
import { install as installTemplates } from '../../../lib/pipeline/installation/install';
import { addressesOf } from '../../../lib/policy/setup/installation/addresses';
import {
	acceptedCredentials,
	missingCredentials,
	pagesLoginOf,
} from '../../../lib/policy/setup/installation/credentials';
import { PARTS, type Part, isPart, partLabelled } from '../../../lib/policy/setup/installation/parts';

import { answerOf } from '../../../lib/policy/setup/installation/questions';

import { isTimeZone } from '../../../lib/policy/time-zones';

import { checkInstallation } from '../check';
import { type SetupClients, accountNameField, dryRunField, instanceOf, readAnswers } from '../fields';
import { removalFields, removeInstallation } from '../removal';

export const install: Operation<SetupClients> = {
	value: 'install',
	name: 'Install, Update or Remove',
	action: 'Install update or remove the workflows',
	description: 'Create the workflows of the chosen parts, wired and published, bring them to this version, or end them',
	fields: [
		{
			displayName: 'Task',
			name: 'task',
			type: 'options',
			options: [
				{ name: 'Install or Update', value: 'install', description: 'Running it again repairs and updates' },
				{ name: 'Remove', value: 'remove', description: 'Unpublishes, lists the tables, deletes only what is ticked' },
			],
			default: 'install',
		},
		{
			displayName: 'Parts',
			name: 'parts',
			type: 'multiOptions',
			options: Object.entries(PARTS).map(([value, { label }]) => ({ name: label, value })),
			default: ['ingest', 'reports'],
			displayOptions: { hide: { task: ['remove'] } },
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
			displayOptions: { hide: { task: ['remove'] } },
			description: 'What to do where both sides changed one thing since the last installation',
		},
		{
			displayName: 'Time Zone',
			name: 'timezone',
			type: 'string',
			default: '={{ $now.zoneName }}',
			displayOptions: { hide: { task: ['remove'] } },
			description: 'When the schedules run, such as Europe/Berlin',
		},
		{
			displayName: 'Shared Settings',
			name: 'settings',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add setting',
			default: {},
			displayOptions: { hide: { task: ['remove'] } },
			description: 'Values for fields of the nodes named Configuration, such as defaultUser or mailTo',
			options: [
				{
					displayName: 'Setting',
					name: 'setting',
					values: [
						{
							displayName: 'Field',
							name: 'name',
							type: 'string',
							default: '',
							placeholder: 'e.g. defaultUser',
							description: 'Name of a field of the nodes named Configuration',
						},
						{
							displayName: 'Value',
							name: 'value',
							type: 'string',
							default: '',
							description: 'Empty keeps what the workflows have',
						},
					],
				},
			],
		},
		{
			displayName: 'Send a Test Event',
			name: 'testEvent',
			type: 'boolean',
			default: false,
			displayOptions: { hide: { task: ['remove'] } },
			description:
				'Whether to announce the newest recording of Zoom to ingest live at the end, signed as Zoom signs. It comes into Kaltura if the rules say so.',
		},
		...removalFields,
	],

	async run(call) {
		const { parameter, context } = call;
		if (parameter.oneOf('task', ['install', 'remove'], 'install') === 'remove') return await removeInstallation(call);
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
		const dryRun = parameter.boolean('dryRun');
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
				dryRun,
				newSecret: () => randomBytes(24).toString('base64url'),
				conflicts: parameter.oneOf('conflicts', ['keepMine', 'takeNew'], 'keepMine'),
			},
			new Date().toISOString(),
		);
		const base = webhookBase(context);
		const rows = installed.map(({ nodes, ...workflow }) => ({
			row: 'workflow',
			...workflow,
			pagesLogin: pagesLoginOf(nodes),
			addresses: addressesOf({ nodes }, base, workflow.workflowId ?? ''),
		}));
		if (dryRun) return rows;
		const live = rows.find(
			({ published, addresses }) => published && addresses.some(({ kind }) => kind === 'zoomEvents'),
		);
		const findings = await checkInstallation(call, {
			parts: parts as Part[],
			defaultUser: String(answers.configuration.defaultUser ?? ''),
			category: String(answers.configuration.category ?? ''),
			eventsAddress: live?.addresses.find(({ kind }) => kind === 'zoomEvents')?.url ?? null,
			testEvent: parameter.boolean('testEvent'),
		});
		return [...rows, ...findings.map((finding) => ({ row: 'finding', ...finding }))];
	},
};

/**
 * What n8n gives out for webhooks and forms, which may be another name than the editor's.
 */
function webhookBase(context: IExecuteFunctions): string {
	const waiting = String(context.evaluateExpression('{{ $execution.resumeFormUrl }}', 0) ?? '');
	const end = waiting.indexOf('/form-waiting/');
	return end > 0 ? waiting.slice(0, end) : context.getInstanceBaseUrl();
}

/** An empty value keeps what the template, or the admin, has. */
function readSettings({ setting }: Record<string, unknown>): Record<string, string> {
	const rows = Array.isArray(setting) ? (setting as Array<{ name?: unknown; value?: unknown }>) : [];
	return Object.fromEntries(
		rows
			.map(({ name, value }) => [String(name ?? '').trim(), answerOf(value)] as const)
			.filter(([name, value]) => name !== '' && value !== ''),
	);
}
