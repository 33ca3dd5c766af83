import type { Address } from '../policy/setup/installation/addresses';
import type { Conflict } from '../policy/setup/installation/upgrade';
import { type Markup, html, raw } from './html';
import { STYLE } from './style';

/** What the page shows of one workflow; see `InstalledWorkflow` in lib/pipeline/installation. */
export interface InstalledRow {
	template: string;
	name: string;
	workflowId: string | null;
	outcome: 'created' | 'updated' | 'unchanged' | 'failed';
	published: boolean;
	problem: string;
	updated: readonly string[];
	kept: readonly string[];
	conflicts: readonly Conflict[];
	addresses: readonly Address[];
}

export interface InstallationPage {
	rows: readonly InstalledRow[];
	dryRun: boolean;
	/** Address of the n8n's editor. */
	base: string;
	/** Zoom's names of the events to tick. */
	events: readonly string[];
}

/** The last page of the setup: what was done, what is left for a person, and links to everything. Nothing is loaded from anywhere. */
export function installationPage({ rows, dryRun, base, events }: InstallationPage): string {
	const failed = rows.filter(({ problem }) => problem !== '');
	const title = dryRun ? 'What the setup would do' : 'Zoom to Kaltura is set up';
	const headline =
		failed.length === 0
			? html`<div class="alert good">
					<p>
						${dryRun ? 'Nothing was changed. This is what would happen.' : `${rows.length} workflows are in this n8n, ${rows.filter(({ published }) => published).length} of them published. The others are started by hand.`}
					</p>
				</div>`
			: html`<div class="alert warn">
					<p>
						${failed.length} of ${rows.length} workflows need you. Do what stands beside them, then run the setup again:
						it finishes what is left.
					</p>
				</div>`;
	return html`<!doctype html>
		<html lang="en">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="robots" content="noindex" />
				<title>${title}</title>
				<style>
					${raw(STYLE)}
				</style>
			</head>
			<body>
				<header><h1>${title}</h1></header>
				<main>${headline} ${dryRun ? null : nextSteps(rows, events)} ${table(rows, base)} ${changes(rows)}</main>
			</body>
		</html>`.text;
}

function nextSteps(rows: readonly InstalledRow[], events: readonly string[]): Markup | null {
	const live = rows.find(({ addresses }) => addresses.some(({ kind }) => kind === 'zoomEvents'));
	const address = live?.addresses.find(({ kind }) => kind === 'zoomEvents');
	if (!live?.published || !address) return null;
	return html`<section>
		<h2>What is left to do in Zoom</h2>
		<p class="note">Zoom App Marketplace → your Server-to-Server OAuth app → Feature → Event Subscriptions → Add.</p>
		<ol>
			<li>
				Event notification endpoint URL:<br /><input
					readonly
					size="70"
					value="${address.url}"
					aria-label="Event notification endpoint URL"
					onfocus="this.select()"
				/>
			</li>
			<li>Events: ${events.join(', ')}</li>
			<li>Copy the Secret Token into the credential Zoom Webhook API, press Validate in Zoom, then Save.</li>
			<li>Deactivate and activate the app, so that new scopes take effect.</li>
		</ol>
	</section>`;
}

const OUTCOMES: Record<InstalledRow['outcome'], string> = {
	created: 'created',
	updated: 'brought to this version',
	unchanged: 'as it should be',
	failed: 'failed',
};

function table(rows: readonly InstalledRow[], base: string): Markup {
	const root = base.replace(/\/+$/, '');
	return html`<section>
		<h2>Workflows</h2>
		<table>
			<thead>
				<tr>
					<th>Workflow</th>
					<th>What happened</th>
					<th>Published</th>
					<th>Addresses</th>
				</tr>
			</thead>
			<tbody>
				${rows.map(
					({ name, workflowId, outcome, published, problem, addresses }) =>
						html`<tr>
							<td class="t">
								${workflowId === null ? name : html`<a href="${root}/workflow/${workflowId}" target="_blank" rel="noopener">${name}</a>`}
							</td>
							<td class="t">${OUTCOMES[outcome]}${problem === '' ? null : html`<br /><strong>${problem}</strong>`}</td>
							<td>${published ? 'yes' : 'no'}</td>
							<td class="t">
								${addresses.map(({ node, url }) => html`<a href="${url}" target="_blank" rel="noopener">${node}</a> `)}
							</td>
						</tr>`,
				)}
			</tbody>
		</table>
	</section>`;
}

function changes(rows: readonly InstalledRow[]): Markup | null {
	const changed = rows.filter(({ updated, kept, conflicts }) => updated.length + kept.length + conflicts.length > 0);
	if (changed.length === 0) return null;
	return html`<section>
		<h2>What the new version changed, and what you had changed</h2>
		${changed.map(
			({ name, updated, kept, conflicts }) =>
				html`<details ${raw(conflicts.length > 0 ? 'open' : '')}>
					<summary>${name}: ${updated.length} updated, ${kept.length} kept, ${conflicts.length} in conflict</summary>
					${list(conflicts.map(({ node, setting, mine, shipped }) => html`<strong>${node}${setting === null ? '' : `, ${setting}`}</strong>: yours is “${mine}”, the new version has “${shipped}”.`))}
					${list(kept)} ${list(updated)}
				</details>`,
		)}
	</section>`;
}

function list(lines: ReadonlyArray<string | Markup>): Markup | null {
	return lines.length === 0
		? null
		: html`<ul>
				${lines.map((line) => html`<li>${line}</li>`)}
			</ul>`;
}
