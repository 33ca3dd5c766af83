import { setTimeout as sleep } from 'node:timers/promises';

import { readKalturaSide } from '../../sandbox/console/kaltura-side.mts';
import type { KalturaEntry } from '../../sandbox/console/sides.mts';
import type { Execution, N8n } from '../n8n/contract.mts';
import { bad, good, tell } from './print.mts';

/** What one run of the pipeline said about a recording. */
export interface Outcome {
	status: string;
	reason: string;
	message: string;
	topic: string;
}

export interface Watch {
	/** Meeting UUID → its outcomes, oldest first. */
	outcomes: Map<string, Outcome[]>;
	stop(): Promise<void>;
}

const READY = 2;

/** Tells what n8n and Kaltura do while they do it, and keeps the outcomes. */
export async function watch(n8n: N8n, kalturaControl: string, names: Map<string, string>): Promise<Watch> {
	const outcomes = new Map<string, Outcome[]>();
	const told = new Map<string, string>();
	const before = (await n8n.executions({ limit: 1 }))[0]?.id ?? '0';
	const seen = new Set<string>();
	let known: Set<string> | null = null;
	let stopped = false;

	const tellOnce = (key: string, state: string, who: 'Kaltura', what: string) => {
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
		// Executions end in another order than they begin, so the greatest id seen says nothing.
		const ended = await n8n.executions({ after: before, status: ['success', 'error', 'crashed'], limit: 250 });
		for (const { id, workflowId, mode } of ended.reverse()) {
			if (seen.has(id)) continue;
			seen.add(id);
			const execution = await n8n.execution(id);
			if (execution.error) tell('n8n', `${names.get(workflowId) ?? workflowId}: ${bad(execution.error.message)}`);
			// Called ones only: whoever called the pipeline shows the same items once more.
			for (const [uuid, outcome] of mode === 'integrated' ? outcomesIn(execution) : []) {
				outcomes.set(uuid, [...(outcomes.get(uuid) ?? []), outcome]);
				tell('n8n', `"${shortened(outcome.topic)}" ${outcome.status}: ${outcome.message}`);
			}
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
	const name = shortened(entry.name);
	return entry.parentId ? `"${name}" stream of ${entry.parentId}` : `"${name}" of ${entry.owner}`;
}

function shortened(text: string): string {
	return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** Outcomes are items with `status`, `reason` and `message`, beside or inside the recording that they are about. */
function outcomesIn(execution: Execution): Map<string, Outcome> {
	const found = new Map<string, Outcome>();
	for (const runs of Object.values(execution.nodes)) {
		for (const item of runs.flatMap(({ outputs }) => outputs).flat()) {
			const uuid = item.json.meetingUuid ?? item.json.recording?.meetingUuid;
			const outcome = item.json.outcome ?? item.json;
			if (typeof uuid === 'string' && typeof outcome.reason === 'string' && typeof outcome.status === 'string') {
				const { status, reason, message = '' } = outcome;
				found.set(uuid, { status, reason, message: String(message), topic: String(item.json.topic ?? uuid) });
			}
		}
	}
	return found;
}
