/**
 * What one step of the rehearsal saw, in words and numbers that name nobody: no ids, names, addresses or secrets. What a vendor
 * said goes into `detail` of the row, which stays with the admin.
 */
export type Fact = string | number | boolean | readonly string[];
export type Facts = Readonly<Record<string, Fact | undefined>>;

/** `problem`: recordings will not arrive like this. `warning`: they will, in another way. */
export type StepResult = 'ok' | 'warning' | 'problem' | 'skipped';

/** What the facts mean for whoever has this account. */
export interface Judgement {
	result: StepResult;
	/** What was seen, as a sentence. */
	saw: string;
	/** What follows from it, and what to do; '' when all is as assumed. */
	means: string;
}

/** What kinds of facts a step has: nothing else of it leaves the house. */
export type FactKind = 'flag' | 'number' | 'word' | 'words';

/** An assumption about a vendor, and what its truth or falseness means. Pure: lib/pipeline/rehearsal does the looking. */
export interface StepRule {
	title: string;
	/** The assumption, as a sentence. */
	assumes: string;
	facts: Readonly<Record<string, FactKind>>;
	judge(facts: Facts): Judgement;
}

/** One row of the result. */
export interface StepRow extends Judgement {
	step: string;
	title: string;
	assumes: string;
	seconds: number;
	facts: Facts;
	/** The vendor's words, with names and ids: for the admin only. */
	detail: string;
}

export const ok = (saw: string): Judgement => ({ result: 'ok', saw, means: '' });
export const warning = (saw: string, means: string): Judgement => ({ result: 'warning', saw, means });
export const problem = (saw: string, means: string): Judgement => ({ result: 'problem', saw, means });
export const skipped = (why: string, means = ''): Judgement => ({ result: 'skipped', saw: why, means });

/** Facts that every step may have: why it was not tried, or the code of the refusal that ended it. */
const COMMON_FACTS = { skipped: 'word', code: 'word', httpStatus: 'number' } as const;

/** Why steps are left out, by the word in the facts. */
const WHY_SKIPPED: Readonly<Record<string, string>> = {
	'no-recording': 'Not tried: there is no recording to try it with.',
	'no-entry': 'Not tried: there is no entry in Kaltura to try it with.',
	'no-address': 'Not tried: Zoom gave no download address.',
	'no-session': 'Not tried: Kaltura gave no session.',
	'no-token': 'Not tried: Zoom gave no token.',
	'not-asked': 'Not tried: nothing was named for it in the form.',
	'not-allowed': 'Not tried: the box for it was not ticked.',
	'no-such-file': 'Not tried: the recording has no such file.',
	'pull-failed': 'Not tried: Kaltura could not fetch the file.',
	'token-of-the-app': "Not tried: the file opens only with the app's own token, which Kaltura must not get.",
	'private-address': 'Not tried: the addresses of Zoom and Kaltura cannot reach each other.',
};

/** The judgement about facts; the two that are the same for every step are made here. */
export function judged(rule: StepRule, facts: Facts): Judgement {
	if (typeof facts.skipped === 'string') return skipped(WHY_SKIPPED[facts.skipped] ?? 'Not tried.');
	return rule.judge(facts);
}

/** Facts as the rule of the step knows them: everything else, and every text that is more than a word, is left out. */
export function publicFacts(rule: StepRule, facts: Facts): Facts {
	const kinds: Readonly<Record<string, FactKind>> = { ...COMMON_FACTS, ...rule.facts };
	return Object.fromEntries(
		Object.entries(facts).filter(([name, value]) => {
			switch (Object.hasOwn(kinds, name) ? kinds[name] : undefined) {
				case 'flag':
					return typeof value === 'boolean';
				case 'number':
					return typeof value === 'number' && Number.isFinite(value);
				case 'word':
					return isWord(value);
				case 'words':
					return Array.isArray(value) && value.length <= MOST_WORDS && value.every(isWord);
				default:
					return false;
			}
		}),
	);
}

const MOST_WORDS = 300;

function isWord(value: unknown): boolean {
	return typeof value === 'string' && /^[A-Za-z][\w.:*[\]-]{0,79}$/.test(value);
}

/** "Zoom code 4711", for sentences about refusals. */
export function codeOf({ code, httpStatus }: Facts): string {
	const said = [code, httpStatus === undefined ? undefined : `HTTP ${httpStatus as number}`].filter(Boolean).join(', ');
	return said === '' ? '' : ` (${said})`;
}

export function wordsOf(fact: Fact | undefined): readonly string[] {
	return Array.isArray(fact) ? (fact as readonly string[]) : [];
}

export function numberOf(fact: Fact | undefined): number {
	return typeof fact === 'number' ? fact : 0;
}

export function listed(words: readonly string[], most = 12): string {
	const shown = words.slice(0, most).join(', ');
	return words.length > most ? `${shown}, and ${words.length - most} more` : shown;
}

/** "1 file", "2 files". */
export function counted(fact: Fact | undefined, one: string, many = `${one}s`): string {
	const number = numberOf(fact);
	return `${number} ${number === 1 ? one : many}`;
}
