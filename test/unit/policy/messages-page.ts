import { OUTCOME_STATUSES, REASONS, type OutcomeStatus } from '../../../lib/policy/outcomes';

const HEADINGS: Record<OutcomeStatus, string> = {
	imported: 'Imported',
	'already-imported': 'Already imported',
	'imported-by-native-integration': "Imported by Kaltura's own integration",
	waiting: 'Waiting: tried again by itself',
	skipped: 'Skipped: a rule said so',
	'needs-attention': 'Needs attention: a person must decide',
	partial: 'Partial: a part is missing',
	failed: 'Failed',
};

/** The page docs/messages.md: every message that a recording or a file can end with, and what to do about it. */
export function messagesPage(): string {
	const sections = OUTCOME_STATUSES.map((status) => {
		const rows = Object.entries(REASONS)
			.filter(([, reason]) => reason.status === status)
			.map(([code, { sentence, nextStep, retryable }]) => {
				const said = (sentence as (detail: unknown) => string)(details()).replaceAll('NaN', '‹number›');
				const after = nextStep === '' ? 'Nothing.' : sentenceOf(nextStep);
				return `| \`${code}\` | ${cell(said)} | ${cell(after)} | ${retryable ? 'yes' : 'no'} |`;
			});
		if (rows.length === 0) return '';
		return [
			`## ${HEADINGS[status]}`,
			'',
			'| reason | message | what you can do | tried again by itself |',
			'| --- | --- | --- | --- |',
			...rows,
			'',
		].join('\n');
	});
	return [
		'# Messages and what to do',
		'',
		'Every recording and every file ends with one of these reasons: in the ledger, on the status page, in the CSV and on the items',
		'of the workflow. Words in ‹angle brackets› stand for what it is about. This page is made from the list in',
		'`lib/policy/outcomes.ts`; a test holds it to that.',
		'',
		...sections,
	]
		.join('\n')
		.replace(/\n{3,}/g, '\n\n');
}

const sentenceOf = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);
const cell = (text: string) => text.replaceAll('|', '\\|').replace(/\s+/g, ' ');

/** Stands for whatever a message is about: its name in angle brackets, whether it is used as a text, a number or a list. */
function details(): unknown {
	return new Proxy({}, { get: (_, name) => placeholder(String(name)) });
}

function placeholder(name: string): unknown {
	const shown = `‹${name.replace(/([A-Z])/g, ' $1').toLowerCase()}›`;
	const text = () => shown;
	return new Proxy(text, {
		get: (_, property) => {
			if (property === Symbol.toPrimitive || property === 'toString' || property === 'join') return text;
			if (property === Symbol.iterator) return [shown][Symbol.iterator].bind([shown]);
			if (property === 'length') return 2;
			if (property in Array.prototype) return ([shown] as unknown as Record<PropertyKey, unknown[]>)[property as never];
			return text;
		},
	});
}
