import type { Input } from '../api/deserialize.mts';
import { listOf, matchesList, type Pager, searchListOf, sortRows } from '../api/lists.mts';
import { action, type Service } from '../api/service.mts';
import type { World } from '../world.mts';

// What leads to an entry by its id, or into the middle of it: docs/vendors/kaltura.md#playlists-and-cue-points.

export const playlist: Service = {
	name: 'playlist',
	actions: {
		list: action({
			access: 'user',
			params: { filter: 'KalturaPlaylistFilter?', pager: 'KalturaFilterPager?' },
			run({ world }, { filter, pager }: { filter?: Input; pager?: Pager }) {
				const found = [...world.playlists.all()].filter(({ playlistType }) =>
					matchesList(playlistType, filter?.playListTypeEqual, filter?.playListTypeIn),
				);
				const rows = sortRows(found, filter?.orderBy, '+createdAt');
				return searchListOf('KalturaPlaylistListResponse', rows, pager, (row) => ({
					...row,
					objectType: 'KalturaPlaylist',
				}));
			},
		}),
	},
};

const pointsOf = (world: World, filter: Input | undefined) =>
	[...world.cuePoints.all()].filter(
		(point) =>
			matchesList(point.entryId, filter?.entryIdEqual, filter?.entryIdIn) &&
			matchesList(point.cuePointType, filter?.cuePointTypeEqual, filter?.cuePointTypeIn),
	);

export const cuePoint: Service = {
	name: 'cuepoint_cuepoint',
	actions: {
		count: action({
			access: 'widget',
			params: { filter: 'KalturaCuePointFilter?' },
			run: ({ world }, { filter }: { filter?: Input }) => pointsOf(world, filter).length,
		}),
		list: action({
			access: 'widget',
			params: { filter: 'KalturaCuePointFilter?', pager: 'KalturaFilterPager?' },
			run: ({ world }, { filter, pager }: { filter?: Input; pager?: Pager }) =>
				listOf('KalturaCuePointListResponse', pointsOf(world, filter), pager, (row) => ({
					...row,
					objectType: 'KalturaCuePoint',
				})),
		}),
	},
};
