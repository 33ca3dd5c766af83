import { assetsOf } from '../assets/lists.mts';
import type { Input } from '../api/deserialize.mts';
import { apiError } from '../api/errors.mts';
import { listOf, matchesList, type Pager } from '../api/lists.mts';
import { action, type Service } from '../api/service.mts';
import { requireEntry } from '../entries/access.mts';
import type { Session } from '../sessions/session.mts';
import type { World } from '../world.mts';
import { type FlavorAsset } from './model.mts';
import { FlavorStatus, flavorToWire } from './flavor.mts';

function requireFlavor(world: World, session: Session, id: string): FlavorAsset {
	const flavor = world.flavors.get(id);
	if (!flavor || flavor.status === FlavorStatus.DELETED) throw apiError('FLAVOR_ASSET_ID_NOT_FOUND', { ID: id });
	requireEntry(world, session, flavor.entryId);
	return flavor;
}

export function flavorUrl(world: World, flavor: FlavorAsset): string {
	const base = `${world.origin}/p/${world.partner.id}/sp/${world.partner.id}00`;
	return `${base}/serveFlavor/entryId/${flavor.entryId}/v/${flavor.version}/flavorId/${flavor.id}/name/a.${flavor.fileExt || 'mp4'}`;
}

/** flavorAsset: where a failed import leaves its message (docs/vendors/kaltura.md#states-of-an-entry). */
export const flavorAsset: Service = {
	name: 'flavorAsset',
	actions: {
		get: action({
			access: 'widget',
			params: { id: 'string' },
			run: ({ world, session }, { id }: { id: string }) => flavorToWire(world, requireFlavor(world, session, id)),
		}),
		getByEntryId: action({
			access: 'widget',
			params: { entryId: 'string' },
			run({ world, session }, { entryId }: { entryId: string }) {
				requireEntry(world, session, entryId);
				return world.flavors
					.find('entry', [entryId])
					.filter((flavor) => flavor.status !== FlavorStatus.DELETED)
					.map((flavor) => flavorToWire(world, flavor));
			},
		}),
		list: action({
			access: 'widget',
			params: { filter: 'KalturaAssetFilter?', pager: 'KalturaFilterPager?' },
			run({ world, session }, { filter, pager }: { filter?: Input; pager?: Pager }) {
				const flavors = assetsOf(world, session, world.flavors, filter, 'KalturaFlavorAssetFilter').filter((flavor) =>
					matchesList(flavor.flavorParamsId, filter?.flavorParamsIdEqual, filter?.flavorParamsIdIn),
				);
				return listOf('KalturaFlavorAssetListResponse', flavors, pager, (flavor) => flavorToWire(world, flavor));
			},
		}),
		getUrl: action({
			access: 'widget',
			params: { id: 'string', storageId: 'int?', forceProxy: 'bool?', options: 'object?' },
			run: ({ world, session }, { id }: { id: string }) => flavorUrl(world, requireFlavor(world, session, id)),
		}),
		delete: action({
			access: 'user',
			params: { id: 'string' },
			run({ world, session }, { id }: { id: string }) {
				const flavor = requireFlavor(world, session, id);
				world.flavors.put({ ...flavor, status: FlavorStatus.DELETED, updatedAt: world.clock.seconds() });
				world.contents.delete(flavor.id);
				return null;
			},
		}),
	},
};
