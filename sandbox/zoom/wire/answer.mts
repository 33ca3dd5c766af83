import type { IncomingMessage } from 'node:http';

/** What a handler gives back; the server turns it into bytes. */
export interface Answer {
	status: number;
	body?: unknown;
	headers?: Record<string, string>;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });
export const noContent: Answer = { status: 204 };

/**
 * A refusal in Zoom's words: `{code, message}`, for validation also `errors`.
 * The code is independent of the HTTP status (docs/vendors/zoom.md#errors).
 */
export class ZoomRefusal extends Error {
	readonly status: number;
	readonly code: number;
	readonly errors: Array<{ field: string; message: string }> | undefined;
	readonly headers: Record<string, string>;

	constructor(
		status: number,
		code: number,
		message: string,
		extra: { errors?: Array<{ field: string; message: string }>; headers?: Record<string, string> } = {},
	) {
		super(message);
		this.status = status;
		this.code = code;
		this.errors = extra.errors;
		this.headers = extra.headers ?? {};
	}

	answer(): Answer {
		const body = { code: this.code, message: this.message, ...(this.errors ? { errors: this.errors } : {}) };
		return { status: this.status, body, headers: this.headers };
	}
}

export async function readBody(request: IncomingMessage, limit = 20 * 1024 * 1024): Promise<Buffer> {
	const parts: Buffer[] = [];
	let size = 0;
	for await (const part of request as AsyncIterable<Buffer>) {
		size += part.length;
		if (size > limit) throw new ZoomRefusal(413, 300, 'Request Entity Too Large');
		parts.push(part);
	}
	return Buffer.concat(parts);
}
