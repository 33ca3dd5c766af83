import type { OaaPayload } from '../../../../lib/oaa/format';
import { oaaPayload } from '../../../../lib/oaa/payload';
import { oaaProblems } from '../../../../lib/oaa/payload-rules';
import { MAPPING_VERSION } from '../../../../lib/policy/access/permissions';
import { payloadFields, readPayloadOptions } from '../../access/fields';
import { readSnapshot, snapshotField } from '../../access/read-snapshot';
import type { DirectoryCall, DirectoryOperation } from '../../fields';

export const metadataPayload: DirectoryOperation = {
	value: 'metadataPayload',
	reads: true,
	name: 'Metadata Payload',
	action: 'Build an authorization metadata payload',
	description: 'The snapshot in the open format for authorization metadata (OAA), for identity governance systems',
	fields: [snapshotField, ...payloadFields],

	async run(call) {
		const { payload, warnings } = await buildPayload(call);
		return { mapping: call.parameter.text('mapping'), mappingVersion: MAPPING_VERSION, payload, warnings };
	},
};

/** @throws {Error} when what was built breaks a rule of the format: a fault of this package, never sent anywhere */
export async function buildPayload(call: DirectoryCall): Promise<{ payload: OaaPayload; warnings: string[] }> {
	const snapshot = await readSnapshot(call);
	const { payload, warnings } = oaaPayload(snapshot, readPayloadOptions(call));
	const problems = oaaProblems(payload);
	if (problems.length > 0) {
		throw new Error(
			`The payload breaks rules of the format: ${problems.slice(0, 5).join(' ')} This is a fault of the node: please report it.`,
		);
	}
	return {
		payload,
		warnings: [
			...warnings.map(({ sentence }) => sentence),
			...snapshot.degraded.map(({ what, why }) => `The payload lacks what could not be read (${what}): ${why}`),
		],
	};
}
