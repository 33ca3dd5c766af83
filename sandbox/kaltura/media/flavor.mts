import { AssetStatus } from '../assets/asset.mts';
import { newEntryId } from '../store/ids.mts';
import type { World } from '../world.mts';
import type { FlavorAsset } from './model.mts';

/** Flavor statuses, docs/vendors/kaltura.md#states-of-an-entry. */
export const FlavorStatus = { ...AssetStatus, CONVERTING: 1, NOT_APPLICABLE: 4, VALIDATING: 8 } as const;

/** The source flavor of an entry, made when it is not there. */
export function ensureSource(world: World, entryId: string): FlavorAsset {
	const known = world.flavors
		.find('entry', [entryId])
		.find((flavor) => flavor.isOriginal && flavor.status !== FlavorStatus.DELETED);
	if (known) return known;
	const now = world.clock.seconds();
	return world.flavors.put({
		id: newEntryId(),
		entryId,
		order: world.rowIds.next(),
		flavorParamsId: 0,
		isOriginal: true,
		status: FlavorStatus.QUEUED,
		version: 1,
		sizeInBytes: 0,
		width: 0,
		height: 0,
		bitrate: 0,
		fileExt: '',
		containerFormat: '',
		tags: 'source',
		createdAt: now,
		updatedAt: now,
	});
}

/** `size` counts kilobytes, `sizeInBytes` bytes. */
export function flavorToWire(world: World, flavor: FlavorAsset) {
	const { order: _, ...properties } = flavor;
	return {
		...properties,
		partnerId: world.partner.id,
		size: Math.floor(flavor.sizeInBytes / 1024),
		frameRate: 25,
		isWeb: !flavor.isOriginal,
		isDefault: false,
		language: 'Undefined',
		objectType: 'KalturaFlavorAsset',
	};
}
