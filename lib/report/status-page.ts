import { type Figures } from '../policy/ledger/figures';
import { groupTroublesPart } from './group-troubles';
import { html, raw } from './html';
import { pageFrame } from './page-frame';
import { alerts } from './status-alerts';
import { comparedText, missing, perDay, reasons, tiles, vanishing } from './status-open';
import { accounts, backfill, failedExecutions, hosts, leftOut, leftOutTexts, owners, storage } from './status-shares';
import { countText, timeText } from './words';

/** Seconds between reloads of a page that is kept open. */
const RELOAD_SECONDS = 300;
const RANGES = [7, 30, 90, 365] as const;

export interface PageOptions {
	/** Whether the page reloads itself; people who read with a screen reader switch it off. */
	reload: boolean;
	/** What could not be read, such as a table that does not exist yet; shown so that zeros are not taken for the truth. */
	notes: readonly string[];
}

/** The status page: one HTML document without scripts that loads nothing from anywhere. */
export function reportPage(figures: Figures, { reload, notes }: PageOptions): string {
	const { settings } = figures;
	const link = (change: Partial<Record<'account' | 'days' | 'format' | 'of' | 'refresh', string>>): string => {
		const parameters = new URLSearchParams({
			days: String(settings.days),
			...(settings.account === '' ? {} : { account: settings.account }),
			...(reload ? {} : { refresh: 'off' }),
			...change,
		});
		for (const [name, value] of [...parameters]) if (value === '') parameters.delete(name);
		return `?${parameters.toString()}`;
	};
	return pageFrame({
		title: titleOf(figures),
		heading: 'Zoom to Kaltura',
		sub: `${timeText(settings.now, settings.timezone)} · ${settings.timezone || 'UTC'}${settings.account === '' ? '' : ` · account ${settings.account}`}`,
		nav: html`<nav aria-label="Range and downloads">
			${RANGES.map((days) => html`<a href="${link({ days: String(days) })}" ${raw(days === settings.days ? ' aria-current="page"' : '')}>${days === 365 ? '1 year' : `${days} days`}</a>`)}
			<a href="${link({ format: 'csv' })}">Figures as CSV</a>
			<a href="${link({ format: 'csv', of: 'recordings' })}">Recordings as CSV</a>
			<a href="${link({ refresh: reload ? 'off' : '' })}">${reload ? 'Stop reloading' : 'Reload by itself'}</a>
		</nav>`,
		skip: 'To the figures',
		content: html`${alerts(figures, notes)} ${tiles(figures)} ${perDay(figures)}
			<div class="side">${missing(figures)}${owners(figures)}${hosts(figures)}</div>
			<div class="side">${reasons(figures)}${storage(figures.cleanup)}${leftOut(figures)}</div>
			${vanishing(figures)}${leftOutTexts(figures)} ${accounts(figures, link)} ${backfill(figures)}
			${groupTroublesPart(figures)} ${failedExecutions(figures)}`,
		footer: `Counted from the ledger that the pipeline keeps. ${comparedText(figures)} What is in Kaltura is decided by Kaltura. ${reload ? 'This page reloads itself every five minutes.' : ''}`,
		reload: reload ? RELOAD_SECONDS : 0,
	});
}

function titleOf(figures: Figures): string {
	const open = figures.needSomebody;
	return `${open > 0 ? `(${countText(open)}) ` : ''}Zoom to Kaltura`;
}
