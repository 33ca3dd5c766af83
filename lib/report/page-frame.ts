import { html, type Markup, raw } from './html';
import { STYLE } from './style';

export interface PageFrame {
	title: string;
	/** What the page calls itself on the page; the title where it is not said. */
	heading?: string;
	/** Under the heading: of when, of whom. */
	sub?: Markup | string;
	/** Beside the heading. */
	nav?: Markup;
	/** Of the link for keyboards and screen readers; pages without a header worth skipping have none. */
	skip?: string;
	/** Rules of this page alone. */
	style?: string;
	content: Markup;
	footer?: Markup | string;
	/** Seconds after which the page loads itself again; 0 for never. */
	reload?: number;
	/** Of our own, for what no page can do without. */
	script?: string;
}

/** What every page has around its content: one HTML document that loads nothing, is found by no search engine and tells nobody where its links lead from. */
export function pageFrame(frame: PageFrame): string {
	const { title, heading = title, sub = '', nav = '', skip = '', content, footer = '', reload = 0 } = frame;
	const { style = '', script = '' } = frame;
	return html`<!doctype html>
		<html lang="en">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="robots" content="noindex" />
				<meta name="referrer" content="no-referrer" />
				${reload > 0 ? html`<meta http-equiv="refresh" content="${reload}" />` : ''}
				<link rel="icon" href="data:," />
				<title>${title}</title>
				<style>
					${raw(STYLE)}${raw(style)}
				</style>
			</head>
			<body>
				${skip === '' ? '' : html`<a class="skip" href="#content">${skip}</a>`}
				<header>
					<div>
						<h1>${heading}</h1>
						${sub === '' ? '' : html`<p class="sub">${sub}</p>`}
					</div>
					${nav}
				</header>
				<main id="content">${content}</main>
				${footer === '' ? '' : html`<footer><p>${footer}</p></footer>`}
				${
					script === ''
						? ''
						: html`<script>
								${raw(script)};
							</script>`
				}
			</body>
		</html> `.text;
}
