import { requireFromN8n } from './installation.mts';
import type { Execution, ExecutionSummary, NodeRun } from './contract.mts';

/** Turns the answer of `GET /rest/executions/:id` into plain objects; its `data` is encoded with the package flatted. */
export function readExecution(raw: any): Execution {
	const data = typeof raw.data === 'string' ? requireFromN8n()('flatted').parse(raw.data) : raw.data;
	const result = data?.resultData ?? {};
	const nodes: Record<string, NodeRun[]> = {};
	for (const [name, runs] of Object.entries<any[]>(result.runData ?? {})) {
		nodes[name] = runs.map((run) => ({
			outputs: (run.data?.main ?? []).map((items: any[] | null) => items ?? []),
			error: run.error ? plainError(run.error) : null,
			executionTimeMs: run.executionTime,
		}));
	}
	return {
		...summaryOf(raw),
		error: result.error ? plainError(result.error) : null,
		nodes,
		lastNode: result.lastNodeExecuted ?? null,
	};
}

export function summaryOf(raw: any): ExecutionSummary {
	return {
		id: String(raw.id),
		workflowId: raw.workflowId,
		workflowName: raw.workflowName ?? raw.workflowData?.name,
		status: raw.status,
		mode: raw.mode,
		startedAt: raw.startedAt ?? null,
		stoppedAt: raw.stoppedAt ?? null,
	};
}

/** Without `cause` and stack, which hold request and response objects in circles. */
function plainError(error: any) {
	const { stack: _stack, cause: _cause, ...rest } = error;
	return { ...rest, message: String(error.message ?? error) };
}
