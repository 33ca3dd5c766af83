import type { PlanFigures, PlannedPerson } from '../policy/people/plan-figures';
import { changeText, inOrderOfDanger, sentenceOf, totals } from '../policy/people/plan-figures';

import { html, type Markup } from './html';

const MOST_SHOWN = 100;

/**
 * The plan as a part of one of n8n's forms, which take plain markup without styles: what it does in numbers, then everybody,
 * the most dangerous changes first; refused and unfinished people apart.
 */
export function planPage(
	people: readonly PlannedPerson[],
	figures: PlanFigures,
	licences: string | null = null,
	readAs: string | null = null,
): Markup {
	const changed = inOrderOfDanger(people);
	const rest = (outcome: string, title: string) => {
		const those = people.filter((one) => one.outcome === outcome);
		return (
			those.length > 0 &&
			html`<h4>${title}: ${those.length}</h4>
				<ul>
					${those.slice(0, MOST_SHOWN).map((one) => html`<li>${one.email}: ${sentenceOf(one)}</li>`)}
				</ul>`
		);
	};
	return html`<p>${totals(figures)}</p>
		${licences !== null && html`<p>${licences}</p>`}
		${
			changed.length > 0 &&
			html`<table>
				<thead>
					<tr>
						<th>Who</th>
						<th>What changes</th>
					</tr>
				</thead>
				<tbody>
					${changed.slice(0, MOST_SHOWN).map(
						({ email, steps, because }) =>
							html`<tr>
								<td>${email}</td>
								<td>
									${steps.map(
										({ what, changes }) =>
											html`<p>${changes?.length ? changes.map((one) => changeText(one)).join(', ') : what}</p>`,
									)}
									${because !== undefined && html`<p>${because}</p>`}
								</td>
							</tr>`,
					)}
				</tbody>
			</table>`
		}
		${changed.length > MOST_SHOWN && html`<p>And ${changed.length - MOST_SHOWN} more: the file plan.csv of this execution has all.</p>`}
		${rest('refused', 'Refused, and left as they are')} ${rest('incomplete', 'Not possible yet')}
		${rest('switched-off', 'Not allowed by the settings, and left as they are')}
		${readAs !== null && html`<p>${readAs}</p>`}`;
}
