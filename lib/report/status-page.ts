import { type Figures } from '../policy/ledger/figures';
import { groupTroublesPart } from './group-troubles';
import { html, raw } from './html';
import { alerts } from './status-alerts';
import { comparedText, missing, perDay, reasons, tiles, vanishing } from './status-open';
import { accounts, backfill, failedExecutions, hosts, leftOut, leftOutTexts, owners, storage } from './status-shares';
import { STYLE } from './style';
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
	const page = html`<!doctype html>
		<html lang="en">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="robots" content="noindex" />
				<meta name="referrer" content="no-referrer" />
				${reload ? html`<meta http-equiv="refresh" content="${RELOAD_SECONDS}" />` : ''}
				<link rel="icon" href="data:," />
				<title>${titleOf(figures)}</title>
				<style>
					${raw(STYLE)}
				</style>
			</head>
			<body>
				<a class="skip" href="#content">To the figures</a>
				<header>
					<div>
						<h1>Zoom to Kaltura</h1>
						<p class="sub">
							${timeText(settings.now, settings.timezone)} ·
							${settings.timezone || 'UTC'}${settings.account === '' ? '' : html` · account ${settings.account}`}
						</p>
					</div>
					<nav aria-label="Range and downloads">
						${RANGES.map((days) => html`<a href="${link({ days: String(days) })}" ${raw(days === settings.days ? ' aria-current="page"' : '')}>${days === 365 ? '1 year' : `${days} days`}</a>`)}
						<a href="${link({ format: 'csv' })}">Figures as CSV</a>
						<a href="${link({ format: 'csv', of: 'recordings' })}">Recordings as CSV</a>
						<a href="${link({ refresh: reload ? 'off' : '' })}">${reload ? 'Stop reloading' : 'Reload by itself'}</a>
					</nav>
				</header>
				<main id="content">
					${alerts(figures, notes)} ${tiles(figures)} ${perDay(figures)}
					<div class="side">${missing(figures)}${owners(figures)}${hosts(figures)}</div>
					<div class="side">${reasons(figures)}${storage(figures.cleanup)}${leftOut(figures)}</div>
					${vanishing(figures)}${leftOutTexts(figures)} ${accounts(figures, link)} ${backfill(figures)}
					${groupTroublesPart(figures)} ${failedExecutions(figures)}
				</main>
				<footer>
					<p>
						Counted from the ledger that the pipeline keeps. ${comparedText(figures)} What is in Kaltura is decided by
						Kaltura. ${reload ? 'This page reloads itself every five minutes.' : ''}
					</p>
				</footer>
			</body>
		</html> `;
	return page.text;
}

function titleOf(figures: Figures): string {
	const open = figures.needSomebody;
	return `${open > 0 ? `(${countText(open)}) ` : ''}Zoom to Kaltura`;
}
