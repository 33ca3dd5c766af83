import type { Socket } from 'node:net';

import { buildConnector } from 'undici';

const READ_BYTES = 256 * 1024;
/** Less room than this is not worth a read of its own. */
const LEAST_ROOM = 64 * 1024;

/** Memory that the bytes behind the next `ahead` ones may be read into; null when there is none, or nobody knows. */
export type RoomBehind = (ahead: number) => Buffer | null;

/** The reading end of a connection. */
export interface Reads {
	/**
	 * Set while a body comes in whose receiver has room for it: bytes are then read to where they belong, and not copied,
	 * which saves a tenth of the processor time or more. Ends with the body, or with the connection.
	 */
	room: RoomBehind | null;
}

const readsOfBuffers = new WeakMap<ArrayBufferLike, Reads>();

/** The connection that a piece was read from; null when it does not use its buffers again. */
export function readsOf(piece: Buffer): Reads | null {
	return readsOfBuffers.get(piece.buffer) ?? null;
}

/**
 * A connector whose sockets read into buffers that are used again. Node's default is a new buffer of 64 KiB per read, and
 * each of these counts as memory outside the heap: at a gigabyte per second they force a full garbage collection every
 * 50 ms, which took a third of the time of a transfer, and all of it from the event loop of the n8n around it.
 *
 * What a socket hands on is therefore valid only until its receiver returns; `Exchange` is the one receiver, and copies
 * whatever it has to keep. While something waits in the socket's own queue, new buffers are taken.
 * @see https://nodejs.org/api/net.html#socketconnectoptions-connectlistener `onread`
 */
export function connectorWithReusedReads(options: buildConnector.BuildOptions): buildConnector.connector {
	return (target, callback) =>
		buildConnector({ ...options, onread: reusedReads() } as buildConnector.BuildOptions)(target, callback);
}

function reusedReads() {
	const reads: Reads = { room: null };
	const ownBuffer = () => {
		const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
		readsOfBuffers.set(buffer.buffer, reads);
		return buffer;
	};
	let last: Buffer = ownBuffer();
	let spare: Buffer = ownBuffer();
	let next = last;
	return {
		buffer: () => next,
		callback(this: Socket, bytes: number, filled: Uint8Array): boolean {
			// An empty queue says that whatever was read before has been received.
			const received = this.readableLength === 0;
			const room = received ? reads.room?.(bytes) : null;
			if (room && room.length >= LEAST_ROOM) next = room.subarray(0, READ_BYTES);
			else {
				next = received ? spare : ownBuffer();
				spare = last;
				last = next;
			}
			return this.push((filled as Buffer).subarray(0, bytes));
		},
	};
}
