import type { Operation } from '../../../lib/n8n/operation';
import { shippedTemplates } from '../../../lib/n8n/templates';
import { type InstallationPage, installationPage } from '../../../lib/report/installation-page';

import type { SetupClients } from '../fields';

export const page: Operation<SetupClients> = {
	value: 'page',
	reads: true,
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
			rows: calls.map(({ item }) => item.json) as unknown as InstallationPage['rows'],
			dryRun: first?.parameter.boolean('dryRun') ?? false,
			base: first?.context.getInstanceBaseUrl() ?? '',
			events: liveEvents(),
			pagesLogin: pagesLogin(calls.map(({ item }) => item.json)),
		});
		return calls.map((_, index) => (index === 0 ? { html } : []));
	},
};

/** Named by the row of the workflow that uses it. */
function pagesLogin(rows: ReadonlyArray<Record<string, unknown>>): InstallationPage['pagesLogin'] {
	const named = rows.map(({ pagesLogin: login }) => login).find((login) => login !== null && login !== undefined);
	return (named as InstallationPage['pagesLogin'] | undefined) ?? null;
}

/** What the trigger of ingest-live reacts to, as the template says it. */
function liveEvents(): string[] {
	const live = shippedTemplates().find(({ key }) => key === 'ingest-live');
	const trigger = live?.workflow.nodes.find(({ type }) => type.endsWith('.zoomTrigger'));
	const events = trigger?.parameters.events;
	return Array.isArray(events) ? events.map(String) : [];
}
