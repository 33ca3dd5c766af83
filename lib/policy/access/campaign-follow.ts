import type { CampaignRow } from './campaign';
import { standingOf } from './campaign';
import type { Decision, SubjectType } from './decisions';
import { decidedCsv, type ReviewDecision } from './review-table';

export interface FollowSettings {
	/** ISO. */
	now: string;
	/** Days between two mails to somebody who has not decided. */
	remindEveryDays: number;
	/** Days before the due date from which somebody is reminded once more. */
	lastReminderDays: number;
}

/** A mail to write, to one person about one campaign. */
export interface CampaignMail {
	account: string;
	campaign: string;
	reviewer: string;
	dueAt: string;
	/** Items to decide about, and to look at second. */
	open: number;
	second: number;
	first: boolean;
	/** Which items it is about. */
	itemIds: string[];
}

/** A campaign, or the part of it, that is carried out now. */
export interface CampaignEnd {
	account: string;
	campaign: string;
	/** What is to be carried out. */
	lines: ReviewDecision[];
	/** Sentences about what nobody decided. */
	undecided: string[];
	/** Rows as they are closed when it was carried out. */
	rows: CampaignRow[];
	/** Whether the scope needs what is privileged without a finding. */
	allPrivileged: boolean;
}

const DAY = 86_400_000;

/** Who is to be written to, and which campaigns have come to their end: everything decided, or the due date over. */
export function followCampaigns(
	rows: readonly CampaignRow[],
	settings: FollowSettings,
): { mails: CampaignMail[]; ends: CampaignEnd[]; progress: Array<{ campaign: string; decided: number; of: number }> } {
	const going = rows.filter(({ result }) => result === '');
	const campaigns = grouped(going, ({ account, campaign }) => `${account}\n${campaign}`);
	const mails: CampaignMail[] = [];
	const ends: CampaignEnd[] = [];
	const progress: Array<{ campaign: string; decided: number; of: number }> = [];
	for (const own of campaigns.values()) {
		const { campaign } = own[0]!;
		const decided = own.filter((row) => standingOf(row) === 'decided');
		progress.push({ campaign, decided: decided.length, of: own.length });
		if (decided.length === own.length || own[0]!.dueAt < settings.now) ends.push(endOf(own));
		else mails.push(...mailsOf(own, settings));
	}
	return { mails, ends, progress };
}

function mailsOf(
	own: readonly CampaignRow[],
	{ now, remindEveryDays, lastReminderDays }: FollowSettings,
): CampaignMail[] {
	const asked = own.flatMap((row) => {
		const standing = standingOf(row);
		return standing === 'open'
			? [{ row, to: row.reviewer, second: false }]
			: standing === 'second-look'
				? [{ row, to: row.secondReviewer, second: true }]
				: [];
	});
	return [...grouped(asked, ({ to }) => to)].flatMap(([reviewer, list]) => {
		const { account, campaign, dueAt } = list[0]!.row;
		const at = Date.parse(now);
		const last = list.map(({ row }) => row.mailedAt).toSorted()[0]!;
		const days = last === '' ? Infinity : (at - Date.parse(last)) / DAY;
		const left = (Date.parse(dueAt) - at) / DAY;
		if (reviewer === '' || (days < remindEveryDays && !(left <= lastReminderDays && days >= 1))) return [];
		const second = list.filter((one) => one.second).length;
		return [
			{
				account,
				campaign,
				reviewer,
				dueAt,
				open: list.length - second,
				second,
				first: last === '',
				itemIds: list.map(({ row }) => row.itemId),
			},
		];
	});
}

function grouped<One>(list: readonly One[], key: (one: One) => string): Map<string, One[]> {
	const groups = new Map<string, One[]>();
	for (const one of list) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
	return groups;
}

function endOf(own: readonly CampaignRow[]): CampaignEnd {
	const { account, campaign } = own[0]!;
	const undecided: string[] = [];
	const lines: ReviewDecision[] = [];
	const rows = own.map((row) => {
		const standing = standingOf(row);
		const day = row.dueAt.slice(0, 10);
		if (standing !== 'decided') {
			const why = standing === 'open' ? 'nobody decided' : `${row.secondReviewer} did not look at "${row.decision}"`;
			undecided.push(`${row.sentence} Until ${day} ${why}.`);
			const way = row.possible.split(' | ')[0]!;
			if (standing !== 'open' || row.undecided === 'keep' || way === 'keep')
				return { ...row, result: 'undecided, left as it is' };
			lines.push(lineOf({ ...row, decision: way, comment: `Nobody decided until ${day}.`, decidedBy: '' }));
			return { ...row, result: `undecided, ${way} handed on` };
		}
		lines.push(lineOf(row));
		return { ...row, result: `${row.decision} handed on` };
	});
	const allPrivileged = own.some(({ finding }) => finding === 'privileged-access');
	return { account, campaign, lines, undecided, rows, allPrivileged };
}

function lineOf(row: CampaignRow): ReviewDecision {
	const agreed = row.agreedBy === '' ? '' : `${row.agreedBy} agreed.`;
	return {
		line: Number(row.itemId),
		...{ finding: row.finding, subjectType: row.subjectType as SubjectType, subjectId: row.subjectId },
		...{ email: row.email, name: row.name, evidence: row.evidence, snapshotTakenAt: row.snapshotTakenAt },
		decisions: row.decision.split(' + ') as Decision[],
		keepUntil: '',
		comment: [row.comment, agreed].filter(Boolean).join(' '),
		decidedBy: row.decidedBy || `campaign ${row.campaign}`,
	};
}

/** What has come to its end, as one review file with lines of its own: of several campaigns together. */
export const fileOf = (ends: readonly CampaignEnd[]): string =>
	decidedCsv(ends.flatMap(({ lines }) => lines).map((one, index) => ({ ...one, line: index + 1 })));

/** A mail as it goes out. */
export interface CampaignLetter {
	to: string;
	subject: string;
	text: string;
	/** What the table of campaigns notes when it has gone. */
	mailed: Array<Pick<CampaignRow, 'account' | 'campaign' | 'itemId' | 'mailedAt'>>;
}

/** The mail to a reviewer, in plain text; the link opens the items of this person only. */
export function letterOf(mail: CampaignMail, link: string, mailedAt: string): CampaignLetter {
	const { account, campaign, reviewer, dueAt, open, second, first, itemIds } = mail;
	const day = dueAt.slice(0, 10);
	const parts = [
		open > 0 ? `${open} ${open === 1 ? 'item waits' : 'items wait'} for your decision` : '',
		second > 0 ? `${second} ${second === 1 ? 'decision waits' : 'decisions wait'} for your second look` : '',
	];
	return {
		to: reviewer,
		subject: `${first ? 'Please review' : 'Reminder: please review'} access until ${day}: ${campaign}`,
		text: `${parts.filter(Boolean).join(', and ')}.\n\nThis link is for you alone and opens your items until ${day}:\n${link}\n\nDo not forward it: whoever has it decides in your name.`,
		mailed: itemIds.map((itemId) => ({ account, campaign, itemId, mailedAt })),
	};
}

/**
 * Why a mail did not go, or null when it did. What is not noted as mailed is written again with the next run.
 * @param answer what the node that mails gave back for it
 */
export function problemOfSending(mail: CampaignLetter, answer: Readonly<Record<string, unknown>>): string | null {
	const { error } = answer;
	if (error !== undefined && error !== null) {
		const message = typeof error === 'object' ? (error as { message?: unknown }).message : error;
		return typeof message === 'string' ? message : 'the server of mails refused it';
	}
	// A node that is switched off, or does nothing, hands on what it was given.
	return answer.to === mail.to && answer.text === mail.text ? 'the node that mails is switched off' : null;
}

/** What whoever runs the reviews is told: how far they are, and what came of those that have ended. */
export function ownersMail(
	progress: ReturnType<typeof followCampaigns>['progress'],
	ends: readonly CampaignEnd[],
): { subject: string; text: string } {
	const lines = progress.map(({ campaign, decided, of }) => `- ${campaign}: ${decided} of ${of} decided`);
	const over = ends.flatMap(({ campaign, lines: { length }, undecided }) => [
		`\n${campaign} is over: ${length} ${length === 1 ? 'decision is' : 'decisions are'} carried out now.`,
		...undecided.map((one) => `- ${one}`),
	]);
	return { subject: 'Access reviews: how far they are', text: [...lines, ...over].join('\n') };
}
