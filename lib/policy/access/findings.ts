import { accountFindings } from './account-findings';
import type { Finding, FindingSettings, Severity } from './finding';
import { kalturaFindings } from './kaltura-findings';
import type { AccessSnapshot } from './snapshot';
import { userFindings } from './user-findings';

/**
 * What a reviewer should look at, most serious first. Each finding says its evidence and what to do.
 * Facts that the snapshot does not hold (phone, sign-in types, group admins, privileges) give no finding rather than a guess.
 */
export function findingsOf(snapshot: AccessSnapshot, settings: FindingSettings): Finding[] {
	const order: Severity[] = ['high', 'medium', 'low'];
	const found = [userFindings, accountFindings, kalturaFindings].flatMap((find) => find(snapshot, settings));
	return found.sort(
		(a, b) =>
			order.indexOf(a.severity) - order.indexOf(b.severity) ||
			compareText(a.kind, b.kind) ||
			compareText(a.subject.name, b.subject.name) ||
			compareText(a.subject.id, b.subject.id),
	);
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
