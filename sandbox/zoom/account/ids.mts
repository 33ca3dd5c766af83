import { createHash } from 'node:crypto';

/**
 * Ids in Zoom's forms, derived from a seed: the same data set has the same ids on every start, so tests can name them.
 */
const digest = (seed: string) => createHash('sha256').update(seed).digest();

/** User, group and role ids: 22 characters of URL-safe base64. */
export const shortId = (seed: string): string => digest(seed).subarray(0, 16).toString('base64url');

/** File ids: uuid v4. */
export function fileId(seed: string): string {
	const bytes = digest(seed).subarray(0, 16);
	bytes[6] = (bytes[6]! & 0x0f) | 0x40;
	bytes[8] = (bytes[8]! & 0x3f) | 0x80;
	const hex = bytes.toString('hex');
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Traps of meeting UUIDs (docs/vendors/zoom.md#meeting-uuids). */
export type UuidShape = 'plain' | 'leadingSlash' | 'doubleSlash' | 'plus' | 'innerSlash';
const SHAPES: Record<UuidShape, (uuid: string) => boolean> = {
	plain: (uuid) => !/[/+]/.test(uuid),
	leadingSlash: (uuid) => uuid.startsWith('/') && !uuid.includes('//'),
	doubleSlash: (uuid) => !uuid.startsWith('/') && uuid.includes('//'),
	plus: (uuid) => uuid.includes('+') && !uuid.includes('/'),
	innerSlash: (uuid) => uuid.includes('/') && !uuid.startsWith('/') && !uuid.includes('//'),
};

/** A meeting UUID: 16 bytes in base64, so "/", "+" and "=" occur. The first of the seed's series that has the shape. */
export function meetingUuid(seed: string, shape?: UuidShape): string {
	for (let nonce = 0; ; nonce++) {
		const uuid = digest(`${seed}#${nonce}`).subarray(0, 16).toString('base64');
		if (!shape || SHAPES[shape](uuid)) return uuid;
	}
}

/** Meeting numbers: eleven digits, beyond 2^31. */
export const meetingNumber = (seed: string): number =>
	80_000_000_000 + (digest(seed).readUIntBE(0, 6) % 19_999_999_999);

/** A reproducible number in [0, below). */
export const pick = (seed: string, below: number): number => digest(seed).readUInt32BE(0) % below;
