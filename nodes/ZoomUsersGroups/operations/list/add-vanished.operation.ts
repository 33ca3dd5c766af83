import type { INodeProperties } from 'n8n-workflow';

import { CollectionReader } from '../../../../lib/n8n/collection';
import { findVanishedUsers } from '../../../../lib/pipeline/provisioning/find-vanished';
import { memoryOf, rowsToRemember } from '../../../../lib/policy/people/missing-rows';
import { readMatch } from '../../ensure/read-parameters';
import type { DirectoryCall, DirectoryOperation } from '../../fields';
import type { GivenRow } from '../../rows';
import { rowsIn } from '../../rows';

const rules: INodeProperties = {
	displayName: 'Rules',
	name: 'rules',
	type: 'collection',
	placeholder: 'Add rule',
	default: {},
	options: [
		{
			displayName: 'After Days',
			name: 'afterDays',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 3,
			description: 'How long somebody has to be missing; the runs have to be over too',
		},
		{
			displayName: 'After Runs',
			name: 'afterRuns',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 3,
			description: 'How many runs in a row have to miss the person; runs within twelve hours count once',
		},
		{
			displayName: 'Ignored People',
			name: 'ignored',
			type: 'string',
			default: '',
			placeholder: 'rooms@example.edu, @guests.example.edu',
			description: 'Addresses, or whole domains with @, that the list never has',
		},
		{
			displayName: 'Least of the Rows (%)',
			name: 'leastRows',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 100 },
			default: 80,
			description: 'A list with a smaller share of the rows that it had before proves nothing about anybody',
		},
		{
			displayName: 'Match By',
			name: 'matchBy',
			type: 'string',
			default: 'email',
			description: 'What finds people besides the address: "email", "employee-ID" or "attribute:NAME", as in Ensure',
		},
		{
			displayName: 'Most of the Account (%)',
			name: 'mostShare',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 100 },
			default: 5,
			description: 'If a larger share would leave for this reason, nobody does',
		},
		{
			displayName: 'Most People',
			name: 'most',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 20,
			description: 'If more people would leave for this reason, nobody does',
		},
		{
			displayName: 'Protected Groups',
			name: 'protectedGroups',
			type: 'string',
			default: '',
			description: 'Names or IDs of Zoom groups whose members stay, separated by commas',
		},
	],
};

export const addVanished: DirectoryOperation = {
	value: 'addVanished',
	reads: true,
	name: 'Add the Vanished',
	action: 'Add who vanished from a list',
	description:
		'Each item is a row of the list that is the truth about people. Whoever is in Zoom and has been missing from it long enough is added as a leaver, with the reason. A list that is empty, shrank suddenly or has rows without address makes nobody a leaver.',
	fields: [
		{
			displayName: 'List Is the Truth',
			name: 'enabled',
			type: 'boolean',
			default: false,
			description:
				'Whether people who are missing from the list become leavers; otherwise the list is given back as it is',
		},
		{
			displayName: 'Missing So Far',
			name: 'memory',
			type: 'json',
			default: '[]',
			description: 'Rows of the table that remembers since when people are missing',
		},
		rules,
	],

	/** One item for the whole run: everybody, and what to remember. */
	async runAll(calls) {
		const first = calls[0];
		if (!first) return [];
		// An empty table gives one empty item.
		const people = calls.map(({ item }) => item.json).filter((row) => Object.keys(row).length > 0);
		const answer = first.parameter.boolean('enabled', false)
			? await withVanished(first, people)
			: { people, waiting: 0, remember: [], problem: '' };
		return calls.map((_, index) => (index === 0 ? answer : []));
	},
};

async function withVanished(call: DirectoryCall, people: readonly GivenRow[]): Promise<object> {
	const { parameter, zoom, zoomCredential } = call;
	const given = new CollectionReader(parameter.object('rules'));
	const text = (value: unknown) => String(value ?? '');
	const answer = await findVanishedUsers(zoom, {
		list: people.map((row) => ({
			email: text(row.email),
			newEmail: text(row.newEmail),
			stableId: text(row.employeeId),
		})),
		memory: memoryOf(rowsIn(call, 'memory', 'Missing So Far')),
		match: readMatch(given),
		protectedGroups: given.list('protectedGroups'),
		rules: {
			afterRuns: given.number('afterRuns', 'After Runs', 3, { least: 1 }),
			afterDays: given.number('afterDays', 'After Days', 3),
			ignored: given.list('ignored'),
			most: given.number('most', 'Most People', 20),
			mostShare: given.number('mostShare', 'Most of the Account (%)', 5, { most: 100 }) / 100,
			leastRows: given.number('leastRows', 'Least of the Rows (%)', 80, { most: 100 }) / 100,
		},
		now: Date.now(),
	});
	const problem = answer.problem ?? '';
	return {
		people: [
			...people,
			...answer.leavers.map((one) => ({ ...one, status: 'inactive' })),
			// So that it is seen wherever people are: in the plan, in the table and in the digest.
			...(problem === '' ? [] : [{ email: '(the list)', status: '', because: '', heldBack: problem }]),
		],
		waiting: answer.waiting,
		remember: rowsToRemember(answer, zoomCredential.accountId),
		problem,
	};
}
