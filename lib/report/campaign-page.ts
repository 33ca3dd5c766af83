import { type CampaignRow, standingOf } from '../policy/access/campaign';
import { fieldNames, itemsFor, type Reviewer } from '../policy/access/campaign-answers';

import { html, type Markup, raw } from './html';
import { pageFrame } from './page-frame';
import { countText, timeText } from './words';

const OWN_STYLE =
	'.item{display:grid;grid-template-columns:minmax(0,1fr);gap:.5rem}.item h2{overflow-wrap:anywhere}.item p{margin:0;overflow-wrap:anywhere}.ask{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:end}' +
	'label{display:grid;grid-template-columns:minmax(0,1fr);gap:.2rem;font-size:.9rem;flex:1 1 14rem;min-width:0}' +
	'input,select,button{font:inherit;color:inherit;background:var(--sunk);border:1px solid var(--line);border-radius:8px;padding:.45rem .6rem;max-width:100%}' +
	'form{grid-column:span 12;display:grid;grid-template-columns:minmax(0,1fr);gap:1rem}button{justify-self:start;font-weight:600}';

/** What whoever has a link that opens nothing sees. */
export const closedLinkPage = (sentence: string): string =>
	pageFrame({
		title: 'Access review',
		content: html`<div class="alert warn" role="alert"><p>${sentence}</p></div>`,
		footer: 'If you have a newer mail, use the link in that one; else ask whoever runs the review.',
	});

/** The items of one reviewer with a form: one HTML document without scripts that loads nothing from anywhere. */
export function campaignPage(
	all: readonly CampaignRow[],
	who: Reviewer,
	{ saved, problems, now, timezone }: { saved: number; problems: readonly string[]; now: string; timezone: string },
): string {
	const items = itemsFor(all, who);
	const mine = items.filter((row) => row.reviewer === who.reviewer);
	const done = mine.filter(({ decision }) => decision !== '').length;
	const closed = items.length > 0 && items.every((row) => standingOf(row) === 'closed' || row.dueAt < now);
	const due = items[0] ? timeText(Date.parse(items[0].dueAt), timezone) : '';
	const order = { open: 0, 'second-look': 1, decided: 2, closed: 3 } as const;
	const sorted = items.toSorted((a, b) => order[standingOf(a)] - order[standingOf(b)]);
	return pageFrame({
		title: `Access review ${who.campaign}`,
		sub: `${who.reviewer}${due ? ` · due ${due} ${timezone}` : ''}`,
		skip: 'To the items',
		style: OWN_STYLE,
		content: html`${problems.map((one) => html`<div class="alert warn" role="alert"><p>${one}</p></div>`)}
			${saved > 0 ? html`<div class="alert good" role="status"><p>Saved: ${countText(saved)}.</p></div>` : ''}
			${items.length === 0 ? html`<div class="alert good"><p>Nothing waits for you.</p></div>` : ''}
			${
				mine.length > 0
					? html`<div class="alert">
							<p>
								Decided: <b>${countText(done)}</b> of ${countText(mine.length)}. You can change a decision until the due
								date.
							</p>
						</div>`
					: ''
			}
			${closed ? html`<div class="alert warn"><p>This review is over. What was decided is being carried out.</p></div>` : ''}
			<form method="post">
				${sorted.map((row) => item(row, who, closed))}
				${closed || items.length === 0 ? '' : html`<button>Save</button>`}
			</form>`,
		footer: 'This link is for you alone. Nothing is changed in Zoom before the review is over.',
	});
}

function item(row: CampaignRow, { reviewer }: Reviewer, closed: boolean): Markup {
	const names = fieldNames(row.itemId);
	const comment = (value: string) =>
		html`<label>Why<input name="${names.comment}" value="${value}" maxlength="1000" autocomplete="off" /></label>`;
	return html`<section class="item" aria-label="${row.name}">
		<h2>${row.sentence}</h2>
		<p>${row.remedy}</p>
		<p class="note">${row.evidence}</p>
		${
			closed || standingOf(row) === 'closed'
				? html`<p><b>${row.decision || 'Not decided'}</b> ${row.comment}</p>`
				: row.reviewer === reviewer
					? html`<div class="ask">
							<label
								>Decision
								<select name="${names.decision}">
									<option value="">Not decided</option>
									${row.possible.split(' | ').map((one) => html`<option value="${one}" ${raw(one === row.decision ? 'selected' : '')}>${one}</option>`)}
								</select></label
							>${comment(row.comment)}
						</div>`
					: second(row, comment(''))
		}
		${row.reviewer === reviewer && row.secondReviewer !== '' ? html`<p class="note">High risk: ${row.secondReviewer} looks at your decision before it is carried out.</p>` : ''}
	</section>`;
}

function second(row: CampaignRow, comment: Markup): Markup {
	const decided = html`<p><b>${row.decidedBy} decided: ${row.decision}.</b> ${row.comment}</p>`;
	if (row.agreedBy !== '')
		return html`${decided}
			<p>You agreed.</p>`;
	return html`${decided}
		<div class="ask">
			<label
				>Second look
				<select name="${fieldNames(row.itemId).agree}">
					<option value="">Not decided</option>
					<option value="yes">I agree</option>
					<option value="no">I do not agree: give it back</option>
				</select></label
			>${comment}
		</div>`;
}
