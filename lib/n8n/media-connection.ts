import type { IExecuteFunctions } from 'n8n-workflow';

import type { KalturaClient } from '../kaltura/client';
import { Carrier, type CarrierOptions } from '../pipeline/import/carrier';
import { AllowedHosts } from '../transfer/allowed-hosts';
import { MediaConnection } from '../transfer/connection';
import type { EgressFilter } from '../transfer/dispatcher';
import { UploadConnection } from '../transfer/upload-connection';

/**
 * A connection for Zoom's files under the credential's Download Hosts and n8n's own egress rules. Close it in a
 * `finally`.
 * @throws {TransferError} when Download Hosts holds something that is no host
 */
export function openMediaConnection(
	context: IExecuteFunctions,
	downloadHosts: readonly string[],
	timeouts: { idleTimeoutMs?: number } = {},
): MediaConnection {
	const allowed = new AllowedHosts(downloadHosts.join(','));
	return new MediaConnection({ allowed, egress: egressOf(context), ...timeouts });
}

/** What moves files through n8n into this Kaltura account, and says in n8n's log how far it is. Close it in a `finally`. */
export function openCarrier(context: IExecuteFunctions, kaltura: KalturaClient, options: CarrierOptions): Carrier {
	const { serviceUrl, uploadHosts } = kaltura.account;
	const connection = new UploadConnection(serviceUrl, { egress: egressOf(context), uploadHosts });
	return new Carrier(connection, kaltura, context.logger, options);
}

/** Older n8n versions have no egress rules to ask for. */
function egressOf(context: IExecuteFunctions): EgressFilter | undefined {
	const helpers = context.helpers as { getSecureEgressFilter?: () => EgressFilter };
	return helpers.getSecureEgressFilter?.();
}
