import { createHash, createHmac } from 'node:crypto';
import { MINUTE } from '../clock.mts';
import type { Call } from '../world.mts';
import { refuse } from './refusals.mts';

export interface Page<T> {
	rows: T[];
	next_page_token: string;
	page_size: number;
	page_count: number;
	page_number: number;
	total_records: number;
}

/** A token expires after a quarter of an hour (docs/vendors/zoom.md#pages). */
const TOKEN_LIFE = 15 * MINUTE;

export interface Paging {
	/** Rows per page when nothing is asked for. */
	default?: number;
	/** Above it Zoom clamps rather than fails (docs/vendors/zoom.md#pages). */
	max: number;
	/** /users and members still understand page_number. */
	byNumber?: boolean;
	/** Phone refuses a dead token with code 400. */
	phone?: boolean;
}

/**
 * One page of the rows. The token is bound to path and query (all but itself and page_size) and to the moment: another
 * query, a changed byte or a quarter of an hour make it 400/300.
 */
export function paginate<T>(call: Call, path: string, rows: readonly T[], paging: Paging): Page<T> {
	const asked = pageSize(call, paging);
	const { dice, mood } = call.world;
	// The largest page is a promise of the client's, not of Zoom's.
	const size = mood === 'hostile' ? Math.max(1, Math.ceil(asked * dice.next())) : asked;
	const token = call.query.get('next_page_token') ?? '';
	const bound = binding(call, path);
	const number = paging.byNumber ? Math.max(1, Number(call.query.get('page_number') ?? 1) || 1) : 1;
	const start = token ? readToken(call, token, bound, paging.phone) : (number - 1) * size;
	const end = start + size;
	// A row may come again when something was added in between.
	const again = mood === 'hostile' && token !== '' && dice.chance(0.3) ? 1 : 0;
	return {
		rows: rows.slice(start - again, end),
		next_page_token: end < rows.length ? writeToken(call, end, bound) : '',
		page_size: size,
		page_count: Math.ceil(rows.length / size),
		page_number: Math.floor(start / size) + 1,
		total_records: rows.length,
	};
}

function pageSize(call: Call, paging: Paging): number {
	const asked = call.query.get('page_size');
	if (asked === null || asked === '') return paging.default ?? 30;
	const size = Number(asked);
	if (!Number.isInteger(size) || size < 1) throw refuse.invalidFields('page_size');
	return Math.min(size, paging.max);
}

function binding(call: Call, path: string): string {
	const query = [...call.query].filter(([name]) => name !== 'next_page_token' && name !== 'page_size').sort();
	return createHash('sha256')
		.update(JSON.stringify([path, query]))
		.digest('base64url')
		.slice(0, 12);
}

const seal = (call: Call, text: string) =>
	createHmac('sha256', call.world.state.signingKey).update(text).digest('base64url').slice(0, 16);

function writeToken(call: Call, offset: number, bound: string): string {
	const text = `${offset.toString(36)}.${call.world.clock.now().toString(36)}.${bound}`;
	return Buffer.from(`${text}.${seal(call, text)}`).toString('base64url');
}

function readToken(call: Call, token: string, bound: string, phone = false): number {
	const parts = Buffer.from(token, 'base64url').toString().split('.');
	const [offset, issued, boundTo, mark] = parts;
	const genuine = parts.length === 4 && mark === seal(call, parts.slice(0, 3).join('.'));
	if (!genuine || boundTo !== bound || call.world.clock.now() - parseInt(issued!, 36) > TOKEN_LIFE)
		throw refuse.pageToken(phone ? 400 : 300);
	return parseInt(offset!, 36);
}
