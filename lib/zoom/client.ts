import type { ZoomApiOptions } from './api';
import { ZoomApi } from './api';
import { Meetings } from './meetings';
import { People } from './people';
import { Recordings } from './recordings';
import type { ZoomTransport } from './transport';
import { Users } from './users';

/** One Zoom account. Each room is a class of its own that stands on `api`; a new room is one line here. */
export interface ZoomClient {
	api: ZoomApi;
	recordings: Recordings;
	meetings: Meetings;
	people: People;
	users: Users;
}

export function createZoomClient(transport: ZoomTransport, options: ZoomApiOptions): ZoomClient {
	const api = new ZoomApi(transport, options);
	const meetings = new Meetings(api);
	return {
		api,
		recordings: new Recordings(api),
		meetings,
		people: new People(api, meetings),
		users: new Users(api),
	};
}
