import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { callControl } from '../../../sandbox/control-call.mts';
import { type Sandbox, startSandbox } from '../../../scripts/demo/sandbox.mts';
import type { Execution, N8n, WorkflowJson } from '../../../scripts/n8n/contract.mts';
import { startN8n } from '../../../scripts/n8n/n8n.mts';
import type { Copy, Wish } from './copiers.mts';
import type { Rig } from './rig.mts';

export interface Lag {
	p50: number;
	p99: number;
	max: number;
}

const START = 'Start';
const LAYOUTS = ['shared_screen_with_speaker_view', 'gallery_view', 'active_speaker', 'shared_screen'];

/** A real n8n between the sandbox's Zoom and Kaltura, whose bytes come from nginx and go to a sink that only counts. */
export class ThroughN8n {
	readonly #rig: Rig;
	readonly #sandbox: Sandbox;
	readonly #n8n: N8n;
	readonly #pid: number;
	readonly #lagFile: string;
	readonly #ours: string;

	private constructor(rig: Rig, sandbox: Sandbox, n8n: N8n, pid: number, lagFile: string, ours: string) {
		this.#rig = rig;
		this.#sandbox = sandbox;
		this.#n8n = n8n;
		this.#pid = pid;
		this.#lagFile = lagFile;
		this.#ours = ours;
	}

	static async start(rig: Rig): Promise<ThroughN8n> {
		const lagFile = join(rig.folder, 'lag.json');
		const sandbox = await startSandbox({ data: 'people', indexLagMs: 0, conversionMs: 10 });
		const n8n = await startN8n({
			env: {
				NODE_EXTRA_CA_CERTS: rig.certificate,
				NODE_OPTIONS: `--require ${join(import.meta.dirname, 'event-loop-lag.cjs')}`,
				EVENT_LOOP_LAG_FILE: lagFile,
			},
		}).catch(async (error: unknown) => {
			await sandbox.stop();
			throw error;
		});
		const zoom = sandbox.credentials.zoomServerToServerOAuth2Api as { downloadHosts: string };
		const downloadHosts = [zoom.downloadHosts, rig.plainOrigin, rig.tlsOrigin].join(', ');
		const credentials = { ...sandbox.credentials, zoomServerToServerOAuth2Api: { ...zoom, downloadHosts } };
		const { id } = await n8n.importWorkflow(importWorkflow(), { credentials, publish: false });
		return new ThroughN8n(rig, sandbox, n8n, (await n8n.info()).pid, lagFile, id);
	}

	async stop(): Promise<void> {
		await Promise.all([this.#n8n.stop(), this.#sandbox.stop()]);
	}

	/** Kaltura Media → Recording → Import with Transfer = Through n8n; the time is that of this node. */
	async copy(wish: Wish): Promise<Copy> {
		const { control } = this.#sandbox.kaltura;
		await callControl(control, 'POST', '/settings', { uploadUrl: wish.slow ? this.#rig.slowSink : this.#rig.sink });
		await callControl(this.#sandbox.zoom.control, 'DELETE', '/faults', {});
		const location = `${wish.tls ? this.#rig.tlsOrigin : this.#rig.plainOrigin}${this.#rig.file(wish.bytes)}`;
		const fault = { kind: 'redirect', location };
		await callControl(this.#sandbox.zoom.control, 'POST', '/faults', { match: { where: 'download' }, fault });
		const { copy } = await this.import(wish);
		return copy;
	}

	/** A file that Zoom makes up while it sends it; Kaltura hashes and forgets it. */
	async copyGenerated(bytes: number): Promise<{ copy: Copy; lag: Lag; sha256: string; expected: string }> {
		await callControl(this.#sandbox.kaltura.control, 'POST', '/settings', { uploadUrl: null });
		await callControl(this.#sandbox.zoom.control, 'DELETE', '/faults', {});
		await this.lag();
		const { copy, uuid, item } = await this.import({ bytes });
		const lag = await this.lag();
		const [file] = item.files as Array<{ id: string; entryId: string }>;
		const query = new URLSearchParams({ uuid, file: file!.id });
		const { sha256: expected } = await callControl<{ sha256: string }>(
			this.#sandbox.zoom.control,
			'GET',
			`/hash?${query}`,
		);
		const entry = await callControl<{ content: { sha256: string } }>(
			this.#sandbox.kaltura.control,
			'GET',
			`/entries/${file!.entryId}`,
		);
		return { copy, lag, sha256: entry.content.sha256, expected };
	}

	/** n8n's own way: one HTTP Request node downloads into binary data, another one sends it. */
	async twoRequests(wish: Wish): Promise<Copy> {
		const source = `${wish.tls ? this.#rig.tlsOrigin : this.#rig.plainOrigin}${this.#rig.file(wish.bytes)}`;
		const { id } = await this.#n8n.importWorkflow(twoRequestsWorkflow(source, `${this.#rig.sink}/file`), {
			publish: false,
		});
		await this.#rig.received(this.#rig.sink);
		const { execution, peakMb, idleMb } = await this.measured(id, [{}]);
		const received = await this.#rig.received(this.#rig.sink);
		if (received !== wish.bytes)
			throw new Error(`The sink got ${received} of ${wish.bytes} bytes from n8n's own nodes.`);
		const seconds = timeOf(execution, 'Download') + timeOf(execution, 'Send');
		await this.#n8n.rest('POST', '/rest/executions/delete', { ids: [execution.id] });
		return { seconds, peakMb, idleMb };
	}

	private async import({ bytes, files = 1 }: Wish) {
		const { uuid } = await callControl<{ uuid: string }>(this.#sandbox.zoom.control, 'POST', '/meetings', {
			topic: 'Bench',
			files: LAYOUTS.slice(0, files).map((recordingType) => ({ recordingType, bytes })),
		});
		const { execution, peakMb, idleMb } = await this.measured(this.#ours, [{ meetingUuid: uuid, files }]);
		const item = execution.nodes.Import?.[0]?.outputs[0]?.[0]?.json as Record<string, any> | undefined;
		if (item?.outcome?.status !== 'imported') {
			throw new Error(`The import ended with ${JSON.stringify(item?.outcome ?? execution.error)}.`);
		}
		return { copy: { seconds: timeOf(execution, 'Import'), peakMb, idleMb }, uuid, item };
	}

	private async measured(workflow: string, items: Array<Record<string, unknown>>) {
		// Resets the kernel's high-water mark, which misses nothing between two looks.
		await sleep(500);
		writeFileSync(`/proc/${this.#pid}/clear_refs`, '5');
		const idleMb = this.memory('VmRSS');
		const execution = await this.#n8n.run(workflow, { trigger: START, items, timeoutMs: 300_000 });
		if (execution.status !== 'success') throw new Error(`n8n: ${execution.error?.message ?? execution.status}`);
		return { execution, idleMb, peakMb: this.memory('VmHWM') };
	}

	private memory(name: 'VmHWM' | 'VmRSS'): number {
		const status = readFileSync(`/proc/${this.#pid}/status`, 'utf8');
		return Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? Number.NaN) / 1024;
	}

	/** What was measured since the last time. */
	private async lag(): Promise<Lag> {
		rmSync(this.#lagFile, { force: true });
		process.kill(this.#pid, 'SIGUSR2');
		for (let attempt = 0; attempt < 100; attempt++) {
			await sleep(50);
			try {
				return JSON.parse(readFileSync(this.#lagFile, 'utf8')) as Lag;
			} catch (error) {
				// Not there yet, or half written.
				if (!(error instanceof SyntaxError) && (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
			}
		}
		throw new Error('n8n did not tell how its event loop fared.');
	}
}

function timeOf(execution: Execution, node: string): number {
	const [run] = execution.nodes[node] ?? [];
	if (!run) throw new Error(`The node ${node} did not run.`);
	return run.executionTimeMs / 1000;
}

// A manual trigger would not take the items that it is given.
const trigger = {
	name: START,
	type: 'n8n-nodes-base.executeWorkflowTrigger',
	typeVersion: 1.1,
	parameters: { inputSource: 'passthrough' },
	position: [0, 0],
};

function importWorkflow(): WorkflowJson {
	return {
		name: 'Bench: Import Through n8n',
		nodes: [
			trigger,
			{
				name: 'Get',
				type: 'n8n-nodes-zoom-kaltura.zoomRecordings',
				typeVersion: 1,
				position: [200, 0],
				parameters: { operation: 'get', meetingUuid: '={{ $json.meetingUuid }}' },
			},
			{
				name: 'Import',
				type: 'n8n-nodes-zoom-kaltura.kalturaMedia',
				typeVersion: 1,
				position: [400, 0],
				parameters: {
					resource: 'recording',
					operation: 'import',
					owner: 'ann',
					transfer: 'throughN8n',
					options: { indexWait: 0, filesAtOnce: `={{ $('${START}').first().json.files }}` },
				},
			},
		],
		connections: {
			[START]: { main: [[{ node: 'Get', type: 'main', index: 0 }]] },
			Get: { main: [[{ node: 'Import', type: 'main', index: 0 }]] },
		},
	};
}

function twoRequestsWorkflow(source: string, sink: string): WorkflowJson {
	const request = 'n8n-nodes-base.httpRequest';
	return {
		name: 'Bench: Two HTTP Request Nodes',
		nodes: [
			trigger,
			{
				name: 'Download',
				type: request,
				typeVersion: 4.2,
				position: [200, 0],
				parameters: { url: source, options: { response: { response: { responseFormat: 'file' } } } },
			},
			{
				name: 'Send',
				type: request,
				typeVersion: 4.2,
				position: [400, 0],
				parameters: {
					method: 'PUT',
					url: sink,
					sendBody: true,
					contentType: 'binaryData',
					inputDataFieldName: 'data',
					options: { response: { response: { responseFormat: 'text' } } },
				},
			},
		],
		connections: {
			[START]: { main: [[{ node: 'Download', type: 'main', index: 0 }]] },
			Download: { main: [[{ node: 'Send', type: 'main', index: 0 }]] },
		},
	};
}
