import type { AccessFigures } from '../policy/access/report-figures';

import { foldedTable, MOST_ROWS } from './folded-table';
import { html, type Markup } from './html';
import { countText } from './words';

/** The second application: who has power in Kaltura. */
export function kalturaPart({ kaltura }: AccessFigures, at: (iso: string) => string): Markup {
	if (kaltura === null) return html``;
	const { users, blocked, groups, privileged } = kaltura;
	return html`<section id="kaltura">
		<h2>Who is privileged in Kaltura</h2>
		<p class="note">
			Active owners, administrators, managers of groups, and holders of a high-risk permission, of ${countText(users)}
			users (${countText(blocked)} blocked) and ${countText(groups)} ${groups === 1 ? 'group' : 'groups'}. Kaltura notes
			sign-ins to its console only.
		</p>
		${privileged.length === 0 ? html`<p class="empty">Nobody.</p>` : ''}
		${foldedTable(
			`All of them (${countText(privileged.length)})`,
			[
				['Who', 'Roles', 'High-risk permissions', 'Manages groups', 'Last sign-in'],
				...privileged
					.slice(0, MOST_ROWS)
					.map(({ name, roles, highRisk, manages, lastLoginAt }) => [
						name,
						roles || 'none',
						highRisk ?? 'everything',
						manages,
						lastLoginAt === null ? 'never or unknown' : at(lastLoginAt),
					]),
			],
			privileged.length,
		)}
	</section>`;
}
