import type { IExecuteFunctions } from 'n8n-workflow';

import { AllowedHosts } from '../transfer/allowed-hosts';
import { type EgressFilter, MediaConnection } from '../transfer/connection';

/**
 * A connection for Zoom's files under the credential's Download Hosts and n8n's own egress rules. Close it in a
 * `finally`.
 * @throws {TransferError} when Download Hosts holds something that is no host
 */
export function openMediaConnection(context: IExecuteFunctions, downloadHosts: readonly string[]): MediaConnection {
	// Older n8n versions have no egress rules to ask for.
	const helpers = context.helpers as { getSecureEgressFilter?: () => EgressFilter };
	return new MediaConnection({
		allowed: new AllowedHosts(downloadHosts.join(',')),
		egress: helpers.getSecureEgressFilter?.(),
	});
}
