import { PassThrough } from 'node:stream';

import { AnswerTooLong, readText } from '../../../lib/http/answer-text';

const limits = { timeoutMs: 200, mostBytes: 10 };

test('characters whose bytes come in two pieces are whole', async () => {
	const body = new PassThrough();
	const bytes = Buffer.from('Größe');
	const text = readText(body, limits);
	body.write(bytes.subarray(0, 3));
	body.end(bytes.subarray(3));
	expect(await text).toBe('Größe');
});

test('an answer of the largest size is read, one more byte is too many, and nothing more is taken from it', async () => {
	const [fits, tooLong] = [new PassThrough(), new PassThrough()];
	fits.end('0123456789');
	tooLong.write('0123456789a');
	expect(await readText(fits, limits)).toBe('0123456789');
	await expect(readText(tooLong, limits)).rejects.toBeInstanceOf(AnswerTooLong);
	expect(tooLong.destroyed).toBe(true);
});

test('an answer that drips is given up when its time is over', async () => {
	const body = new PassThrough();
	const timer = setInterval(() => body.write('.'), 50);
	await expect(readText(body, { ...limits, mostBytes: 1000 })).rejects.toMatchObject({ code: 'ETIMEDOUT' });
	clearInterval(timer);
	expect(body.destroyed).toBe(true);
});

test.each([
	['closed', undefined, 'ECONNRESET'],
	['broken', Object.assign(new Error('unexpected end of file'), { code: 'Z_BUF_ERROR' }), 'Z_BUF_ERROR'],
])('an answer that is %s before its end is no answer', async (_, error, code) => {
	const body = new PassThrough();
	const text = readText(body, limits);
	body.write('a');
	body.destroy(error);
	await expect(text).rejects.toMatchObject({ code });
});
