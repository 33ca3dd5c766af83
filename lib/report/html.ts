/** Markup that is safe to put into a page as it is. Made only by `html` and `raw`, so that nothing is escaped twice. */
export class Markup {
	constructor(readonly text: string) {}
}

type Part = Markup | string | number | null | false | readonly Part[];

/** A tagged template: every value is escaped, unless it is markup itself. Lists are joined, null and false vanish. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
	return new Markup(strings.reduce((page, piece, index) => page + render(parts[index - 1]!) + piece));
}

/** For texts of this package that are markup already, such as its style sheet; never for data. */
export function raw(text: string): Markup {
	return new Markup(text);
}

function escapeHtml(text: string): string {
	return (
		text
			.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
			// Characters that HTML forbids, or that turn the direction of what follows them.
			// eslint-disable-next-line no-control-regex -- control characters are what is looked for
			.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u202A-\u202E\u2066-\u2069]/g, '\uFFFD')
	);
}

function render(part: Part): string {
	if (part === null || part === false) return '';
	if (part instanceof Markup) return part.text;
	if (typeof part === 'object') return part.map(render).join('');
	return escapeHtml(String(part));
}
