import type { IncomingMessage } from 'node:http';

import { parseMultipart } from './multipart.mts';
import { merge, nest, type Parameters, UploadedFile } from './parameters.mts';

/** One API request as it arrived: still one even when it is a multirequest. */
export interface ApiRequest {
	/** Lower-cased, or null when none was given. */
	service: string | null;
	action: string | null;
	/** URL parameters already laid over those of the body (docs/vendors/kaltura.md#addresses). */
	parameters: Parameters;
}

/** PHP's post_max_size of a default deployment, docs/vendors/kaltura.md#uploads. */
const MAX_BODY_BYTES = 2024 * 1024 * 1024;

export async function readBody(message: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of message as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > MAX_BODY_BYTES) throw new Error('The request body exceeds post_max_size');
		chunks.push(chunk);
	}
	return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size);
}

/** Service and action as far as the URL tells; used before the body is read (faults, request log). */
export function parseUrl(url: URL): ApiRequest {
	const pairs: Array<[string, unknown]> = [];
	const steps = url.pathname.replace(/^\/api_v3(\/index\.php)?\/?/, '').split('/');
	for (let i = 0; i + 1 < steps.length; i += 2) {
		// "/service/multirequest" has no action; a stray name without value is ignored.
		pairs.push([decodeURIComponent(steps[i] as string), decodeURIComponent(steps[i + 1] as string)]);
	}
	pairs.push(...url.searchParams);
	return splitTarget(nest(pairs));
}

/** Combines URL and body into one request. */
export function parseRequest(url: URL, contentType: string, body: Buffer): ApiRequest {
	const { parameters: fromUrl, service, action } = parseUrl(url);
	const fromBody = nest(parseBody(contentType, body));
	const request = splitTarget(merge(fromBody, fromUrl));
	return { ...request, service: service ?? request.service, action: action ?? request.action };
}

/** Body forms: docs/vendors/kaltura.md#bodies. What is not understood is ignored, as PHP does. */
function parseBody(contentType: string, body: Buffer): Array<[string, unknown]> {
	const type = contentType.trim().toLowerCase();
	// Exactly this text: with "; charset=utf-8" the real server does not look at the body at all.
	if (type === 'application/json') return Object.entries(parseJson(body.toString('utf8')) ?? {});
	if (type.startsWith('application/x-www-form-urlencoded')) {
		return [...new URLSearchParams(body.toString('utf8'))];
	}
	if (type.startsWith('multipart/form-data')) {
		const parts = parseMultipart(contentType, body) ?? [];
		const files = parts.filter(([, value]) => value instanceof UploadedFile);
		const json = parts.find(([name, value]) => name === 'json' && typeof value === 'string');
		if (!json) return parts;
		// The "json" part becomes all parameters; other text parts are ignored, files keep their own names.
		return [...Object.entries(parseJson(json[1] as string) ?? {}), ...files];
	}
	return [];
}

/** A JSON array, or anything that is not an object, is ignored. */
function parseJson(text: string): Parameters | null {
	const trimmed = text.trim();
	if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) return null;
	try {
		return JSON.parse(trimmed) as Parameters;
	} catch (error) {
		if (error instanceof SyntaxError) return null;
		throw error;
	}
}

function splitTarget(parameters: Parameters): ApiRequest {
	const { service, action, ...rest } = parameters;
	return { service: nameOf(service), action: nameOf(action), parameters: rest };
}

function nameOf(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value.toLowerCase() : null;
}
