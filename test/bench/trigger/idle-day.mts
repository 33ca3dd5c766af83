import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { repository } from '../../../scripts/install/paths.mjs';
import type { WorkflowJson } from '../../../scripts/n8n/contract.mts';
import { type Bench, round } from '../report.mts';
import { startLiveN8n } from './live-n8n.mts';

const DAY_SECONDS = 86_400;
const FASTER_SECONDS = 15;

interface Schedule {
	template: string;
	node: string;
	perDay: number;
}

/**
 * A day on which nothing happens: how often the schedules of all templates start an execution, and what n8n writes. The
 * frequent ones run every few seconds for a while, which gives the bytes of one execution; the others are counted only.
 */
export async function idleDay({ figure, note, quick }: Bench): Promise<void> {
	const schedules = globSync('workflows/*.json', { cwd: repository }).flatMap((path) => schedulesOf(path));
	const executions = round(
		schedules.reduce((sum, { perDay }) => sum + perDay, 0),
		0,
	);
	const often = schedules.filter(({ perDay }) => perDay >= 24);
	const list = often.map(({ template, perDay }) => `${template} ${perDay}`).join(', ');
	figure('idle day, all templates: executions', `${executions} (${list})`, '< 500', executions < 500);
	const seconds = quick ? 30 : 90;
	const live = await startLiveN8n(10);
	try {
		await sleep(10_000);
		const idle = await written(live.pid, seconds);
		const configure = Object.fromEntries(often.map(({ template, node }) => [template, { [node]: EVERY_FEW_SECONDS }]));
		await live.n8n.importTemplates(
			often.map(({ template }) => template),
			{
				credentials: {
					...live.sandbox.credentials,
					httpBasicAuth: { user: 'admin', password: 'of the benchmark' },
					signedLoginApi: { secret: 'secret-of-the-benchmark' },
				},
				configure,
			},
		);
		await sleep(2 * FASTER_SECONDS * 1000);
		const before = live.database.begun();
		const bytes = await written(live.pid, seconds);
		const runs = live.database.begun() - before;
		const each = (bytes - idle) / runs;
		const day = (idle / seconds) * DAY_SECONDS + each * executions;
		const perRun = `${Math.round(each / 1024)} kB per execution, of ${runs}`;
		const own = `n8n itself ${round(((idle / seconds) * DAY_SECONDS) / 1e6, 0)} MB`;
		figure('idle day: bytes written', `${round(day / 1e6, 0)} MB (${perRun}; ${own})`, '< 50 MB', day < 50e6);
		note('Idle day: bytes as the kernel counts them for the process (/proc), log included');
	} finally {
		await live.stop();
	}
}

const EVERY_FEW_SECONDS = { rule: { interval: [{ field: 'seconds', secondsInterval: FASTER_SECONDS }] } };

function schedulesOf(path: string): Schedule[] {
	const { nodes } = JSON.parse(readFileSync(join(repository, path), 'utf8')) as WorkflowJson;
	const template = path.replace(/^.*\/|\.json$/g, '');
	return nodes
		.filter(({ type }) => type === 'n8n-nodes-base.scheduleTrigger')
		.map(({ name, parameters }) => ({ template, node: name, perDay: perDay(parameters.rule.interval[0]) }));
}

function perDay({ field, ...interval }: Record<string, any>): number {
	if (field === 'seconds') return DAY_SECONDS / interval.secondsInterval;
	if (field === 'minutes') return 1440 / (interval.minutesInterval ?? 5);
	if (field === 'hours') return 24 / (interval.hoursInterval ?? 1);
	if (field === 'weeks') return 1 / 7 / (interval.weeksInterval ?? 1);
	return 1 / (interval.daysInterval ?? 1);
}

async function written(pid: number, seconds: number): Promise<number> {
	const bytes = () => Number(/^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]);
	const before = bytes();
	await sleep(seconds * 1000);
	return bytes() - before;
}
