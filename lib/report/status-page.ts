import type { CleanupFigures } from '../policy/ledger/cleanup-figures';
import { MISSING, none, sumOf, type Figures } from '../policy/ledger/figures';
import { groupTroublesAlert, groupTroublesPart } from './group-troubles';
import { html, raw, type Markup } from './html';
import { dayColumns, legend, plainBar, ring, standingBar } from './pictures';
import { STANDINGS } from '../policy/ledger/rows';
import { STYLE } from './style';
import { table } from './status-table';
import {
	ageText,
	backfillText,
	bytesText,
	countText,
	reasonLabel,
	recordingsText,
	ruleLabel,
	sourceLabel,
	STANDING_LABEL,
	timeText,
} from './words';

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

function alerts(figures: Figures, notes: readonly string[]): Markup[] {
	const { events, totals, settings, reconciledAt, needSomebody: open, vanishing } = figures;
	const list: Markup[] = [];
	for (const { account, at, stopped } of events) {
		if (!stopped || at === null) continue;
		list.push(
			html`<div class="alert bad" role="alert">
				<p>
					<b>Events have stopped${account ? html` for the account ${account}` : ''}.</b> The last one came
					${ageText(settings.now - at)} ago (${timeText(at, settings.timezone)}). Check in the Zoom App Marketplace that
					the event subscription is active and validated, and that <i>ingest live</i> is published. The reconcile
					workflow brings what was missed.
				</p>
			</div>`,
		);
	}
	if (reconciledAt !== null && settings.now - reconciledAt > 24 * 3_600_000) {
		list.push(
			html`<div class="alert bad" role="alert">
				<p>
					<b>The last complete listing of Zoom is ${ageText(settings.now - reconciledAt)} old.</b> Look at the
					executions of <i>ingest what events missed</i>: until it runs, a lost event is a missing recording.
				</p>
			</div>`,
		);
	}
	if (vanishing.length > 0) {
		list.push(
			html`<div class="alert bad" role="alert">
				<p>
					<b
						>Zoom deletes ${recordingsText(vanishing.length)} by itself before
						${vanishing.length === 1 ? 'it is' : 'they are'} in Kaltura,</b
					>
					the first on ${timeText(vanishing[0]!.vanishesAt!, settings.timezone)}. That is the only loss that nobody can
					mend: see <a href="#vanishing">Vanishes in Zoom</a>.
				</p>
			</div>`,
		);
	}
	list.push(...groupTroublesAlert(figures));
	if (open > 0) {
		list.push(
			html`<div class="alert warn">
				<p>
					<b>${recordingsText(open)} ${open === 1 ? 'needs' : 'need'} somebody.</b> What each is waiting for is under
					<a href="#why">Why</a>.
				</p>
			</div>`,
		);
	} else if (list.length === 0 && sumOf(totals).recordings > 0) {
		list.push(
			html`<div class="alert good">
				<p>
					<b>Nothing needs you.</b> Every recording that the rules want is in Kaltura or on its way, or is retried by
					itself${reconciledAt === null ? ', of what the pipeline has seen.' : '.'}
				</p>
			</div>`,
		);
	}
	for (const note of notes) list.push(html`<div class="alert warn"><p>${note}</p></div>`);
	return list;
}

function tiles({ totals, missing: open, cleanup, events, settings, needSomebody }: Figures): Markup {
	const latest = events.reduce<number | null>(
		(newest, { at }) => (at !== null && at > (newest ?? 0) ? at : newest),
		null,
	);
	const tile = (colour: string, name: string, value: string, more: string) =>
		html`<li class="tile ${colour}">
			<span class="name">${name}</span><b>${value}</b><span class="more">${more}</span>
		</li>`;
	return html`<ul class="tiles">
		${tile('arrived', 'In Kaltura', countText(totals.arrived.recordings), bytesText(totals.arrived.bytes))}
		${tile('waiting', 'Waiting', countText(totals.waiting.recordings), 'come by themselves')}
		${tile('attention', 'Needs attention', countText(totals.attention.recordings), 'a person decides')}
		${tile('failed', 'Failed', countText(totals.failed.recordings), retriedText(totals, needSomebody) || `${bytesText(open.bytes)} not in Kaltura`)}
		${tile('plain', 'Cleanup frees', bytesText(cleanup.due.bytes), `${recordingsText(cleanup.due.recordings)}${cleanup.from === 'estimate' ? ', estimate' : ''}`)}
		${tile(events.some(({ stopped }) => stopped) ? 'failed' : 'plain', 'Last event', latest === null ? 'none yet' : ageText(settings.now - latest).replace(/ minutes?$/, ' min'), latest === null ? 'noted by ingest live' : 'ago')}
	</ul>`;
}

function perDay({ perDay: days, sources, settings }: Figures): Markup {
	const totals = none();
	for (const { counts } of days) {
		for (const standing of STANDINGS) {
			totals[standing].recordings += counts[standing].recordings;
			totals[standing].bytes += counts[standing].bytes;
		}
	}
	return html`<section>
		<h2>What came in</h2>
		<p class="note">
			Per day on which the pipeline first saw it, over ${settings.days} days, by where it stands
			now.${sources.length > 0 ? ` Last touched by: ${sources.map(({ source, recordings }) => `${sourceLabel(source)} ${countText(recordings)}`).join(', ')}.` : ''}
		</p>
		${sumOf(totals).recordings === 0 ? html`<p class="empty">Nothing came in during these days.</p>` : html`${legend(totals)}${dayColumns(days)}`}
		${table('Each day as a table', [
			['Day', ...STANDINGS.map((standing) => STANDING_LABEL[standing]), 'Size'],
			...days
				.filter(({ counts }) => sumOf(counts).recordings > 0)
				.toReversed()
				.map(({ day, counts }) => [
					day,
					...STANDINGS.map((standing) => counts[standing].recordings),
					bytesText(sumOf(counts).bytes),
				]),
		])}
	</section>`;
}

function missing(figures: Figures): Markup {
	const { missing: open, settings } = figures;
	const longest = Math.max(...open.byAge.map(({ counts }) => sumOf(counts).recordings));
	const all = open.byAge.reduce((sum, { counts }) => {
		for (const standing of MISSING) sum[standing].recordings += counts[standing].recordings;
		return sum;
	}, none());
	return html`<section>
		<h2>In Zoom, not in Kaltura</h2>
		<p class="note">
			Wanted by the rules, not (wholly) there: ${recordingsText(open.recordings)}, ${bytesText(open.bytes)}, by age of
			the recording. ${comparedText(figures)}
		</p>
		${
			open.recordings === 0
				? html`<p class="empty">Nothing is missing.</p>`
				: html`${legend(all)}
						<ul class="rows">
							${open.byAge.map(({ label, counts }) => row(label, countText(sumOf(counts).recordings), standingBar(counts, longest, `${label}: ${sumOf(counts).recordings}`)))}
						</ul>`
		}
		${table(open.recordings > open.oldest.length ? `The oldest ${open.oldest.length}` : 'Each of them', [
			['Recorded', 'Topic', 'Host', 'Stands', 'Why', 'What to do', 'Size'],
			...open.oldest.map((one) => [
				one.startedAt === null ? '' : timeText(one.startedAt, settings.timezone),
				one.topic,
				one.hostEmail,
				STANDING_LABEL[one.standing],
				one.message || reasonLabel(one.reason),
				one.nextStep,
				bytesText(one.sizeBytes),
			]),
		])}
	</section>`;
}

function reasons({ reasons: list, settings }: Figures): Markup {
	const shown = list.filter(({ standing }) => MISSING.includes(standing));
	const ranked = MISSING.flatMap((standing) => shown.filter((one) => one.standing === standing)).slice(0, 10);
	const longest = Math.max(1, ...ranked.map(({ recordings }) => recordings));
	return html`<section id="why">
		<h2>Why</h2>
		<p class="note">What failed, needs somebody or waits, with what to do.</p>
		${ranked.length === 0 ? html`<p class="empty">Nothing failed and nothing waits.</p>` : ''}
		<ul class="rows">
			${ranked.map(
				(one) =>
					html`<li>
						<div class="head"><span>${reasonLabel(one.reason)}</span><b>${countText(one.recordings)}</b></div>
						${plainBar(one.recordings, longest, one.standing, `${STANDING_LABEL[one.standing]}: ${one.recordings}`)}
						<p>
							${one.message}${one.nextStep ? html` <b>${one.nextStep}</b>` : ''}${one.oldest === null ? '' : ` Oldest: ${ageText(settings.now - one.oldest)}.`}
						</p>
					</li>`,
			)}
		</ul>
	</section>`;
}

function leftOut({ reasons: list }: Figures): Markup {
	const shown = list.filter(({ standing }) => standing === 'skipped');
	const longest = Math.max(1, ...shown.map(({ recordings }) => recordings));
	return html`<section>
		<h2>Left out by rule</h2>
		<p class="note">These stay in Zoom because a setting says so.</p>
		${shown.length === 0 ? html`<p class="empty">No rule left anything out.</p>` : ''}
		<ul class="rows">
			${shown.slice(0, 12).map((one) => row(reasonLabel(one.reason), countText(one.recordings), plainBar(one.recordings, longest, 'skipped', String(one.recordings)), one.nextStep))}
		</ul>
	</section>`;
}

function owners({ owners: list }: Figures): Markup {
	const longest = Math.max(1, ...list.map(({ recordings }) => recordings));
	const colour = (rule: string) => (rule.startsWith('default-user') ? 'attention' : 'arrived');
	return html`<section>
		<h2>Owners</h2>
		<p class="note">How the owner of what is in Kaltura was found.</p>
		${list.length === 0 ? html`<p class="empty">No owner was resolved yet.</p>` : ''}
		<ul class="rows">
			${list.map(({ rule, recordings }) => row(ruleLabel(rule), countText(recordings), plainBar(recordings, longest, colour(rule), String(recordings))))}
		</ul>
	</section>`;
}

function storage({ from, freed, due, kept, lookedAt }: CleanupFigures): Markup {
	const keptBytes = kept.reduce((sum, { bytes }) => sum + bytes, 0);
	const longest = Math.max(1, ...kept.map(({ bytes }) => bytes));
	const slices = [
		{ colour: 'arrived', label: 'In the trash already', bytes: freed.bytes },
		{ colour: 'plain', label: 'Cleanup would free', bytes: due.bytes },
		{ colour: 'skipped', label: 'Stays in Zoom', bytes: keptBytes },
	];
	const label = slices.map(({ label: name, bytes }) => `${name}: ${bytesText(bytes)}`).join(', ');
	return html`<section>
		<h2>Storage in Zoom</h2>
		<p class="note">
			${from === 'estimate' ? 'An estimate by age alone: no cleanup has looked yet.' : lookedAt === null ? 'As the cleanup found it.' : 'As the cleanup last found it.'}
		</p>
		<div class="storage">
			${ring(slices, label)}
			<div>
				<ul class="legend">
					${slices.map(({ colour, label: name, bytes }) => html`<li><i class="key ${colour}"></i>${name} <b>${bytesText(bytes)}</b></li>`)}
				</ul>
			</div>
		</div>
		<ul class="rows">
			${kept.slice(0, 6).map(({ reason, message, recordings, bytes }) => row(`Stays: ${reasonLabel(reason)} (${countText(recordings)})`, bytesText(bytes), plainBar(bytes, longest, 'skipped', bytesText(bytes)), message))}
		</ul>
	</section>`;
}

function hosts({ hosts: list, otherHosts }: Figures): Markup {
	const longest = Math.max(1, ...list.map(({ recordings }) => recordings));
	const shown = list.reduce((sum, { counts }) => {
		for (const standing of STANDINGS) sum[standing].recordings += counts[standing].recordings;
		return sum;
	}, none());
	return html`<section>
		<h2>Hosts</h2>
		<p class="note">
			Who records
			most${otherHosts > 0 ? `; ${countText(otherHosts)} more ${otherHosts === 1 ? 'host has' : 'hosts have'} fewer` : ''}.
		</p>
		${list.length === 0 ? html`<p class="empty">No recordings yet.</p>` : legend(shown)}
		<ul class="rows">
			${list.map(({ host, counts, recordings, bytes }) =>
				row(
					host || 'unknown host',
					`${countText(recordings)} · ${bytesText(bytes)}`,
					standingBar(
						counts,
						longest,
						STANDINGS.filter((standing) => counts[standing].recordings > 0)
							.map((standing) => `${STANDING_LABEL[standing]}: ${counts[standing].recordings}`)
							.join(', '),
					),
				),
			)}
		</ul>
	</section>`;
}

function accounts({ accounts: list, settings }: Figures, link: (change: { account: string }) => string): Markup {
	if (list.length < 2) return html``;
	const longest = Math.max(...list.map(({ counts }) => sumOf(counts).recordings));
	return html`<section>
		<h2>Zoom accounts</h2>
		<p class="note">
			Choose one to see it
			alone.${settings.account === '' ? '' : html` <a href="${link({ account: '' })}">Show all</a>`}
		</p>
		<ul class="rows">
			${list.map(
				({ account, counts }) =>
					html`<li>
						<div class="head">
							<span><a href="${link({ account })}">${account || 'without a name'}</a></span
							><b>${countText(sumOf(counts).recordings)}</b>
						</div>
						${standingBar(counts, longest, account)}
					</li>`,
			)}
		</ul>
	</section>`;
}

function backfill({ backfill: progress }: Figures): Markup {
	if (progress === null) return html``;
	const { windows, done, counted, running, recordings } = progress;
	return html`<section>
		<h2>Back catalogue</h2>
		<ul class="rows">
			${row(`${backfillText(progress)}${running > 0 ? `, ${countText(running)} under way` : ''}`, recordingsText(recordings), plainBar(done + counted, windows, 'plain', backfillText(progress)))}
		</ul>
	</section>`;
}

/** What a figure is counted of: without a listing nobody knows what the pipeline has never seen. */
function comparedText({ reconciledAt, settings }: Figures): string {
	return reconciledAt === null
		? 'Of what the pipeline has seen; no listing has compared Zoom with it yet.'
		: `Compared with Zoom's listing of ${timeText(reconciledAt, settings.timezone)}.`;
}

function retriedText(totals: Figures['totals'], needSomebody: number): string {
	const retried = totals.failed.recordings + totals.attention.recordings - needSomebody;
	return retried > 0
		? `${countText(retried)} ${retried === 1 ? 'is' : 'are'} retried by ${retried === 1 ? 'itself' : 'themselves'}`
		: '';
}

function vanishing({ vanishing: list, settings }: Figures): Markup {
	if (list.length === 0) return html``;
	return html`<section id="vanishing">
		<h2>Vanishes in Zoom</h2>
		<p class="note">Not (wholly) in Kaltura, and Zoom is going to delete it by itself.</p>
		${table('Each of them', [
			['On', 'Topic', 'Host', 'Stands', 'What to do', 'Size'],
			...list
				.slice(0, 50)
				.map((one) => [
					timeText(one.vanishesAt!, settings.timezone),
					one.topic,
					one.hostEmail,
					STANDING_LABEL[one.standing],
					one.nextStep,
					bytesText(one.sizeBytes),
				]),
		])}
	</section>`;
}

function leftOutTexts({ leftOut: list }: Figures): Markup {
	if (list.length === 0) return html``;
	const longest = Math.max(1, ...list.map(({ recordings }) => recordings));
	return html`<section>
		<h2>Left out of what was imported</h2>
		<p class="note">People without rights and files that stay in Zoom, by how many recordings.</p>
		<ul class="rows">
			${list.map(({ sentence, recordings }) => row(sentence, countText(recordings), plainBar(recordings, longest, 'skipped', String(recordings))))}
		</ul>
	</section>`;
}

function failedExecutions({ failedExecutions: list, settings }: Figures): Markup {
	if (list.length === 0) return html``;
	return html`<section>
		<h2>Workflows that stopped with an error</h2>
		${table('The newest of them', [
			['When', 'Workflow', 'Node', 'What happened'],
			...list.map(({ at, workflow, node, message }) => [timeText(at, settings.timezone), workflow, node, message]),
		])}
	</section>`;
}

function row(label: string, value: string, picture: Markup, note = ''): Markup {
	return html`<li>
		<div class="head"><span>${label}</span><b>${value}</b></div>
		${picture}${note ? html`<p>${note}</p>` : ''}
	</li>`;
}
