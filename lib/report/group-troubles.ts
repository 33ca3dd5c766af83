import type { Figures } from '../policy/ledger/figures';

import { html, type Markup } from './html';
import { table } from './status-table';
import { countText, timeText } from './words';

/** Rows of a table on the page; the data tables have all. */
const MOST_ROWS = 50;

/** Says at the top of the page that a group sync could not do everything. */
export function groupTroublesAlert({ groups: { open } }: Figures): Markup[] {
	if (open.length === 0) return [];
	return [
		html`<div class="alert warn">
			<p>
				<b>Group sync could not do everything that its sources say.</b> See <a href="#groups">Group sync</a> for
				${open.length === 1 ? 'the one trouble' : `the ${countText(open.length)} troubles`} that hold now.
			</p>
		</div>`,
	];
}

/** What keeps people out of groups, or in them: collisions, missing attributes, values without a group, refusals. */
export function groupTroublesPart({ groups: { open, told }, settings }: Figures): Markup {
	if (open.length + told.length === 0) return html``;
	return html`<section id="groups">
		<h2>Group sync</h2>
		<p class="note">
			Memberships that could not be made as the source says. Nobody lost a group for it.
			${open.length === 0 ? 'Nothing of it holds any more.' : ''}
		</p>
		${table(`What holds now (${countText(open.length)})`, [
			['Rule set', 'Whom it concerns', 'What it is'],
			...open.slice(0, MOST_ROWS).map(({ ruleSet, userId, sentence }) => [ruleSet, userId || 'the source', sentence]),
		])}
		${table('What was told within a week', [
			['When', 'Rule set', 'Whom it concerns', 'What it is', 'What to do'],
			...told
				.slice(0, MOST_ROWS)
				.map(({ at, ruleSet, userId, sentence, nextStep }) => [
					timeText(at, settings.timezone),
					ruleSet,
					userId || 'the source',
					sentence,
					nextStep,
				]),
		])}
	</section>`;
}
