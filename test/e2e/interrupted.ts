import { setTimeout as sleep } from 'node:timers/promises';

import type { N8n } from './harness';

/** How executions end before their time, in the real n8n: they are met at a moment, and somebody presses Stop or kills n8n. */

export async function until(what: string, done: () => Promise<boolean>, seconds = 60): Promise<void> {
	for (let waited = 0; waited < seconds * 10; waited++) {
		if (await done()) return;
		await sleep(100);
	}
	throw new Error(`Waited ${seconds} s for ${what}.`);
}

/** Starts a workflow as the editor's button does, and does not wait for it. @returns the execution's id */
export async function begin(n8n: N8n, workflowId: string, trigger: string): Promise<string> {
	const { executionId } = await n8n.rest('POST', `/rest/workflows/${workflowId}/run`, {
		triggerToStartFrom: { name: trigger },
	});
	return String(executionId);
}
