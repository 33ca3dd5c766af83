import { InputError } from '../../../../lib/policy/failures';
import { campaignRows, inScope, knownKey, SCOPES } from '../../../../lib/policy/access/campaign';
import { campaignRowsField, readCampaign } from '../../access/campaign-fields';
import { findingsField, readFindings } from '../../access/read-lists';
import { readSnapshot, snapshotField } from '../../access/read-snapshot';
import type { DirectoryCall, DirectoryOperation } from '../../fields';

const DAY = 86_400_000;

export const campaignItems: DirectoryOperation = {
	value: 'campaignItems',
	reads: true,
	name: 'Campaign Items',
	action: 'Make the items of a review campaign',
	description: 'What a campaign reviews, each with its reviewers and its due date, as rows for the table of campaigns',
	fields: [
		snapshotField,
		{ ...findingsField, displayOptions: {} },
		{
			displayName: 'Campaign',
			name: 'campaign',
			type: 'string',
			default: '={{ $now.toFormat("yyyy-MM-dd HH:mm") }}',
			required: true,
			description: 'Name of the campaign, in mails, pages and rows',
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'options',
			options: [
				{ name: 'All Findings', value: 'findings' },
				{ name: 'All Privileged Access', value: 'privileged', description: 'Findings must have been asked for it too' },
				{ name: 'Findings That Are New', value: 'new', description: 'Not in any campaign of Campaign Rows' },
				{ name: 'Findings With High Risk', value: 'high' },
				{ name: 'Group Admins', value: 'group-admins', description: 'Findings must have been asked for it too' },
			],
			default: 'findings',
		},
		{
			displayName: 'Due In (Days)',
			name: 'dueDays',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 14,
			description: 'Days from now by which every item is to be decided',
		},
		{
			displayName: 'When Nobody Decides',
			name: 'undecided',
			type: 'options',
			options: [
				{ name: 'Keep and Report', value: 'keep' },
				{ name: 'Remove', value: 'remove', description: 'The first way that ends the finding' },
			],
			default: 'keep',
		},
		{
			displayName: 'Reviewer',
			name: 'reviewer',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'security@example.edu',
			description: 'Address of who reviews what nobody else does',
		},
		{
			displayName: 'Reviewers Are',
			name: 'reviewersBy',
			type: 'options',
			options: [
				{ name: 'Always the Reviewer', value: 'fixed' },
				{ name: 'The Manager in Zoom', value: 'manager', description: 'One call per user under review more' },
				{ name: "The Role's Owner", value: 'role-owner' },
			],
			default: 'fixed',
		},
		{
			displayName: 'Owners of Roles',
			name: 'roleOwners',
			type: 'json',
			default: '{}',
			placeholder: '{ "Help Desk": "bo@example.edu" }',
			displayOptions: { show: { reviewersBy: ['role-owner'] } },
			description: 'By name of the role, the address of who decides about it',
		},
		{
			displayName: 'Second Reviewer',
			name: 'secondReviewer',
			type: 'string',
			default: '',
			description: 'Address of who has to agree to decisions about high-risk findings; empty for nobody',
		},
		{ ...campaignRowsField, description: 'Rows of the table of campaigns, for the scope Findings That Are New' },
	],

	async run(call) {
		const { parameter, zoomCredential } = call;
		const address = (name: string) => parameter.text(name).toLowerCase();
		const reviewer = address('reviewer');
		if (!reviewer.includes('@'))
			throw new InputError(
				'Reviewer',
				`is "${reviewer}"`,
				'Give the address of whoever reviews what nobody else does.',
			);
		const snapshot = await readSnapshot(call);
		const findings = readFindings(call);
		const scope = parameter.oneOf('scope', SCOPES, 'findings');
		const known = new Set(readCampaign(call).map(({ finding, subjectId }) => knownKey(finding, subjectId)));
		const by = parameter.oneOf('reviewersBy', ['fixed', 'manager', 'role-owner'], 'fixed');
		const asked = inScope(findings, { scope, known });
		// Read once: an expression with the time of day says something else a second later, and the items would not be found again.
		const campaign = parameter.string('campaign');
		const people = [
			...new Set(asked.filter(({ subject }) => subject.type === 'user').map(({ subject }) => subject.id)),
		];
		const rows = campaignRows(snapshot, findings, {
			account: zoomCredential.accountId,
			campaign,
			dueAt: new Date(Date.now() + parameter.number('dueDays', 14) * DAY).toISOString(),
			undecided: parameter.oneOf('undecided', ['keep', 'remove'], 'keep'),
			...{ scope, known },
			reviewers: {
				...{ reviewer, by, secondReviewer: address('secondReviewer') },
				managers: by === 'manager' ? await managersOf(call, people) : new Map(),
				roleOwners: new Map(by === 'role-owner' ? ownersIn(call) : []),
			},
		});
		const reviewing = [...new Set(rows.map((row) => row.reviewer))].join(', ');
		const summary = `${rows.length} ${rows.length === 1 ? 'item' : 'items'}, reviewed by ${reviewing}.`;
		return { campaign, items: rows.length, summary, rows };
	},
};

/** Whom Zoom names as the manager, where that is an address. */
async function managersOf({ zoom }: DirectoryCall, userIds: readonly string[]): Promise<Map<string, string>> {
	const managers = new Map<string, string>();
	for (const id of userIds) {
		const manager = String(((await zoom.users.get(id)) as Record<string, unknown> | null)?.manager ?? '');
		if (manager.includes('@')) managers.set(id, manager.trim().toLowerCase());
	}
	return managers;
}

function ownersIn({ parameter }: DirectoryCall): Array<[string, string]> {
	return Object.entries(parameter.object('roleOwners')).map(([role, owner]) => [
		role.trim().toLowerCase(),
		String(owner).trim().toLowerCase(),
	]);
}
