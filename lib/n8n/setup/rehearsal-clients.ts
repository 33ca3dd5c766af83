import type { IExecuteFunctions } from 'n8n-workflow';

import { mediaReader } from '../../pipeline/import/media-reader';
import type { RehearsalClients } from '../../pipeline/rehearsal/rehearsal';
import { openKaltura } from '../kaltura';
import { openCarrier, openMediaConnection } from '../media-connection';
import { openZoom } from '../zoom';

import { readScopes } from './zoom-checks';

export interface OpenedRehearsal {
	clients: RehearsalClients;
	/** Of the Zoom credential. */
	account: string;
	close(): Promise<unknown>;
}

/** Everything that the import uses, with the credentials of the node: what is rehearsed is what will be done. */
export async function openRehearsal(context: IExecuteFunctions): Promise<OpenedRehearsal> {
	const signal = context.getExecutionCancelSignal();
	const { zoom, zoomCredential } = await openZoom(context);
	const { kaltura } = await openKaltura(context);
	const connection = openMediaConnection(context, zoomCredential.downloadHosts);
	const media = mediaReader(connection);
	const carrier = openCarrier(context, kaltura, { signal });
	return {
		clients: { zoom, scopes: () => readScopes(context), kaltura, connection, media, carrier, signal },
		account: zoomCredential.accountId,
		close: () => Promise.all([media.close(), carrier.close()]),
	};
}
