import type { VisibleUntil } from '../import/visible-until';

import type { ThenColumn, WhenColumn } from './columns';
import type { Schedule } from './schedule';

/** What a rule asks for, by the cell that says so. Texts are folded (lib/policy/settings.ts) but for Zoom's ids. */
export type Condition =
	| { column: 'host'; ids: ReadonlySet<string>; emails: ReadonlySet<string>; domains: readonly string[] }
	| { column: 'department' | 'zoomGroup' | 'meetingId'; values: ReadonlySet<string> }
	| { column: 'topic'; parts: readonly string[] }
	/** `value` null: any but an empty one. */
	| { column: 'trackingField'; fields: ReadonlyArray<{ field: string; value: string | null }> }
	| { column: 'kind'; kind: 'meeting' | 'webinar' }
	| { column: 'schedule'; schedule: Schedule };

/** `private`: only its owner gets it; no categories, no rights of others. */
export type Action = 'import' | 'private' | 'skip';

export interface Then {
	action: Action;
	/** With `skip`: what people are told. */
	reason: string;
	categories: string[];
	owner: string;
	coEditors: string[];
	coPublishers: string[];
	name: string;
	tags: string[];
	conversionProfileId: number | null;
	keepInZoom: boolean;
	visibleUntil: VisibleUntil | null;
}

/** A cell that cannot be read. Reads as `The rule "<rule>" (row <row>), column <column>, <problem>.` */
export interface CellProblem {
	column: ThenColumn | WhenColumn | 'enabled' | 'rule';
	problem: string;
}

export interface Rule {
	/** Place among the rules, 1 = the first. */
	row: number;
	name: string;
	when: Condition[];
	then: Then;
	/** Cells of *when* that nobody can read: whom the rule is for is not known. */
	whenProblems: CellProblem[];
	/** Cells of *then*: what it does is not known. */
	thenProblems: CellProblem[];
}

/** @example The rule "Physics" (row 3), column day, names "Montag", which is no day. */
export function cellSentence({ name, row }: Pick<Rule, 'name' | 'row'>, { column, problem }: CellProblem): string {
	return `The rule "${name}" (row ${row}), column ${column}, ${problem}.`;
}
