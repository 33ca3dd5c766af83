import type { KalturaApi } from './api';
import { allOf, everyOf } from './lists';
import type { KalturaConversionProfile } from './schemas';
import { conversionProfileSchema, parseAs } from './schemas';

/** Conversion profiles ("transcoding profiles" in KMC): which renditions an entry gets. */
export class KalturaConversionProfiles {
	constructor(private readonly api: KalturaApi) {}

	/** Those for media (not for live streams). */
	async list(): Promise<KalturaConversionProfile[]> {
		const source = { service: 'conversionProfile', action: 'list', schema: conversionProfileSchema, indexed: false };
		return allOf(everyOf(this.api, source, { typeEqual: '1' }));
	}

	async getDefault(): Promise<KalturaConversionProfile> {
		const answer = await this.api.call('conversionProfile', 'getDefault', {});
		return parseAs(conversionProfileSchema, answer, 'conversionProfile.getDefault');
	}
}
