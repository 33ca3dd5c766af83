import { cell, parseCsv, withoutGuard } from '../csv';

import type { Finding } from './findings';

/** Columns of the review file; `decision` and `comment` are for the reviewer. */
export const REVIEW_COLUMNS = [
	'finding',
	'severity',
	'subjectType',
	'subjectId',
	'email',
	'name',
	'sentence',
	'remedy',
	'decision',
	'comment',
] as const;

const DECISIONS = [
	'keep',
	'deactivate',
	'remove-role',
	'make-basic',
	'remove-phone',
	'withdraw-invitation',
	'delete-group',
] as const;
export type Decision = (typeof DECISIONS)[number];

/** Which decisions make sense for a finding, so that a group is never "deactivated". A role is changed by hand only. */
const ALLOWED: Record<Finding['subject']['type'], readonly Decision[]> = {
	user: ['keep', 'deactivate', 'remove-role', 'make-basic', 'remove-phone', 'withdraw-invitation'],
	group: ['keep', 'delete-group'],
	role: ['keep'],
	account: ['keep'],
};

/**
 * The findings as CSV with an empty decision column. Cells that a spreadsheet would take for a formula get a leading
 * apostrophe (OWASP CSV injection); `readReview` takes it off again.
 */
export function reviewCsv(findings: readonly Finding[]): string {
	const rows = findings.map(({ kind, severity, subject, sentence, remedy }) =>
		[kind, severity, subject.type, subject.id, subject.email ?? '', subject.name, sentence, remedy, '', '']
			.map(cell)
			.join(','),
	);
	return [REVIEW_COLUMNS.join(','), ...rows, ''].join('\r\n');
}

export interface ReviewDecision {
	/** Line of the file, 1 = the header. */
	line: number;
	subjectType: Finding['subject']['type'];
	subjectId: string;
	email: string;
	decision: Decision;
	comment: string;
}

/** Something in the file that was not applied. */
export interface ReviewProblem {
	/** Line of the file; null when it is about the file as a whole. */
	line: number | null;
	sentence: string;
}

/** What a file of decisions is checked against, so that an id that a spreadsheet has changed is not applied to nobody. */
export interface KnownSubjects {
	/** By Zoom id (address of pending people). */
	users: ReadonlyMap<string, { email: string; status: string; name: string }>;
	/** Names by id. */
	groups: ReadonlyMap<string, string>;
	roles: ReadonlySet<string>;
}

/** Columns that the review file fills in every row: a row that ends before one of them is cut. */
const ALWAYS_FILLED = ['finding', 'severity', 'subjectType', 'subjectId', 'name', 'sentence', 'remedy'];

/**
 * Reads decisions back from a file that a spreadsheet may have changed: other separators, added columns, another order,
 * quotes, a byte order mark. A row that cannot be read for sure is reported with its line, never guessed.
 */
export function readReview(
	text: string,
	known?: KnownSubjects,
): { decisions: ReviewDecision[]; problems: ReviewProblem[] } {
	const decisions: ReviewDecision[] = [];
	const problems: ReviewProblem[] = [];
	const { rows, separator, openQuote } = parseCsv(text.replace(/^\uFEFF/, ''));
	const header = rows.shift()?.cells.map((name) => name.trim().toLowerCase()) ?? [];
	const places = new Map(header.map((name, index) => [name, index] as const).reverse());
	const column = (name: string) => places.get(name.toLowerCase()) ?? -1;
	const required = ['subjectType', 'subjectId', 'decision'];
	const wrong = [
		...required.filter((name) => column(name) < 0).map((name) => `no column ${name}`),
		...required
			.filter((name) => header.lastIndexOf(name.toLowerCase()) !== column(name))
			.map((name) => `two columns ${name}`),
	];
	if (wrong.length > 0) {
		const sentence = `The file has ${wrong.join(', ')}. Use the file that the review workflow sent, and fill in its decision column.`;
		return { decisions, problems: [{ line: null, sentence }] };
	}
	const filled = Math.max(...ALWAYS_FILLED.map(column));
	const seen = new Map<string, Array<{ line: number; decision: Decision }>>();
	for (const { cells, line } of rows) {
		const value = (name: string) => withoutGuard(cells[column(name)] ?? '').trim();
		if (cells.every((one) => one.trim() === '')) continue;
		const report = (sentence: string) =>
			void problems.push({ line, sentence: `Line ${line} ${sentence} It was not applied.` });
		if (line === openQuote) {
			report('opens a quote that nothing closes, so it swallows the rest of the file.');
			continue;
		}
		if (cells.length <= filled) {
			report(`has ${cells.length} cells instead of ${header.length}: a separator or a quote is missing.`);
			continue;
		}
		if (cells.slice(header.length).some((one) => one.trim() !== '')) {
			report(
				`has ${cells.length} cells instead of ${header.length}: a cell with "${separator}" lost its quotes, so nobody can tell what belongs where.`,
			);
			continue;
		}
		const decision = value('decision')
			.toLowerCase()
			.replace(/[\s_]+/g, '-') as Decision;
		if ((decision as string) === '') continue;
		const subjectType = value('subjectType') as Finding['subject']['type'];
		const subjectId = value('subjectId');
		const email = value('email').toLowerCase();
		const problem =
			problemOfSubject(subjectType, subjectId, email, known) ??
			problemOfDecision(subjectType, decision, value('decision')) ??
			problemOfAddress(subjectType, subjectId, email, decision, known) ??
			problemOfStatus(decision, subjectType === 'user' ? known?.users.get(subjectId)?.status : undefined);
		if (problem !== null) {
			report(problem);
			continue;
		}
		const before = seen.get(`${subjectType}\n${subjectId}`) ?? [];
		if (before.some((one) => one.decision === decision)) continue;
		const against = before.find((one) => excludes(one.decision, decision));
		if (against) {
			report(
				`decides "${decision}" for what line ${against.line} decided "${against.decision}". The first one counts.`,
			);
			continue;
		}
		seen.set(`${subjectType}\n${subjectId}`, [...before, { line, decision }]);
		decisions.push({ line, subjectType, subjectId, email, decision, comment: value('comment') });
	}
	return { decisions, problems };
}

function problemOfSubject(type: string, id: string, email: string, known: KnownSubjects | undefined): string | null {
	if (!(type in ALLOWED)) return `has the subject type "${type}", which is none of user, group, role, account.`;
	if (id === '' || /^\d([.,]\d+)?E\+?\d+$/i.test(id))
		return `has the subject ID "${id}", which a spreadsheet has changed. Import that column as text.`;
	if (!known) return null;
	if (type === 'group' && !known.groups.has(id)) return `names the group ${id}, which the snapshot does not have.`;
	if (type === 'role' && !known.roles.has(id)) return `names the role ${id}, which the snapshot does not have.`;
	if (type !== 'user') return null;
	const address = known.users.get(id)?.email;
	if (address === undefined) return `names the user ${id}, whom the snapshot does not have.`;
	return email !== '' && email !== address
		? `names the user ${id} with the address ${email}, but the snapshot has ${address || 'none'}: the columns were sorted apart.`
		: null;
}

function problemOfDecision(type: Finding['subject']['type'], decision: Decision, written: string): string | null {
	if (!DECISIONS.includes(decision)) return `decides "${written}", which is none of ${DECISIONS.join(', ')}.`;
	if (!ALLOWED[type].includes(decision))
		return `decides "${decision}" for a ${type}; possible are ${ALLOWED[type].join(', ')}.`;
	return null;
}

/** Users are changed by their address. */
function problemOfAddress(
	type: Finding['subject']['type'],
	id: string,
	email: string,
	decision: Decision,
	known: KnownSubjects | undefined,
): string | null {
	if (type !== 'user' || decision === 'keep' || email !== '' || known?.users.get(id)?.email) return null;
	return `decides "${decision}" for the user ${id}, who has no e-mail address to be found by. Do it in Zoom.`;
}

/** Somebody with an invitation only has nothing but that; everybody else has none. */
function problemOfStatus(decision: Decision, status: string | undefined): string | null {
	if (status === undefined || decision === 'keep') return null;
	const withdraws = decision === 'withdraw-invitation';
	if (status === 'pending')
		return withdraws
			? null
			: `decides "${decision}" for somebody who is only invited; possible is withdraw-invitation.`;
	return withdraws ? `decides "${decision}" for somebody who is ${status}: there is no invitation any more.` : null;
}

/** "keep" is about one finding only, and the others of a user go together; an invitation is withdrawn alone. */
function excludes(one: Decision, other: Decision): boolean {
	if (one === 'keep' || other === 'keep') return false;
	return one === 'withdraw-invitation' || other === 'withdraw-invitation';
}

/** Everything that was decided about one subject, in the words of User → Ensure; '' leaves a property as it is. */
export interface DecidedChange {
	action: 'ensure' | 'withdraw-invitation' | 'delete-group' | 'keep';
	subjectType: ReviewDecision['subjectType'];
	subjectId: string;
	email: string;
	decisions: Decision[];
	status: 'inactive' | '';
	role: 'Member' | '';
	type: '1' | '';
	/** false takes the phone away. */
	phoneEnabled: false | '';
	lines: number[];
	comment: string;
}

/** One change per subject, in the order of the file. */
export function decidedChanges(decisions: readonly ReviewDecision[]): DecidedChange[] {
	const changes = new Map<string, DecidedChange>();
	for (const { subjectType, subjectId, email, decision, line, comment } of decisions) {
		const key = `${subjectType}\n${subjectId}`;
		const change: DecidedChange = changes.get(key) ?? {
			action: 'keep',
			subjectType,
			subjectId,
			email,
			decisions: [],
			status: '',
			role: '',
			type: '',
			phoneEnabled: '',
			lines: [],
			comment: '',
		};
		changes.set(key, change);
		change.decisions.push(decision);
		change.lines.push(line);
		change.comment = [change.comment, comment].filter(Boolean).join(' / ');
		if (decision === 'keep') continue;
		if (decision === 'withdraw-invitation' || decision === 'delete-group') change.action = decision;
		else change.action = 'ensure';
		if (decision === 'deactivate') change.status = 'inactive';
		if (decision === 'remove-role') change.role = 'Member';
		if (decision === 'make-basic') change.type = '1';
		if (decision === 'remove-phone') change.phoneEnabled = false;
	}
	return [...changes.values()];
}
