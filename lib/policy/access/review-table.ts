import { cell, parseCsv, withoutGuard } from '../csv';

import { ABOUT_INVITATIONS, ALLOWED, type Decision, DECISIONS, type SubjectType } from './decisions';
import { evidenceText } from './evidence';
import type { Finding } from './finding';
import { ADMIN_ROLE, MEMBER_ROLE, OWNER_ROLE } from './snapshot';
import type { KnownSubjects } from './subjects';

/** Columns of the review file; the last three are for the reviewer. */
export const REVIEW_COLUMNS = [
	'finding',
	'severity',
	'subjectType',
	'subjectId',
	'email',
	'name',
	'sentence',
	'remedy',
	'evidence',
	'snapshot',
	'possible',
	'keepUntil',
	'decision',
	'comment',
] as const;

/** Before a time, so that no spreadsheet turns it into one of its own. */
const TAKEN = 'taken ';
/** Between decisions that go together, and between those of which one is enough. */
const TOGETHER = ' + ';
const OR = ' | ';

/**
 * The findings as CSV with an empty decision column. Cells that a spreadsheet would take for a formula get a leading
 * apostrophe (OWASP CSV injection); `readReview` takes it off again.
 */
export function reviewCsv(findings: readonly Finding[], snapshotTakenAt = ''): string {
	const rows = findings.map((finding) => {
		const { kind, severity, subject, sentence, remedy, decisions, accepted } = finding;
		const said = accepted
			? `${sentence} Accepted until ${accepted.until}${accepted.by ? ` by ${accepted.by}` : ''}.`
			: sentence;
		return [
			...[kind, severity, subject.type, subject.id, subject.email ?? '', subject.name, said, remedy],
			evidenceText(finding),
			snapshotTakenAt === '' ? '' : TAKEN + snapshotTakenAt,
			[...decisions.map((together) => together.join(TOGETHER)), 'keep'].join(OR),
			...['', '', ''],
		]
			.map(cell)
			.join(',');
	});
	return [REVIEW_COLUMNS.join(','), ...rows, ''].join('\r\n');
}

/** Lines of the file that people filled in, for a file that we made of it: people look for those. */
const FIRST_LINE = 'reviewLine';
const DECIDED_BY = 'decidedBy';

/** What was read, as a file that reads the same again: so that facts can be compared anew when the decisions are approved. */
export function decidedCsv(decisions: readonly ReviewDecision[]): string {
	const rows = decisions.map((one) =>
		[
			...[one.finding, '', one.subjectType, one.subjectId, one.email, one.name, '', '', one.evidence],
			one.snapshotTakenAt === '' ? '' : TAKEN + one.snapshotTakenAt,
			...['', one.keepUntil, one.decisions.join(TOGETHER), one.comment, String(one.line), one.decidedBy ?? ''],
		]
			.map(cell)
			.join(','),
	);
	return [[...REVIEW_COLUMNS, FIRST_LINE, DECIDED_BY].join(','), ...rows, ''].join('\r\n');
}

export interface ReviewDecision {
	/** Line of the file, 1 = the header. */
	line: number;
	/** Kind of the finding; '' in a file without that column. */
	finding: string;
	subjectType: SubjectType;
	subjectId: string;
	email: string;
	name: string;
	/** What the reviewer saw; '' in a file that does not say. */
	evidence: string;
	snapshotTakenAt: string;
	/** One, or several that go together. */
	decisions: Decision[];
	/** Last day of a "keep", as 2027-01-31; '' when the file says none. */
	keepUntil: string;
	comment: string;
	/** Who decided, where the file says so of each line: of a campaign with several reviewers. */
	decidedBy?: string;
}

/** Something in the file that was not applied. */
export interface ReviewProblem {
	/** Line of the file; null when it is about the file as a whole. */
	line: number | null;
	sentence: string;
	/** The decision that fell out because something has changed since. */
	stale?: ReviewDecision;
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
	today = '',
	whyStale: (decision: ReviewDecision) => string | null = () => null,
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
	const seen = new Map<string, ReviewDecision[]>();
	for (const { cells, line: written } of rows) {
		const value = (name: string) => withoutGuard(cells[column(name)] ?? '').trim();
		if (cells.every((one) => one.trim() === '')) continue;
		const line = Number(value(FIRST_LINE)) || written;
		const report = (sentence: string) =>
			void problems.push({ line, sentence: `Line ${line} ${sentence} It was not applied.` });
		if (written === openQuote) {
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
		const said = value('decision');
		if (said === '') continue;
		const decision: ReviewDecision = {
			line,
			finding: value('finding'),
			subjectType: value('subjectType') as SubjectType,
			subjectId: value('subjectId'),
			email: value('email').toLowerCase(),
			name: value('name'),
			evidence: value('evidence'),
			snapshotTakenAt: value('snapshot').startsWith(TAKEN) ? value('snapshot').slice(TAKEN.length) : '',
			decisions: decisionsIn(said),
			keepUntil: dayIn(value('keepUntil')),
			comment: value('comment'),
			...(value(DECIDED_BY) === '' ? {} : { decidedBy: value(DECIDED_BY) }),
		};
		const problem =
			problemOfId(decision) ?? problemOfDecision(decision, said) ?? problemOfDay(decision, value('keepUntil'), today);
		if (problem !== null) {
			report(problem);
			continue;
		}
		const stale =
			problemOfSubject(decision, known) ??
			problemOfAddress(decision, known) ??
			problemOfStatus(decision, known) ??
			whyStale(decision);
		if (stale !== null) {
			problems.push({ line, sentence: `Line ${line} ${stale} It was not applied.`, stale: decision });
			continue;
		}
		const key = `${decision.subjectType}\n${decision.subjectId}`;
		const before = seen.get(key) ?? [];
		if (before.some((one) => isRepeated(one, decision))) continue;
		const against = before.find((one) => excludes(one.decisions, decision.decisions));
		if (against) {
			report(
				`decides "${decision.decisions.join(TOGETHER)}" for what line ${against.line} decided "${against.decisions.join(TOGETHER)}". The first one counts.`,
			);
			continue;
		}
		seen.set(key, [...before, decision]);
		decisions.push(decision);
	}
	return { decisions, problems };
}

function decisionsIn(written: string): Decision[] {
	const words = written.toLowerCase().split(/\s*[+,;]\s*|\s+and\s+/);
	return words.map((word) => word.trim().replace(/[\s_]+/g, '-')).filter(Boolean) as Decision[];
}

/** A day as spreadsheets write it, where that can be read in one way only; else as it is written. */
function dayIn(written: string): string {
	const [, year, month, day] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\.?$/.exec(written) ?? [];
	if (year) return `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
	const [, first, second, last] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(written) ?? [];
	return last ? `${last}-${second!.padStart(2, '0')}-${first!.padStart(2, '0')}` : written;
}

function problemOfDay({ decisions, keepUntil }: ReviewDecision, written: string, today: string): string | null {
	if (keepUntil === '') return null;
	if (!decisions.includes('keep')) return `says keepUntil "${written}" without the decision keep.`;
	const real = new Date(`${keepUntil}T00:00:00Z`);
	if (
		!/^\d{4}-\d{2}-\d{2}$/.test(keepUntil) ||
		Number.isNaN(real.getTime()) ||
		real.toISOString().slice(0, 10) !== keepUntil
	)
		return `says keepUntil "${written}", which is no day that everybody reads alike. Write it as 2027-01-31.`;
	return today !== '' && keepUntil < today ? `keeps until ${keepUntil}, which is over.` : null;
}

function problemOfId({ subjectType: type, subjectId: id }: ReviewDecision): string | null {
	if (!(type in ALLOWED)) return `has the subject type "${type}", which is none of ${Object.keys(ALLOWED).join(', ')}.`;
	if (id === '' || /^\d([.,]\d+)?E\+?\d+$/i.test(id))
		return `has the subject ID "${id}", which a spreadsheet has changed. Import that column as text.`;
	return null;
}

/** Whether the snapshot has it, under that address. */
function problemOfSubject(
	{ subjectType: type, subjectId: id, email, name, decisions }: ReviewDecision,
	known: KnownSubjects | undefined,
): string | null {
	if (!known) return null;
	if (type === 'group' && !known.groups.has(id)) return `names the group ${id}, which the snapshot does not have.`;
	if (type === 'role' && !known.roles.has(id)) return `names the role ${id}, which the snapshot does not have.`;
	if (type !== 'user') return null;
	const user = known.users.get(id);
	const address = user?.email;
	if (decisions.includes('remove-group-admin') && user?.administers.length === 0)
		return `decides "remove-group-admin" for ${name || id}, who administers no group any more.`;
	if (address === undefined) return `names the user ${id}, whom the snapshot does not have.`;
	return email !== '' && email !== address
		? `names the user ${id} with the address ${email}, but the snapshot has ${address || 'none'}: the columns were sorted apart.`
		: null;
}

function problemOfDecision({ subjectType, subjectId, decisions }: ReviewDecision, written: string): string | null {
	if (decisions.length === 0 || decisions.some((one) => !DECISIONS.includes(one)))
		return `decides "${written}", which is none of ${DECISIONS.join(', ')}.`;
	const wrong = decisions.find((one) => !ALLOWED[subjectType].includes(one));
	if (wrong) return `decides "${wrong}" for a ${subjectType}; possible are ${ALLOWED[subjectType].join(', ')}.`;
	if (decisions.length > 1 && decisions.some((one) => one === 'keep' || ABOUT_INVITATIONS.includes(one)))
		return `decides "${written}", which cannot be done together.`;
	if (
		subjectType === 'role' &&
		!decisions.includes('keep') &&
		[OWNER_ROLE, ADMIN_ROLE, MEMBER_ROLE].includes(subjectId)
	)
		return `decides "${written}" for a role that belongs to every account.`;
	return null;
}

/** Users are changed by their address. */
function problemOfAddress(
	{ subjectType, subjectId, email, decisions }: ReviewDecision,
	known: KnownSubjects | undefined,
): string | null {
	if (subjectType !== 'user' || decisions.includes('keep') || email !== '' || known?.users.get(subjectId)?.email)
		return null;
	return `decides "${decisions.join(TOGETHER)}" for the user ${subjectId}, who has no e-mail address to be found by. Do it in Zoom.`;
}

/** Somebody with an invitation only has nothing but that; everybody else has none. */
function problemOfStatus(
	{ subjectType, subjectId, decisions }: ReviewDecision,
	known: KnownSubjects | undefined,
): string | null {
	const status = subjectType === 'user' ? known?.users.get(subjectId)?.status : undefined;
	if (status === undefined || decisions.includes('keep')) return null;
	const wrong = decisions.find((one) => ABOUT_INVITATIONS.includes(one) !== (status === 'pending'));
	if (!wrong) return null;
	return status === 'pending'
		? `decides "${wrong}" for somebody who is only invited; possible are ${ABOUT_INVITATIONS.join(', ')}.`
		: `decides "${wrong}" for somebody who is ${status}: there is no invitation any more.`;
}

/** The same about the same person counts once; "keep" is about one finding only. */
function isRepeated(one: ReviewDecision, other: ReviewDecision): boolean {
	const sameFinding = one.finding === other.finding && one.evidence === other.evidence;
	if (one.decisions.includes('keep') && !sameFinding) return false;
	return one.decisions.toSorted().join() === other.decisions.toSorted().join();
}

/** The decisions about a user go together, but for "keep", which is about one finding, and an invitation, which goes alone. */
function excludes(some: readonly Decision[], others: readonly Decision[]): boolean {
	if (some.includes('keep') || others.includes('keep')) return false;
	return [...some, ...others].some((one) => ABOUT_INVITATIONS.includes(one));
}
