import { gzipSync } from 'node:zlib';

import { backoffMs } from '../http/backoff';
import { pause } from '../http/pause';
import { retryAfterSeconds } from '../http/retry-after';
import { storable } from '../http/strangers-text';
import { type ExplainedError, InputError } from '../policy/failures';

import type { OaaPayload } from './format';

/** The interface takes no more parts than this. */
const MOST_PARTS = 99;
/** Parts are base64: three bytes become four. */
const BASE64 = 3 / 4;
/** Room for the JSON around the data of a request. */
const ENVELOPE_BYTES = 512;
const ATTEMPTS = 5;
const RETRIED = new Set([429, 500, 502, 503, 504]);
/** More is not waited for: the target is asked again then. */
const LONGEST_WAIT_SECONDS = 60;

/** Sends one request; repeats it when the target is busy. */
export type MetadataTarget = (method: 'GET' | 'POST', path: string, body?: object) => Promise<Record<string, unknown>>;

/** A refusal of the target, explained. */
class MetadataTargetError extends Error implements ExplainedError {
	readonly vendor = 'metadata-target';
	readonly trackingId?: string;

	constructor(
		message: string,
		readonly code: string,
		readonly remedy: string,
		readonly retryable: boolean,
		readonly httpStatus?: number,
		trackingId?: string,
	) {
		super(message);
		this.name = 'MetadataTargetError';
		if (trackingId) this.trackingId = trackingId;
	}
}

export interface TargetRequest {
	method: 'GET' | 'POST';
	/** Below the address of the system, with its query. */
	path: string;
	/** JSON text. */
	body?: string;
}

export interface TargetAnswer {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string | undefined>;
	text: string;
}

/** A target whose busy moments are waited for; everything else that it refuses is explained. */
export function metadataTarget(
	send: (request: TargetRequest) => Promise<TargetAnswer>,
	signal: AbortSignal | undefined,
): MetadataTarget {
	return async (method, path, body) => {
		for (let attempt = 1; ; attempt++) {
			signal?.throwIfAborted();
			const answer = await send({ method, path, ...(body ? { body: JSON.stringify(body) } : {}) });
			const { status } = answer;
			if (status >= 200 && status < 300) return parse(answer, method, path);
			if (!RETRIED.has(status) || attempt === ATTEMPTS) throw explain(answer, method, path);
			const told = retryAfterSeconds(answer.headers['retry-after']);
			const wait = told === undefined ? backoffMs(attempt, Math.random()) : Math.min(told, LONGEST_WAIT_SECONDS) * 1000;
			await pause(wait, signal);
		}
	};
}

export interface PushedMetadata {
	provider: { id: string; name: string; created: boolean };
	dataSource: { id: string; name: string; created: boolean };
	/** Of the payload as it was sent: compressed in one request, plain in parts. */
	bytes: number;
	/** 1 = in one request. */
	parts: number;
	/** What the target could not use, such as identities that it cannot resolve. */
	warnings: string[];
}

/**
 * Replaces what a data source holds by the payload. Provider and data source are found by name and created when missing;
 * a payload that is too large for one request goes in parts.
 * @see docs/vendors/directory.md#authorization-metadata; https://docs.veza.com/4yItIzMvkpAvMVFAamTf/developers/api/oaa/rest-api/multipart-upload
 */
export async function pushMetadata(
	target: MetadataTarget,
	{
		provider: providerName,
		dataSource: dataSourceName,
		payload,
		largestRequestBytes,
	}: { provider: string; dataSource: string; payload: OaaPayload; largestRequestBytes: number },
): Promise<PushedMetadata> {
	const providers = '/api/v1/providers/custom';
	const provider = await findOrCreate(target, providers, providerName, {
		name: providerName,
		custom_template: 'application',
	});
	const sources = `${providers}/${encodeURIComponent(provider.id)}/datasources`;
	const source = await findOrCreate(target, sources, dataSourceName, { name: dataSourceName, id: provider.id });
	const place = `${sources}/${encodeURIComponent(source.id)}`;
	const plain = Buffer.from(JSON.stringify(payload));
	const compressed = gzipSync(plain);
	const room = largestRequestBytes - ENVELOPE_BYTES;
	const fits = Math.ceil(compressed.length / 3) * 4 <= room;
	const sent = { provider, dataSource: source, bytes: fits ? compressed.length : plain.length };
	if (fits) {
		const answer = await target('POST', `${place}:push`, {
			id: provider.id,
			data_source_id: source.id,
			json_data: compressed.toString('base64'),
			compression_type: 'GZIP',
		});
		return { ...sent, parts: 1, warnings: warningsOf(answer) };
	}
	const size = Math.max(3, Math.floor((room * BASE64) / 3) * 3);
	// Parts have no field that names a compression, so the target would take gzip for JSON: they are slices of the JSON itself.
	const parts = Math.ceil(plain.length / size);
	if (parts > MOST_PARTS) {
		throw new InputError(
			'Largest Request (MB)',
			`would cut the payload of ${plain.length} bytes into ${parts} parts, and the interface takes ${MOST_PARTS}`,
			'Raise it.',
		);
	}
	const { upload_id: uploadId } = await target('POST', `${place}:parts`, { operation: 'start' });
	if (typeof uploadId !== 'string' || uploadId === '') {
		throw new MetadataTargetError(
			'The target began an upload in parts without saying which (no upload_id).',
			'NO_UPLOAD_ID',
			'Try again; when it happens again, ask the makers of the target.',
			true,
		);
	}
	for (let part = 0; part < parts; part++) {
		const data = plain.subarray(part * size, (part + 1) * size).toString('base64');
		await target('POST', `${place}:parts`, {
			operation: 'upload',
			upload_id: uploadId,
			sequence_number: part + 1,
			data,
		});
	}
	const answer = await target('POST', `${place}:parts`, {
		operation: 'complete',
		upload_id: uploadId,
		sequence_count: parts,
	});
	return { ...sent, parts, warnings: warningsOf(answer) };
}

async function findOrCreate(
	target: MetadataTarget,
	path: string,
	name: string,
	body: object,
): Promise<{ id: string; name: string; created: boolean }> {
	// The target wants blanks as "+", which URLSearchParams writes.
	const filter = new URLSearchParams({ filter: `name eq "${name.replace(/"/g, '\\"')}"` });
	const { values } = await target('GET', `${path}?${filter}`);
	const found = (Array.isArray(values) ? (values as Array<Record<string, unknown>>) : []).find(
		(one) => one.name === name,
	);
	if (found) return { id: String(found.id), name, created: false };
	const answer = await target('POST', path, body);
	const made = (answer.value ?? answer) as Record<string, unknown>;
	if (typeof made.id === 'string' && made.id !== '') return { id: made.id, name, created: true };
	throw new MetadataTargetError(
		`The target created "${name}" without saying its id.`,
		'NO_ID',
		'Run it again: it will be found by its name.',
		true,
	);
}

function warningsOf(answer: Record<string, unknown>): string[] {
	const list = answer.warnings ?? (answer.value as Record<string, unknown> | undefined)?.warnings;
	if (!Array.isArray(list)) return [];
	return list.map((one: unknown) => {
		if (one === null || typeof one !== 'object') return String(one);
		const { message } = one as { message?: unknown };
		return typeof message === 'string' ? message : JSON.stringify(one);
	});
}

function parse({ text }: TargetAnswer, method: string, path: string): Record<string, unknown> {
	if (text.trim() === '') return {};
	const value = objectOf(text);
	if (value) return value;
	throw new MetadataTargetError(
		`The target answered ${method} ${path.split('?')[0]} with something that is not JSON.`,
		'NOT_JSON',
		'Check the URL of the credential: it is the address of the system without a path.',
		false,
	);
}

function explain({ status, text }: TargetAnswer, method: string, path: string): MetadataTargetError {
	const told = objectOf(text) ?? {};
	const details = Array.isArray(told.details) ? told.details.map((one) => JSON.stringify(one)).join(' ') : '';
	const words = [told.message, details].filter((one) => typeof one === 'string' && one !== '').join(' ');
	const remedy =
		status === 401 || status === 403
			? 'Check the API key of the credential and what it may do.'
			: RETRIED.has(status)
				? 'Try again later.'
				: 'Correct what it names, then push again.';
	return new MetadataTargetError(
		`The target refused ${method} ${path.split('?')[0]} (HTTP ${status})${words ? `: ${words.slice(0, 500)}` : '.'}`,
		typeof told.code === 'string' && told.code !== '' ? told.code : `HTTP_${status}`,
		remedy,
		RETRIED.has(status),
		status,
		typeof told.request_id === 'string' ? told.request_id : undefined,
	);
}

function objectOf(text: string): Record<string, unknown> | null {
	try {
		const value: unknown = storable(JSON.parse(text) as unknown);
		return value !== null && typeof value === 'object' && !Array.isArray(value)
			? (value as Record<string, unknown>)
			: null;
	} catch {
		// What is no JSON has no fields; the callers say so.
		return null;
	}
}
