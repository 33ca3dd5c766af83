/** Somebody who has not accepted the invitation. */
export interface Invited {
	email: string;
	/** ISO; '' when Zoom does not say. */
	invitedAt: string;
}

export interface InvitationRules {
	/** An invitation that is younger is left. */
	olderThanDays: number;
	/** How often one person is invited again. */
	most: number;
	now: number;
}

export interface DueInvitations {
	/** Whom to invite again, and which time it is. */
	due: Array<{ email: string; times: number }>;
	/** Who has had all of them and has not come: somebody should ask the person, or withdraw the invitation. */
	givenUp: Array<{ email: string; times: number; message: string }>;
}

const DAY = 86_400_000;

/** @param sent how often each address was invited again so far */
export function dueInvitations(
	invited: readonly Invited[],
	sent: ReadonlyMap<string, number>,
	{ olderThanDays, most, now }: InvitationRules,
): DueInvitations {
	// Of an invitation without a date it is not known that it is old.
	const old = invited.filter(({ invitedAt }) => now - Date.parse(invitedAt) >= olderThanDays * DAY);
	const counted = old.map(({ email }) => ({ email, times: sent.get(email.trim().toLowerCase()) ?? 0 }));
	return {
		due: counted.filter(({ times }) => times < most).map(({ email, times }) => ({ email, times: times + 1 })),
		givenUp: counted
			.filter(({ times }) => times >= most)
			.map(({ email, times }) => ({
				email,
				times,
				message: `Invited again ${times} times and not accepted. Ask ${email}. Withdraw the invitation with Delete (disassociate) if the person is not to come.`,
			})),
	};
}
