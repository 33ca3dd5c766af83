import { Readable } from 'node:stream';

import { readText } from '../http/answer-text';

export interface TextAnswer {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string | undefined>;
	text: string;
}

/**
 * What makes n8n hand over a body as it comes in. Its request functions know no limit of size: a body that does not end, or
 * unpacks to gigabytes, would fill the memory of the whole instance before a time limit strikes.
 */
export const UNREAD = { encoding: 'stream', returnFullResponse: true } as const;

/**
 * An answer that was asked for with `UNREAD`, read within limits.
 * @throws as `readText`
 */
export async function readAnswer(
	{ statusCode, headers, body }: { statusCode: number; headers: object; body?: unknown },
	timeoutMs: number,
): Promise<TextAnswer> {
	return { status: statusCode, headers: lowerCase(headers), text: await textOf(body, timeoutMs) };
}

async function textOf(body: unknown, timeoutMs: number): Promise<string> {
	if (body instanceof Readable) return await readText(body, { timeoutMs });
	// Empty answers and errors may come without a stream.
	if (typeof body === 'string') return body;
	if (body === undefined || body === null) return '';
	return Buffer.isBuffer(body) ? body.toString('utf8') : JSON.stringify(body);
}

function lowerCase(headers: object): Record<string, string | undefined> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [
			name.toLowerCase(),
			value === undefined ? undefined : String(value),
		]),
	);
}
