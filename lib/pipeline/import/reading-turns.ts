import { Slots } from '../../http/slots';

const turns = new Map<string, Slots>();

/**
 * Whose turn it is to read a batch of recordings from Zoom, for all executions of this process that use the same account.
 *
 * Zoom allows so many calls per second, whoever makes them. Batches that read at once would all end late and at the same
 * moment, and then wait together for Kaltura's index while nobody uses Zoom's rate. One after the other, the first writes
 * while the next reads, also when they belong to different executions.
 * @param account anything that identifies the account; never a secret
 */
export function readingTurnsOf(account: string): Slots {
	let slots = turns.get(account);
	if (!slots) turns.set(account, (slots = new Slots(1)));
	return slots;
}
