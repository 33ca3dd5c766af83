import { isFindingKey } from './record-row';

type Row = Readonly<Record<string, unknown>>;

/** Something that keeps a group sync from doing what its source says. */
export interface GroupTrouble {
	ruleSet: string;
	/** Whom it concerns; '' for what many share. */
	userId: string;
	sentence: string;
}

export interface GroupTroubles {
	/** What holds now, as the record of memberships knows it; what is about the source as a whole comes first. */
	open: GroupTrouble[];
	/** What was told since then, newest first, with what to do: also what no record holds, such as a plan that waits. */
	told: Array<GroupTrouble & { at: number; nextStep: string }>;
}

/** Rows of the record and of the changes as tables give them. `account` '' means all, `since` in milliseconds. */
export function groupTroubles(
	records: readonly Row[],
	changes: readonly Row[],
	{ account, since }: { account: string; since: number },
): GroupTroubles {
	const own = (row: Row) => account === '' || textOf(row.account) === account;
	const open = records.filter(own).flatMap((row) => {
		const userId = textOf(row.userId);
		const sentence = textOf(row.problem);
		return sentence === ''
			? []
			: [{ ruleSet: textOf(row.ruleSet), userId: isFindingKey(userId) ? '' : userId, sentence }];
	});
	const told = changes.filter(own).flatMap((row) => {
		const sentence = [textOf(row.error), textOf(row.skipped)].filter(Boolean).join(' ');
		const at = Date.parse(textOf(row.at));
		if (sentence === '' || !(at >= since)) return [];
		return [{ at, ruleSet: textOf(row.ruleSet), userId: textOf(row.userId), sentence, nextStep: textOf(row.nextStep) }];
	});
	return {
		open: open.sort((a, b) => compareText(a.userId, b.userId) || compareText(a.sentence, b.sentence)),
		told: told.sort((a, b) => b.at - a.at),
	};
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const textOf = (value: unknown): string =>
	value instanceof Date ? value.toISOString() : typeof value === 'string' ? value.trim() : '';
