import { randomBytes } from 'node:crypto';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Entry and asset ids: data centre, "_", eight letters or digits (docs/vendors/kaltura.md#answers). */
export function newEntryId(): string {
	return `1_${Array.from(randomBytes(8), (byte) => LETTERS[byte % LETTERS.length]).join('')}`;
}

/** Upload token and app token ids carry 32 hexadecimal digits. */
export function newTokenId(): string {
	return `1_${randomBytes(16).toString('hex')}`;
}

export function newSecret(): string {
	return randomBytes(16).toString('hex');
}

/** Ids that are whole numbers (categories, group memberships, bulk uploads). */
export class Sequence {
	last: number;

	constructor(last: number) {
		this.last = last;
	}

	next(): number {
		this.last += 1;
		return this.last;
	}
}
