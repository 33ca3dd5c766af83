import { evidenceText } from './evidence';
import type { Finding } from './finding';
import { type AccessSnapshot, type AccessUser, nameOf } from './snapshot';

/** What a campaign reviews. */
export const SCOPES = ['findings', 'high', 'privileged', 'new', 'group-admins'] as const;
export type Scope = (typeof SCOPES)[number];

/** One thing to decide about, as a row of the table of campaigns: by whom, until when, and what was decided. */
export interface CampaignRow {
	account: string;
	campaign: string;
	/** Within the campaign. */
	itemId: string;
	reviewer: string;
	/** Whoever has to agree to what the reviewer decides; '' for nobody. */
	secondReviewer: string;
	/** ISO. */
	dueAt: string;
	/** What happens when nobody decides: nothing but a report, or the first way to end the finding. */
	undecided: 'keep' | 'remove';
	finding: string;
	severity: string;
	subjectType: string;
	subjectId: string;
	email: string;
	name: string;
	sentence: string;
	remedy: string;
	evidence: string;
	snapshotTakenAt: string;
	/** Separated by " | "; decisions that go together are joined by " + ". */
	possible: string;
	decision: string;
	comment: string;
	decidedBy: string;
	decidedAt: string;
	/** Of the second reviewer. */
	agreedBy: string;
	/** When the reviewer was written to last, ISO. */
	mailedAt: string;
	/** '' while it goes on; then what became of it. */
	result: string;
}

/** Columns of the table, all of them texts. */
const CAMPAIGN_COLUMNS = [
	'account',
	'campaign',
	'itemId',
	'reviewer',
	'secondReviewer',
	'dueAt',
	'undecided',
	'finding',
	'severity',
	'subjectType',
	'subjectId',
	'email',
	'name',
	'sentence',
	'remedy',
	'evidence',
	'snapshotTakenAt',
	'possible',
	'decision',
	'comment',
	'decidedBy',
	'decidedAt',
	'agreedBy',
	'mailedAt',
	'result',
] as const satisfies ReadonlyArray<keyof CampaignRow>;

/** Where an item stands. */
export type ItemStanding = 'open' | 'second-look' | 'decided' | 'closed';

export function standingOf({ decision, secondReviewer, agreedBy, result }: CampaignRow): ItemStanding {
	if (result !== '') return 'closed';
	if (decision === '') return 'open';
	return secondReviewer !== '' && agreedBy === '' ? 'second-look' : 'decided';
}

export interface ReviewerRule {
	/** Who reviews what nobody else does; lower case. */
	reviewer: string;
	/** Who has to agree to decisions about high-risk findings; '' switches it off. */
	secondReviewer: string;
	by: 'fixed' | 'manager' | 'role-owner';
	/** Addresses by the id of the user in Zoom. */
	managers: ReadonlyMap<string, string>;
	/** Addresses by the name of the role, in lower case. */
	roleOwners: ReadonlyMap<string, string>;
}

export interface CampaignPlan {
	account: string;
	campaign: string;
	dueAt: string;
	undecided: 'keep' | 'remove';
	scope: Scope;
	/** What was found when the campaign before was made; for the scope "new". */
	known: ReadonlySet<string>;
	reviewers: ReviewerRule;
}

/** Of which findings a campaign consists. What somebody keeps until a day is not asked again. */
export function inScope(
	findings: readonly Finding[],
	{ scope, known }: Pick<CampaignPlan, 'scope' | 'known'>,
): Finding[] {
	return findings.filter((finding) => {
		if (finding.accepted) return false;
		if (scope === 'privileged') return finding.kind === 'privileged-access';
		if (finding.kind === 'privileged-access')
			return scope === 'group-admins' && finding.evidence.administers !== undefined;
		if (scope === 'group-admins') return false;
		if (scope === 'high') return finding.severity === 'high';
		return scope === 'findings' || !known.has(knownKey(finding.kind, finding.subject.id));
	});
}

export const knownKey = (finding: string, subjectId: string) => `${finding}\n${subjectId}`;

/** The items of a campaign, each with its reviewers. Nobody reviews what is about themselves when somebody else can. */
export function campaignRows(
	snapshot: AccessSnapshot,
	findings: readonly Finding[],
	plan: CampaignPlan,
): CampaignRow[] {
	const users = new Map(snapshot.users.map((user) => [user.id, user]));
	const { account, campaign, dueAt, undecided, reviewers } = plan;
	return inScope(findings, plan).map((finding, index) => {
		const { kind, severity, subject, sentence, remedy, decisions } = finding;
		const user = subject.type === 'user' ? users.get(subject.id) : undefined;
		const reviewer = reviewerOf(finding, user, reviewers);
		const second = severity === 'high' ? secondOf(reviewer, user, reviewers) : '';
		return {
			...{ account, campaign, itemId: String(index + 1), reviewer, secondReviewer: second, dueAt, undecided },
			...{ finding: kind, severity, subjectType: subject.type, subjectId: subject.id },
			...{ email: subject.email ?? '', name: user ? nameOf(user) : subject.name, sentence, remedy },
			evidence: evidenceText(finding),
			snapshotTakenAt: snapshot.takenAt,
			possible: [...decisions.map((together) => together.join(' + ')), 'keep'].join(' | '),
			...{ decision: '', comment: '', decidedBy: '', decidedAt: '', agreedBy: '', mailedAt: '', result: '' },
		};
	});
}

function reviewerOf({ evidence }: Finding, user: AccessUser | undefined, rule: ReviewerRule): string {
	const wanted =
		rule.by === 'manager'
			? rule.managers.get(user?.id ?? '')
			: rule.by === 'role-owner'
				? rule.roleOwners.get(String(evidence.role ?? '').toLowerCase())
				: undefined;
	const candidates = [wanted, rule.reviewer, rule.secondReviewer].filter((one) => one !== undefined && one !== '');
	return candidates.find((one) => one !== user?.email) ?? candidates[0] ?? '';
}

/** Nobody agrees to what is decided about themselves: whoever reviews the rest does it then. */
function secondOf(first: string, user: AccessUser | undefined, { reviewer, secondReviewer }: ReviewerRule): string {
	if (secondReviewer === '') return '';
	return [secondReviewer, reviewer].find((one) => one !== first && one !== user?.email) ?? '';
}

/** Rows as a table gives them. */
export function readCampaignRows(rows: ReadonlyArray<Record<string, unknown>>): CampaignRow[] {
	const text = (value: unknown) => (value === null || value === undefined ? '' : String(value));
	return rows
		.filter((row) => text(row.campaign) !== '' && text(row.itemId) !== '')
		.map(
			(row) => Object.fromEntries(CAMPAIGN_COLUMNS.map((name) => [name, text(row[name])])) as unknown as CampaignRow,
		);
}
