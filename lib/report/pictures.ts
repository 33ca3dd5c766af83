import type { ByStanding } from '../policy/ledger/figures';
import { sumOf } from '../policy/ledger/figures';
import { html, type Markup } from './html';
import { STANDINGS, type Standing } from '../policy/ledger/rows';
import { bytesText, countText, recordingsText, STANDING_LABEL } from './words';

/*
 * Pictures hold no text: they are stretched to the width of a phone or of a wall, and text would be stretched with them.
 * Labels are HTML around them; what each bar stands for is in its title and in the table below the picture.
 */

/** Which colours mean what; only those that occur. */
export function legend(counts: ByStanding): Markup {
	const shown = STANDINGS.filter((standing) => counts[standing].recordings > 0);
	return html`<ul class="legend">
		${shown.map(
			(standing) =>
				html`<li>
					<i class="key ${standing}"></i>${STANDING_LABEL[standing]} <b>${countText(counts[standing].recordings)}</b>
				</li>`,
		)}
	</ul>`;
}

/** One column per day, stacked by standing. */
export function dayColumns(days: ReadonlyArray<{ day: string; counts: ByStanding }>): Markup {
	const highest = niceCeiling(Math.max(1, ...days.map(({ counts }) => sumOf(counts).recordings)));
	const gap = days.length > 120 ? 0 : 0.22;
	const columns = days.map(({ day, counts }, index) => {
		let top = highest;
		const parts = STANDINGS.map((standing) => {
			const height = counts[standing].recordings;
			if (height === 0) return '';
			top -= height;
			return html`<rect
				class="${standing}"
				x="${(index + gap / 2).toFixed(2)}"
				width="${(1 - gap).toFixed(2)}"
				y="${top}"
				height="${height}"
			/>`;
		});
		return html`<g
			><title>${dayTitle(day, counts)}</title
			><rect class="hit" x="${index}" y="0" width="1" height="${highest}" />${parts}</g
		>`;
	});
	const labels =
		days.length <= 7 ? days : [0, 0.25, 0.5, 0.75, 1].map((at) => days[Math.round(at * (days.length - 1))]!);
	const total = days.reduce((sum, { counts }) => sum + sumOf(counts).recordings, 0);
	return html`<div class="columns">
		<div class="scale" aria-hidden="true">
			<span>${countText(highest)}</span><span>${highest > 1 ? countText(highest / 2) : ''}</span><span>0</span>
		</div>
		<div class="plot">
			<svg
				viewBox="0 0 ${days.length} ${highest}"
				preserveAspectRatio="none"
				role="img"
				aria-label="${recordingsText(total)} over ${days.length} days; the table below has each day"
			>
				${columns}
			</svg>
			<div class="days" aria-hidden="true">${labels.map(({ day }) => html`<span>${shortDay(day)}</span>`)}</div>
		</div>
	</div>`;
}

/** A bar that is as long as its share of the longest one, stacked by standing. */
export function standingBar(counts: ByStanding, longest: number, label: string): Markup {
	let x = 0;
	const scale = 100 / Math.max(1, longest);
	const parts = STANDINGS.map((standing) => {
		const width = counts[standing].recordings * scale;
		if (width === 0) return '';
		const rect = html`<rect class="${standing}" x="${x.toFixed(3)}" y="0" width="${width.toFixed(3)}" height="1"
			><title>${STANDING_LABEL[standing]}: ${countText(counts[standing].recordings)}</title></rect
		>`;
		x += width;
		return rect;
	});
	return html`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" role="img" aria-label="${label}">
		${parts}
	</svg>`;
}

/** A bar of one colour. */
export function plainBar(value: number, longest: number, colour: Standing | 'plain', label: string): Markup {
	const width = (100 * value) / Math.max(1, longest);
	return html`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" role="img" aria-label="${label}">
		<rect class="${colour}" x="0" y="0" width="${width.toFixed(3)}" height="1" />
	</svg>`;
}

export interface Slice {
	colour: string;
	label: string;
	bytes: number;
}

/** A ring of shares of the storage in Zoom. */
export function ring(slices: readonly Slice[], label: string): Markup {
	const total = slices.reduce((sum, { bytes }) => sum + bytes, 0);
	let before = 0;
	const arcs = slices.map(({ colour, label: name, bytes }) => {
		if (bytes === 0 || total === 0) return '';
		const share = (100 * bytes) / total;
		const arc = html`<circle
			class="${colour}"
			cx="21"
			cy="21"
			r="15.9155"
			stroke-dasharray="${share.toFixed(3)} ${(100 - share).toFixed(3)}"
			stroke-dashoffset="${(25 - before).toFixed(3)}"
			><title>${name}: ${bytesText(bytes)}</title></circle
		>`;
		before += share;
		return arc;
	});
	return html`<svg class="ring" viewBox="0 0 42 42" role="img" aria-label="${label}">
		<circle class="track" cx="21" cy="21" r="15.9155" />
		${arcs}
	</svg>`;
}

function dayTitle(day: string, counts: ByStanding): string {
	const parts = STANDINGS.filter((standing) => counts[standing].recordings > 0).map(
		(standing) => `${STANDING_LABEL[standing]}: ${countText(counts[standing].recordings)}`,
	);
	return [day, ...(parts.length > 0 ? parts : ['nothing'])].join('\n');
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2026-11-22` → `22 Nov`. */
function shortDay(day: string): string {
	const [, month, date] = day.split('-').map(Number) as [number, number, number];
	return `${date} ${MONTHS[month - 1]}`;
}

/** The next of 1, 2, 4, 10, 20, 40, 100, … so that half of it is a round number too. */
function niceCeiling(value: number): number {
	const power = 10 ** Math.floor(Math.log10(value));
	return [1, 2, 4, 6, 8, 10].map((step) => step * power).find((step) => step >= value)!;
}
