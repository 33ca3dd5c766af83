import { setTimeout as sleep } from 'node:timers/promises';

import { readKalturaSide } from '../../sandbox/console/kaltura-side.mts';
import type { KalturaEntry } from '../../sandbox/console/sides.mts';
import type { Execution, N8n } from '../n8n/contract.mts';
import { bad, good, tell } from './print.mts';

/** How a recording ended, as the last execution about it said. */
export interface Outcome {
	status: string;
	reason: string;
	message: string;
}

export interface Watch {
	/** Meeting UUID → the newest outcome. */
	outcomes: Map<string, Outcome>;
	stop(): Promise<void>;
}

const READY = 2;

/** Tells what n8n and Kaltura do while they do it, and keeps the outcomes. */
export function watch(n8n: N8n, kalturaControl: string, names: Map<string, string>): Watch {
	const outcomes = new Map<string, Outcome>();
	const told = new Map<string, string>();
	let lastExecution = '0';
	let known: Set<string> | null = null;
	let stopped = false;

	const tellOnce = (key: string, state: string, who: 'n8n' | 'Kaltura', what: string) => {
		if (told.get(key) === state) return;
		told.set(key, state);
		tell(who, what);
	};

	const lookAtKaltura = async () => {
		const { entries } = await readKalturaSide(kalturaControl);
		// What an earlier run left there is no news.
		known ??= new Set(entries.map(({ id }) => id));
		for (const entry of entries) {
			if (known.has(entry.id)) continue;
			const what = `${entry.id}  ${describe(entry)}`;
			if (entry.status === READY) tellOnce(entry.id, 'ready', 'Kaltura', `${what} ${good('ready')}`);
			else if (entry.status < 0) tellOnce(entry.id, 'failed', 'Kaltura', `${what} ${bad('failed')}`);
			for (const caption of entry.captions) {
				if (caption.status === READY)
					tellOnce(caption.id, 'ready', 'Kaltura', `${entry.id}  captions "${caption.label}" added`);
			}
			for (const asset of entry.attachments) {
				if (asset.status === READY)
					tellOnce(asset.id, 'ready', 'Kaltura', `${entry.id}  attachment "${asset.label}" added`);
			}
		}
	};

	const lookAtN8n = async () => {
		const ended = (await n8n.executions({ after: lastExecution, status: ['success', 'error', 'crashed'] })).reverse();
		for (const { id, workflowId } of ended) {
			const execution = await n8n.execution(id);
			const name = names.get(workflowId) ?? workflowId;
			if (execution.error) tell('n8n', `${name}: ${bad(execution.error.message)}`);
			for (const [uuid, outcome] of outcomesIn(execution)) {
				outcomes.set(uuid, outcome);
				tellOnce(`${uuid} ${id}`, outcome.reason, 'n8n', `${outcome.status}: ${outcome.message}`);
			}
			if (Number(id) > Number(lastExecution)) lastExecution = id;
		}
	};

	const ended = (async () => {
		while (!stopped) {
			try {
				await lookAtKaltura();
				await lookAtN8n();
			} catch (error) {
				// Only a spectator: while everything is being ended a server may be gone already.
				if (!stopped) tell('n8n', bad(`cannot be watched: ${error instanceof Error ? error.message : String(error)}`));
			}
			await sleep(500);
		}
	})();
	return {
		outcomes,
		async stop() {
			stopped = true;
			await ended;
		},
	};
}

function describe(entry: KalturaEntry): string {
	const name = entry.name.length > 40 ? `${entry.name.slice(0, 39)}…` : entry.name;
	return entry.parentId ? `"${name}" stream of ${entry.parentId}` : `"${name}" of ${entry.owner}`;
}

/** Outcomes are items with `status`, `reason` and `message`, beside or inside the recording that they are about. */
function outcomesIn(execution: Execution): Map<string, Outcome> {
	const found = new Map<string, Outcome>();
	for (const runs of Object.values(execution.nodes)) {
		for (const item of runs.flatMap(({ outputs }) => outputs).flat()) {
			const uuid = item.json.meetingUuid ?? item.json.recording?.meetingUuid;
			const outcome = item.json.outcome ?? item.json;
			if (typeof uuid === 'string' && typeof outcome.reason === 'string' && typeof outcome.status === 'string') {
				found.set(uuid, { status: outcome.status, reason: outcome.reason, message: String(outcome.message ?? '') });
			}
		}
	}
	return found;
}
