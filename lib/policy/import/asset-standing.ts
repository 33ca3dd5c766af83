import type { RecordingFile } from '../recording';
import { byAge, SETTLED_SECONDS } from './existing-entries';
import { fileTag } from './references';

/**
 * What a caption or attachment asset that is there already means. `unfinished`: it was added, but its content never came
 * (a run was killed in between); the content is set on it, so that no second one appears. `failed`: Kaltura could not read
 * its content; only tried again when the admin wants failed things imported again.
 */
export type AssetStanding = 'failed' | 'present' | 'unfinished';

/** KalturaAssetStatus on the wire. */
const ERROR = -1;
const QUEUED = 0;
/** How long the content of a failed asset is set again. */
const TRIED_FOR_SECONDS = 86_400;

/**
 * @param abandonedBefore epoch seconds; a queued asset younger than this is being filled by whoever added it
 */
export function assetStanding(
	asset: { status: number; createdAt: number },
	failedAssets: 'importAgain' | 'report',
	abandonedBefore: number,
): AssetStanding {
	// Assets have no tags that could count tries: a day of them is enough.
	const tryAgain = failedAssets === 'importAgain' && asset.createdAt > abandonedBefore - TRIED_FOR_SECONDS;
	if (asset.status === ERROR) return tryAgain ? 'unfinished' : 'failed';
	if (asset.status === QUEUED && asset.createdAt <= abandonedBefore) return 'unfinished';
	return 'present';
}

/** A wanted file whose asset is there. */
export interface PresentAsset<File> {
	file: File;
	assetId: string;
	failed: boolean;
}

/**
 * Which assets say that they hold one of these files, and which say of none of them: those are told apart by their names alone.
 * Names count the files, so they would give the asset of one file to another as soon as Zoom lists one late, or in another order.
 * A file that Zoom lists no more is none of them: a corrected text may come as a new file.
 */
export function ofFiles<Asset extends { tags?: string | undefined }>(
	files: readonly RecordingFile[],
	assets: readonly Asset[],
): { of: ReadonlyMap<RecordingFile, Asset[]>; others: Asset[] } {
	const of = new Map<RecordingFile, Asset[]>();
	for (const file of files) {
		const own = assets.filter(({ tags }) => (tags ?? '').split(',').some((tag) => tag.trim() === fileTag(file.id)));
		if (own.length > 0) of.set(file, own);
	}
	const known = new Set([...of.values()].flat());
	return { of, others: assets.filter((asset) => !known.has(asset)) };
}

/** The asset that counts for one file, and those of a race that must go. */
export interface ChosenAsset<Asset> {
	asset: Asset | undefined;
	surplus: Asset[];
}

/**
 * Which of several assets for one file counts. Nothing in Kaltura keeps a label or a file name unique, so two workers that
 * add a late file in the same second both succeed. Creation times have whole seconds and ids are random: the one that was
 * added last may well be the one that comes first in this order, and its rival looked too early to see it. So whoever sees
 * both removes the other's too. Whoever looks last sees all of them, and one stays; so it does when a run was killed between
 * adding and looking. As with entries, a status decides only long after a race, because each worker saw another one.
 * @param assets for the same file, whoever added them
 * @param now epoch seconds
 */
export function chooseAsset<Asset extends { id: string; createdAt: number }>(
	assets: readonly Asset[],
	standing: (asset: Asset) => AssetStanding,
	now: number,
): ChosenAsset<Asset> {
	const inOrder = assets.toSorted(byAge);
	const asset =
		inOrder.find((one) => now - one.createdAt > SETTLED_SECONDS && standing(one) === 'present') ??
		inOrder.find((one) => standing(one) !== 'failed') ??
		inOrder[0];
	const ofTheRace = (one: Asset) => Math.abs(one.createdAt - asset!.createdAt) < SETTLED_SECONDS;
	return { asset, surplus: inOrder.filter((one) => one !== asset && ofTheRace(one)) };
}
