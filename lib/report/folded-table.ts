import { html, type Markup, raw } from './html';
import { countText } from './words';

/** Rows of a table on a page of the access review; the review file has all. */
export const MOST_ROWS = 200;

/** A table that is folded up; says when it does not show all rows. */
export function foldedTable(
	summary: string,
	[header = [], ...rows]: ReadonlyArray<ReadonlyArray<string | number>>,
	total: number,
): Markup {
	if (rows.length === 0) return html``;
	return html`<details>
		<summary>${summary}</summary>
		<div class="scroll" tabindex="0" role="region" aria-label="${summary}">
			<table>
				<thead>
					<tr>
						${header.map((name) => html`<th scope="col">${name}</th>`)}
					</tr>
				</thead>
				<tbody>
					${rows.map(
						(cells) =>
							html`<tr>
								${cells.map((cell) => html`<td${raw(typeof cell === 'number' ? ' class="n"' : '')}>${typeof cell === 'number' ? countText(cell) : cell}</td>`)}
							</tr>`,
					)}
				</tbody>
			</table>
		</div>
		${total > rows.length ? html`<p class="note">The first ${countText(rows.length)} of ${countText(total)}.</p>` : ''}
	</details>`;
}
