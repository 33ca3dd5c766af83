import { openPledges } from '../../../lib/n8n/pledges';

/** n8n's store of processed items, and a process that may be killed before any of its calls. */
class Store {
	readonly held: string[] = [];
	callsLeft = Infinity;
	callsMade = 0;
	readonly warnings: string[] = [];

	readonly context = {
		getWorkflow: () => ({ id: 'w' }),
		logger: { warn: (line: string) => this.warnings.push(line) },
		helpers: {
			checkProcessedAndRecord: (items: string[]) =>
				this.call(() => {
					const processed = items.filter((item) => this.held.includes(item));
					const added = items.filter((item) => !processed.includes(item));
					this.held.push(...added);
					return { processed, new: added };
				}),
			removeProcessed: (items: string[]) =>
				this.call(() => {
					for (const item of items) if (this.held.includes(item)) this.held.splice(this.held.indexOf(item), 1);
				}),
			getProcessedDataCount: () => this.call(() => this.held.length),
		},
	};

	private async call<T>(work: () => T): Promise<T> {
		this.callsMade++;
		if (this.callsLeft-- <= 0) throw new Error('killed');
		return work();
	}
}
const open = (store: Store) => openPledges(store.context as never);
const ALL = ['ann', 'bo', 'cy', 'di'];

test('what was made and not kept is left, whoever else is asked about', async () => {
	const store = new Store();
	await Promise.all(['ann', 'cy', 'di'].map((one) => open(store).make(one)));
	await open(store).keep('cy');
	expect(await open(store).left(ALL)).toEqual(['ann', 'di']);
	expect(await open(store).left(['bo', 'cy'])).toEqual([]);
	expect(await open(store).left(ALL)).toEqual(['ann', 'di']);
});

test('what other nodes of the workflow keep in the store stays, and is no pledge', async () => {
	const store = new Store();
	store.held.push('ann', 'row 1');
	expect(await open(store).left(ALL)).toEqual([]);
	expect(store.held).toEqual(['ann', 'row 1']);
});

test('a process that is killed while it looks, at whichever call, loses no pledge and invents none', async () => {
	for (let calls = 0; calls < 30; calls++) {
		const store = new Store();
		await open(store).make('bo');
		await open(store).make('di');
		store.callsLeft = calls;
		await open(store)
			.left(ALL)
			.catch(() => undefined);
		store.callsLeft = Infinity;
		expect({ calls, left: await open(store).left(ALL) }).toEqual({ calls, left: ['bo', 'di'] });
	}
});

test('of very many it is told at once who is left, and a kill in between loses nobody', async () => {
	const many = Array.from({ length: 5000 }, (_, at) => `person ${at}`);
	for (let calls = 0; calls < 6; calls++) {
		const store = new Store();
		store.held.push('row 1');
		await open(store).make('person 7');
		store.callsLeft = calls;
		await open(store)
			.maybeLeft(many)
			.catch(() => undefined);
		store.callsLeft = Infinity;
		const before = store.callsMade;
		expect(await open(store).maybeLeft(many)).toContain('person 7');
		expect(store.callsMade - before).toBeLessThan(5);
		expect(store.held).toContain('row 1');
	}
	const store = new Store();
	await open(store).make('person 7');
	expect(await open(store).maybeLeft(many)).toEqual(['person 7']);
	expect(store.held).toHaveLength(3);
	await open(store).keep('person 7');
	expect([await open(store).maybeLeft(many), store.held]).toEqual([[], []]);
});

test('who cannot remember does not begin: the failure reaches the caller', async () => {
	const store = new Store();
	store.callsLeft = 0;
	await expect(open(store).make('ann')).rejects.toThrow('killed');
	store.callsLeft = Infinity;
	await open(store).make('ann');
	expect(await open(store).left(ALL)).toEqual(['ann']);
});

test('a store that cannot be read stops nobody: it is said in the log', async () => {
	const store = new Store();
	store.callsLeft = 0;
	expect(await open(store).left(ALL)).toEqual([]);
	expect(store.warnings).toEqual([expect.stringContaining('killed')]);
});
