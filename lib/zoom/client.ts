import type { ZoomApiOptions } from './api';
import { ZoomApi } from './api';
import { Groups } from './groups';
import { Meetings } from './meetings';
import { People } from './people';
import { Phone } from './phone';
import { Recordings } from './recordings';
import { Roles } from './roles';
import type { ZoomTransport } from './transport';
import { Users } from './users';

/** One Zoom account. Each room is a class of its own that stands on `api`; a new room is one line here. */
export interface ZoomClient {
	api: ZoomApi;
	recordings: Recordings;
	meetings: Meetings;
	people: People;
	users: Users;
	groups: Groups;
	roles: Roles;
	phone: Phone;
}

/** @param appToken the token that the transport uses; '' while it has none */
export function createZoomClient(
	transport: ZoomTransport,
	options: ZoomApiOptions,
	appToken: () => string = () => '',
): ZoomClient {
	const api = new ZoomApi(transport, options);
	const meetings = new Meetings(api);
	const users = new Users(api);
	return {
		api,
		recordings: new Recordings(api, appToken),
		meetings,
		people: new People(api, meetings),
		users,
		groups: new Groups(api, users),
		roles: new Roles(api, users),
		phone: new Phone(api),
	};
}
