import type { INodeProperties } from 'n8n-workflow';

import { withAcceptances } from '../../../../lib/policy/access/decision-record';
import type { FindingSettings, Severity } from '../../../../lib/policy/access/finding';
import { DEFAULT_FINDING_SETTINGS } from '../../../../lib/policy/access/finding';
import { findingsOf } from '../../../../lib/policy/access/findings';
import type { IdentityProviderEntry } from '../../../../lib/policy/access/identity-provider';
import { correlate } from '../../../../lib/policy/access/identity-provider';
import { InputError } from '../../../../lib/policy/failures';
import { Failure } from '../../../../lib/policy/failures';
import { correlateByField, customIdentitiesField, listOutputField, readCorrelation } from '../../access/fields';
import { earlierDecisionsField, readDecisionRows } from '../../access/read-lists';
import { readSnapshot, snapshotField } from '../../access/read-snapshot';
import type { DirectoryCall, DirectoryOperation } from '../../fields';

const SEVERITIES: readonly Severity[] = ['high', 'medium', 'low'];
const whenCompared: INodeProperties['displayOptions'] = { show: { identityProvider: ['items'] } };
const days = (displayName: string, name: string, value: number, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: 0 },
	default: value,
	description,
});

export const findings: DirectoryOperation = {
	value: 'findings',
	reads: true,
	name: 'Findings',
	action: 'Find what to review',
	description: 'What a reviewer should look at, with evidence, severity and remedy, most serious first',
	fields: [
		snapshotField,
		days(
			'Dormant After (Days)',
			'dormantDays',
			DEFAULT_FINDING_SETTINGS.dormantDays,
			'Without a sign-in for longer than this, somebody counts as dormant',
		),
		days(
			'Invitation Pending After (Days)',
			'pendingDays',
			DEFAULT_FINDING_SETTINGS.pendingDays,
			'After how many days without an answer an invitation is a finding',
		),
		days(
			'Grace Period (Days)',
			'graceDays',
			DEFAULT_FINDING_SETTINGS.graceDays,
			'How long new users are not judged by their sign-ins',
		),
		days(
			'Sign-In Delay (Days)',
			'loginDelayDays',
			DEFAULT_FINDING_SETTINGS.loginDelayDays,
			"How old Zoom's time of the last sign-in may be",
		),
		{
			displayName: 'Own Domains',
			name: 'ownDomains',
			type: 'string',
			default: '',
			placeholder: 'example.edu',
			description:
				'Domains of the organisation, separated by commas, subdomains included; empty does not judge domains',
		},
		{
			displayName: 'Identity Provider',
			name: 'identityProvider',
			type: 'options',
			options: [
				{ name: 'Input Items', value: 'items', description: 'Each item is a person; the snapshot comes by expression' },
				{ name: 'Not Compared', value: 'none' },
			],
			default: 'none',
			description: 'Where the list of people at the identity provider comes from',
		},
		{
			displayName: 'Email of the Person',
			name: 'personEmail',
			type: 'string',
			default: '={{ $json.email }}',
			displayOptions: whenCompared,
			description: 'Address of the person in your own list, from each incoming item',
		},
		{
			displayName: 'Unique ID of the Person',
			name: 'personUniqueId',
			type: 'string',
			default: '={{ $json.uniqueId }}',
			displayOptions: whenCompared,
			description: 'Unique ID of the person in your own list, from each incoming item',
		},
		{
			displayName: 'Person Is Active',
			name: 'personActive',
			type: 'boolean',
			default: true,
			displayOptions: whenCompared,
			description:
				'Whether the person belongs to the organisation now; give an expression for a list that also has leavers',
		},
		{ ...correlateByField, displayOptions: whenCompared },
		{ ...customIdentitiesField, displayOptions: whenCompared },
		earlierDecisionsField,
		{
			displayName: 'All Privileged Access',
			name: 'allPrivileged',
			type: 'boolean',
			default: false,
			description:
				'Whether everybody with power is listed too, whether something is wrong or not: for a campaign that reviews all of it',
		},
		listOutputField,
	],

	/** With an identity provider the items are its list: all of them belong to one snapshot. */
	async runAll(calls) {
		const first = calls[0];
		if (!first) return [];
		if (first.parameter.oneOf('identityProvider', ['items', 'none'], 'none') === 'none') {
			return await Promise.all(calls.map((call) => findIn(call, null).catch((error: unknown) => new Failure(error))));
		}
		const people = calls.map(readPerson);
		if (people.every(({ email, uniqueId }) => email === '' && uniqueId === '')) {
			throw new InputError(
				'Identity Provider',
				'lists nobody with an address or a unique ID, so that everybody would count as unknown',
				'Check the expressions of Email and Unique ID of the Person.',
			);
		}
		const { by, custom } = readCorrelation(first);
		const answer = await findIn(first, correlate(people, { by, custom }));
		return calls.map((_, index) => (index === 0 ? answer : []));
	},
};

function readPerson({ parameter }: DirectoryCall): IdentityProviderEntry {
	return {
		email: parameter.text('personEmail'),
		uniqueId: parameter.text('personUniqueId'),
		active: parameter.boolean('personActive', true),
	};
}

async function findIn(
	call: DirectoryCall,
	identityProvider: FindingSettings['identityProvider'],
): Promise<object | object[]> {
	const { parameter } = call;
	const snapshot = await readSnapshot(call);
	const settings: FindingSettings = {
		now: new Date().toISOString(),
		dormantDays: parameter.number('dormantDays'),
		pendingDays: parameter.number('pendingDays'),
		graceDays: parameter.number('graceDays'),
		loginDelayDays: parameter.number('loginDelayDays'),
		ownDomains: parameter.list('ownDomains').map((domain) => domain.replace(/^@/, '')),
		identityProvider,
		allPrivileged: parameter.boolean('allPrivileged', false),
	};
	const found = withAcceptances(findingsOf(snapshot, settings), readDecisionRows(call), settings.now);
	const open = found.filter(({ accepted }) => !accepted);
	if (parameter.oneOf('output', ['items', 'single'], 'items') === 'items') return found;
	return {
		accountId: snapshot.accountId,
		takenAt: snapshot.takenAt,
		total: found.length,
		accepted: found.length - open.length,
		...Object.fromEntries(SEVERITIES.map((one) => [one, open.filter(({ severity }) => severity === one).length])),
		notRead: snapshot.degraded,
		findings: found,
	};
}
