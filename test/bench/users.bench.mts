/**
 * What Zoom Users/Groups costs in large accounts: pages, calls, memory, and time against what Zoom's rate limits allow.
 *
 *   npm run bench:users [-- --quick]
 *
 * The operations are those of the built package; only n8n's request function is replaced by a plain one, so that what is
 * measured is ours and the sandbox's.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { callControl } from '../../sandbox/control-call.mts';
import type { Sandbox } from '../../scripts/demo/sandbox.mts';
import { startSandbox } from '../../scripts/demo/sandbox.mts';
import { built } from './built.mts';
import { benchmark, round } from './report.mts';

/* eslint-disable @typescript-eslint/no-explicit-any -- the built package is loaded without its types */

const { createZoomClient } = built('lib/zoom/client');
const { RateLimiter } = built('lib/zoom/rate-limits');
const { ParameterReader } = built('lib/n8n/parameters');
const { resources } = built('nodes/ZoomUsersGroups/operations/index');
const { ensureUsers } = built('lib/pipeline/provisioning/ensure-users');

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const heapMb = () => {
	collectGarbage();
	return process.memoryUsage().heapUsed / 2 ** 20;
};

/** Business+, calls per second (Zoom's table of rate limits). */
const LIGHT_PER_SECOND = 80;
const MEDIUM_PER_SECOND = 60;

const RUN = {
	dryRun: false,
	limit: { most: 20_000, mostShare: 1 },
	badRows: 'stop',
	emptyValues: 'ignore',
	failOnFailure: false,
	plan: { changesOfInactive: 'skip', logOutOnDeactivate: true, demoteAdminsFirst: false },
};
/** In n8n they are kept in its database (lib/n8n/pledges.ts); here nothing is cut off. */
const NO_PLEDGES = {
	make: async () => undefined,
	keep: async () => undefined,
	left: async () => [],
	maybeLeft: async () => [],
};

await benchmark('users', async ({ figure, note, quick }) => {
	note('Zoom is the local one of the sandbox, in a process of its own on the same machine.');

	const large = await startSandbox({ data: 'users-20000', indexLagMs: 0 });
	try {
		// First, so that the most that the process ever held is the plan's.
		await plan20000(large);
		await getMany20000(large);
		await ensure5000(large);
		await deactivate1000(large);
	} finally {
		await large.stop();
	}

	const limited = await startSandbox({ data: 'users-1000', indexLagMs: 0 });
	try {
		await detailsWithinLimits(limited);
	} finally {
		await limited.stop();
	}

	async function plan20000(sandbox: Sandbox): Promise<void> {
		const { zoom, counts } = await open(sandbox, 'unlimited');
		const { users } = (await callControl(sandbox.zoom.control, 'GET', '/state')) as any;
		// Every twentieth changes department, every fiftieth leaves; the rest is as it should be.
		const rows = users
			.filter((user: any) => user.status !== 'pending' && user.role_id === '2')
			.map((user: any, index: number) => ({
				email: user.email,
				status: index % 50 === 0 ? 'inactive' : user.status,
				...(user.status === 'active' ? { type: String(user.type) } : {}),
				profile: { first_name: user.first_name, last_name: user.last_name, dept: index % 20 ? user.dept : 'Moved' },
				groups: { exact: user.group_ids },
			}));
		await callControl(sandbox.zoom.control, 'DELETE', '/requests');
		collectGarbage();
		const before = process.memoryUsage().rss;
		const started = performance.now();
		const reports = await ensureUsers(zoom, rows, { ...RUN, dryRun: true }, NO_PLEDGES);
		const seconds = (performance.now() - started) / 1000;
		const over = (process.resourceUsage().maxRSS * 1024 - before) / 2 ** 20;
		const planned = reports.filter(({ outcome }: any) => outcome === 'planned').length;
		if (planned < rows.length / 20) throw new Error(`Only ${planned} of ${rows.length} have a plan.`);
		const calls = Object.values(await counts()).reduce((sum, count) => sum + count, 0);
		const about = `plan of ${rows.length} rows against ${users.length} users, ${planned} with changes`;
		figure(`${about}: time (${calls} calls)`, `${round(seconds)} s`, '≤ 60 s', seconds <= 60);
		figure(`${about}: memory over the rows at its peak`, `${round(over, 0)} MB`, '≤ 400 MB', over <= 400);
	}

	/** A thousand leavers among others who only move. */
	async function deactivate1000(sandbox: Sandbox): Promise<void> {
		const { users } = (await callControl(sandbox.zoom.control, 'GET', '/state')) as any;
		const leavers = quick ? 200 : 1000;
		const rows = users
			.filter((user: any) => user.status === 'active' && user.role_id === '2')
			.slice(0, leavers * 1.2)
			.map((user: any, index: number) =>
				index % 6 === 0 ? { email: user.email, profile: { dept: 'Moved' } } : { email: user.email, status: 'inactive' },
			);
		await callControl(sandbox.zoom.control, 'POST', '/settings', { rateLimits: 'business' });
		const { zoom, counts, refused, sent } = await open(sandbox, 'business');
		const started = performance.now();
		const reports = await ensureUsers(zoom, rows, RUN, NO_PLEDGES);
		const seconds = (performance.now() - started) / 1000;
		const failed = reports.filter(({ outcome }: any) => outcome !== 'changed');
		if (failed.length > 0) throw new Error(`${failed.length} were not changed: ${JSON.stringify(failed[0])}`);
		const byEndpoint = await counts();
		const pages = byEndpoint['GET /users'] ?? 0;
		const light = Object.values(byEndpoint).reduce((sum, count) => sum + count, 0) - pages;
		const allowed = Math.max(light / LIGHT_PER_SECOND, pages / MEDIUM_PER_SECOND);
		const ratio = seconds / allowed;
		figure(
			`${leavers} deactivations and log-outs among ${rows.length - leavers} other changes, limits of Business+ on: time against ${round(allowed)} s, which ${light} LIGHT calls need`,
			`${round(seconds)} s (${round(ratio)} ×), ${refused()} answered 429`,
			'≤ 1.1 ×',
			ratio <= 1.1,
		);
		const lastLeaver = sent.findLastIndex((one) => /^PUT .*\/status$/.test(one));
		const ahead = sent.slice(0, lastLeaver).filter((one) => one.startsWith('PATCH ')).length;
		figure('deactivations that waited behind another kind of change', ahead, '0', ahead === 0);
		await callControl(sandbox.zoom.control, 'POST', '/settings', { rateLimits: 'off' });
	}

	async function getMany20000(sandbox: Sandbox): Promise<void> {
		const { zoom, counts } = await open(sandbox, 'unlimited');
		const started = performance.now();
		const users = await operation('user', 'getAll', zoom, { returnAll: true });
		const seconds = (performance.now() - started) / 1000;
		const calls = await counts();
		const active = users.filter((user: any) => user.status === 'active').length;
		const pages = calls['GET /users'] ?? 0;
		const perUser = calls['GET /users/{userId}'] ?? 0;
		const needed = ['active', 'inactive', 'pending'].reduce(
			(sum, status) => sum + Math.ceil(users.filter((user: any) => user.status === status).length / 2000),
			0,
		);
		figure(
			`Get Many, ${users.length} users of all statuses: pages of 2000`,
			`${pages} (${Math.ceil(active / 2000)} of them for ${active} active users)`,
			'10 per status at most',
			pages === needed && Math.ceil(active / 2000) <= 10,
		);
		figure('Get Many, 20,000 users: calls per user', perUser, '0', perUser === 0);
		figure('Get Many, 20,000 users: time without rate limits', `${round(seconds)} s`);

		const heaps: number[] = [];
		for await (const page of zoom.users.list('active')) {
			if (page.length === 0) throw new Error('An empty page of active users.');
			heaps.push(heapMb());
		}
		const growth = Math.max(...heaps.slice(1)) - (heaps[1] as number);
		figure(
			`heap while ${heaps.length} pages are streamed: growth after the second page`,
			`${round(growth, 1)} MB`,
			'≤ 8 MB (flat)',
			growth <= 8,
		);
	}

	async function ensure5000(sandbox: Sandbox): Promise<void> {
		const { zoom, counts } = await open(sandbox, 'unlimited');
		const state = await callControl(sandbox.zoom.control, 'GET', '/state');
		const users = (state as any).users.filter((user: any) => user.status !== 'pending' && user.role_id !== '0');
		const rows = users.slice(0, 5000).map((user: any) => ({
			email: user.email.toUpperCase(),
			status: user.status,
			...(user.status === 'active' ? { type: String(user.type) } : {}),
			role: user.role_id,
			profile: { first_name: user.first_name, last_name: user.last_name, dept: user.dept },
			groups: { exact: user.group_ids },
		}));
		await callControl(sandbox.zoom.control, 'DELETE', '/requests');
		const started = performance.now();
		const reports = await ensureUsers(zoom, rows, { ...RUN, limit: { most: 100, mostShare: 0.5 } }, NO_PLEDGES);
		const seconds = (performance.now() - started) / 1000;
		const changed = reports.filter((report: any) => report.outcome !== 'unchanged');
		if (changed.length > 0) throw new Error(`Not in the desired state: ${JSON.stringify(changed[0])}`);
		const calls = Object.values(await counts()).reduce((sum, count) => sum + count, 0);
		figure(
			'Ensure, 5,000 users in the desired state (profile, type, status, role, groups): calls',
			`${calls} (one per ${Math.floor(rows.length / calls)} users)`,
			'≤ 50 (1 per 100 users)',
			calls <= 50,
		);
		figure('Ensure, 5,000 users in the desired state: time', `${round(seconds)} s`);
	}

	async function detailsWithinLimits(sandbox: Sandbox): Promise<void> {
		await callControl(sandbox.zoom.control, 'POST', '/settings', { rateLimits: 'business' });
		const { zoom, counts, refused } = await open(sandbox, 'business');
		const started = performance.now();
		const parameters = { options: { includeDetails: true, includePhone: true } };
		const users = await operation('user', 'getAll', zoom, { ...parameters, returnAll: !quick, limit: 250 });
		const seconds = (performance.now() - started) / 1000;
		const details = (await counts())['GET /users/{userId}'] ?? 0;
		const allowed = details / LIGHT_PER_SECOND;
		const ratio = seconds / allowed;
		figure(
			`Get Many with details and phone, ${users.length} users, limits of Business+ on: time against ${round(allowed)} s, which ${details} LIGHT calls need`,
			`${round(seconds)} s (${round(ratio)} ×)`,
			'≤ 1.2 ×',
			ratio <= 1.2,
		);
		figure('Get Many with details and phone: calls that Zoom refused with 429', refused());
		figure(
			'Get Many with details and phone: users with a phone',
			users.filter((user: any) => user.phone !== null).length,
		);
	}
});

/** The built client over plain HTTP, and what it has asked. */
async function open(sandbox: Sandbox, plan: 'unlimited' | 'business') {
	const { control, apiBaseUrl } = sandbox.zoom;
	const { access_token: token } = (await callControl(control, 'POST', '/tokens')) as { access_token: string };
	let refusals = 0;
	/** Method and path of each call, in order. */
	const sent: string[] = [];
	const zoom = createZoomClient(
		async ({ method, path, query, body }: any) => {
			const search = new URLSearchParams(query).toString();
			sent.push(`${method} ${path}`);
			const response = await fetch(`${apiBaseUrl}${path}${search ? `?${search}` : ''}`, {
				method,
				headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
				body,
			});
			if (response.status === 429) refusals++;
			return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
		},
		{ limiter: new RateLimiter(plan) },
	);
	await callControl(control, 'DELETE', '/requests');
	const counts = async () =>
		((await callControl(control, 'GET', '/counts')) as { byEndpoint: Record<string, number> }).byEndpoint;
	return { zoom, counts, sent, refused: () => refusals };
}

/** Runs one operation of the node as n8n would, with the defaults of its form. */
async function operation(resource: string, value: string, zoom: any, parameters: object): Promise<any[]> {
	const found = resources.find((one: any) => one.value === resource).operations.find((one: any) => one.value === value);
	const values: Record<string, unknown> = {
		...Object.fromEntries(found.fields.map((field: any) => [field.name, field.default])),
		...parameters,
	};
	const context = {
		getNode: () => ({ parameters: values }),
		getNodeParameter: (name: string, _item: number, fallback: unknown) => values[name] ?? fallback,
	};
	return await found.run({
		zoom,
		context,
		parameter: new ParameterReader(context, 0),
		itemIndex: 0,
		signal: undefined,
	});
}
