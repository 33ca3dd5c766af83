import { type CampaignRow, standingOf } from './campaign';

/** Whom a personal link is for, once its signature was checked. */
export interface Reviewer {
	account: string;
	campaign: string;
	reviewer: string;
}

/** What somebody filled in, by the names of the form's fields. */
export type FormAnswers = Readonly<Record<string, unknown>>;

export const fieldNames = (itemId: string) => ({
	decision: `decision-${itemId}`,
	comment: `comment-${itemId}`,
	agree: `agree-${itemId}`,
});

/** The items that a link opens: those of its person, and those at which the person has to look second. */
export function itemsFor(rows: readonly CampaignRow[], { account, campaign, reviewer }: Reviewer): CampaignRow[] {
	return rows
		.filter((row) => row.account === account && row.campaign === campaign)
		.filter((row) => row.reviewer === reviewer || (row.secondReviewer === reviewer && row.decision !== ''))
		.toSorted((a, b) => Number(a.itemId) - Number(b.itemId));
}

/**
 * What a reviewer's form changes. Only items of the link are looked at, only what is possible for an item is taken, and nothing
 * after the due date. Whoever looks second agrees, or gives the item back.
 */
export function withAnswers(
	rows: readonly CampaignRow[],
	who: Reviewer,
	answers: FormAnswers,
	now: string,
): { changed: CampaignRow[]; problems: string[] } {
	const changed: CampaignRow[] = [];
	const problems: string[] = [];
	// Whole characters: PostgreSQL stores no half of one.
	const text = (name: string) =>
		typeof answers[name] === 'string' ? Array.from(answers[name].trim()).slice(0, 1000).join('') : '';
	for (const row of itemsFor(rows, who)) {
		const fields = fieldNames(row.itemId);
		const decision = text(fields.decision);
		const agree = text(fields.agree);
		if (decision === '' && agree === '') continue;
		if (standingOf(row) === 'closed' || row.dueAt < now) {
			problems.push(`${row.name}: it was due on ${row.dueAt.slice(0, 10)} and can be decided no more.`);
			continue;
		}
		if (row.reviewer === who.reviewer && decision !== '') {
			if (!row.possible.split(' | ').includes(decision))
				problems.push(`${row.name}: "${decision}" is none of ${row.possible}.`);
			else if (decision !== row.decision || text(fields.comment) !== row.comment)
				changed.push({
					...{ ...row, decision, comment: text(fields.comment), decidedBy: who.reviewer, decidedAt: now },
					// Whoever agreed did so to another decision, and is written to about this one at once.
					...{ agreedBy: '', mailedAt: row.secondReviewer === '' ? row.mailedAt : '' },
				});
		} else if (row.secondReviewer === who.reviewer && standingOf(row) === 'second-look') {
			if (agree === 'yes') changed.push({ ...row, agreedBy: who.reviewer });
			else if (agree === 'no')
				changed.push({
					...{ ...row, decision: '', decidedBy: '', decidedAt: '', mailedAt: '' },
					comment: `${who.reviewer} did not agree to "${row.decision}": ${text(fields.comment) || 'no reason given'}`,
				});
		}
	}
	return { changed, problems };
}
