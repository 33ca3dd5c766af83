import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Execution, N8n, N8nOptions, WorkflowJson } from '../../../scripts/n8n/contract.mts';
import { startN8n } from '../../../scripts/n8n/n8n.mts';

export const START = 'Start';

/** A manual trigger would not take the items that it is given. */
export const START_NODE: WorkflowJson['nodes'][number] = {
	name: START,
	type: 'n8n-nodes-base.executeWorkflowTrigger',
	typeVersion: 1.1,
	parameters: { inputSource: 'passthrough' },
	position: [0, 0],
};

export interface Measured {
	execution: Execution;
	idleMb: number;
	peakMb: number;
}

/** A real n8n whose memory is measured while it runs a workflow. Linux only: /proc. */
export class MeasuredN8n {
	readonly n8n: N8n;
	readonly pid: number;
	readonly userFolder: string;

	private constructor(n8n: N8n, pid: number, userFolder: string) {
		this.n8n = n8n;
		this.pid = pid;
		this.userFolder = userFolder;
	}

	static async start(options: N8nOptions): Promise<MeasuredN8n> {
		const n8n = await startN8n(options);
		const { pid, userFolder } = await n8n.info();
		return new MeasuredN8n(n8n, pid, userFolder);
	}

	/** @throws when the execution does not succeed */
	async run(workflow: string, items: Array<Record<string, unknown>>): Promise<Measured> {
		await sleep(500);
		// Resets the kernel's high-water mark, which misses nothing between two looks.
		writeFileSync(`/proc/${this.pid}/clear_refs`, '5');
		const idleMb = this.memory('VmRSS');
		const execution = await this.n8n.run(workflow, { trigger: START, items, timeoutMs: 300_000 });
		const peakMb = this.memory('VmHWM');
		if (execution.status !== 'success') {
			throw new Error(`n8n: ${execution.error?.message ?? execution.status} (${execution.lastNode ?? 'no node'})`);
		}
		return { execution, idleMb, peakMb };
	}

	async stop(): Promise<void> {
		await this.n8n.stop();
	}

	private memory(name: 'VmHWM' | 'VmRSS'): number {
		const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
		return Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? Number.NaN) / 1024;
	}
}

/** Seconds that a node took. */
export function timeOf(execution: Execution, node: string): number {
	const [run] = execution.nodes[node] ?? [];
	if (!run) throw new Error(`The node ${node} did not run.`);
	return run.executionTimeMs / 1000;
}
