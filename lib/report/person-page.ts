import type { Ability, EntitledEntries, PersonAccess } from '../policy/access/one-person';
import type { PlannedChange } from '../policy/access/planned-change';

import { html, type Markup, raw } from './html';
import { pageFrame } from './page-frame';
import { countText, timeText } from './words';

export interface PersonReport {
	takenAt: string;
	timezone: string;
	/** What somebody typed. */
	asked: string;
	before: PersonAccess | null;
	/** With the planned change; null when none is planned. */
	after: PersonAccess | null;
	entitled: EntitledEntries | null;
	change: PlannedChange;
	/** For the form: names of Zoom's roles. */
	roles: readonly string[];
	/** Why the planned change is not possible, or what could not be read. */
	problems: readonly string[];
}

const OWN_STYLE =
	'form{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:end}label{display:grid;gap:.2rem;font-size:.9rem}' +
	'input,select,button{font:inherit;color:inherit;background:var(--sunk);border:1px solid var(--line);border-radius:8px;padding:.35rem .6rem;max-width:100%}' +
	'label.tick{grid-auto-flow:column;align-items:center}.gone{text-decoration:line-through}td{overflow-wrap:anywhere}td:first-child{min-width:10rem}td:nth-child(3){min-width:8rem}' +
	'dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.25rem 1rem;margin:0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}';

/** "What can this person do and why": one HTML document without scripts that loads nothing from anywhere. */
export function personPage(report: PersonReport): string {
	const { before, asked, takenAt, timezone, problems } = report;
	const title = before ? before.name : 'One person';
	return pageFrame({
		title,
		sub: `As of ${timeText(Date.parse(takenAt), timezone)} · ${timezone}`,
		skip: 'To the person',
		style: OWN_STYLE,
		content: html`${problems.map((one) => html`<div class="alert warn" role="alert"><p>${one}</p></div>`)}
		${
			before === null && asked !== ''
				? html`<div class="alert warn" role="alert">
						<p>The snapshot has nobody with the address or ID ${asked}, in Zoom or in Kaltura.</p>
					</div>`
				: ''
		}
		${question(report)} ${before ? html`${standing(before, report)}${abilities(before, report)}` : ''}`,
		footer:
			"Zoom's groups give settings, not rights; rights come from the role and from the administration of groups. Nothing is changed by this page.",
	});
}

/** The person and what somebody thinks of changing, as a form that only asks. */
function question({ asked, change, roles }: PersonReport): Markup {
	const option = (value: string, label: string, chosen: string) =>
		html`<option value="${value}" ${raw(value === chosen ? 'selected' : '')}>${label}</option>`;
	return html`<section>
		<h2>Who, and what would change</h2>
		<p class="note">Choose a change to see what it would take away or give. Nothing is written.</p>
		<form method="get">
			<label>Address or ID<input name="person" value="${asked}" required autocomplete="off" /></label>
			<label
				>Role in Zoom
				<select name="role">
					${option('', 'As it is', change.role)} ${roles.map((name) => option(name, name, change.role))}
				</select></label
			>
			<label
				>Status in Zoom
				<select name="status">
					${option('', 'As it is', change.status)} ${option('active', 'Active', change.status)}
					${option('inactive', 'Deactivated', change.status)}
				</select></label
			>
			<label class="tick"
				><input type="checkbox" name="end" value="1" ${raw(change.endAdministrations ? 'checked' : '')} />Administers no
				group any more</label
			>
			<button>Show</button>
		</form>
	</section>`;
}

function standing({ zoom, kaltura }: PersonAccess, { after, entitled, timezone }: PersonReport): Markup {
	const seen = (at: string | null) => (at === null ? 'never or unknown' : timeText(Date.parse(at), timezone));
	const fact = (name: string, value: string, later = value) =>
		html`<dt>${name}</dt>
			<dd>${value}${later === value ? '' : html` → <b>${later}</b>`}</dd>`;
	const list = (names: readonly string[]) => names.join(', ') || 'none';
	return html`<section>
			<h2>In Zoom</h2>
			${
				zoom === null
					? html`<p class="empty">Not there.</p>`
					: html`<dl>
							${fact('Status', zoom.status, after?.zoom?.status)} ${fact('Role', zoom.role, after?.zoom?.role)}
							${fact('Groups', list(zoom.groups), after?.zoom ? list(after.zoom.groups) : undefined)}
							${fact('Last sign-in', seen(zoom.lastLoginAt))}
						</dl>`
			}
		</section>
		<section>
			<h2>In Kaltura</h2>
			${
				kaltura === null
					? html`<p class="empty">Not there, or not read.</p>`
					: html`<dl>
							${fact('User ID', kaltura.id)} ${fact('Status', kaltura.active ? 'active' : 'blocked')}
							${fact('Roles', list(kaltura.roles))} ${fact('Groups', list(kaltura.groups))}
							${fact('Last sign-in to the console', seen(kaltura.lastLoginAt))}
							${entitled ? fact('Entries', `owns ${countText(entitled.owns)}; named on others to edit ${countText(entitled.edits)}, to publish ${countText(entitled.publishes)}, to view ${countText(entitled.views)}`) : ''}
						</dl>`
			}
		</section>`;
}

function abilities(before: PersonAccess, { after }: PersonReport): Markup {
	const key = ({ where, what }: Ability) => `${where}\n${what}`;
	const now = new Map(before.abilities.map((one) => [key(one), one]));
	const later = new Map((after ?? before).abilities.map((one) => [key(one), one]));
	const rows = [...new Map([...now, ...later]).values()].sort(
		(a, b) => Number(b.highRisk) - Number(a.highRisk) || (key(a) < key(b) ? -1 : 1),
	);
	const stands = (access: PersonAccess, has: Map<string, Ability>, one: Ability) =>
		!has.has(key(one)) ? 'no' : access.usable[one.where] ? 'yes' : 'not while deactivated';
	return html`<section id="abilities">
		<h2>What the person may do, and why</h2>
		<p class="note">
			High-risk first: power over people, rights, content of others or the account.
			${after ? 'The last column is how it would be after the change.' : ''}
		</p>
		${
			rows.length === 0
				? html`<p class="empty">Nothing but what everybody may do.</p>`
				: html`<div class="scroll" tabindex="0" role="region" aria-label="What the person may do">
						<table>
							<thead>
								<tr>
									${['What', 'Where', 'Why', 'High risk', 'Now', ...(after ? ['After'] : [])].map((name) => html`<th scope="col">${name}</th>`)}
								</tr>
							</thead>
							<tbody>
								${rows.map(
									(one) =>
										html`<tr>
											<td class="${later.has(key(one)) ? '' : 'gone'}">${one.what}</td>
											<td>${one.where}</td>
											<td>${one.why}</td>
											<td>${one.highRisk ? 'yes' : ''}</td>
											<td>${stands(before, now, one)}</td>
											${after ? html`<td><b>${stands(after, later, one)}</b></td>` : ''}
										</tr>`,
								)}
							</tbody>
						</table>
					</div>`
		}
	</section>`;
}
