import type { Operation } from '../../../../lib/n8n/operation';
import { lookAfterEntries } from '../../../../lib/pipeline/import/look-after';
import { InputError } from '../../../../lib/policy/failures';
import { isLedgerRow, rowsOfRecordings } from '../../../../lib/policy/cleanup/table-rows';
import type { MediaClients } from '../../clients';

export const lookAfter: Operation<MediaClients> = {
	value: 'lookAfter',
	name: 'Look After Entries',
	action: 'Look after entries of recordings',
	description: 'Find entries from Zoom that failed or got stuck, and remove empty ones that were abandoned',
	fields: [
		{
			displayName: 'Entries of the Last (Days)',
			name: 'lastDays',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 30,
			description: 'Older entries are not looked at',
		},
		{
			displayName: 'Stuck After (Hours)',
			name: 'stuckHours',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 24,
			description: 'How long Kaltura may import and convert before an entry counts as stuck',
		},
		{
			displayName: 'Remove Abandoned Entries',
			name: 'removeAbandoned',
			type: 'boolean',
			default: false,
			description:
				'Whether to delete empty entries of this package, older than a day, that lost to another entry or whose recording is gone',
		},
		{
			displayName: 'Ledger Rows',
			name: 'ledgerRows',
			type: 'json',
			required: true,
			default: "={{ $('Read the Ledger').all().map((row) => row.json) }}",
			description:
				'Rows of the data table zoom_kaltura_ledger; only entries of recordings that it has under the Zoom account of the credential are looked at',
		},
	],

	async run({ kaltura, openZoom, parameter, signal }) {
		const { zoomCredential } = await openZoom();
		return await lookAfterEntries(
			kaltura,
			async () => (await openZoom()).zoom,
			{
				lastDays: atLeastOne(parameter.number('lastDays'), 'Entries of the Last (Days)'),
				stuckHours: atLeastOne(parameter.number('stuckHours'), 'Stuck After (Hours)'),
				removeAbandoned: parameter.boolean('removeAbandoned'),
				ours: recordingsOf(zoomCredential.accountId, parameter.raw('ledgerRows', null)),
			},
			signal,
		);
	},
};

/** @throws {InputError} when the ledger cannot be read: without it nobody knows whose an entry is */
function recordingsOf(account: string, rows: unknown): Set<string> {
	const ledger = rowsOfRecordings(rows, isLedgerRow);
	if ('unreadable' in ledger) {
		return new InputError(
			'Ledger Rows',
			`cannot be read: ${ledger.unreadable}`,
			'Give all rows of the data table zoom_kaltura_ledger; without them nobody knows which Zoom account an entry belongs to.',
		).raise();
	}
	const all = [...ledger.values()].flat().filter((row) => row.account === account);
	return new Set(all.map(({ meetingUuid }) => String(meetingUuid)));
}

function atLeastOne(value: number, parameter: string): number {
	return value >= 1 ? value : new InputError(parameter, `is ${value}`, 'A number of at least 1.').raise();
}
