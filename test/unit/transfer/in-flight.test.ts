import { InFlight } from '../../../lib/transfer/in-flight';

const PART = 4_000_000;

/**
 * Sends parts as the pump does and says how many were on their way at the end of each round.
 * @param lateMs until a part is answered, however many there are
 * @param perMs bytes that the connection takes, all parts together
 */
function send(limits: InFlight, parts: number, { lateMs, perMs, bored = false }: Record<string, any>): number[] {
	const seen: number[] = [];
	const under: Array<{ sentAt: number; left: number; doneAt: number }> = [];
	let now = 0;
	for (let sent = 0, arrived = 0; arrived < parts; now++) {
		if (sent < parts && under.length >= limits.limit && !bored) limits.hadToWait();
		while (under.length < limits.limit && sent++ < parts) under.push({ sentAt: now, left: PART, doneAt: Infinity });
		const sharing = under.filter(({ left }) => left > 0);
		for (const part of sharing) {
			part.left -= perMs / sharing.length;
			if (part.left <= 0) part.doneAt = now + lateMs;
		}
		for (const part of under.filter(({ doneAt }) => doneAt <= now)) {
			under.splice(under.indexOf(part), 1);
			limits.arrivedPart(PART, now - part.sentAt, now);
			arrived++;
			seen.push(limits.limit);
		}
	}
	return seen;
}

test('a far target gets as many parts at once as there may be', () => {
	const seen = send(new InFlight(), 200, { lateMs: 100, perMs: 1_000_000 });
	expect(seen[3]).toBe(8);
	expect(seen.slice(40).filter((limit) => limit === 16).length).toBeGreaterThan(140);
});

test('a near target whose connection is full gets no more than at first, but for a try now and then', () => {
	const seen = send(new InFlight(), 300, { lateMs: 1, perMs: 100_000 });
	expect(Math.max(...seen)).toBe(8);
	expect(seen.filter((limit) => limit === 4).length).toBeGreaterThan(200);
});

test('parts that take longer than half a minute make it fewer, down to one', () => {
	expect(send(new InFlight(), 20, { lateMs: 40_000, perMs: 100_000 }).slice(0, 3)).toEqual([2, 1, 1]);
});

test('where nothing waits to be sent nothing is tried', () => {
	expect(new Set(send(new InFlight(), 100, { lateMs: 100, perMs: 1_000_000, bored: true }))).toEqual(new Set([4]));
});

test('it is never more than asked for', () => {
	expect(new Set(send(new InFlight(3), 100, { lateMs: 100, perMs: 1_000_000 }))).toEqual(new Set([3]));
});
