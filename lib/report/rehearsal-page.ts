import { countsOf, reportOf } from '../policy/setup/rehearsal/report';
import type { StepRow } from '../policy/setup/rehearsal/step';

import { html, type Markup, raw } from './html';
import { setupFrame } from './setup-frame';

export interface RehearsalPage {
	rows: readonly StepRow[];
	/** How many steps there are. */
	steps: number;
	/** `cut-off`: nobody works on it any more. */
	state: 'under-way' | 'cut-off' | 'done';
	/** What ended it early or kept it from beginning, or ''. */
	problem: string;
	/** Whether the page loads itself again until it is done; then it shows nothing that names anybody. */
	live: boolean;
	now: number;
}

const RELOAD_SECONDS = 3;

const WORDS: Readonly<Record<StepRow['result'], string>> = {
	ok: 'as assumed',
	warning: 'otherwise',
	problem: 'problem',
	skipped: 'not tried',
};

const AREAS = [
	['zoom', 'Zoom'],
	['kaltura', 'Kaltura'],
] as const;

/** Step by step what was assumed, what was seen, and what it means. Nothing is loaded from anywhere. */
export function rehearsalPage(page: RehearsalPage): string {
	const { rows, state, live, problem } = page;
	const title =
		problem !== ''
			? 'The rehearsal ended early'
			: state === 'under-way' && rows.length > 0
				? 'The rehearsal is under way'
				: 'The rehearsal';
	return setupFrame(
		title,
		html`<style>
				${raw(OWN_STYLE)}
			</style>
			${headline(page)} ${AREAS.map(([prefix, name]) => area(name, rowsOf(rows, prefix), !live))}
			${state === 'done' ? file(page) : null}`,
		live && state === 'under-way' ? RELOAD_SECONDS : 0,
	);
}

const rowsOf = (rows: readonly StepRow[], prefix: string) => rows.filter(({ step }) => step.startsWith(`${prefix}-`));

function headline({ rows, steps, state, live, problem }: RehearsalPage): Markup {
	if (problem !== '') return html`<div class="alert bad"><p>${problem}</p></div>`;
	if (rows.length === 0)
		return html`<div class="alert"><p>There is no rehearsal yet: start one with the form "Rehearse".</p></div>`;
	const counts = countsOf(rows);
	if (state === 'cut-off')
		return html`<div class="alert warn">
			<p>
				It was cut off after ${rows.length} of ${steps} steps. Rehearse again: what it left in Kaltura is removed then.
			</p>
		</div>`;
	if (state === 'under-way')
		return html`<div class="alert warn">
			<p>
				${rows.length} of ${steps} steps are
				done.${live ? ' This page shows the next ones by itself.' : ' Open it again in a moment.'}
			</p>
			<progress max="${steps}" value="${rows.length}"></progress>
		</div>`;
	const seen = `${counts.ok} of ${rows.length} steps went as assumed`;
	const others = [
		counts.warning > 0 ? `${counts.warning} otherwise, which the workflows can do with` : '',
		counts.skipped > 0 ? `${counts.skipped} were not tried` : '',
	].filter((one) => one !== '');
	const rest = others.length > 0 ? `; ${others.join('; ')}` : '';
	if (counts.problem > 0)
		return html`<div class="alert bad">
			<p>
				${counts.problem === 1 ? 'One step shows a problem' : `${counts.problem} steps show problems`}: do what stands
				beside ${counts.problem === 1 ? 'it' : 'them'}, then rehearse again. ${seen}${rest}.
			</p>
		</div>`;
	return html`<div class="alert ${counts.warning > 0 ? 'warn' : 'good'}"><p>${seen}${rest}.</p></div>`;
}

function area(name: string, rows: readonly StepRow[], withDetails: boolean): Markup | null {
	if (rows.length === 0) return null;
	return html`<section>
		<h2>${name}</h2>
		<ol class="rehearsal">
			${rows.map((row) => step(row, withDetails))}
		</ol>
	</section>`;
}

/** @param withDetails whether the vendors' words are shown, which may name people */
function step({ title, result, assumes, saw, means, detail, seconds }: StepRow, withDetails: boolean): Markup {
	return html`<li>
		<h3>
			<span class="mark ${result}">${WORDS[result]}</span>${title}
			${result === 'skipped' ? null : html`<small>${seconds} s</small>`}
		</h3>
		<dl>
			<dt>Assumed</dt>
			<dd>${assumes}</dd>
			<dt>Seen</dt>
			<dd>${saw}</dd>
			${
				means === ''
					? null
					: html`<dt>Means</dt>
							<dd><strong>${means}</strong></dd>`
			}
		</dl>
		${
			detail === '' || !withDetails
				? null
				: html`<details>
						<summary>What was said</summary>
						<p class="note">${detail}</p>
					</details>`
		}
	</li>`;
}

function file({ rows, now }: RehearsalPage): Markup {
	const text = JSON.stringify(reportOf(rows, now), null, '\t');
	const address = `data:application/json;base64,${Buffer.from(text).toString('base64')}`;
	return html`<section>
		<h2>For a bug report</h2>
		<p class="note">
			The same without names, ids, addresses and secrets. The local Zoom and Kaltura behave like this account with
			<code>npm run sandbox -- --like rehearsal.json</code>.
		</p>
		<nav class="links"><a download="rehearsal.json" href="${address}">Download rehearsal.json</a></nav>
		<details>
			<summary>Look at it</summary>
			<div class="scroll"><pre>${text}</pre></div>
		</details>
	</section>`;
}

const OWN_STYLE = `
ol.rehearsal{list-style:none;margin:.6rem 0 0;padding:0;display:grid;gap:1.05rem}
ol.rehearsal>li{border-top:1px solid var(--line);padding-top:.9rem}ol.rehearsal>li:first-child{border-top:0;padding-top:.2rem}
ol.rehearsal h3{font-size:1rem;margin:0 0 .35rem;font-weight:600}ol.rehearsal h3 small{color:var(--soft);font-weight:400;margin-left:.35rem}
ol.rehearsal .mark{min-width:6.2rem}
ol.rehearsal dl{display:grid;grid-template-columns:5.2rem minmax(0,1fr);gap:.15rem .6rem;margin:0}
ol.rehearsal dt{color:var(--soft)}ol.rehearsal dd{margin:0;overflow-wrap:anywhere}
ol.rehearsal details{margin-top:.4rem}
progress{width:100%;margin-top:.5rem;accent-color:var(--arrived)}pre{margin:0;padding:.7rem;font-size:.82rem}
@media (max-width:520px){ol.rehearsal dl{grid-template-columns:minmax(0,1fr);gap:0}ol.rehearsal dt{font-size:.85rem;margin-top:.2rem}}
`.replace(/\n/g, '');
