import { html, type Markup } from './html';

const MOST_WARNINGS = 50;
const MOST_RULES = 100;

/** A list of routing rules as it was read, as a part of one of n8n's forms, which take plain markup without styles. */
export function rulesPage(
	format: string,
	rules: ReadonlyArray<{ row: number; name: string }>,
	warnings: readonly string[],
): Markup {
	return html`<p>Read as ${format}: ${rules.length === 1 ? 'one rule' : `${rules.length} rules`}.</p>
		${list('Look at these', warnings, MOST_WARNINGS)}
		${list(
			'The rules, in their order',
			rules.map(({ row, name }) => `${row}. ${name}`),
			MOST_RULES,
		)}`;
}

function list(title: string, lines: readonly string[], most: number): Markup | null {
	if (lines.length === 0) return null;
	return html`<h4>${title}</h4>
		<ul>
			${lines.slice(0, most).map((line) => html`<li>${line}</li>`)}
		</ul>
		${lines.length > most && html`<p>And ${lines.length - most} more.</p>`}`;
}
