import { isObject } from './parameters.mts';

/** A file instead of an object: what actions such as captionAsset.serve give back. */
export class FileAnswer {
	readonly bytes: Buffer;
	readonly contentType: string;
	readonly fileName: string;

	constructor(bytes: Buffer, contentType: string, fileName: string) {
		this.bytes = bytes;
		this.contentType = contentType;
		this.fileName = fileName;
	}
}

/** A null that is written out; the real server leaves others out (docs/vendors/kaltura.md#answers), versions before it did not. */
export class ExplicitNull {}

/** Response headers of every API answer, docs/vendors/kaltura.md#errors. */
export function standardHeaders(sessionId: string, epochSeconds: number): Record<string, string> {
	return {
		'X-Me': 'sandbox-kaltura',
		'X-Kaltura-Session': `${sessionId}, ${epochSeconds}`,
		'Access-Control-Allow-Origin': '*',
		'Access-Control-Expose-Headers': 'Server, Content-Length, Content-Range, Date, X-Kaltura, X-Kaltura-Session, X-Me',
		'Cache-Control': 'no-store, no-cache, must-revalidate, post-check=0, pre-check=0',
		Expires: 'Sun, 19 Nov 2000 08:52:00 GMT',
	};
}

/** `format`: 1 JSON, 2 XML, 3 PHP, 9 JSONP; XML when it is missing (docs/vendors/kaltura.md#bodies). */
export function renderAnswer(
	result: unknown,
	format: unknown,
	callback: unknown,
	seconds: number,
): { contentType: string; body: string } {
	switch (String(format)) {
		case '1':
			return { contentType: 'application/json', body: toJson(result) };
		case '3':
			return { contentType: 'text/plain', body: toPhp(withoutNulls(result)) };
		case '9':
			return { contentType: 'application/javascript', body: `${String(callback ?? 'callback')}(${toJson(result)});` };
		default:
			return { contentType: 'text/xml', body: toXml(result, seconds) };
	}
}

/** Like PHP's json_encode: "/" and everything outside ASCII escaped; null properties left out (docs/vendors/kaltura.md#answers). */
function toJson(result: unknown): string {
	const text = JSON.stringify(result, (_, value: unknown) =>
		value instanceof ExplicitNull ? null : (value ?? undefined),
	) as string | undefined;
	if (text === undefined) return 'null';
	return text
		.replaceAll('/', '\\/')
		.replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function toXml(result: unknown, seconds: number): string {
	const content = isError(result) ? `<error>${xmlOf(result)}</error>` : xmlOf(result);
	return (
		'<?xml version="1.0" encoding="utf-8"?>' +
		`<xml><result>${content}</result><executionTime>${seconds.toFixed(6)}</executionTime></xml>`
	);
}

function xmlOf(value: unknown): string {
	if (value === null || value === undefined) return '';
	if (typeof value === 'boolean') return value ? '1' : '0';
	if (Array.isArray(value)) {
		return value
			.map((item) => `<item>${isError(item) ? `<error>${xmlOf(item)}</error>` : xmlOf(item)}</item>`)
			.join('');
	}
	if (isObject(value)) {
		const { objectType, ...properties } = value;
		const type = objectType === undefined ? '' : `<objectType>${String(objectType)}</objectType>`;
		return (
			type +
			Object.entries(properties)
				.filter(([, property]) => !isNothing(property))
				.map(([name, property]) => `<${name}>${xmlOf(property)}</${name}>`)
				.join('')
		);
	}
	return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const isNothing = (value: unknown) => value === null || value === undefined || value instanceof ExplicitNull;

function isError(value: unknown): boolean {
	return isObject(value) && value.objectType === 'KalturaAPIException';
}

function withoutNulls(value: unknown): unknown {
	return value === undefined
		? null
		: JSON.parse(JSON.stringify(value, (_, v: unknown) => (isNothing(v) ? undefined : v)) ?? 'null');
}

/** PHP's serialize(); strings are counted in bytes. */
function toPhp(value: unknown): string {
	if (value === null || value === undefined) return 'N;';
	if (typeof value === 'boolean') return `b:${value ? 1 : 0};`;
	if (typeof value === 'number') return Number.isInteger(value) ? `i:${value};` : `d:${value};`;
	if (typeof value === 'string') return `s:${Buffer.byteLength(value)}:"${value}";`;
	const pairs = Array.isArray(value) ? value.map((item, i) => [i, item] as const) : Object.entries(value as object);
	return `a:${pairs.length}:{${pairs.map(([key, item]) => toPhp(key) + toPhp(item)).join('')}}`;
}
