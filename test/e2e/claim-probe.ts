import { setTimeout as sleep } from 'node:timers/promises';

import type { ImportedWorkflow, N8n, WorkflowJson, WorkflowNode } from './harness';

/**
 * Many executions at the same time that ask for one claim, note when they hold it, and give it back: what every template
 * does that decides by what it reads. The webhook makes them production executions, which workers share in queue mode.
 */
const TABLE = 'claim_probe';

const dataTable = (name: string, x: number, parameters: Record<string, unknown>, more = {}): WorkflowNode => ({
	name,
	type: 'n8n-nodes-base.dataTable',
	typeVersion: 1.1,
	position: [x, 0],
	parameters,
	...more,
});
const noted = (name: string, x: number, what: string) =>
	dataTable(name, x, {
		resource: 'row',
		operation: 'insert',
		dataTableId: { __rl: true, mode: 'name', value: TABLE },
		columns: {
			mappingMode: 'defineBelow',
			value: { holder: '={{ $execution.id }}', what, at: '={{ Date.now() }}' },
			schema: [],
		},
		options: {},
	});

interface Asking {
	/** What is claimed; the probe's own name unless said. */
	claim: string;
	waitMinutes: number;
	minutes: number;
	releases: boolean;
	orStop: boolean;
}

const probe = (name: string, { claim, waitMinutes, minutes, releases, orStop }: Asking): WorkflowJson => {
	const nodes: WorkflowNode[] = [
		{
			name: 'Ask',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2.1,
			position: [0, 0],
			webhookId: `${name}-0000-4000-8000-000000000001`,
			parameters: { httpMethod: 'POST', path: name, responseMode: 'onReceived', options: {} },
		},
		{
			name: 'Take',
			type: 'n8n-nodes-base.executeWorkflow',
			typeVersion: 1.3,
			position: [200, 0],
			parameters: {
				source: 'database',
				workflowId: { __rl: true, mode: 'list', value: '', cachedResultName: 'Zoom to Kaltura: take a claim' },
				workflowInputs: {
					mappingMode: 'defineBelow',
					value: { name: claim, account: 'one', holder: '={{ $execution.id }}', minutes, waitMinutes, orStop },
					matchingColumns: [],
					schema: [],
				},
				mode: 'once',
				options: { waitForSubWorkflow: true },
			},
		},
		{
			name: 'Held?',
			type: 'n8n-nodes-base.if',
			typeVersion: 2.2,
			position: [400, 0],
			parameters: {
				conditions: {
					options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
					conditions: [
						{
							id: 'c',
							leftValue: '={{ $json.held }}',
							rightValue: '',
							operator: { type: 'boolean', operation: 'true', singleValue: true },
						},
					],
					combinator: 'and',
				},
				options: {},
			},
		},
		noted('In', 600, 'in'),
		noted('Out', 800, 'out'),
		noted('Refused', 600, 'refused'),
		dataTable('Give Back', 1000, {
			resource: 'row',
			operation: 'update',
			dataTableId: { __rl: true, mode: 'name', value: 'zoom_kaltura_claims' },
			matchType: 'allConditions',
			filters: {
				conditions: [
					{ keyName: 'name', condition: 'eq', keyValue: claim },
					{ keyName: 'holder', condition: 'eq', keyValue: '={{ $execution.id }}' },
				],
			},
			columns: { mappingMode: 'defineBelow', value: { holder: '' }, schema: [] },
			options: {},
		}),
	];
	const to = (node: string) => [{ node, type: 'main', index: 0 }];
	return {
		name: `Probe: ${name}`,
		nodes,
		connections: {
			Ask: { main: [to('Take')] },
			Take: { main: [to('Held?')] },
			'Held?': { main: [to('In'), to('Refused')] },
			In: { main: [to('Out')] },
			...(releases && { Out: { main: [to('Give Back')] } }),
		},
		settings: { executionOrder: 'v1' },
	};
};

interface Note {
	holder: string;
	what: 'in' | 'out' | 'refused';
	at: number;
}

interface ClaimProbe {
	workflowId: string;
	/** Asks once, and waits for nothing but its answer. */
	askOnce(): Promise<unknown>;
	/** Asks `count` times at once; gives all notes when nobody is at work any more. */
	ask(count: number): Promise<Note[]>;
}

async function claimProbe(
	n8n: N8n,
	name: string,
	{ claim = name, waitMinutes = 0, minutes = 10, releases = true, orStop = false } = {},
): Promise<ClaimProbe> {
	await n8n.importTemplates(['take-claim'], { configure: { 'take-claim': { 'A Moment': { amount: 0.5 } } } });
	await n8n
		.createTable(TABLE, [
			{ name: 'holder', type: 'string' },
			{ name: 'what', type: 'string' },
			{ name: 'at', type: 'number' },
		])
		.catch((error: unknown) => {
			if (!/already exists/.test(String(error))) throw error;
		});
	const imported: ImportedWorkflow = await n8n.importWorkflow(
		probe(name, { claim, waitMinutes, minutes, releases, orStop }),
	);
	const askOnce = () => fetch(imported.webhooks['Ask']!, { method: 'POST', signal: AbortSignal.timeout(60_000) });
	return {
		workflowId: imported.id,
		askOnce,
		async ask(count) {
			const before = (await n8n.tableRows(TABLE)).length;
			await Promise.all(Array.from({ length: count }, askOnce));
			let notes: Note[] = [];
			for (let tries = 0; tries < 600; tries++) {
				notes = ((await n8n.tableRows(TABLE)) as unknown as Note[]).slice(before);
				if (notes.filter(({ what }) => what !== 'in').length >= count) break;
				await sleep(200);
			}
			await n8n.settled({ workflowId: imported.id, timeoutMs: 60_000 });
			return notes;
		},
	};
}

/** Pairs of executions that held the claim at the same time. */
function heldTogether(notes: Note[]): string[] {
	const spans = notes
		.filter(({ what }) => what === 'in')
		.map(({ holder, at }) => {
			const end = notes.find((note) => note.holder === holder && note.what === 'out');
			return { holder, from: at, to: end?.at ?? Number.POSITIVE_INFINITY };
		})
		.toSorted((a, b) => a.from - b.from);
	return spans
		.slice(1)
		.flatMap((span, index) => (span.from < spans[index]!.to ? [`${spans[index]!.holder} and ${span.holder}`] : []));
}

/**
 * Whole story of a claim: many at once from the very first row on, then a holder that gives nothing back, then callers that
 * are to stop when it is taken.
 * @returns what went wrong; [] when nothing did
 */
export async function claimFaults(n8n: N8n): Promise<string[]> {
	const waiting = await claimProbe(n8n, 'claim-waits', { waitMinutes: 3 });
	const patient = await waiting.ask(16);
	const faults = heldTogether(patient).map((pair) => `${pair} held the claim together`);
	const served = patient.filter(({ what }) => what === 'out').length;
	if (served !== 16) faults.push(`${served} of 16 that waited got their turn`);

	const killed = await claimProbe(n8n, 'claim-killed', { releases: false, minutes: 0.1 });
	const crowd = await killed.ask(12);
	const holders = crowd.filter(({ what }) => what === 'in').length;
	if (holders !== 1) faults.push(`${holders} of 12 got a claim that nobody gave back`);
	await sleep(6500);
	const heirs = (await killed.ask(4)).filter(({ what }) => what === 'in').length;
	if (heirs !== 1) faults.push(`${heirs} of 4 took over the claim of a holder that had died`);
	return [...faults, ...(await stopFaults(n8n))];
}

/** Who is to stop stops as an error, does nothing behind the claim, and leaves it with its holder; later it can be had again. */
async function stopFaults(n8n: N8n): Promise<string[]> {
	const holding = await claimProbe(n8n, 'claim-held', { releases: false });
	const [held] = await holding.ask(1);
	const stopping = await claimProbe(n8n, 'claim-stops', { claim: 'claim-held', orStop: true });
	const before = (await n8n.tableRows(TABLE)).length;
	await Promise.all([stopping.askOnce(), stopping.askOnce(), stopping.askOnce()]);
	const ended = await n8n.settled({ workflowId: stopping.workflowId, count: 3, timeoutMs: 60_000 });
	const faults: string[] = [];
	if (!ended.every(({ status }) => status === 'error'))
		faults.push(`ended as ${ended.map((one) => one.status).join()}`);
	const went = (await n8n.tableRows(TABLE)).slice(before);
	if (went.length > 0) faults.push(`${went.length} went on although they were to stop`);
	const rows = (await n8n.tableRows('zoom_kaltura_claims')).filter(({ name }) => name === 'claim-held');
	if (rows.length !== 1 || rows[0]!.holder !== held?.holder) {
		faults.push(`the claim of ${held?.holder} is held by ${rows.map(({ holder }) => holder).join() || 'nobody'}`);
	}
	return faults;
}
