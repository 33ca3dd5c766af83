import { html, raw, type Markup } from './html';
import { countText } from './words';

/** A table below a picture, folded up; the first row is the header, numbers are set to the right. */
export function table(summary: string, [header = [], ...rows]: ReadonlyArray<ReadonlyArray<string | number>>): Markup {
	if (rows.length === 0) return html``;
	const numeric = header.map((_, column) => typeof rows[0]?.[column] === 'number' || header[column] === 'Size');
	const kind = (column: number) =>
		raw(
			numeric[column]
				? ' class="n"'
				: ['What happened', 'What to do', 'What it is', 'Why'].includes(String(header[column]))
					? ' class="t"'
					: '',
		);
	return html`<details>
		<summary>${summary}</summary>
		<div class="scroll" tabindex="0" role="region" aria-label="${summary}">
			<table>
				<thead>
					<tr>
						${header.map((name, column) => html`<th scope="col" ${kind(column)}>${name}</th>`)}
					</tr>
				</thead>
				<tbody>
					${rows.map(
						(cells) =>
							html`<tr>
								${cells.map((cell, column) => html`<td${kind(column)}>${typeof cell === 'number' ? countText(cell) : cell}</td>`)}
							</tr>`,
					)}
				</tbody>
			</table>
		</div>
	</details>`;
}
