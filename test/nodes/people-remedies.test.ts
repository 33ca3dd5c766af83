/**
 * What a message about a person advises is done, with the operation or option that it names, and then it works. Each row: what is
 * refused, what the message advises, and what is left when somebody follows it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ZoomUsersGroups } from '../../nodes/ZoomUsersGroups/ZoomUsersGroups.node';
import { N8nContext } from '../n8n-context';
import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';

const node = new ZoomUsersGroups();
let sandbox: Sandbox;
let n8n: N8nContext;
beforeAll(async () => {
	sandbox = await startSandbox({ data: 'directory' });
});
afterAll(async () => await sandbox?.stop());
beforeEach(async () => {
	await sandbox.control.zoom.reset('directory');
	n8n = new N8nContext(sandbox.credentials as never);
});

const [PENNY, OLD, EXA] = ['pending.new@example.edu', 'pending.old@example.edu', 'expired.invite@example.edu'];
const [ALICE, DORA, BEA, PHIL] = [
	'alice.admin@example.edu',
	'dormant.admin@example.edu',
	'basic.user@example.edu',
	'inactive.phone@example.edu',
];
const NEW = 'new.one@example.edu';
const by = (email: string) => ({ __rl: true, mode: 'email', value: email });
const named = (name: string) => ({ __rl: true, mode: 'name', value: name });

async function run(resource: string, operation: string, parameters: object): Promise<any> {
	const [out] = await n8n.runNode(node, { parameters: { resource, operation, ...parameters } as never });
	return out![0]!.json;
}
const user = (operation: string, parameters: object) => async () => await run('user', operation, parameters);
const ensure = (email: string, wish: object) => async () => {
	const answer = await run('user', 'ensure', { email, ifMissing: 'never', mostShare: 100, ...wish });
	if (['refused', 'failed', 'incomplete'].includes(answer.outcome)) {
		const said = answer.steps.flatMap(({ message, nextStep }: any) => [message, nextStep]);
		throw new Error([answer.reason, ...said].filter(Boolean).join(' '));
	}
	return answer;
};
/** Everything that a person reads of a failure. */
async function told(act: () => Promise<unknown>): Promise<string> {
	return await act().then(
		(answer) => `worked: ${JSON.stringify(answer)}`,
		(error: any) => `${error.message} ${error.description ?? ''}`,
	);
}
const now = async (email: string) => (await sandbox.control.zoom.state()).users.find((one: any) => one.email === email);
const onlyAdmin = async () => {
	const { users } = (await sandbox.control.zoom.state()) as { users: Array<{ email: string; role_id: string }> };
	for (const { email, role_id } of users) {
		if (role_id === '1' && email !== ALICE) await run('role', 'unassign', { role: named('Admin'), users: email });
	}
};

interface Advice {
	/** What of the message is advice. */
	advice: RegExp;
	before?: () => Promise<unknown>;
	refused: () => Promise<unknown>;
	followed: Array<() => Promise<unknown>>;
	/** State of the person afterwards; null when gone. */
	then: [email: string, state: object | null];
}
const ROWS: Record<string, Advice> = {
	'an expired invitation, asked for changes': {
		advice: /User → Invite Again, or set If Missing to Invite/,
		refused: ensure(EXA, { profile: { dept: 'X' } }),
		followed: [user('inviteAgain', { user: by(EXA) })],
		then: [EXA, { status: 'pending', first_name: 'Exa' }],
	},
	'the same, by If Missing': {
		advice: /set If Missing to Invite \(Create\)/,
		refused: ensure(EXA, { profile: { dept: 'X' } }),
		followed: [ensure(EXA, { ifMissing: 'create' })],
		then: [EXA, { status: 'pending' }],
	},
	'an expired invitation, changed directly': {
		advice: /Invite the person anew with User → Invite Again/,
		refused: user('update', { user: by(EXA), updateFields: { first_name: 'E' } }),
		followed: [user('inviteAgain', { user: by(EXA) })],
		then: [EXA, { status: 'pending' }],
	},
	'an invitation that Zoom keeps although it has expired': {
		advice: /User Management → Users → Pending in the Zoom web portal/,
		before: () => sandbox.control.zoom.settings({ expiredInvitations: 'held' }),
		refused: user('inviteAgain', { user: by(EXA) }),
		// What the web portal does.
		followed: [
			() => sandbox.control.zoom.settings({ expiredInvitations: 'renewed' }),
			user('inviteAgain', { user: by(EXA) }),
		],
		then: [EXA, { status: 'pending' }],
	},
	'somebody who is not there, invited again': {
		advice: /Invite the person with User → Create/,
		refused: user('inviteAgain', { user: by(NEW) }),
		followed: [user('create', { email: NEW, createAction: 'create', type: 1 })],
		then: [NEW, { status: 'pending' }],
	},
	'an activation of somebody invited': {
		advice: /User → Invite Again sends a new invitation/,
		refused: user('activate', { user: by(OLD) }),
		followed: [user('inviteAgain', { user: by(OLD), olderThanDays: 30 })],
		then: [OLD, { status: 'pending' }],
	},
	'a deactivation of somebody invited': {
		advice: /Withdraw the invitation with Delete \(disassociate\)/,
		refused: user('deactivate', { user: by(PENNY) }),
		followed: [user('delete', { user: by(PENNY), how: 'disassociate', options: { onlyInvitations: true } })],
		then: [PENNY, null],
	},
	'the same, as a way to leave': {
		advice: /Choose Disassociate, which withdraws the invitation/,
		refused: user('delete', { user: by(PENNY), how: 'deactivate' }),
		followed: [user('delete', { user: by(PENNY), how: 'disassociate' })],
		then: [PENNY, null],
	},
	'an invitation to withdraw that was accepted': {
		advice: /turn off Only Invitations/,
		refused: user('delete', { user: by(BEA), how: 'disassociate', options: { onlyInvitations: true } }),
		followed: [user('delete', { user: by(BEA), how: 'delete', options: {} })],
		then: [BEA, null],
	},
	'a handover to the leaver': {
		advice: /Name the person who takes over/,
		refused: user('delete', { user: by(BEA), how: 'delete', transferTo: BEA }),
		followed: [user('delete', { user: by(BEA), how: 'delete', transferTo: ALICE })],
		then: [BEA, null],
	},
	'an address that is taken': {
		advice: /Use Update or Ensure, or choose Return the Existing User/,
		refused: user('create', { email: BEA, createAction: 'create', type: 1, ifExists: 'fail' }),
		followed: [
			user('create', { email: BEA, createAction: 'create', type: 1, ifExists: 'return' }),
			user('update', { user: by(BEA), updateFields: { dept: 'U' } }),
			ensure(BEA, { profile: { dept: 'E' } }),
		],
		then: [BEA, { dept: 'E', status: 'active' }],
	},
	'somebody who is not in Zoom': {
		advice: /Choose how to create missing users/,
		refused: ensure(NEW, { profile: { dept: 'X' } }),
		followed: [ensure(NEW, { ifMissing: 'ssoCreate', profile: { dept: 'X' } })],
		then: [NEW, { status: 'active', dept: 'X' }],
	},
	'an admin who leaves': {
		advice: /turn on Demote Admins First/,
		refused: ensure(DORA, { status: 'inactive' }),
		followed: [ensure(DORA, { status: 'inactive', options: { demoteAdminsFirst: true } })],
		then: [DORA, { status: 'inactive', role_id: '2' }],
	},
	'an admin who leaves, demoted by hand': {
		advice: /Take the role away/,
		refused: ensure(DORA, { status: 'inactive' }),
		followed: [
			async () => await run('role', 'unassign', { role: named('Admin'), users: DORA }),
			ensure(DORA, { status: 'inactive' }),
		],
		then: [DORA, { status: 'inactive' }],
	},
	'an admin, removed directly': {
		advice: /Turn on Demote Admins First, or take the role away yourself/,
		refused: user('delete', { user: by(DORA), how: 'delete' }),
		followed: [user('delete', { user: by(DORA), how: 'delete', options: { demoteAdminsFirst: true } })],
		then: [DORA, null],
	},
	'the last admin': {
		advice: /give somebody else the Admin role first/,
		before: onlyAdmin,
		refused: ensure(ALICE, { status: 'inactive', options: { demoteAdminsFirst: true } }),
		followed: [
			async () => await run('role', 'assign', { role: named('Admin'), users: BEA }),
			ensure(ALICE, { status: 'inactive', options: { demoteAdminsFirst: true } }),
		],
		then: [ALICE, { status: 'inactive', role_id: '2' }],
	},
	'a wish for somebody who is deactivated': {
		advice: /Activate the user, or choose Enable for a Moment/,
		refused: ensure(PHIL, { profile: { dept: 'X' }, options: { changesOfInactive: 'refuse' } }),
		followed: [ensure(PHIL, { profile: { dept: 'X' }, options: { changesOfInactive: 'enable-for-a-moment' } })],
		then: [PHIL, { status: 'inactive', dept: 'X' }],
	},
	'a deactivated user, changed directly': {
		advice: /Activate the user first; Ensure can do so for a moment \(Wishes for Inactive Users\)/,
		refused: user('update', { user: by(PHIL), updateFields: { dept: 'Y' } }),
		followed: [user('activate', { user: by(PHIL) }), user('update', { user: by(PHIL), updateFields: { dept: 'Y' } })],
		then: [PHIL, { status: 'active', dept: 'Y' }],
	},
	'a new invitation that fails after the old one has ended': {
		advice: /with User → Create and the user type/,
		before: () =>
			sandbox.control.zoom.fault({
				match: { endpoint: 'POST /users' },
				fault: { kind: 'apiError', status: 400, code: 2034, message: 'No licence.' },
			}),
		refused: user('inviteAgain', { user: by(PENNY) }),
		followed: [
			() => sandbox.control.zoom.clearFaults(),
			user('create', { email: PENNY, createAction: 'create', type: 1, ifExists: 'fail' }),
		],
		then: [PENNY, { status: 'pending' }],
	},
	'a deactivated admin who comes back': {
		advice: /Take the Admin role away first \(Demote Admins First\)/,
		before: async () => await run('role', 'assign', { role: named('Admin'), users: PHIL }),
		refused: user('activate', { user: by(PHIL) }),
		followed: [
			async () => await run('role', 'unassign', { role: named('Admin'), users: PHIL }),
			user('activate', { user: by(PHIL) }),
		],
		then: [PHIL, { status: 'active', role_id: '2' }],
	},
	'an address that is no address': {
		advice: /or set Bad Rows to Skip and Report/,
		refused: ensure('no address', { status: 'active' }),
		followed: [
			async () => await run('user', 'ensure', { email: 'no address', status: 'active', options: { badRows: 'skip' } }),
		],
		then: [BEA, { status: 'active' }],
	},
	'more changes than allowed': {
		advice: /then raise Most Users Changed/,
		refused: ensure(BEA, { profile: { dept: 'M' }, mostChanged: 0 }),
		followed: [
			ensure(BEA, { profile: { dept: 'M' }, mostChanged: 0, dryRun: true }),
			ensure(BEA, { profile: { dept: 'M' }, mostChanged: 1 }),
		],
		then: [BEA, { dept: 'M' }],
	},
	'Member as a role to give': {
		advice: /Use Unassign on the present role/,
		refused: async () => await run('role', 'assign', { role: named('Member'), users: DORA }),
		followed: [async () => await run('role', 'unassign', { role: named('Admin'), users: DORA })],
		then: [DORA, { role_id: '2' }],
	},
	'a group that has members': {
		advice: /turn off Only if Empty/,
		refused: async () =>
			await run('group', 'delete', { group: named('Staff'), allowDeletion: true, onlyIfEmpty: true }),
		followed: [
			async () => await run('group', 'delete', { group: named('Staff'), allowDeletion: true, onlyIfEmpty: false }),
		],
		then: [BEA, { status: 'active' }],
	},
};

test.each(Object.keys(ROWS))('%s: what is advised works', async (name) => {
	const { advice, before, refused, followed, then } = ROWS[name]!;
	await before?.();
	expect(await told(refused)).toMatch(advice);
	for (const step of followed) expect(await told(step)).toMatch(/^worked/);
	const [email, state] = then;
	const person = await now(email);
	if (state === null) expect(person).toBeUndefined();
	else expect(person).toMatchObject(state);
});

test('a new invitation keeps names, licence and groups of the old one, whose details Zoom lists only', async () => {
	await run('user', 'inviteAgain', { user: by(PENNY) });
	const before = await now(PENNY);
	expect(before).toMatchObject({ first_name: 'Penny', last_name: 'Pending', type: 1, status: 'pending' });
	expect(before.group_ids).toHaveLength(1);
	expect(await run('user', 'inviteAgain', { user: by(PENNY), olderThanDays: 1 })).toMatchObject({
		outcome: 'too-young',
	});
	expect(await now(PENNY)).toEqual(before);
});

/** Names of operations and options in what messages about people advise. */
const FOLLOWABLE =
	/Invite Again|If Missing|Demote Admins First|Disassociate|disassociate\)|Only Invitations|Return the Existing User|Enable for a Moment|Wishes for Inactive|Bad Rows|Most Users Changed|Use Unassign|Only if Empty|User → Create|web portal; then/;

test('no advice that names an operation or option is without a row above', () => {
	const files = [
		...['lib/policy/people', 'lib/pipeline/provisioning'].flatMap((folder) =>
			readdirSync(folder).map((file) => join(folder, file)),
		),
		...['user', 'group', 'role'].flatMap((resource) => {
			const folder = join('nodes/ZoomUsersGroups/operations', resource);
			return readdirSync(folder).map((file) => join(folder, file));
		}),
		...['lib/zoom/error-causes.ts', 'lib/zoom/user-creation.ts'],
	];
	const advice = files.flatMap((file) => {
		// Descriptions of fields describe; they advise nobody.
		const text = readFileSync(file, 'utf8').replace(
			/(displayName|description|name|action): *\n?\s*(['`])[^\n]*?\2,/g,
			'',
		);
		return [...text.matchAll(/(['`])((?:(?!\1)[^\n]){15,})\1/g)]
			.map(([, , said]) => said!)
			.filter((said) => FOLLOWABLE.test(said));
	});
	const tried = Object.values(ROWS).map(({ advice: pattern }) => pattern);
	expect(advice.length).toBeGreaterThan(10);
	expect(advice.filter((said) => !tried.some((pattern) => pattern.test(said)))).toEqual([]);
});
