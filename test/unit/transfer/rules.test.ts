import { progressLog } from '../../../lib/transfer/progress-log';
import { binaryStorage, whyItDoesNotFit } from '../../../lib/policy/setup/binary-storage';
import { uploadName } from '../../../lib/policy/import/references';
import { chooseTransfer, type TransferFacts } from '../../../lib/policy/import/transfer-choice';
import { Slots } from '../../../lib/http/slots';

const MIB = 1024 * 1024;

describe('who moves the bytes', () => {
	const reachable: TransferFacts = {
		setting: 'automatic',
		sourceIsPrivate: false,
		kalturaIsPrivate: false,
		redirects: 1,
		path: '/rec/download/x',
		tokenOpensEverything: false,
		pullFailedBefore: false,
	};
	test.each<[string, Partial<TransferFacts>, string]>([
		['Kaltura pulls what it can reach', {}, 'kalturaPulls'],
		['inside one network Kaltura pulls too', { sourceIsPrivate: true, kalturaIsPrivate: true }, 'kalturaPulls'],
		['a private file does not reach a public Kaltura', { sourceIsPrivate: true }, 'throughN8n'],
		['a private Kaltura may not reach Zoom', { kalturaIsPrivate: true }, 'throughN8n'],
		['what it failed to fetch is not left to it again', { pullFailedBefore: true }, 'throughN8n'],
		['a double slash would be lost', { path: '/rec//download' }, 'throughN8n'],
		['so many redirects it does not follow', { redirects: 6 }, 'throughN8n'],
		['the admin has the last word', { setting: 'kalturaPulls', pullFailedBefore: true }, 'kalturaPulls'],
		['in both directions', { setting: 'throughN8n' }, 'throughN8n'],
		['the token of the whole app stays here', { tokenOpensEverything: true }, 'throughN8n'],
		['also against the admin', { tokenOpensEverything: true, setting: 'kalturaPulls' }, 'throughN8n'],
	])('%s', (_, facts, way) => {
		const chosen = chooseTransfer({ ...reachable, ...facts });
		expect(chosen.way).toBe(way);
		expect(chosen.because).not.toBe('');
	});
});

describe('binary modes of n8n', () => {
	test.each([
		['filesystem-v2:workflows/1/x', 'filesystem', false, null],
		['filesystem:x', 'filesystem', false, null],
		['s3:x', 's3', true, 1024 * MIB],
		['azure:x', 'azure', true, 1024 * MIB],
		['database:x', 'database', true, 512 * MIB],
		[undefined, 'default', true, 384 * MIB],
		['tomorrow:x', 'tomorrow', true, null],
	])('%s', (id, mode, buffersOnStore, limitBytes) =>
		expect(binaryStorage(id)).toMatchObject({ mode, buffersOnStore, limitBytes }),
	);

	test('the limit of the database mode is a setting of n8n', () =>
		expect(binaryStorage('database:x', MIB).limitBytes).toBe(MIB));

	test('what does not fit is named with mode, size and limit', () => {
		expect(whyItDoesNotFit(binaryStorage(undefined), 384 * MIB)).toBeNull();
		const why = whyItDoesNotFit(binaryStorage(undefined), 384 * MIB + 1);
		expect(why).toMatch(/385 MiB.*"default".*384 MiB/);
		expect(whyItDoesNotFit(binaryStorage('filesystem-v2:x'), 1e15)).toBeNull();
	});
});

describe('names of uploads', () => {
	test('are the same in every run, differ for different files, and are safe as file names', () => {
		const uuids = ['/ab+c==', '_ab-c==', 'abc//==', 'abc__=='];
		expect(uploadName('/ab+c==', 'f1', 'MP4')).toBe(uploadName('/ab+c==', 'f1', 'MP4'));
		expect(new Set(['f1', 'f2'].map((id) => uploadName('x==', id, 'mp4'))).size).toBe(2);
		for (const uuid of uuids) expect(uploadName(uuid, 'M4A-2026-01-01T00:00:00Z', 'M4A')).toMatch(/^[\w.-]+\.m4a$/);
	});

	test('end in mp4 when Zoom gives no extension, since Kaltura tells the type by it', () =>
		expect(uploadName('x==', 'f', '')).toMatch(/\.mp4$/));
});

describe('progress in the log', () => {
	test('is a line per quarter, and at least one in half a minute', () => {
		let now = 0;
		const lines: string[] = [];
		const say = progressLog(
			'the file',
			'in Kaltura',
			(line) => lines.push(line),
			() => now,
		);
		for (let percent = 1; percent <= 100; percent++) say(percent * 1e6, 100e6);
		expect(lines).toHaveLength(3);
		expect(lines[0]).toBe('the file: 25 MB of 100 MB (25 %) in Kaltura');
		now = 31_000;
		say(100e6, null);
		expect(lines).toHaveLength(4);
	});
});

test('slots let so many work at once, in order, also after failures', async () => {
	const slots = new Slots(2);
	let [working, most] = [0, 0];
	const order: number[] = [];
	const task = (index: number) =>
		slots.use(async () => {
			order.push(index);
			most = Math.max(most, ++working);
			await new Promise((done) => setImmediate(done));
			working--;
			if (index === 1) throw new Error('one fails');
		});
	const results = await Promise.allSettled([0, 1, 2, 3, 4].map(task));
	expect(results.map(({ status }) => status === 'fulfilled')).toEqual([true, false, true, true, true]);
	expect(most).toBe(2);
	expect(order).toEqual([0, 1, 2, 3, 4]);
});
