import { addUser } from '../account/directory.mts';
import { pick, shortId } from '../account/ids.mts';
import type { User } from '../account/model.mts';
import { DAY } from '../clock.mts';
import type { Build } from './build.mts';

/** Addresses of further accounts get a domain of their own: an address exists once in all of Zoom. */
export const address = (account: number, email: string): string =>
	account === 0 ? email : email.replace(/@example\.edu$/, `@account${account}.example.edu`);

type Person = Partial<User> & { email: string; name: string };

/** Adds a user with everything that an ordinary member has; what is given wins. */
export function addPerson(build: Build, { name, ...given }: Person): User {
	const email = address(build.account, given.email);
	const [first = '', ...rest] = name.split(' ');
	const id = shortId(build.seed(`user ${given.email}`));
	const createdAt = build.clock.iso(build.clock.now() - (200 + pick(id, 800)) * DAY);
	const user: User = {
		id,
		first_name: first,
		last_name: rest.join(' '),
		display_name: name,
		type: 2,
		status: 'active',
		role_id: '2',
		pmi: 3_000_000_000 + pick(`${id} pmi`, 2 ** 30),
		timezone: 'Europe/Berlin',
		verified: 1,
		user_created_at: createdAt,
		group_ids: [],
		login_types: [101],
		sessions: 1,
		...given,
		email,
	};
	if (user.status === 'active' && user.last_login_time === undefined && !('last_login_time' in given)) {
		user.last_login_time = build.clock.iso(build.clock.now() - (3 + pick(`${id} login`, 20)) * DAY);
		user.last_client_version = '6.2.5.49000(win)';
	}
	addUser(build.state, user);
	return user;
}
