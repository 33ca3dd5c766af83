import type { BatchOperation, OperationAnswer, OperationCall } from './operation';
import { Failure, ItemError } from '../policy/failures';

/**
 * A `runAll` for operations where the vendor answers for many items in one request: reads each item's parameters, asks
 * once for all that could be read, and puts every answer back to its item. An item that cannot be read fails alone.
 * @param answer gets what was read, in order; gives one answer or error per element, in the same order
 */
export function inBatch<Clients extends object, Wanted>(
	read: (call: OperationCall<Clients>) => Wanted,
	answer: (wanted: Wanted[], clients: Clients) => Promise<Array<OperationAnswer | Failure | Error>>,
): BatchOperation<Clients>['runAll'] {
	return async (calls) => {
		const results: Array<OperationAnswer | Failure> = [];
		const readable: Array<{ index: number; wanted: Wanted }> = [];
		for (const [index, call] of calls.entries()) {
			try {
				readable.push({ index, wanted: read(call) });
			} catch (error) {
				// Before anything is done for the others: their outcomes would be lost with the run.
				if (error instanceof ItemError) error.raise();
				results[index] = new Failure(error);
			}
		}
		const clients = calls[0];
		if (clients && readable.length > 0) {
			const answers = await answer(
				readable.map(({ wanted }) => wanted),
				clients,
			);
			readable.forEach(({ index }, position) => {
				const one = answers[position];
				results[index] = one instanceof Error || one === undefined ? new Failure(one) : one;
			});
		}
		return results;
	};
}
