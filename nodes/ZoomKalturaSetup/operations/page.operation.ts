import type { Operation } from '../../../lib/n8n/operation';
import { type InstalledRow, installationPage } from '../../../lib/report/installation-page';

import type { SetupClients } from '../fields';

export const page: Operation<SetupClients> = {
	value: 'page',
	name: 'Draw the Page',
	action: 'Draw the page about the installation',
	description: 'One HTML page about the incoming workflows: what happened, what is left to do, and links',
	fields: [
		{
			displayName: 'Dry Run',
			name: 'dryRun',
			type: 'boolean',
			default: false,
			description: 'Whether the incoming workflows only say what would be done',
		},
	],

	/** One page for all items, on the first of them. */
	async runAll(calls) {
		const [first] = calls;
		const html = installationPage({
			rows: calls.map(({ item }) => item.json as unknown as InstalledRow),
			dryRun: first?.parameter.boolean('dryRun') ?? false,
			base: first?.context.getInstanceBaseUrl() ?? '',
			events: EVENTS,
		});
		return calls.map((_, index) => (index === 0 ? { html } : []));
	},
};

/** What ingest-live reacts to. */
const EVENTS = [
	'recording.completed',
	'recording.transcript_completed',
	'recording.renamed',
	'recording.trashed',
	'recording.deleted',
	'recording.recovered',
];
