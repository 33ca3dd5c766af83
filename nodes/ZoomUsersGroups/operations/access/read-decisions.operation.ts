import { InputError } from '../../../../lib/policy/failures';
import type { DecidedChange, KnownSubjects } from '../../../../lib/policy/access/review-table';
import { decidedChanges, readReview } from '../../../../lib/policy/access/review-table';
import { nameOf } from '../../../../lib/policy/access/snapshot';
import { readSnapshotOrNull, snapshotField } from '../../access/read-snapshot';
import type { DirectoryCall, DirectoryOperation } from '../../fields';

export const readDecisions: DirectoryOperation = {
	value: 'readDecisions',
	name: 'Read Decisions',
	action: 'Read the decisions of a review file',
	description:
		'A review file with decisions becomes items for User → Ensure; rows that cannot be read for sure are reported',
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
			displayName: 'Include Kept',
			name: 'includeKept',
			type: 'boolean',
			default: false,
			description: 'Whether subjects for which nothing was decided but "keep" become items too',
		},
	],

	async run(call) {
		const known = await readKnown(call);
		const { decisions, problems } = readReview(await readFile(call), known);
		const kept = call.parameter.boolean('includeKept', false);
		return [
			...decidedChanges(decisions)
				.filter(({ action }) => kept || action !== 'keep')
				.map((change) => ({ ...change, ...whoOf(change, known) })),
			...problems.map(({ line, sentence }) => ({ action: 'problem', line, sentence })),
		];
	},
};

/** What the snapshot calls the subject; without one the address that the file has. */
function whoOf({ subjectType, subjectId, email }: DecidedChange, known: KnownSubjects | undefined) {
	const user = subjectType === 'user' ? known?.users.get(subjectId) : undefined;
	const group = subjectType === 'group' ? known?.groups.get(subjectId) : undefined;
	return { name: user?.name ?? group ?? '', email: email || (user?.email ?? '') };
}

async function readKnown(call: DirectoryCall): Promise<KnownSubjects | undefined> {
	const snapshot = await readSnapshotOrNull(call, 'snapshot', 'Snapshot');
	if (!snapshot) return undefined;
	return {
		users: new Map(snapshot.users.map((one) => [one.id, { email: one.email, status: one.status, name: nameOf(one) }])),
		groups: new Map(snapshot.groups.map(({ id, name }) => [id, name])),
		roles: new Set(snapshot.roles.map(({ id }) => id)),
	};
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
