import type { DecidedAction, DecidedChange } from '../policy/access/decided-changes';
import type { DecisionRow } from '../policy/access/decision-record';
import type { ChangeAnswer } from '../policy/access/decision-results';

import { html, type Markup } from './html';

/** What Read Decisions gives as one item, as far as the page shows it. */
export interface ReadDecisions {
	users: ReadonlyArray<Pick<DecidedChange, 'email'>>;
	changes: ReadonlyArray<Pick<DecidedChange, 'action' | 'email' | 'name' | 'subjectId' | 'groupName'>>;
	rows: ReadonlyArray<
		Pick<DecisionRow, 'decision' | 'result' | 'email' | 'name' | 'subjectId' | 'finding' | 'keepUntil'>
	>;
	problems: ReadonlyArray<{ sentence: string }>;
}

/** What a dry run of User → Ensure says of one user, in the order of `users`. */
export interface PlannedUser extends ChangeAnswer {
	email?: string;
	notes?: readonly string[];
}

/** What decisions of a review would do, as a part of one of n8n's forms, which take plain markup without styles. */
export function decisionsPage(read: ReadDecisions, planned: readonly PlannedUser[]): Markup {
	const users = planned.map((one, at) => ({ ...one, email: one.email ?? read.users[at]?.email ?? '' }));
	const refused = users.filter(isRefused);
	const [idle, changing] = [users.filter(isIdle), users.filter((one) => !isRefused(one) && !isIdle(one))];
	const of = (action: DecidedAction) => read.changes.filter((one) => one.action === action);
	const kept = read.rows.filter(({ decision, result }) => decision === 'keep' && result !== 'fell-out');
	const lists = [
		list('Users who change', changing, (one) => `${one.email}: ${whatChanges(one)}`),
		list(
			'Administrations that end',
			of('remove-group-admin'),
			(one) => `${nameOf(one)}: no admin of ${one.groupName} any more`,
		),
		list('Invitations to withdraw', of('withdraw-invitation'), nameOf),
		list('Invitations to send again', of('invite-again'), nameOf),
		list('Groups to delete', of('delete-group'), ({ name, subjectId }) => name || subjectId),
		list('Roles to delete', of('delete-role'), ({ name, subjectId }) => name || subjectId),
		list('Kept', kept, (one) => `${nameOf(one)}, ${one.finding}, until ${one.keepUntil}`),
		list('Refused, and left as they are', refused, (one) => `${one.email}: ${String(one.reason ?? one.error ?? '')}`),
		list('Nothing to change', idle, ({ email }) => email),
		list('Rows that are not applied', read.problems, ({ sentence }) => sentence),
	].filter((one): one is Markup => one !== null);
	return lists.length > 0 ? html`${lists}` : html`<p>The file decides nothing: every decision is empty.</p>`;
}

function list<One>(title: string, those: readonly One[], line: (one: One) => string): Markup | null {
	if (those.length === 0) return null;
	return html`<h4>${title}: ${those.length}</h4>
		<ul>
			${those.map((one) => html`<li>${line(one)}</li>`)}
		</ul>`;
}

const nameOf = ({ email, name, subjectId }: { email: string; name: string; subjectId: string }): string =>
	email || name || subjectId;
const isRefused = ({ error, outcome }: PlannedUser): boolean =>
	error !== undefined || outcome === 'failed' || outcome === 'refused';
const isIdle = (one: PlannedUser): boolean => !isRefused(one) && (one.steps ?? []).length === 0;

/** Which columns a list lacks says nothing about a decision. */
function whatChanges({ steps = [], notes = [] }: PlannedUser): string {
	const done = steps.map(({ what, step }) => String(what ?? step ?? '')).join(', ');
	return [done, ...notes.filter((note) => !note.startsWith('The column '))].filter(Boolean).join('. ');
}
