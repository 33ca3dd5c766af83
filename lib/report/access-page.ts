import { foldedTable as table, MOST_ROWS } from './folded-table';
import { html, type Markup } from './html';
import { kalturaPart } from './kaltura-access';
import { pageFrame } from './page-frame';
import { plainBar } from './pictures';
import { countText, reasonLabel, timeText } from './words';

import type { AccessChange } from '../policy/access/access-change';
import type { Finding, Severity } from '../policy/access/finding';
import { type AccessFigures, accessFigures, SEVERITIES } from '../policy/access/report-figures';
import type { AccessSnapshot } from '../policy/access/snapshot';

export interface AccessReport {
	title: string;
	timezone: string;
	/** When the earlier snapshot was taken; null when there was none. */
	since: string | null;
	/** Sentences for the top of the page. */
	notes: readonly string[];
	changes: readonly AccessChange[];
	findings: readonly Finding[];
}

const SEVERITY_LABEL: Readonly<Record<Severity, string>> = { high: 'High', medium: 'Medium', low: 'Low' };
const SEVERITY_COLOUR = { high: 'failed', medium: 'attention', low: 'waiting' } as const;

/** Lists with tables inside, and labels under columns, stay within a phone; tables break long addresses rather than cut what was found. */
const OWN_STYLE =
	'.rows>li{min-width:0}.days span{flex:1 1 0;min-width:0;text-align:center;overflow-wrap:anywhere}' +
	'td:not(.n){overflow-wrap:anywhere}@media(min-width:601px){td:not(.n):first-child{min-width:11rem}}';

/** The access report: one HTML document without scripts that loads nothing from anywhere. */
export function accessReportPage(snapshot: AccessSnapshot, report: AccessReport): string {
	const figures = accessFigures(snapshot, report.findings, report.changes);
	const at = (iso: string) => timeText(Date.parse(iso), report.timezone);
	return pageFrame({
		title: report.title,
		sub: `${at(snapshot.takenAt)} · ${report.timezone} · account ${snapshot.accountId || 'without a name'}`,
		skip: 'To the figures',
		style: OWN_STYLE,
		content: html`${alerts(snapshot, report, figures)} ${tiles(figures)} ${changes(report, figures, at)}
			${findings(figures)} ${accepted(figures)}
			<div class="side">${signIns(figures)}</div>
			<div class="side">${roles(snapshot, figures)}</div>
			${privileged(figures, at)} ${kalturaPart(figures, at)}`,
		footer: `Read from the lists of Zoom${snapshot.kaltura ? ' and Kaltura' : ''}. The time of a last sign-in is up to three days late.`,
	});
}

function alerts({ degraded }: AccessSnapshot, { notes }: AccessReport, figures: AccessFigures): Markup[] {
	const list = degraded.map(
		({ what, why }) =>
			html`<div class="alert warn" role="alert">
				<p><b>Not read: ${reasonLabel(what).toLowerCase()}.</b> ${why} What hangs on it is missing below.</p>
			</div>`,
	);
	for (const note of notes) list.push(html`<div class="alert warn"><p>${note}</p></div>`);
	const { high, medium, low } = figures.findings;
	if (high + medium + low === 0 && degraded.length === 0) {
		list.push(html`<div class="alert good"><p>Nothing needs a decision.</p></div>`);
	}
	return list;
}

function tiles({ users, privileged: risky, findings: found, changes: list }: AccessFigures): Markup {
	const tile = (kind: string, value: number, name: string, more: string) =>
		html`<li class="tile ${kind}">
			<span class="name">${name}</span><b>${countText(value)}</b><span class="more">${more}</span>
		</li>`;
	const all = users.active + users.inactive + users.pending + users.other;
	return html`<ul class="tiles">
		${tile('plain', all, 'Users', `${countText(users.active)} active`)}
		${tile('waiting', users.inactive, 'Inactive', `${countText(users.pending)} pending`)}
		${tile('arrived', risky.length, 'Privileged', 'active, with power over others')}
		${tile('failed', found.high, 'High findings', 'decide these first')}
		${tile('attention', found.medium, 'Medium findings', `${countText(found.low)} low`)}
		${tile('plain', list.length, 'Changes', givePower(list))}
	</ul>`;
}

/** Of the changes, those that give somebody power over others. */
function givePower(list: AccessFigures['changes']): string {
	const high = list.filter(({ weight }) => weight === 'high').length;
	return high === 1 ? '1 gives more power' : `${countText(high)} give more power`;
}

function changes({ since }: AccessReport, { changes: list }: AccessFigures, at: (iso: string) => string): Markup {
	const high = list.filter(({ weight }) => weight === 'high').slice(0, 12);
	return html`<section id="changes">
		<h2>What changed</h2>
		<p class="note">
			${since === null ? 'This is the first snapshot: the next one is compared with it.' : `Since ${at(since)}.`}
		</p>
		${since !== null && list.length === 0 ? html`<p class="empty">Nothing changed.</p>` : ''}
		<ul class="rows">
			${high.map(
				({ sentence }) =>
					html`<li>
						<div class="head">
							<span><i class="key failed"></i>${sentence}</span>
						</div>
					</li>`,
			)}
		</ul>
		${table(`All changes (${countText(list.length)})`, [['Change', 'More power', 'What happened'], ...list.slice(0, MOST_ROWS).map(({ kind, weight, sentence }) => [reasonLabel(kind), weight === 'high' ? 'yes' : '', sentence])], list.length)}
	</section>`;
}

function findings({ kinds, findings: counts }: AccessFigures): Markup {
	const longest = Math.max(1, ...kinds.map(({ findings: list }) => list.length));
	return html`<section id="findings">
		<h2>Findings</h2>
		<p class="note">What to decide, most serious first. The review file has a row for each.</p>
		<ul class="legend">
			${SEVERITIES.map((one) => html`<li><i class="key ${SEVERITY_COLOUR[one]}"></i>${SEVERITY_LABEL[one]} <b>${countText(counts[one])}</b></li>`)}
		</ul>
		${kinds.length === 0 ? html`<p class="empty">No findings.</p>` : ''}
		<ul class="rows">
			${kinds.map(
				({ kind, severity, findings: list }) =>
					html`<li>
						<div class="head">
							<span>${reasonLabel(kind).replace('sso', 'SSO')}</span><b>${countText(list.length)}</b>
						</div>
						${plainBar(list.length, longest, SEVERITY_COLOUR[severity], `${SEVERITY_LABEL[severity]}: ${countText(list.length)}`)}
						<p>${list[0]!.sentence} <b>${list[0]!.remedy}</b></p>
						${table(`All of them (${countText(list.length)})`, list.length < 2 ? [] : [['Who or what', 'What was found'], ...list.slice(0, MOST_ROWS).map(({ subject, sentence }) => [subject.name, withoutName(sentence, subject.name)])], list.length)}
					</li>`,
			)}
		</ul>
	</section>`;
}

/** What somebody decided to keep, with the day on which it has to be decided about again. */
function accepted({ accepted: list }: AccessFigures): Markup {
	if (list.length === 0) return html``;
	return html`<section id="accepted">
		<h2>Accepted</h2>
		<p class="note">
			Somebody decided to keep these; after that day, or when the power grows, they are findings again.
		</p>
		${table(
			`All of them (${countText(list.length)})`,
			[
				['Who or what', 'What was found', 'Until', 'Decided by', 'Why'],
				...list
					.slice(0, MOST_ROWS)
					.map(({ subject, sentence, accepted: kept }) => [
						subject.name,
						withoutName(sentence, subject.name),
						kept?.until ?? '',
						kept?.by ?? '',
						kept?.comment ?? '',
					]),
			],
			list.length,
		)}
	</section>`;
}

/** The sentence of a finding beside the name of whom it is about. */
const withoutName = (sentence: string, name: string) =>
	sentence.startsWith(`${name} `) ? sentence.slice(name.length + 1) : sentence;

/** Columns of how long ago active users were seen; the privileged among them in another colour. */
function signIns({ signIns: ages }: AccessFigures): Markup {
	const highest = Math.max(1, ...ages.map(({ users }) => users));
	const label = ages
		.map(({ label: name, users, privileged: risky }) => `${name}: ${users}, ${risky} privileged`)
		.join('; ');
	return html`<section id="sign-ins">
		<h2>Last sign-in</h2>
		<p class="note">Active users by how long ago, at most, they signed in.</p>
		<ul class="legend">
			<li><i class="key plain"></i>Others</li>
			<li><i class="key failed"></i>Privileged</li>
		</ul>
		<div class="columns">
			<div class="scale" aria-hidden="true"><span>${countText(highest)}</span><span></span><span>0</span></div>
			<div class="plot">
				<svg viewBox="0 0 ${ages.length} ${highest}" preserveAspectRatio="none" role="img" aria-label="${label}">
					${ages.map(({ label: name, users, privileged: risky }, index) => html`<g><title>${name}: ${countText(users)}, ${countText(risky)} privileged</title><rect class="plain" x="${(index + 0.12).toFixed(2)}" width="0.76" y="${highest - users}" height="${users - risky}" /><rect class="failed" x="${(index + 0.12).toFixed(2)}" width="0.76" y="${highest - risky}" height="${risky}" /></g>`)}
				</svg>
				<div class="days" aria-hidden="true">${ages.map(({ label: name }) => html`<span>${name}</span>`)}</div>
			</div>
		</div>
	</section>`;
}

function roles({ degraded }: AccessSnapshot, { roles: list }: AccessFigures): Markup {
	const longest = Math.max(1, ...list.map(({ highRisk }) => highRisk));
	const unread = degraded.some(({ what }) => what === 'privileges' || what === 'roles');
	const shown = list.slice(0, 12);
	return html`<section id="roles">
		<h2>Roles</h2>
		<p class="note">${unread ? 'Their privileges were not read.' : 'By how many high-risk privileges they give.'}</p>
		<ul class="rows">
			${shown.map(
				({ name, users, highRisk }) =>
					html`<li>
						<div class="head"><span>${name}</span><b>${countText(users)} ${users === 1 ? 'user' : 'users'}</b></div>
						${plainBar(highRisk, longest, highRisk > 0 ? 'failed' : 'plain', `${highRisk} high-risk privileges`)}
					</li>`,
			)}
		</ul>
		${table(`All roles (${countText(list.length)})`, [['Role', 'Users', 'Privileges', 'High risk'], ...list.slice(0, MOST_ROWS).map(({ name, users, privileges, highRisk }) => [name, users, privileges ?? 'not read', highRisk])], list.length)}
	</section>`;
}

function privileged({ privileged: list }: AccessFigures, at: (iso: string) => string): Markup {
	return html`<section id="privileged">
		<h2>Who is privileged</h2>
		<p class="note">Active owners, admins, group admins, and holders of a high-risk privilege.</p>
		${list.length === 0 ? html`<p class="empty">Nobody.</p>` : ''}
		${table(
			`All of them (${countText(list.length)})`,
			[
				['Who', 'Role', 'High-risk privileges', 'Administers groups', 'Last sign-in'],
				...list
					.slice(0, MOST_ROWS)
					.map(({ name, role, highRisk, groups, lastLoginAt }) => [
						name,
						role,
						highRisk,
						groups,
						lastLoginAt === null ? 'never' : at(lastLoginAt),
					]),
			],
			list.length,
		)}
	</section>`;
}
