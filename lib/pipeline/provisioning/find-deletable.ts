import { inParallel } from '../../http/in-parallel';
import type { DueLeaver } from '../../policy/people/deletion';
import { whyKept } from '../../policy/people/deletion';
import type { ZoomClient } from '../../zoom/client';
import { lastLoginOf } from '../../zoom/users';

export interface Deletable {
	people: Array<DueLeaver & { id: string }>;
	/** Whom Zoom did not tell of, each with why: they are looked at again the next time. */
	unseen: Array<{ email: string; message: string }>;
}

/** Of the leavers whose time is up those who may be deleted: still deactivated, and not signed in since. */
export async function findDeletable(zoom: ZoomClient, leavers: readonly DueLeaver[]): Promise<Deletable> {
	const people: Deletable['people'] = [];
	const unseen: Deletable['unseen'] = [];
	await inParallel(leavers, 10, async ({ email, leftAt }) => {
		try {
			const user = await zoom.users.get(email);
			if (user && whyKept(user.email, { status: user.status, lastLoginAt: lastLoginOf(user) }, leftAt) === null) {
				people.push({ id: user.id, email: user.email, leftAt });
			}
		} catch (error) {
			unseen.push({ email, message: `Not deleted: ${error instanceof Error ? error.message : String(error)}` });
		}
	});
	return { people: people.toSorted((a, b) => (a.email < b.email ? -1 : 1)), unseen };
}
