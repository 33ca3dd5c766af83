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

export const DECISIONS = [
	'keep',
	'deactivate',
	'remove-role',
	'make-basic',
	'remove-phone',
	'withdraw-invitation',
	'delete-group',
	'delete-role',
] as const;
export type Decision = (typeof DECISIONS)[number];

/** Which decisions make sense for a finding, so that a group is never "deactivated". */
const ALLOWED: Record<Finding['subject']['type'], readonly Decision[]> = {
	user: ['keep', 'deactivate', 'remove-role', 'make-basic', 'remove-phone', 'withdraw-invitation'],
	group: ['keep', 'delete-group'],
	role: ['keep', 'delete-role'],
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

/**
 * Reads decisions back from a file that a spreadsheet may have changed: other separators, added columns, another order,
 * quotes, a byte order mark. A row that cannot be read for sure is reported with its line, never guessed.
 */
export function readReview(text: string): { decisions: ReviewDecision[]; problems: string[] } {
	const decisions: ReviewDecision[] = [];
	const problems: string[] = [];
	const separator = separatorOf(text);
	const rows = parseCsv(text.replace(/^\uFEFF/, ''), separator);
	const header = rows.shift()?.cells.map((name) => name.trim().toLowerCase()) ?? [];
	const column = (name: string) => header.indexOf(name.toLowerCase());
	const missing = ['subjectType', 'subjectId', 'decision'].filter((name) => column(name) < 0);
	if (missing.length > 0) {
		return {
			decisions,
			problems: [
				`The file has no column ${missing.join(', ')}. Use the file that the review workflow sent, and fill in its decision column.`,
			],
		};
	}
	const seen = new Map<string, { line: number; decision: Decision }>();
	for (const { cells, line } of rows) {
		const value = (name: string) => withoutGuard(cells[column(name)] ?? '').trim();
		if (cells.every((one) => one.trim() === '')) continue;
		const decision = value('decision')
			.toLowerCase()
			.replace(/[\s_]+/g, '-');
		if (decision === '') continue;
		const subjectType = value('subjectType') as Finding['subject']['type'];
		const subjectId = value('subjectId');
		if (cells.length < header.length - 1) {
			problems.push(
				`Line ${line} has ${cells.length} cells instead of ${header.length}: a separator or a quote is missing. It was not applied.`,
			);
		} else if (!(subjectType in ALLOWED)) {
			problems.push(
				`Line ${line} has the subject type "${subjectType}", which is none of user, group, role, account. It was not applied.`,
			);
		} else if (subjectId === '' || /^\d(\.\d+)?E\+\d+$/i.test(subjectId)) {
			problems.push(
				`Line ${line} has the subject ID "${subjectId}", which a spreadsheet has changed. Import that column as text. It was not applied.`,
			);
		} else if (!DECISIONS.includes(decision as Decision)) {
			problems.push(
				`Line ${line} decides "${value('decision')}", which is none of ${DECISIONS.join(', ')}. It was not applied.`,
			);
		} else if (!ALLOWED[subjectType].includes(decision as Decision)) {
			problems.push(
				`Line ${line} decides "${decision}" for a ${subjectType}; possible are ${ALLOWED[subjectType].join(', ')}. It was not applied.`,
			);
		} else {
			const key = `${subjectType}\n${subjectId}`;
			const before = seen.get(key);
			if (before && before.decision !== decision && before.decision !== 'keep' && decision !== 'keep') {
				problems.push(
					`Line ${line} decides "${decision}" for what line ${before.line} decided "${before.decision}". The first one counts.`,
				);
				continue;
			}
			if (before?.decision === decision) continue;
			if (before && decision === 'keep') continue;
			seen.set(key, { line, decision: decision as Decision });
			decisions.push({
				line,
				subjectType,
				subjectId,
				email: value('email').toLowerCase(),
				decision: decision as Decision,
				comment: value('comment'),
			});
		}
	}
	return { decisions, problems };
}

/** One CSV cell: quoted when needed, and never a formula. */
export function cell(value: string): string {
	const guarded = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
	return /[",;\r\n\t]/.test(guarded) ? `"${guarded.replace(/"/g, '""')}"` : guarded;
}

const withoutGuard = (value: string) => (/^'[=+\-@\t\r]/.test(value) ? value.slice(1) : value);

function separatorOf(text: string): string {
	const header = text.slice(0, Math.max(0, text.search(/\r?\n|$/)));
	return [',', ';', '\t'].reduce(
		(best, one) => (header.split(one).length > header.split(best).length ? one : best),
		',',
	);
}

function parseCsv(text: string, separator: string): Array<{ cells: string[]; line: number }> {
	const rows: Array<{ cells: string[]; line: number }> = [];
	let cells: string[] = [];
	let current = '';
	let quoted = false;
	let line = 1;
	let start = 1;
	const endRow = () => {
		cells.push(current);
		if (cells.length > 1 || current !== '') rows.push({ cells, line: start });
		cells = [];
		current = '';
	};
	for (let at = 0; at < text.length; at++) {
		const character = text[at]!;
		if (character === '\n') line++;
		if (quoted) {
			if (character === '"' && text[at + 1] === '"') current += text[++at]!;
			else if (character === '"') quoted = false;
			else current += character;
		} else if (character === '"' && current === '') quoted = true;
		else if (character === separator) {
			cells.push(current);
			current = '';
		} else if (character === '\n') {
			endRow();
			start = line;
		} else if (character !== '\r') current += character;
	}
	endRow();
	return rows;
}
