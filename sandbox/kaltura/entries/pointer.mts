// What leads to an entry by its id, or into the middle of it, as stored.

/** A list of entries made by hand. */
export interface Playlist {
	id: string;
	name: string;
	playlistType: 3 | 10;
	/** Ids of entries with commas between, in a list made by hand. */
	playlistContent: string;
	createdAt: number;
}

export interface CuePoint {
	id: string;
	entryId: string;
	cuePointType: string;
	status: 1;
	createdAt: number;
}
