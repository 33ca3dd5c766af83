import { InputError } from '../../../../lib/policy/failures';
import { type DecidedChange, decidedChanges } from '../../../../lib/policy/access/decided-changes';
import { type DecisionRow, rowOf } from '../../../../lib/policy/access/decision-record';
import { decidedCsv, readReview } from '../../../../lib/policy/access/review-table';
import { type PresentState, whyStale } from '../../../../lib/policy/access/stale-decisions';
import { type KnownSubjects, knownSubjects, standing } from '../../../../lib/policy/access/subjects';
import { listOutputField } from '../../access/fields';
import { earlierDecisionsField, readDecisionRows, readFindings } from '../../access/read-lists';
import { readSnapshotOrNull, snapshotField } from '../../access/read-snapshot';
import type { DirectoryCall, DirectoryOperation } from '../../fields';

const DAY = 86_400_000;

export const readDecisions: DirectoryOperation = {
	value: 'readDecisions',
	reads: true,
	name: 'Read Decisions',
	action: 'Read the decisions of a review file',
	description:
		'A review file with decisions becomes changes to carry out; what cannot be read for sure, or does not hold any more, is reported',
	fields: [
		{
			displayName: 'Review File',
			name: 'reviewFile',
			type: 'string',
			required: true,
			default: 'review',
			description: 'Name of the binary field that holds the file, or its text by expression',
		},
		{
			...snapshotField,
			required: false,
			default: '',
			description: `${snapshotField.description}. With it, every row is checked to name somebody who is there.`,
		},
		{
			displayName: 'Check Against Findings',
			name: 'checkFindings',
			type: 'boolean',
			default: false,
			description:
				'Whether decisions fall out whose finding does not hold any more, has other evidence now, or was decided about since',
		},
		{
			displayName: 'Findings',
			name: 'findings',
			type: 'json',
			default: '={{ $json.findings }}',
			displayOptions: { show: { checkFindings: [true] } },
			description: 'What Access → Findings says of that snapshot',
		},
		{ ...earlierDecisionsField, displayOptions: { show: { checkFindings: [true] } } },
		{
			displayName: 'Include Kept',
			name: 'includeKept',
			type: 'boolean',
			default: false,
			description: 'Whether subjects for which nothing was decided but "keep" become items too',
		},
		{
			displayName: 'Keep For (Days)',
			name: 'keepFor',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 180,
			description: 'How long a "keep" holds when the file gives no day',
		},
		{
			displayName: 'Decided By',
			name: 'decidedBy',
			type: 'string',
			default: '',
			description: 'Who decided, for the table of decisions',
		},
		{ ...listOutputField, default: 'items' },
	],

	async run(call) {
		const { parameter } = call;
		const now = new Date();
		const known = await readKnown(call);
		const present = parameter.boolean('checkFindings', false) ? presentState(call, known) : null;
		const { decisions, problems } = readReview(await readFile(call), known, now.toISOString().slice(0, 10), (one) =>
			present ? whyStale(one, present) : null,
		);
		const kept = parameter.boolean('includeKept', false);
		const changes = decidedChanges(decisions, known).filter(({ action }) => kept || action !== 'keep');
		const keepUntil = new Date(now.getTime() + parameter.number('keepFor', 180) * DAY).toISOString().slice(0, 10);
		const made = {
			account: call.zoomCredential.accountId,
			decidedAt: now.toISOString(),
			decidedBy: parameter.text('decidedBy'),
			run: call.context.getExecutionId(),
			keepUntil,
		};
		const rows: DecisionRow[] = decisions.map((one) => rowOf(one, made));
		const told = problems.map(({ line, sentence, stale }) => ({
			action: 'problem',
			line,
			sentence,
			rows: stale ? [{ ...rowOf(stale, made), result: 'fell-out' as const, message: sentence }] : [],
		}));
		if (parameter.oneOf('output', ['items', 'single'], 'items') === 'items')
			return [...withOwnRows(changes, rows), ...told];
		return {
			decided: decisions.length,
			fileProblem: problems.find(({ line }) => line === null)?.sentence ?? '',
			changes,
			// For User → Ensure.
			users: changes.filter(({ action }) => action === 'ensure'),
			problems: told,
			rows: [...rows, ...told.flatMap((one) => one.rows)],
			// What was understood, to be read again by this operation when somebody has approved it.
			file: decidedCsv(decisions),
		};
	},
};

/** Each change with the rows of its decisions; a decision that becomes several changes is in the first of them only. */
function withOwnRows(changes: readonly DecidedChange[], rows: readonly DecisionRow[]): object[] {
	const left = new Map(rows.map((row) => [Number(row.decisionId.split('/').at(-1)), row]));
	return changes.map((change) => {
		const own = change.lines.flatMap((line) => left.get(line) ?? []);
		for (const line of change.lines) left.delete(line);
		return { ...change, rows: own };
	});
}

function presentState(call: DirectoryCall, known: KnownSubjects | undefined): PresentState {
	return {
		findings: readFindings(call),
		earlier: readDecisionRows(call),
		stateOf: ({ subjectType, subjectId }) => {
			const user = subjectType === 'user' ? known?.users.get(subjectId) : undefined;
			return user ? standing(user) : '';
		},
	};
}

async function readKnown(call: DirectoryCall): Promise<KnownSubjects | undefined> {
	const snapshot = await readSnapshotOrNull(call, 'snapshot', 'Snapshot');
	return snapshot ? knownSubjects(snapshot) : undefined;
}

/** @throws {InputError} for a file that is not text as spreadsheets write it */
async function readFile(call: DirectoryCall): Promise<string> {
	const given = call.parameter.string('reviewFile');
	if (!call.item.binary?.[given]) {
		if (given.includes('\n')) return given;
		const known = Object.keys(call.item.binary ?? {});
		throw new InputError(
			'Review File',
			`is "${given}", and the item ${known.length > 0 ? `has the binary fields ${known.join(', ')}` : 'has no binary field'}`,
			'Give the name of the binary field that holds the CSV file.',
		);
	}
	const bytes = await call.context.helpers.getBinaryDataBuffer(call.itemIndex, given);
	// "Unicode text" of Excel.
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
	if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
		throw new InputError(
			'Review File',
			'holds a workbook (xlsx) instead of CSV',
			'Save it as "CSV UTF-8" and upload that.',
		);
	}
	// Where bytes are no UTF-8, decoding puts this sign; a name with it in the file itself does not come from us either.
	const text = new TextDecoder('utf-8').decode(bytes);
	if (!text.includes('\uFFFD')) return text;
	throw new InputError(
		'Review File',
		'is in an old character set, in which names and addresses cannot be read for sure',
		'Save it as "CSV UTF-8" and upload that.',
	);
}
