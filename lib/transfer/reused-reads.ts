import type { Socket } from 'node:net';

import { buildConnector } from 'undici';

const READ_BYTES = 256 * 1024;

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
	let next: Buffer = Buffer.allocUnsafeSlow(READ_BYTES);
	let spare: Buffer = Buffer.allocUnsafeSlow(READ_BYTES);
	return {
		buffer: () => next,
		callback(this: Socket, bytes: number, filled: Uint8Array): boolean {
			// An empty queue says that whatever was in the spare buffer has been received.
			next = this.readableLength === 0 ? spare : Buffer.allocUnsafeSlow(READ_BYTES);
			spare = filled as Buffer;
			return this.push((filled as Buffer).subarray(0, bytes));
		},
	};
}
