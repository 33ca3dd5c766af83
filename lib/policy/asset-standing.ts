/**
 * What a caption or attachment asset that is there already means. `unfinished`: it was added, but its content never came
 * (a run was killed in between); the content is set on it, so that no second one appears. `failed`: Kaltura could not read
 * its content; only tried again when the admin wants failed things imported again.
 */
export type AssetStanding = 'failed' | 'present' | 'unfinished';

/** KalturaAssetStatus on the wire. */
const ERROR = -1;
const QUEUED = 0;

/**
 * @param abandonedBefore epoch seconds; a queued asset younger than this is being filled by whoever added it
 */
export function assetStanding(
	asset: { status: number; createdAt: number },
	failedAssets: 'importAgain' | 'report',
	abandonedBefore: number,
): AssetStanding {
	if (asset.status === ERROR) return failedAssets === 'importAgain' ? 'unfinished' : 'failed';
	if (asset.status === QUEUED && asset.createdAt <= abandonedBefore) return 'unfinished';
	return 'present';
}

/** A wanted file whose asset is there. */
export interface PresentAsset<File> {
	file: File;
	assetId: string;
	failed: boolean;
}
