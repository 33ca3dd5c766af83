/** A leaver whose time is up, as the table of outcomes has it. */
export interface DueLeaver {
	email: string;
	/** Since when the person is out, ISO. */
	leftAt: string;
}

/** What Zoom says of the person now. */
export interface LeaverNow {
	status: string | undefined;
	/** ISO; nothing for somebody who never signed in. */
	lastLoginAt: string | undefined;
}

/** Why a leaver is not deleted now, as a sentence; null when nothing speaks against it. */
export function whyKept(email: string, { status, lastLoginAt }: LeaverNow, leftAt: string): string | null {
	if (status !== 'inactive')
		return `${email} is ${status ?? 'of unknown status'} in Zoom again, so nobody was deleted.`;
	const [left, login] = [Date.parse(leftAt), Date.parse(lastLoginAt ?? '')];
	// Since when somebody is out has to be certain: what is deleted does not come back.
	if (Number.isNaN(left)) return `It is not known since when ${email} is out, so nobody was deleted.`;
	return login > left ? `${email} has signed in since ${leftAt.slice(0, 10)}, so nobody was deleted.` : null;
}

/** What somebody is asked before the deletion. */
export function deletionText(people: readonly DueLeaver[], days: number, transferTo: string): string {
	const who = people.map(({ email, leftAt }) => `${email} (out since ${leftAt.slice(0, 10)})`).join(', ');
	return `${people.length} people are deactivated since ${days} days or more, and would be deleted from Zoom for ever: ${who}. ${transferTo} gets their meetings, webinars, recordings, whiteboards, clips, notes, visitors and docs. What Zoom hands over to nobody, such as chats, contacts and settings, is lost.`;
}

/** What became of the belongings of somebody who was deleted. */
export function handoverText(
	transferTo: string | null,
	transferred: readonly string[],
	notTransferred: readonly string[],
): string {
	const given =
		transferTo === null ? 'Nothing was handed over.' : `Handed over to ${transferTo}: ${transferred.join(', ')}.`;
	return notTransferred.length === 0 ? given : `${given} Lost: ${notTransferred.join(', ')}.`;
}
