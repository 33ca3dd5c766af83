import type { Decision, SubjectType } from './decisions';
import type { ReviewDecision } from './review-table';
import type { KnownSubjects } from './subjects';

export type DecidedAction =
	'ensure' | 'remove-group-admin' | 'withdraw-invitation' | 'invite-again' | 'delete-group' | 'delete-role' | 'keep';

/** Everything that is to be done to one subject in one way, in the words of User → Ensure; '' leaves a property as it is. */
export interface DecidedChange {
	action: DecidedAction;
	subjectType: SubjectType;
	subjectId: string;
	email: string;
	name: string;
	decisions: Decision[];
	status: 'inactive' | '';
	role: 'Member' | '';
	type: '1' | '';
	/** false takes the phone away. */
	phoneEnabled: false | '';
	/** For the end of an administration: which group. */
	groupId: string;
	groupName: string;
	/** Lines of the file that say so. */
	lines: number[];
	comment: string;
}

/**
 * The changes in the order of the file, one per subject and way. Taking a role from all its members becomes one change for each
 * of them, and ending administrations one for each group.
 */
export function decidedChanges(decisions: readonly ReviewDecision[], known?: KnownSubjects): DecidedChange[] {
	const changes = new Map<string, DecidedChange>();
	const change = (action: DecidedAction, decision: ReviewDecision, about: Partial<DecidedChange> = {}) => {
		const { subjectType, subjectId, email, name } = decision;
		const fresh = { ...EMPTY, action, subjectType, subjectId, email, name, decisions: [], lines: [], ...about };
		const key = [fresh.subjectType, fresh.subjectId, action === 'ensure' ? '' : action, fresh.groupId].join('\n');
		const found = changes.get(key) ?? fresh;
		changes.set(key, found);
		if (!found.lines.includes(decision.line)) {
			found.lines.push(decision.line);
			found.comment = [found.comment, decision.comment].filter(Boolean).join(' / ');
		}
		return found;
	};
	for (const decision of decisions) {
		const user = decision.subjectType === 'user' ? known?.users.get(decision.subjectId) : undefined;
		const who = user ? { name: user.name, email: decision.email || user.email } : nameOfThing(decision, known);
		for (const one of decision.decisions) {
			if (one === 'remove-group-admin') {
				for (const { groupId, groupName } of user?.administers ?? [])
					change(one, decision, { ...who, groupId, groupName }).decisions.push(one);
			} else if (one === 'remove-role' && decision.subjectType === 'role') {
				for (const { id, email, name } of known?.roles.get(decision.subjectId)?.members ?? []) {
					const about = { subjectType: 'user' as const, subjectId: id, email, name };
					wish(change('ensure', decision, about), one);
				}
			} else if (isAlone(one)) change(one, decision, who).decisions.push(one);
			else wish(change('ensure', decision, who), one);
		}
	}
	return [...changes.values()];
}

const isAlone = (decision: Decision): decision is Exclude<DecidedAction, 'ensure' | 'remove-group-admin'> =>
	['keep', 'withdraw-invitation', 'invite-again', 'delete-group', 'delete-role'].includes(decision);

function wish(change: DecidedChange, decision: Decision): void {
	if (!change.decisions.includes(decision)) change.decisions.push(decision);
	if (decision === 'deactivate') change.status = 'inactive';
	if (decision === 'remove-role') change.role = 'Member';
	if (decision === 'make-basic') change.type = '1';
	if (decision === 'remove-phone') change.phoneEnabled = false;
}

function nameOfThing({ subjectType, subjectId, name }: ReviewDecision, known: KnownSubjects | undefined) {
	if (subjectType === 'group') return { name: known?.groups.get(subjectId) ?? name };
	return subjectType === 'role' ? { name: known?.roles.get(subjectId)?.name ?? name } : { name };
}

const EMPTY = {
	status: '',
	role: '',
	type: '',
	phoneEnabled: '',
	groupId: '',
	groupName: '',
	comment: '',
} as const satisfies Partial<Record<keyof DecidedChange, unknown>>;
