import { html, type Markup } from './html';

export function row(label: string, value: string, picture: Markup, note = ''): Markup {
	return html`<li>
		<div class="head"><span>${label}</span><b>${value}</b></div>
		${picture}${note ? html`<p>${note}</p>` : ''}
	</li>`;
}
