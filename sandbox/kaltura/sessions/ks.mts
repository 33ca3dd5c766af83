import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** What a Kaltura session string says; times in epoch seconds. */
export interface KsContent {
	partnerId: number;
	type: number;
	userId: string;
	expiresAt: number;
	privileges: ReadonlyMap<string, string>;
}

/** "*" means "all:*"; the value starts after the first colon (docs/vendors/kaltura.md#sessions-made-by-oneself). */
export function parsePrivileges(text: string): Map<string, string> {
	const privileges = new Map<string, string>();
	for (const part of text.split(',').map((privilege) => privilege.trim())) {
		if (part === '') continue;
		const [, name = part, value = ''] = /^([^:]*):(.*)$/s.exec(part === '*' ? 'all:*' : part) ?? [];
		privileges.set(name, value);
	}
	return privileges;
}

export function formatPrivileges(privileges: ReadonlyMap<string, string>): string {
	return [...privileges].map(([name, value]) => (value === '' ? name : `${name}:${value}`)).join(',');
}

/** KS version 2, docs/vendors/kaltura.md#sessions-made-by-oneself. */
export function writeKs(content: KsContent, secret: string, random: Buffer = randomBytes(16)): string {
	const fields = [
		...content.privileges,
		['_e', String(content.expiresAt)],
		['_t', String(content.type)],
		['_u', content.userId],
	];
	const query = fields.map(([name, value]) => `${formEncode(name as string)}=${formEncode(value as string)}`).join('&');
	const body = Buffer.concat([random, Buffer.from(query)]);
	const message = Buffer.concat([sha1(body), body]);
	const padded = Buffer.concat([message, Buffer.alloc((16 - (message.length % 16)) % 16)]);
	const cipher = createCipheriv('aes-128-cbc', sha1(secret).subarray(0, 16), Buffer.alloc(16)).setAutoPadding(false);
	const cipherText = Buffer.concat([cipher.update(padded), cipher.final()]);
	return urlSafe(Buffer.concat([Buffer.from(`v2|${content.partnerId}|`), cipherText]));
}

/** Reads KS of version 1 or 2 with one of a partner's secrets; null when it is not a KS of that partner. */
export function readKs(ks: string, partnerId: number, secrets: readonly string[]): KsContent | null {
	const raw = Buffer.from(ks.replaceAll('-', '+').replaceAll('_', '/'), 'base64');
	const isV2 = raw.subarray(0, 3).toString('latin1') === 'v2|';
	for (const secret of secrets) {
		const content = isV2 ? readV2(raw, secret) : readV1(raw, secret);
		if (content?.partnerId === partnerId) return content;
	}
	return null;
}

function readV2(raw: Buffer, secret: string): KsContent | null {
	const end = raw.indexOf('|', 3);
	const cipherText = raw.subarray(end + 1);
	if (end < 0 || cipherText.length === 0 || cipherText.length % 16 !== 0) return null;
	const decipher = createDecipheriv('aes-128-cbc', sha1(secret).subarray(0, 16), Buffer.alloc(16)).setAutoPadding(
		false,
	);
	const padded = Buffer.concat([decipher.update(cipherText), decipher.final()]);
	let length = padded.length;
	while (length > 0 && padded[length - 1] === 0) length -= 1;
	const message = padded.subarray(0, length);
	if (!sha1(message.subarray(20)).equals(message.subarray(0, 20))) return null;
	const fields = new URLSearchParams(message.subarray(36).toString('utf8'));
	const privileges = new Map([...fields].filter(([name]) => !['_e', '_t', '_u', '_m', '_d'].includes(name)));
	return {
		partnerId: Number(raw.subarray(3, end).toString('latin1')),
		type: Number(fields.get('_t')),
		userId: fields.get('_u') ?? '',
		expiresAt: Number(fields.get('_e')),
		privileges,
	};
}

/** Version 1: base64(sha1hex(secret + info) | info), info separated by ";" (docs/vendors/kaltura.md#sessions-made-by-oneself). */
function readV1(raw: Buffer, secret: string): KsContent | null {
	const [hash, info] = splitOnce(raw.toString('utf8'), '|');
	if (!info || sha1(secret + info).toString('hex') !== hash) return null;
	const [partnerId, , expiresAt, type, , userId = '', privileges = ''] = info.split(';');
	return {
		partnerId: Number(partnerId),
		type: Number(type),
		userId,
		expiresAt: Number(expiresAt),
		privileges: parsePrivileges(privileges),
	};
}

function splitOnce(text: string, separator: string): [string, string | null] {
	const at = text.indexOf(separator);
	return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}

function sha1(data: string | Buffer): Buffer {
	return createHash('sha1').update(data).digest();
}

/** PHP's http_build_query: space is "+", everything but letters, digits, "-", "_" and "." is percent-encoded. */
function formEncode(text: string): string {
	return encodeURIComponent(text)
		.replace(/[!'()*~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
		.replaceAll('%20', '+');
}

/** URL-safe letters, but the "=" padding stays (docs/vendors/kaltura.md#sessions-made-by-oneself). */
function urlSafe(bytes: Buffer): string {
	return bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}
