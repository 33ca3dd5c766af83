import { rmSync } from 'node:fs';
import { join } from 'node:path';

import type { WorkflowJson } from '../../../scripts/n8n/contract.mts';
import { type Copy, counted, sourceOf, type Wish } from './copiers.mts';
import { MeasuredN8n, START, START_NODE, timeOf } from './measured-n8n.mts';
import type { Rig } from './rig.mts';

/**
 * n8n's own way: one HTTP Request node downloads into binary data, another one sends it. In an n8n of its own, so that the
 * memory that this takes is not there already when ours is measured. Binary data is in files: it is n8n's default, and kept
 * in memory 512 MiB are more than it can hold.
 */
export class TwoRequests {
	readonly #rig: Rig;
	readonly #n8n: MeasuredN8n;

	private constructor(rig: Rig, n8n: MeasuredN8n) {
		this.#rig = rig;
		this.#n8n = n8n;
	}

	static async start(rig: Rig): Promise<TwoRequests> {
		const env = { NODE_EXTRA_CA_CERTS: rig.certificate, N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' };
		return new TwoRequests(rig, await MeasuredN8n.start({ env, withPackage: false }));
	}

	async copy(wish: Wish): Promise<Copy> {
		const sink = wish.slow ? this.#rig.slowSink : this.#rig.sink;
		const workflow = workflowFor(sourceOf(this.#rig, wish), `${sink}/file`);
		const { id } = await this.#n8n.n8n.importWorkflow(workflow, { publish: false });
		const items = Array.from({ length: wish.files ?? 1 }, () => ({}));
		return await counted(this.#rig, wish, async () => {
			const { execution, peakMb, idleMb } = await this.#n8n.run(id, items);
			const seconds = timeOf(execution, 'Download') + timeOf(execution, 'Send');
			await this.#n8n.n8n.rest('POST', '/rest/executions/delete', { ids: [execution.id] });
			// n8n itself removes it later, too late for a disk that is filled again and again.
			for (const folder of ['storage', 'binaryData']) {
				rmSync(join(this.#n8n.userFolder, '.n8n', folder, 'workflows'), { recursive: true, force: true });
			}
			return { seconds, peakMb, idleMb };
		});
	}

	async stop(): Promise<void> {
		await this.#n8n.stop();
	}
}

function workflowFor(source: string, sink: string): WorkflowJson {
	const request = 'n8n-nodes-base.httpRequest';
	return {
		name: 'Bench: Two HTTP Request Nodes',
		nodes: [
			START_NODE,
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
