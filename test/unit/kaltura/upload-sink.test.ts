import { UploadUnderWay } from '../../../lib/kaltura/earlier-upload';
import { KalturaError } from '../../../lib/kaltura/errors';
import { KalturaUploadSink, type UploadSinkOptions } from '../../../lib/kaltura/upload-sink';

// What the sandbox cannot be made to do at the right moment; everything else is proven there (test/nodes).

const SIZE = 30;

interface Sent {
	url: string;
	fields: Record<string, string>;
	data: string;
}

/** A Kaltura that remembers what it was sent; `answers` take the place of its own, in order, where they are given. */
function kaltura(answers: Array<object | Error | null> = [], looks: any[] | any[][] = [], clock = [1000]) {
	const tokens: any[][] = Array.isArray(looks[0]) ? (looks as any[][]) : [looks];
	const sent: Sent[] = [];
	const calls: string[] = [];
	let created = 0;
	const uploads = {
		find: async (name: string) => {
			calls.push(`find ${name}`);
			// The last look is what stays.
			return {
				tokens: tokens.length > 1 ? tokens.shift()! : tokens[0]!,
				now: clock.length > 1 ? clock.shift()! : clock[0]!,
			};
		},
		create: async () => {
			calls.push('create');
			return { id: `new${++created}`, status: 0, uploadedFileSize: 0, uploadUrl: 'https://up.example' };
		},
		get: async (id: string) => {
			calls.push(`get ${id}`);
			return { id, status: 1, uploadedFileSize: 10 };
		},
		delete: async (id: string) => {
			calls.push(`delete ${id}`);
			return true;
		},
		target: async ({ uploadUrl }: { uploadUrl?: string }, refused?: string) => ({
			url: `${uploadUrl ?? 'https://k.example'}/upload`,
			session: refused ? 'second' : 'first',
		}),
	};
	const send = async ({ url, body, contentType }: { url: string; body: Buffer; contentType: string }) => {
		const boundary = /boundary=(.+)$/.exec(contentType)![1]!;
		const parts = body.toString('latin1').split(`--${boundary}`);
		expect(parts.at(-1)).toBe('--\r\n');
		const entries = parts.slice(1, -1).map((part) => {
			const [head, ...rest] = part.split('\r\n\r\n');
			return [/name="([^"]+)"/.exec(head!)![1]!, rest.join('\r\n\r\n').slice(0, -2)] as const;
		});
		const { fileData, ...fields } = Object.fromEntries(entries);
		sent.push({ url, fields, data: fileData! });
		const planned = answers.shift();
		if (planned instanceof Error) throw planned;
		const status = fields.finalChunk === '1' ? 2 : 1;
		const own = { id: fields.uploadTokenId, status, uploadedFileSize: Number(fields.resumeAt) };
		return { status: 200, headers: {}, text: JSON.stringify(planned ?? own) };
	};
	const sink = (options: Partial<UploadSinkOptions> = {}, sizeBytes: number | null = SIZE) =>
		new KalturaUploadSink(
			uploads as any,
			send as any,
			{ fileName: 'f.mp4', sizeBytes },
			{
				takeOverSeconds: 60,
				baseDelayMs: 1,
				watchMs: 1,
				...options,
			},
		);
	return { sent, calls, sink };
}

const refusal = (code: string, args: object = {}) => ({ objectType: 'KalturaAPIException', code, message: code, args });
const network = () => Object.assign(new Error('reset'), { retryable: true, code: 'interrupted' });

async function write(sink: KalturaUploadSink, text: string, offset: number) {
	const frame = Buffer.alloc(sink.headroom + 20 + sink.tailroom);
	frame.write(text, sink.headroom, 'latin1');
	await sink.write(frame, text.length, offset);
}

test('the frame is a multipart body around the very bytes, also when they look like one', async () => {
	const { sink, sent } = kaltura();
	const one = sink();
	await one.begin();
	await write(one, '\r\n--part-\0\r\n\r\n', 10);
	expect(sent[1]).toMatchObject({
		data: '\r\n--part-\0\r\n\r\n',
		fields: { resume: '1', finalChunk: '0', resumeAt: '10', ks: 'first', uploadTokenId: 'new1', format: '1' },
	});
	expect(sent.map(({ url }) => url).join()).not.toContain('first');
});

test('the first part is empty, alone, and makes the file', async () => {
	const { sink, sent } = kaltura();
	const one = sink();
	await one.begin();
	await Promise.all([write(one, 'a', 0), write(one, 'b', 1)]);
	expect(sent).toHaveLength(3);
	expect(sent.slice(0, 1)).toMatchObject([{ data: '', fields: { resume: '0', finalChunk: '0', resumeAt: '0' } }]);
});

test('all parts go to the host that Kaltura named, though later answers do not repeat it', async () => {
	const { sink, sent } = kaltura();
	const one = sink();
	await one.begin();
	await write(one, 'a', 0);
	await one.finish(SIZE);
	expect(sent.map(({ url }) => url)).toEqual(Array.from({ length: 3 }, () => 'https://up.example/upload'));
});

describe('tokens of earlier runs', () => {
	const left = (more: object) => ({
		id: 'left',
		status: 1,
		fileSize: SIZE,
		uploadedFileSize: 20,
		updatedAt: 900,
		...more,
	});

	test.each<[string, any[], number, string[]]>([
		['one that is half full goes on', [left({})], 20, ['find f.mp4']],
		['the fullest of several goes on', [left({ id: 'less', uploadedFileSize: 5 }), left({})], 20, ['find f.mp4']],
		['one of another size is not touched', [left({ fileSize: 31 })], 0, ['find f.mp4', 'create']],
		['none means a new one', [], 0, ['find f.mp4', 'create']],
	])('%s', async (_, tokens, position, calls) => {
		const world = kaltura([], tokens);
		expect(await world.sink().begin()).toBe(position);
		expect(world.calls).toEqual(calls);
	});

	test.each<[string, any[]]>([
		['grows', [left({ updatedAt: 992, uploadedFileSize: 25 })]],
		['is written to beyond a gap', [left({ updatedAt: 991 })]],
		['is complete', [left({ updatedAt: 990, status: 2, uploadedFileSize: SIZE })]],
		['is used up and not listed any more', []],
	])('a young one that %s while it is watched belongs to another execution', async (_, later) => {
		const world = kaltura([], [[left({ updatedAt: 990 })], later], [1000, 1005]);
		const one = world.sink();
		await expect(one.begin()).rejects.toBeInstanceOf(UploadUnderWay);
		await one.abandon(new UploadUnderWay('left'));
		expect(world.calls).toEqual(['find f.mp4', 'find f.mp4']);
	});

	test('a young one that stands still until it is old was left by a run that was killed: it goes on', async () => {
		const world = kaltura([], [left({ updatedAt: 990 })], [1000, 1020, 1049, 1050]);
		const one = world.sink();
		expect(await one.begin()).toBe(20);
		expect(one.takenOver).toBe(true);
		// One look more after a pause of random length: of several that waited, the others see the first one begin.
		expect(world.calls).toEqual(Array(5).fill('find f.mp4'));
	});

	test('one that another run begins to use after the same wait is left to that one', async () => {
		const begun = [left({ updatedAt: 1051, uploadedFileSize: 30 })];
		const world = kaltura([], [[left({ updatedAt: 990 })], [left({ updatedAt: 990 })], begun], [1000, 1050, 1051]);
		await expect(world.sink().begin()).rejects.toBeInstanceOf(UploadUnderWay);
	});

	test.each(['UPLOAD_TOKEN_NOT_FOUND', 'UPLOAD_TOKEN_INVALID_STATUS_FOR_UPLOAD'])(
		'one that another run completes in the middle (%s) is neither replaced nor deleted',
		async (code) => {
			const world = kaltura([refusal(code)], [left({})]);
			const one = world.sink();
			await one.begin();
			const error = await write(one, 'a', 20).catch((reason: unknown) => reason);
			expect(error).toBeInstanceOf(UploadUnderWay);
			await one.abandon(error);
			expect(world.calls).toEqual(['find f.mp4']);
		},
	);

	test('one that Kaltura cannot go on with is replaced', async () => {
		const world = kaltura([refusal('UPLOAD_PASSED_MAX_RESUME_TIME_ALLOWED')], [left({})]);
		const one = world.sink();
		await one.begin();
		await expect(write(one, 'a', 20)).rejects.toMatchObject({ rewindTo: 0 });
		expect([one.tokenId, one.takenOver]).toEqual(['new1', false]);
	});

	test('watching one ends when the execution is cancelled', async () => {
		const stop = new AbortController();
		const world = kaltura([], [left({ updatedAt: 990 })]);
		const beginning = world.sink({ watchMs: 60_000, signal: stop.signal }).begin();
		setTimeout(() => stop.abort(), 5);
		await expect(beginning).rejects.toMatchObject({ name: 'AbortError' });
	});

	test('a full one only needs its size compared', async () => {
		const world = kaltura([], [left({ status: 2, uploadedFileSize: SIZE })]);
		const one = world.sink();
		expect(await one.begin()).toBe(SIZE);
		await one.finish(SIZE);
		expect(world.sent).toEqual([]);
	});

	test.each([
		['a name that identifies nothing', { takeOverSeconds: null }, SIZE],
		['a file of unknown size', {}, null],
	])('are not looked for: %s', async (_, options, size) => {
		const world = kaltura([], [left({})]);
		await world.sink(options, size).begin();
		expect(world.calls).toEqual(['create']);
	});
});

test('two chunks that learn at the same time that the token is gone make one new token', async () => {
	const gone = refusal('UPLOAD_TOKEN_NOT_FOUND');
	const { sink, calls } = kaltura([null, gone, gone]);
	const one = sink();
	await one.begin();
	const results = await Promise.allSettled([write(one, 'a', 0), write(one, 'b', 10)]);
	expect(results.map((result) => (result as PromiseRejectedResult).reason.rewindTo)).toEqual([0, 0]);
	expect(calls.filter((call) => call === 'create')).toHaveLength(2);
	expect(calls).toContain('delete new1');
	expect(one.tokenId).toBe('new2');
});

test('a session that keeps ending is not renewed for ever', async () => {
	const ended = refusal('INVALID_KS', { KSID: 'EXPIRED' });
	const { sink, sent } = kaltura([null, ended, ended, ended, ended, ended, ended]);
	const one = sink();
	await one.begin();
	await expect(write(one, 'a', 0)).rejects.toMatchObject({ code: 'INVALID_KS' });
	expect(sent.slice(1).map(({ fields }) => fields.ks)).toEqual(['first', 'second', 'second', 'second']);
});

test('a wrong secret is not taken for a session that ended', async () => {
	const { sink, sent } = kaltura([null, refusal('INVALID_KS', { KSID: 'djJ8MTAyfNotASecret' })]);
	const one = sink();
	await one.begin();
	await expect(write(one, 'a', 0)).rejects.toBeInstanceOf(KalturaError);
	expect(sent).toHaveLength(2);
});

test('a chunk is given up after the attempts', async () => {
	const { sink, sent } = kaltura([null, network(), network(), network(), network()]);
	const troubles: string[] = [];
	const one = sink({ attempts: 3, onTrouble: (what) => troubles.push(what) });
	await one.begin();
	await expect(write(one, 'a', 0)).rejects.toThrow('reset');
	expect(sent).toHaveLength(1 + 3);
	expect(troubles).toHaveLength(2);
});

test('acknowledged bytes that Kaltura does not find are sent again from there', async () => {
	const { sink } = kaltura([null, refusal('UPLOAD_TOKEN_CANNOT_MATCH_EXPECTED_SIZE')]);
	const one = sink({ attempts: 1 });
	await one.begin();
	await expect(one.finish(SIZE)).rejects.toMatchObject({ rewindTo: 10 });
});

test('a file that came out with another size is not attached', async () => {
	const { sink } = kaltura([null, { id: 'new1', status: 2, uploadedFileSize: SIZE - 1 }]);
	const one = sink();
	await one.begin();
	await expect(one.finish(SIZE)).rejects.toMatchObject({ code: 'UPLOAD_SIZE', retryable: false });
});

describe('what stays of an upload that failed', () => {
	test.each<[string, unknown, boolean]>([
		['trouble that passes', network(), true],
		['a Kaltura that is busy', new KalturaError({ code: 'HTTP_STATUS', request: 'x', httpStatus: 503 }), true],
		['a Kaltura that refuses', new KalturaError({ code: 'FILE_CONTENT_NOT_SECURE', request: 'x' }), false],
		['a source that changed', Object.assign(new Error(), { retryable: true, code: 'changed' }), false],
		['a source of another size', Object.assign(new Error(), { retryable: true, code: 'size-mismatch' }), false],
		['a source that is no media', Object.assign(new Error(), { retryable: true, code: 'not-media' }), false],
		['a source that is gone', Object.assign(new Error(), { retryable: false, code: 'gone' }), false],
	])('%s: the token stays: %#', async (_, error, stays) => {
		const { sink, calls } = kaltura();
		const one = sink();
		await one.begin();
		await one.abandon(error);
		expect(calls.includes('delete new1')).toBe(!stays);
	});

	test('nothing, when nobody would find it again', async () => {
		const { sink, calls } = kaltura();
		const one = sink({ takeOverSeconds: null });
		await one.begin();
		await one.abandon(network());
		expect(calls).toContain('delete new1');
	});

	test('nothing, when not even the first part went through', async () => {
		const { sink, calls, sent } = kaltura([network()]);
		const one = sink({ takeOverSeconds: null, attempts: 1 });
		await one.begin();
		await write(one, 'a', 0).catch(async (error: unknown) => await one.abandon(error));
		expect(calls).toEqual(['create', 'delete new1']);
		expect(sent).toHaveLength(1);
	});

	test('everything, when the execution was cancelled', async () => {
		const stop = new AbortController();
		const { sink, calls } = kaltura();
		const one = sink({ signal: stop.signal });
		await one.begin();
		stop.abort();
		await one.abandon(new Error('cancelled'));
		expect(calls).not.toContain('delete new1');
	});
});
