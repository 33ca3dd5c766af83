import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { callControl } from '../../../sandbox/control-call.mts';
import { type Sandbox, startSandbox } from '../../../scripts/demo/sandbox.mts';
import type { WorkflowJson } from '../../../scripts/n8n/contract.mts';
import { type Copy, counted, sourceOf, type Wish } from './copiers.mts';
import { MeasuredN8n, START, START_NODE, timeOf } from './measured-n8n.mts';
import type { Rig } from './rig.mts';

/** How long n8n's event loop kept others waiting, in milliseconds. */
export interface Lag {
	p50: number;
	p99: number;
	max: number;
}

const LAYOUTS = ['shared_screen_with_speaker_view', 'gallery_view', 'active_speaker', 'shared_screen'];

/**
 * Kaltura Media → Recording → Import with Transfer = Through n8n, in a real n8n between the sandbox's Zoom and Kaltura,
 * whose bytes come from nginx and go to a sink that only counts. The time is that of this node.
 */
export class ThroughN8n {
	readonly #rig: Rig;
	readonly #sandbox: Sandbox;
	readonly #n8n: MeasuredN8n;
	readonly #lagFile: string;
	readonly #workflow: string;

	private constructor(rig: Rig, sandbox: Sandbox, n8n: MeasuredN8n, lagFile: string, workflow: string) {
		this.#rig = rig;
		this.#sandbox = sandbox;
		this.#n8n = n8n;
		this.#lagFile = lagFile;
		this.#workflow = workflow;
	}

	static async start(rig: Rig): Promise<ThroughN8n> {
		const lagFile = join(rig.folder, 'lag.json');
		const sandbox = await startSandbox({ data: 'people', indexLagMs: 0, conversionMs: 10 });
		try {
			const n8n = await MeasuredN8n.start({
				env: {
					NODE_EXTRA_CA_CERTS: rig.certificate,
					NODE_OPTIONS: `--require ${join(import.meta.dirname, 'event-loop-lag.cjs')}`,
					EVENT_LOOP_LAG_FILE: lagFile,
				},
			});
			const zoom = sandbox.credentials.zoomServerToServerOAuth2Api as { downloadHosts: string };
			const downloadHosts = [zoom.downloadHosts, rig.plainOrigin, rig.tlsOrigin].join(', ');
			const credentials = { ...sandbox.credentials, zoomServerToServerOAuth2Api: { ...zoom, downloadHosts } };
			const { id } = await n8n.n8n.importWorkflow(importWorkflow(), { credentials, publish: false });
			return new ThroughN8n(rig, sandbox, n8n, lagFile, id);
		} catch (error) {
			await sandbox.stop();
			throw error;
		}
	}

	async stop(): Promise<void> {
		await Promise.all([this.#n8n.stop(), this.#sandbox.stop()]);
	}

	async copy(wish: Wish): Promise<Copy> {
		const uploadUrl = wish.slow ? this.#rig.slowSink : this.#rig.sink;
		await this.route({ kind: 'redirect', location: sourceOf(this.#rig, wish) }, uploadUrl);
		return await counted(this.#rig, wish, async () => (await this.import(wish)).copy);
	}

	/** A file that Zoom makes up while it sends it; Kaltura hashes and forgets it. */
	async copyGenerated(bytes: number): Promise<{ copy: Copy; lag: Lag; sha256: string; expected: string }> {
		await this.route(null, null);
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

	/** Four files at once, made up and hashed by the sandbox, while downloads and parts of uploads break at random. */
	async lagWithFaults(bytes: number, next: () => number): Promise<Lag> {
		await this.route(null, null);
		const { zoom, kaltura } = this.#sandbox;
		const below = (most: number) => Math.floor(next() * most);
		for (let fault = 0; fault < 8; fault++) {
			// Behind the four looks at the files.
			const download = { match: { where: 'cdn' }, skip: 4 + fault, times: 1 };
			await callControl(zoom.control, 'POST', '/faults', {
				...download,
				fault: { kind: 'reset', afterBytes: below(bytes) },
			});
			const upload = { match: { endpoint: 'uploadToken.upload' }, skip: 4 + below(100), times: 1 };
			const kind = ['lost', 'reset', 'html502', 'truncated'][below(4)];
			await callControl(kaltura.control, 'POST', '/faults', { ...upload, fault: { kind } });
		}
		await this.lag();
		await this.import({ bytes, files: 4 });
		const lag = await this.lag();
		await callControl(kaltura.control, 'DELETE', '/faults', {});
		return lag;
	}

	/** Where downloads are sent to and which host Kaltura names for uploads; null for the sandbox itself. */
	private async route(
		download: { kind: 'redirect'; location: string } | null,
		uploadUrl: string | null,
	): Promise<void> {
		const { zoom, kaltura } = this.#sandbox;
		await callControl(kaltura.control, 'POST', '/settings', { uploadUrl });
		await callControl(zoom.control, 'DELETE', '/faults', {});
		if (download) await callControl(zoom.control, 'POST', '/faults', { match: { where: 'download' }, fault: download });
	}

	private async import({ bytes, files = 1 }: Wish) {
		const { uuid } = await callControl<{ uuid: string }>(this.#sandbox.zoom.control, 'POST', '/meetings', {
			topic: 'Bench',
			files: LAYOUTS.slice(0, files).map((recordingType) => ({ recordingType, bytes })),
		});
		const { execution, peakMb, idleMb } = await this.#n8n.run(this.#workflow, [{ meetingUuid: uuid, files }]);
		const item = execution.nodes.Import?.[0]?.outputs[0]?.[0]?.json;
		if (item?.outcome?.status !== 'imported') {
			throw new Error(`the import ended with ${JSON.stringify(item?.outcome ?? execution.error)}`);
		}
		return { copy: { seconds: timeOf(execution, 'Import'), peakMb, idleMb }, uuid, item };
	}

	/** What was measured since the last time. */
	private async lag(): Promise<Lag> {
		rmSync(this.#lagFile, { force: true });
		process.kill(this.#n8n.pid, 'SIGUSR2');
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

function importWorkflow(): WorkflowJson {
	return {
		name: 'Bench: Import Through n8n',
		nodes: [
			START_NODE,
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
