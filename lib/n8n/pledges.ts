import type { IExecuteFunctions } from 'n8n-workflow';

import type { Pledges } from '../zoom/pledges';

type Store = Pick<
	IExecuteFunctions['helpers'],
	'checkProcessedAndRecord' | 'removeProcessed' | 'getProcessedDataCount'
>;

/** Kept with the workflow, so that the node that plans and the node that carries out know the same. */
const SCOPE = 'workflow';
const OPTIONS = { mode: 'entries' } as const;
/** Stands there while it is looked who was left: see `left`. */
const LOOKING = 'zoom-kaltura: looking';

/** Executions of this process write to one row of n8n's database per workflow: one after the other. */
const turns = new Map<string, Promise<unknown>>();

/**
 * What a run has begun and must bring to an end, in n8n's own database: in the store of its Remove Duplicates node, which nodes
 * may write at any moment and which survives Stop, time-out and a killed process, in queue mode too. (n8n's static data is
 * written only when an execution ends, and loses updates.)
 *
 * The store keeps hashes and cannot be asked, only written: whether something is in it is seen from the count when it is taken
 * out. Each pledge is therefore kept in three copies: one by which is seen whether anything is left at all, one for looking at
 * each candidate, and one for the case that the process is killed while it looks.
 */
export function openPledges(context: IExecuteFunctions): Pledges {
	const store: Store = context.helpers;
	const workflowId = context.getWorkflow().id ?? '';
	const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
		const before = turns.get(workflowId) ?? Promise.resolve();
		const mine = before.then(work, work);
		turns.set(
			workflowId,
			mine.catch(() => undefined),
		);
		return await mine;
	};
	const record = async (values: string[]) => await store.checkProcessedAndRecord(values, SCOPE, OPTIONS);
	const count = async () => await store.getProcessedDataCount(SCOPE, OPTIONS);
	const remove = async (values: string[]) => await store.removeProcessed(values, SCOPE, OPTIONS);
	/** Whether any of the values was in the store, from which they are taken. */
	const take = async (values: string[]) => {
		const before = await count();
		await remove(values);
		return (await count()) < before;
	};

	/** Which candidates are in the store. */
	const look = async (candidates: readonly string[]): Promise<string[]> => {
		if (candidates.length === 0 || (await count()) === 0) return [];
		const cutOff = (await record([LOOKING])).processed.length > 0;
		const left: string[] = [];
		if ((await take(candidates.map((one) => copiesOf(one).any))) || cutOff) {
			for (const one of candidates) {
				const copies = copiesOf(one);
				if (!(await take([copies.each])) && !(cutOff && (await take([copies.spare])))) continue;
				await record(Object.values(copies));
				left.push(one);
			}
		}
		await remove([LOOKING]);
		return left;
	};

	/** Those are taken for left that the store says it has; a process killed in between leaves more there. */
	const lookAtMany = async (candidates: readonly string[]): Promise<string[]> => {
		if (candidates.length === 0 || (await count()) === 0) return [];
		const byCopy = new Map(candidates.map((one) => [copiesOf(one).each, one]));
		const { new: unknown, processed } = await record([...byCopy.keys()]);
		await remove(unknown.map(String));
		return processed.flatMap((copy) => byCopy.get(String(copy)) ?? []);
	};

	return {
		make: async (what) => await inTurn(async () => void (await record(Object.values(copiesOf(what))))),
		keep: async (what) => await inTurn(async () => await remove(Object.values(copiesOf(what)))),
		left: async (candidates) =>
			await inTurn(async () => await look(candidates)).catch((error: unknown) => {
				// Nobody is begun without being remembered; but a store that cannot be read must not keep leavers in.
				context.logger.warn(`It could not be looked who was left enabled by a run that was cut off: ${String(error)}`);
				return [];
			}),
		maybeLeft: async (candidates) =>
			await inTurn(async () => await lookAtMany(candidates)).catch((error: unknown) => {
				context.logger.warn(`It could not be looked whose log-out an earlier run still owes: ${String(error)}`);
				return [];
			}),
	};
}

const copiesOf = (what: string) => ({
	any: `zoom-kaltura: ${what} (any)`,
	each: `zoom-kaltura: ${what} (each)`,
	spare: `zoom-kaltura: ${what} (spare)`,
});
