import { type Figures, MISSING, none, sumOf } from '../policy/ledger/figures';
import { STANDINGS } from '../policy/ledger/rows';
import { html, type Markup } from './html';
import { dayColumns, legend, plainBar, standingBar } from './pictures';
import { row } from './status-row';
import { table } from './status-table';
import {
	ageText,
	bytesText,
	countText,
	reasonLabel,
	recordingsText,
	sourceLabel,
	STANDING_LABEL,
	timeText,
} from './words';

// Parts of the status page about what came in, and what is not in Kaltura.

export function tiles({ totals, missing: open, cleanup, events, settings, needSomebody }: Figures): Markup {
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

export function perDay({ perDay: days, sources, settings }: Figures): Markup {
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

export function missing(figures: Figures): Markup {
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

export function reasons({ reasons: list, settings }: Figures): Markup {
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

export function vanishing({ vanishing: list, settings }: Figures): Markup {
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

/** What a figure is counted of: without a listing nobody knows what the pipeline has never seen. */
export function comparedText({ reconciledAt, settings }: Figures): string {
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
