import type { Decision, SubjectType } from './decisions';
import type { Identified } from './identity-provider';

export type FindingKind =
	| 'privileged-never-signed-in'
	| 'privileged-dormant'
	| 'privileged-without-sso'
	| 'privileged-unverified'
	| 'privileged-outside-domain'
	| 'outside-domain'
	| 'pending-for-long'
	| 'licensed-unused'
	| 'inactive-with-phone'
	| 'inactive-privileged'
	| 'single-owner-or-admin'
	| 'risky-pair'
	| 'empty-group'
	| 'empty-role'
	| 'role-wider-than-used'
	| 'not-in-identity-provider'
	| 'left-in-identity-provider'
	| 'privileged-access'
	| 'kaltura-power-of-leaver'
	| 'kaltura-power-unknown-to-provider'
	| 'kaltura-privileged-dormant'
	| 'kaltura-privileged-outside-domain'
	| 'kaltura-blocked-privileged'
	| 'kaltura-single-admin'
	| 'kaltura-empty-group'
	| 'kaltura-empty-role';

export type Severity = 'high' | 'medium' | 'low';

export interface Finding {
	kind: FindingKind;
	severity: Severity;
	/** What it is about: a user, group or role id, or the account. */
	subject: { type: SubjectType; id: string; name: string; email?: string };
	sentence: string;
	/** The facts behind it, for a reviewer. */
	evidence: Record<string, string | number | boolean | null | string[]>;
	remedy: string;
	/** What a reviewer can decide to end it: one of these, each with everything that belongs together. [] = only by hand, in Zoom or Kaltura. */
	decisions: Decision[][];
	/** Set while somebody's "keep" holds. */
	accepted?: { until: string; by: string; comment: string };
}

export interface FindingSettings {
	/** Now, ISO. The rule has no clock of its own. */
	now: string;
	/** Days without a sign-in after which somebody counts as dormant. */
	dormantDays: number;
	/** Days after which an invitation is pending for long. */
	pendingDays: number;
	/** New users are not judged for so many days, and never for fewer than the delay of Zoom's figure. */
	graceDays: number;
	/** Zoom's last_login_time may be so many days old. */
	loginDelayDays: number;
	/** Domains that belong to the organisation; [] does not judge domains. */
	ownDomains: readonly string[];
	/** Also everybody with power, whether something is wrong or not: for a review of all privileged access. */
	allPrivileged?: boolean;
	/** How the identity provider knows somebody; null does not compare. */
	identityProvider: ((user: Identified) => 'active' | 'left' | 'unknown') | null;
}

export const DEFAULT_FINDING_SETTINGS: Omit<FindingSettings, 'now'> = {
	dormantDays: 90,
	pendingDays: 30,
	graceDays: 14,
	loginDelayDays: 3,
	ownDomains: [],
	identityProvider: null,
};
