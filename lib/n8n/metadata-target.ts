import { gzipSync } from 'node:zlib';

import type { ICredentialDataDecryptedObject, IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';

import { storable } from '../http/strangers-text';
import type { OaaPayload } from '../oaa/format';

import { type ExplainedError, InputError } from '../policy/failures';

import { readAnswer, type TextAnswer, UNREAD } from './vendor-answer';

export const METADATA_CREDENTIAL = 'authorizationMetadataApi';

/** The interface takes no more parts than this. */
const MOST_PARTS = 99;
/** Parts are base64: three bytes become four. */
const BASE64 = 3 / 4;
/** Room for the JSON around the data of a request. */
const ENVELOPE_BYTES = 512;
const ATTEMPTS = 5;
const RETRIED = new Set([429, 500, 502, 503, 504]);
const TIMEOUT_MS = 300_000;

/** Sends one request; repeats it when the target is busy. */
export type MetadataTarget = (method: 'GET' | 'POST', path: string, body?: object) => Promise<Record<string, unknown>>;

/** A refusal of the target, explained. */
export class MetadataTargetError extends Error implements ExplainedError {
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

/**
 * Opens the target of the node's credential. Requests go through n8n (proxy, encrypted credential).
 * @throws {InputError} when the credential is missing or names no web address
 */
export async function openMetadataTarget(context: IExecuteFunctions): Promise<MetadataTarget> {
	const fields = await context.getCredentials<ICredentialDataDecryptedObject>(METADATA_CREDENTIAL);
	const base = String(fields.url ?? '')
		.trim()
		.replace(/\/+$/, '');
	if (!URL.canParse(base) || !/^https?:$/.test(new URL(base).protocol)) {
		throw new InputError(
			'URL',
			`of the credential is "${base}", which is not a web address`,
			'It is the address of the system, such as https://example.vezacloud.com.',
		);
	}
	const signal = context.getExecutionCancelSignal();
	return async (method, path, body) => {
		for (let attempt = 1; ; attempt++) {
			signal?.throwIfAborted();
			const asked = (await context.helpers.httpRequestWithAuthentication.call(context, METADATA_CREDENTIAL, {
				method,
				url: `${base}${path}`,
				headers: { accept: 'application/json', ...(body ? { 'content-type': 'application/json' } : {}) },
				...(body ? { body: JSON.stringify(body) } : {}),
				...UNREAD,
				timeout: TIMEOUT_MS,
				disableFollowRedirect: true,
				ignoreHttpStatusErrors: true,
			})) as IN8nHttpFullResponse;
			const answer = await readAnswer(asked, TIMEOUT_MS);
			const { status } = answer;
			if (status >= 200 && status < 300) return parse(answer, method, path);
			if (!RETRIED.has(status) || attempt === ATTEMPTS) throw explain(answer, method, path);
			await pause(waitMs(answer, attempt), signal);
		}
	};
}

export interface PushedMetadata {
	provider: { id: string; name: string; created: boolean };
	dataSource: { id: string; name: string; created: boolean };
	/** Of the compressed payload. */
	bytes: number;
	/** 1 = in one request. */
	parts: number;
	/** What the target could not use, such as identities that it cannot resolve. */
	warnings: string[];
}

/**
 * Replaces what a data source holds by the payload. Provider and data source are found by name and created when missing;
 * a payload that is too large for one request goes in parts.
 * @see reference identity-and-groups §3.2; https://docs.veza.com/4yItIzMvkpAvMVFAamTf/developers/api/oaa/rest-api/multipart-upload
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
	const compressed = gzipSync(JSON.stringify(payload));
	const room = largestRequestBytes - ENVELOPE_BYTES;
	const fits = Math.ceil(compressed.length / 3) * 4 <= room;
	const sent = { provider, dataSource: source, bytes: compressed.length };
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
	const parts = Math.ceil(compressed.length / size);
	if (parts > MOST_PARTS) {
		throw new InputError(
			'Largest Request (MB)',
			`would cut the payload of ${compressed.length} bytes into ${parts} parts, and the interface takes ${MOST_PARTS}`,
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
		const data = compressed.subarray(part * size, (part + 1) * size).toString('base64');
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

function parse({ text }: TextAnswer, method: string, path: string): Record<string, unknown> {
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

function explain({ status, text }: TextAnswer, method: string, path: string): MetadataTargetError {
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

function waitMs({ headers }: TextAnswer, attempt: number): number {
	const told = Number(headers['retry-after']);
	if (Number.isFinite(told) && told >= 0) return Math.min(told, 60) * 1000;
	return Math.min(30_000, 600 * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
	await new Promise<void>((done, fail) => {
		const stop = () => {
			clearTimeout(timer);
			fail(signal?.reason as Error);
		};
		const timer = setTimeout(() => {
			signal?.removeEventListener('abort', stop);
			done();
		}, ms);
		signal?.addEventListener('abort', stop, { once: true });
	});
}
