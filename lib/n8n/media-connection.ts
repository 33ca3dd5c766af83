import type { IExecuteFunctions } from 'n8n-workflow';

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

/** A connection for uploads to a service and to the hosts that it names. Close it in a `finally`. */
export function openUploadConnection(context: IExecuteFunctions, serviceUrl: string): UploadConnection {
	return new UploadConnection(serviceUrl, { egress: egressOf(context) });
}

/** Older n8n versions have no egress rules to ask for. */
function egressOf(context: IExecuteFunctions): EgressFilter | undefined {
	const helpers = context.helpers as { getSecureEgressFilter?: () => EgressFilter };
	return helpers.getSecureEgressFilter?.();
}
