import { type CleanupFigures } from '../policy/ledger/cleanup-figures';
import { type Figures, none, sumOf } from '../policy/ledger/figures';
import { STANDINGS } from '../policy/ledger/rows';
import { html, type Markup } from './html';
import { legend, plainBar, ring, standingBar } from './pictures';
import { row } from './status-row';
import { table } from './status-table';
import {
	backfillText,
	bytesText,
	countText,
	reasonLabel,
	recordingsText,
	ruleLabel,
	STANDING_LABEL,
	timeText,
} from './words';

// Parts of the status page about who, where and how much.

export function leftOut({ reasons: list }: Figures): Markup {
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

export function owners({ owners: list }: Figures): Markup {
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

export function storage({ from, freed, due, kept, lookedAt }: CleanupFigures): Markup {
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

export function hosts({ hosts: list, otherHosts }: Figures): Markup {
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

export function accounts({ accounts: list, settings }: Figures, link: (change: { account: string }) => string): Markup {
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

export function backfill({ backfill: progress }: Figures): Markup {
	if (progress === null) return html``;
	const { windows, done, counted, running, recordings } = progress;
	return html`<section>
		<h2>Back catalogue</h2>
		<ul class="rows">
			${row(`${backfillText(progress)}${running > 0 ? `, ${countText(running)} under way` : ''}`, recordingsText(recordings), plainBar(done + counted, windows, 'plain', backfillText(progress)))}
		</ul>
	</section>`;
}

export function leftOutTexts({ leftOut: list }: Figures): Markup {
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

export function failedExecutions({ failedExecutions: list, settings }: Figures): Markup {
	if (list.length === 0) return html``;
	return html`<section>
		<h2>Workflows that stopped with an error</h2>
		${table('The newest of them', [
			['When', 'Workflow', 'Node', 'What happened'],
			...list.map(({ at, workflow, node, message }) => [timeText(at, settings.timezone), workflow, node, message]),
		])}
	</section>`;
}
