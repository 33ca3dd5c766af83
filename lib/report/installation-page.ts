import type { Address } from '../policy/setup/installation/addresses';
import type { Conflict } from '../policy/setup/installation/upgrade';
import { type SetupFinding, TEST_EVENT } from '../policy/setup/setup-findings';
import { type Markup, html, raw } from './html';
import { type RemovedRow, removalPage } from './removal-page';
import { setupFrame } from './setup-frame';

/** What the page shows of one workflow; see `InstalledWorkflow` in lib/pipeline/installation. */
export interface InstalledRow {
	row: 'workflow';
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
	rows: ReadonlyArray<InstalledRow | RemovedRow | ({ row: 'finding' } & SetupFinding)>;
	dryRun: boolean;
	/** Address of the n8n's editor. */
	base: string;
	/** Zoom's names of the events to tick. */
	events: readonly string[];
	/** The login that the setup made for the pages; null where the admin chose one. */
	pagesLogin: { id: string; name: string } | null;
}

/** The last page of the setup: what was done, what is left for a person, and links to everything. Nothing is loaded from anywhere. */
export function installationPage(page: InstallationPage): string {
	const removals = page.rows.filter((one) => one.row === 'removal');
	return removals.length > 0 ? removalPage(removals, page.dryRun) : installedPage(page);
}

function installedPage({ rows, dryRun, base, events, pagesLogin }: InstallationPage): string {
	const workflows = rows.filter((one) => one.row === 'workflow');
	const findings = rows.filter((one) => one.row === 'finding');
	const root = base.replace(/\/+$/, '');
	const title = dryRun ? 'What the setup would do' : 'Zoom to Kaltura is set up';
	return setupFrame(
		title,
		html`${headline(workflows, findings, dryRun)} ${dryRun ? null : nextSteps(workflows, events, pagesLogin, root)}
		${dryRun ? null : links(workflows)} ${checks(findings)} ${table(workflows, root)} ${changes(workflows)}`,
	);
}

type Finding = { row: 'finding' } & SetupFinding;

function headline(workflows: readonly InstalledRow[], findings: readonly Finding[], dryRun: boolean): Markup {
	const failed = workflows.filter(({ problem }) => problem !== '').length;
	const problems = findings.filter(({ result }) => result === 'problem').length;
	if (failed > 0)
		return html`<div class="alert warn">
			<p>
				${failed} of ${workflows.length} workflows need you. Do what stands beside them, then run the setup again: it
				finishes what is left.
			</p>
		</div>`;
	const published = workflows.filter((one) => one.published).length;
	const done = dryRun
		? 'Nothing was changed. This is what would happen.'
		: `${workflows.length} workflows are in this n8n, ${published} of them published${published < workflows.length ? '; the others are started by hand' : ''}.`;
	if (problems > 0)
		return html`<div class="alert warn">
			<p>${done} The check found ${problems === 1 ? 'one problem' : `${problems} problems`}: see below.</p>
		</div>`;
	return html`<div class="alert good"><p>${done}</p></div>`;
}

function nextSteps(
	workflows: readonly InstalledRow[],
	events: readonly string[],
	login: InstallationPage['pagesLogin'],
	root: string,
): Markup | null {
	const live = workflows.find(({ addresses }) => addresses.some(({ kind }) => kind === 'zoomEvents'));
	const address = live?.published ? live.addresses.find(({ kind }) => kind === 'zoomEvents') : undefined;
	const pages = login && workflows.some(({ addresses }) => addresses.some(({ kind }) => kind === 'page'));
	if (!address && !pages) return null;
	return html`<section>
		<h2>What is left to do</h2>
		<ol class="steps">
			${
				pages
					? html`<li>
							Choose the user name and password of your pages: open the credential
							<a href="${root}/home/credentials/${login.id}" target="_blank" rel="noopener">${login.name}</a>, fill in
							both and save. Until then nobody can open the pages.
						</li>`
					: null
			}
			${
				address
					? html`<li>
								In the
								<a href="https://marketplace.zoom.us/user/build" target="_blank" rel="noopener">Zoom App Marketplace</a>
								open your Server-to-Server OAuth app, then
								<b>Feature → Event Subscriptions → Add Event Subscription</b>, and paste this as
								<b>Event notification endpoint URL</b>:
								<div class="copy">
									<input readonly value="${address.url}" aria-label="Event notification endpoint URL" /><button
										type="button"
									>
										Copy
									</button>
								</div>
							</li>
							<li>
								Add these ${events.length} events, which Zoom lists under Recording, Meeting and Webinar:
								<ul class="events">
									${events.map((event) => html`<li><code>${event}</code></li>`)}
								</ul>
							</li>
							<li>Press <b>Validate</b>, then <b>Save</b>. If you added scopes, deactivate and activate the app.</li>`
					: null
			}
		</ol>
	</section>`;
}

function links(workflows: readonly InstalledRow[]): Markup | null {
	const open = workflows.flatMap(({ name, published, addresses }) => {
		const reachable = published ? addresses.filter(({ kind }) => kind !== 'zoomEvents') : [];
		const label = capitalised(shortName(name));
		return reachable.map(({ node, url }) => ({ label: reachable.length > 1 ? `${label}: ${node}` : label, url }));
	});
	if (open.length === 0) return null;
	return html`<section>
		<h2>Open</h2>
		<nav class="links">
			${open.map(({ label, url }) => html`<a href="${url}" target="_blank" rel="noopener">${label}</a>`)}
		</nav>
	</section>`;
}

function checks(findings: readonly Finding[]): Markup | null {
	if (findings.length === 0) return null;
	const line = ({ result, area, check, message, remedy }: Finding) =>
		html`<li>
			<span class="mark ${result}">${result}</span><b>${area}, ${check}</b>: ${message}
			${remedy === '' ? null : html`<span class="remedy">${remedy}</span>`}
		</li>`;
	// What became of the event that somebody asked for is no detail.
	const open = findings.filter(({ result, check }) => result !== 'ok' || check === TEST_EVENT);
	const fine = findings.filter((one) => !open.includes(one));
	return html`<section>
		<h2>The check</h2>
		${
			open.length > 0
				? html`<ul class="plainly">
						${open.map(line)}
					</ul>`
				: html`<p class="note">Nothing to do.</p>`
		}
		<details>
			<summary>${fine.length} checks found everything as it should be</summary>
			<ul class="plainly">
				${fine.map(line)}
			</ul>
		</details>
	</section>`;
}

/** All of them begin alike, which fills a phone's screen. */
function shortName(name: string): string {
	return name.replace(/^Zoom to Kaltura: /, '');
}

function capitalised(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

const OUTCOMES: Record<InstalledRow['outcome'], string> = {
	created: 'created',
	updated: 'brought to this version',
	unchanged: 'as it should be',
	failed: 'failed',
};

function table(rows: readonly InstalledRow[], root: string): Markup {
	const first = rows.toSorted((a, b) => Number(b.problem !== '') - Number(a.problem !== ''));
	return html`<section>
		<h2>Workflows</h2>
		<table>
			<thead>
				<tr>
					<th>Workflow</th>
					<th>What happened</th>
					<th>Published</th>
				</tr>
			</thead>
			<tbody>
				${first.map(
					({ name, workflowId, outcome, published, problem }) =>
						html`<tr>
							<td class="t">
								${workflowId === null ? shortName(name) : html`<a href="${root}/workflow/${workflowId}" target="_blank" rel="noopener">${shortName(name)}</a>`}
							</td>
							<td class="t">${OUTCOMES[outcome]}${problem === '' ? null : html`<br /><strong>${problem}</strong>`}</td>
							<td>${published ? 'yes' : 'no'}</td>
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
					${conflictTable(conflicts)} ${list(kept)} ${list(updated)}
				</details>`,
		)}
	</section>`;
}

/** Side by side; which of the two stays is chosen in the form. */
function conflictTable(conflicts: readonly Conflict[]): Markup | null {
	if (conflicts.length === 0) return null;
	return html`<table>
		<thead>
			<tr>
				<th>Both changed</th>
				<th>Yours</th>
				<th>The new version</th>
			</tr>
		</thead>
		<tbody>
			${conflicts.map(
				({ node, setting, mine, shipped }) =>
					html`<tr>
						<td>${node}${setting === null ? '' : `, ${setting}`}</td>
						<td class="t">${mine}</td>
						<td class="t">${shipped}</td>
					</tr>`,
			)}
		</tbody>
	</table>`;
}

function list(lines: readonly string[]): Markup | null {
	return lines.length === 0
		? null
		: html`<ul>
				${lines.map((line) => html`<li>${line}</li>`)}
			</ul>`;
}
