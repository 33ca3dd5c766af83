/** What the benchmarks of n8n share: the pipeline behind two kinds of webhooks, signed events, and what became of them. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { callControl } from '../../sandbox/control-call.mts';
import type { Sandbox } from '../../scripts/demo/sandbox.mts';
import { repository } from '../../scripts/install/paths.mjs';
import type { N8n, WorkflowJson } from '../../scripts/n8n/contract.mts';

import type { N8nDatabase } from './n8n-database.mts';

// A connection per event: a kept one may be closed by n8n in the very moment of the next request.
const agent = new Agent({ keepAlive: false });

export interface Answer {
	ms: number;
	status: number;
}

/** ingest-live as it is, and a copy that starts with n8n's Webhook node instead of Zoom Trigger. */
export async function importPipeline(n8n: N8n, sandbox: Sandbox): Promise<{ zoomTrigger: string; webhook: string }> {
	const options = {
		credentials: sandbox.credentials,
		configure: { 'ingest-recording': { Configuration: { defaultUser: 'zoom.default' } } },
	};
	const imported = await n8n.importTemplates(['ingest-live'], options);
	const live = JSON.parse(readFileSync(join(repository, 'workflows', 'ingest-live.json'), 'utf8')) as WorkflowJson;
	const trigger = live.nodes.find(({ type }) => type.endsWith('.zoomTrigger'))!;
	const { name } = trigger;
	Object.assign(trigger, {
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		parameters: { httpMethod: 'POST', path: 'plain', responseMode: 'onReceived', options: {} },
	});
	const configuration = live.nodes.find((node) => node.name === 'Configuration')!;
	configuration.parameters.assignments.assignments.push(
		{ id: 'event', name: 'event', type: 'object', value: '={{ { "name": $json.body.event } }}' },
		{ id: 'uuid', name: 'meetingUuid', type: 'string', value: '={{ $json.body.payload.object.uuid }}' },
		{ id: 'account', name: 'accountId', type: 'string', value: '={{ $json.body.payload.account_id }}' },
	);
	live.name = 'Bench: the same pipeline behind a plain webhook';
	const plain = await n8n.importWorkflow(live, { credentials: sandbox.credentials });
	return {
		zoomTrigger: Object.values(imported['ingest-live']!.webhooks)[0]!,
		webhook: plain.webhooks[name]!,
	};
}

/** Events as the local Zoom builds them, each about another recording. */
export async function eventsOf(sandbox: Sandbox, count: number): Promise<{ next(): string; used: string[] }> {
	const { instances } = await callControl<{ instances: Array<{ uuid: string }> }>(
		sandbox.zoom.control,
		'GET',
		`/state?newest=${count}`,
	);
	if (instances.length < count) throw new Error(`The sandbox has only ${instances.length} recordings of ${count}.`);
	const example = await oneEvent(sandbox, instances[0]!.uuid);
	const used: string[] = [];
	return {
		used,
		next() {
			const instance = instances[used.length];
			if (!instance) throw new Error('There are no more recordings.');
			used.push(instance.uuid);
			const event = structuredClone(example);
			event.event_ts = Date.now();
			event.payload.object.uuid = instance.uuid;
			return JSON.stringify(event);
		},
	};
}

async function oneEvent(
	sandbox: Sandbox,
	uuid: string,
): Promise<{ event_ts: number; payload: { object: { uuid: string } } }> {
	let body = '';
	const server = createServer((incoming, response) => {
		incoming.on('data', (chunk) => (body += chunk)).on('end', () => response.end());
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	try {
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
		await callControl(sandbox.zoom.control, 'POST', '/subscriptions', {
			url,
			events: ['recording.completed'],
			validate: false,
		});
		await callControl(sandbox.zoom.control, 'POST', '/events', { event: 'recording.completed', uuid });
		for (let waited = 0; body === '' && waited < 100; waited++) await sleep(50);
		await callControl(sandbox.zoom.control, 'DELETE', '/subscriptions', {});
		return JSON.parse(body);
	} finally {
		server.close();
		server.closeAllConnections();
	}
}

/** Posts a body as Zoom does; the time runs until the whole answer is there. */
export async function send(address: string, body: string, secretToken: string): Promise<Answer> {
	const timestamp = String(Math.floor(Date.now() / 1000));
	const signature = `v0=${createHmac('sha256', secretToken).update(`v0:${timestamp}:${body}`).digest('hex')}`;
	const began = performance.now();
	const outgoing = request(address, {
		method: 'POST',
		agent,
		headers: {
			'content-type': 'application/json; charset=utf-8',
			'content-length': Buffer.byteLength(body),
			'x-zm-request-timestamp': timestamp,
			'x-zm-signature': signature,
			clientid: 'bench',
		},
	});
	outgoing.end(body);
	const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
	response.resume();
	await once(response, 'end');
	return { ms: performance.now() - began, status: response.statusCode ?? 0 };
}

/** Sends at a steady rate whether or not the earlier ones are answered, as Zoom does. */
export async function atRate(perSecond: number, seconds: number, post: () => Promise<Answer>): Promise<Answer[]> {
	const began = performance.now();
	const answers: Array<Promise<Answer>> = [];
	for (let index = 0; index < perSecond * seconds; index++) {
		const due = began + (index * 1000) / perSecond;
		if (due > performance.now()) await sleep(due - performance.now());
		answers.push(post());
	}
	return await Promise.all(answers);
}

export async function n8nIsIdle(n8n: N8n): Promise<void> {
	const deadline = Date.now() + 300_000;
	while ((await n8n.executions({ status: ['new', 'running', 'waiting'], limit: 5 })).length > 0) {
		if (Date.now() > deadline) throw new Error('n8n is still busy after five minutes.');
		await sleep(500);
	}
}

/** What became of recordings that are not in the ledger: how many have an entry, and which executions failed. */
export async function tracesOf(n8n: N8n, sandbox: Sandbox, uuids: string[]): Promise<string> {
	const rows = await n8n.tableRows('zoom_kaltura_ledger');
	const known = new Set(rows.map(({ meetingUuid }) => meetingUuid));
	const missing = uuids.filter((uuid) => !known.has(uuid));
	const { entries } = await callControl<{ entries: Array<{ referenceId?: string }> }>(
		sandbox.kaltura.control,
		'GET',
		'/state?all=1',
	);
	const withEntry = missing.filter((uuid) => entries.some(({ referenceId }) => referenceId?.includes(uuid)));
	const failed = await n8n.executions({ status: ['error', 'crashed', 'canceled'], limit: 5 });
	const errors = await Promise.all(failed.map(async ({ id }) => JSON.stringify((await n8n.execution(id)).error)));
	return `Not in the ledger: ${missing.length}, of which ${withEntry.length} have an entry in Kaltura; failed executions: ${errors.join('; ').slice(0, 600) || 'none'}`;
}

/** Waits until the ledger holds all of these, or `mostMs` are over; milliseconds since `since`. */
export async function allInLedger(
	database: N8nDatabase,
	uuids: ReadonlySet<string>,
	since: number,
	mostMs: number,
): Promise<{ found: number; ms: number }> {
	for (;;) {
		const found = database.inLedger(uuids);
		const ms = performance.now() - since;
		if (found === uuids.size || ms > mostMs) return { found, ms };
		await sleep(250);
	}
}

/** Processor time that a process has used, in ms, all its threads together. Linux only: /proc. */
export function processorMs(pid: number): number {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
		.replace(/^.*\) /s, '')
		.split(' ');
	const TICK_MS = 10;
	return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
