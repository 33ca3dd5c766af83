import type { Pledges } from '../../zoom/pledges';
import { ensureUsers } from '../provisioning/ensure-users';

import type { Look } from './rehearsal';

export const zoomPerson: Look = async ({ clients, wishes }) => {
	if (wishes.person === '') return { skipped: 'not-asked' };
	const user = await clients.zoom.users.get(wishes.person);
	return { found: user !== null, ...(user?.status ? { status: String(user.status) } : {}) };
};

export const zoomGroups: Look = async ({ clients, wishes }) => {
	if (wishes.person === '') return { skipped: 'not-asked' };
	let groups = 0;
	for await (const page of clients.zoom.groups.list()) groups += page.length;
	return { listed: true, groups };
};

/** Plans for the user as it is. A dry run: nobody is written to. */
export const zoomPersonPlan: Look = async (run) => {
	const { clients, wishes } = run;
	const user = wishes.person === '' ? null : await clients.zoom.users.get(wishes.person);
	if (user === null) return { skipped: 'not-asked' };
	const profile = Object.fromEntries(
		['first_name', 'last_name', 'dept', 'job_title'].flatMap((name) => {
			const value = (user as Record<string, unknown>)[name];
			return typeof value === 'string' && value !== '' ? [[name, value]] : [];
		}),
	);
	const [report] = await ensureUsers(
		clients.zoom,
		[{ email: user.email, profile }],
		{
			dryRun: true,
			limit: { most: 1, mostShare: 100 },
			badRows: 'skip',
			emptyValues: 'ignore',
			failOnFailure: false,
			plan: { changesOfInactive: 'skip', logOutOnDeactivate: false, demoteAdminsFirst: false },
		},
		NOTHING_PLEDGED,
		run.signal,
	);
	if (!report) return { skipped: 'not-asked' };
	if (report.reason) run.detail = report.reason;
	const planned = report.steps.length;
	return { planned, unchanged: planned === 0, ...(report.reason ? { code: report.outcome } : {}) };
};

/** What is there is written once more: it changes nothing, and shows whether it could. */
export const zoomPersonWrite: Look = async ({ clients, wishes }) => {
	if (wishes.person === '') return { skipped: 'not-asked' };
	if (!wishes.write) return { skipped: 'not-allowed' };
	const user = await clients.zoom.users.get(wishes.person);
	if (user === null) return { skipped: 'not-asked' };
	const { dept } = user as { dept?: unknown };
	await clients.zoom.users.update(user.id || user.email, { dept: typeof dept === 'string' ? dept : '' });
	return { written: true };
};

/** A dry run begins nothing that has to be brought to an end. */
const NOTHING_PLEDGED: Pledges = {
	make: () => Promise.resolve(),
	keep: () => Promise.resolve(),
	left: () => Promise.resolve([]),
	maybeLeft: () => Promise.resolve([]),
};
