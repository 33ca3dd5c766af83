import { InputError } from '../failures';

import { groupKey } from './group-id';
import type { ApprovedPlan } from './membership-plan';
import { isFindingKey } from './record-row';

/**
 * The plan of a dry run, as its item has it; null when there is none.
 * @throws {InputError} when it is something else: a broken approval must not become a free hand
 */
export function readApproved(value: unknown): ApprovedPlan | null {
	if (value === null || value === undefined || value === '') return null;
	const plan: unknown = typeof value === 'string' ? parsePlan(value) : value;
	const { added, removed, free, vanished, source, finding, sentence } = (plan ?? {}) as Record<string, unknown>;
	if (!Array.isArray(added) || !Array.isArray(removed)) return parsePlan('');
	return {
		add: new Set(added.map((groupId) => groupKey(String(groupId)))),
		remove: new Set(removed.map((groupId) => groupKey(String(groupId)))),
		free: free === true,
		vanished: vanished === true,
		source: source === true,
		...(typeof finding === 'string' &&
			isFindingKey(finding) && { finding: { key: finding, sentence: String(sentence ?? '') } }),
	};
}

function parsePlan(text: string): never | ApprovedPlan {
	try {
		return JSON.parse(text) as ApprovedPlan;
	} catch {
		const remedy = 'Give it the field approvedPlan of the items that the dry run has in "input", or nothing.';
		return new InputError('Approved Plan', 'is no plan of a dry run (added, removed)', remedy).raise();
	}
}
