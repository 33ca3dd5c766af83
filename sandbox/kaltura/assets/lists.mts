import type { Input } from '../api/deserialize.mts';
import { apiError } from '../api/errors.mts';
import { isGiven, matchesList, sortRows, valuesOf } from '../api/lists.mts';
import { findEntry, maySee } from '../entries/access.mts';
import type { Session } from '../sessions/session.mts';
import type { Table } from '../store/table.mts';
import type { World } from '../world.mts';
import { AssetStatus } from './asset.mts';

interface ListedAsset {
	id: string;
	entryId: string;
	order: number;
	status: number;
	createdAt: number;
}

/** Assets are listed per entry; without entryIdEqual or entryIdIn (or ids) the call is refused (docs/vendors/kaltura.md#captions-and-attachments). */
export function assetsOf<Asset extends ListedAsset>(
	world: World,
	session: Session,
	table: Table<Asset>,
	filter: Input | undefined,
	filterClass: string,
): Asset[] {
	const entryIds = filter?.entryIdEqual ?? filter?.entryIdIn;
	const ids = filter?.idEqual ?? filter?.idIn;
	if (!isGiven(entryIds) && !isGiven(ids)) {
		throw apiError('PROPERTY_VALIDATION_CANNOT_BE_NULL', {
			PROP_NAME: `${filterClass}::entryIdEqual/${filterClass}::entryIdIn`,
		});
	}
	const candidates = isGiven(entryIds)
		? table.find('entry', valuesOf(entryIds))
		: valuesOf(ids)
				.map((id) => table.get(id))
				.filter((asset) => asset !== undefined);
	const found = candidates.filter((asset) => {
		const entry = findEntry(world, asset.entryId);
		return (
			asset.status !== AssetStatus.DELETED &&
			entry !== undefined &&
			maySee(world, session, entry) &&
			matchesList(asset.id, filter?.idEqual, filter?.idIn) &&
			matchesList(asset.status, filter?.statusEqual, filter?.statusIn)
		);
	});
	return sortRows(
		found.sort((a, b) => a.order - b.order),
		filter?.orderBy,
		'+createdAt',
	);
}

/** All assets of an entry together, captions and attachments (docs/vendors/kaltura.md#captions-and-attachments: 500). */
export function requireRoom(world: World, entryId: string): void {
	const max = world.settings.maxAssetsPerEntry;
	const present = world.captions.count('entry', entryId) + world.attachments.count('entry', entryId);
	if (present >= max) throw apiError('MAX_ASSETS_FOR_ENTRY_REACHED', { MAX: max });
}
