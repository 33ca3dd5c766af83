/** Sessions of the local Kaltura: KS of both versions, expiry, app tokens, who may do what (docs/vendors/kaltura.md#sessions). */
import { createHash } from 'node:crypto';

import { codeOf, type KalturaAlone, PARTNER_ID, startKalturaAlone, USER_SECRET } from './kaltura-alone';

let kaltura: KalturaAlone;
beforeAll(async () => (kaltura = await startKalturaAlone('--index-lag-ms', '0')));
afterEach(() => kaltura.control('POST', '/reset', {}));
afterAll(() => kaltura.stop());

/** Test vectors of docs/vendors/kaltura.md#sessions-made-by-oneself: all expire at 1893456000. */
const VECTORS = {
	admin:
		'djJ8MTIzNDU2N3wtvBGRtUCL-L7_WfctLVt3VCffAyjRJM63HDq79NG34LspF0CV-HLl_pY3LvT7bRryiqJamnwIBiAi-dFhxmyMQmphDoTCzoKL8X_8I3LEmZIa_VDRX6MCOkzqhXRhCeXJ83fUUwdQp5b3PUTwJHic',
	user: 'djJ8MTIzNDU2N3yJt69qeaY9gADY-cWgOKcmEspA1T6PlMa7URC_Gl8bKJNu0J1VsEWLZ2Y2F60705IlUJ_THMJsJqHBFw-HO7s_',
	unicode:
		'djJ8MTIzNDU2N3yRkFefdsw2ehHaJQODxvhsTmMzszcDec0fNBklhDJr1D65a38VzFAnG0k99qm-k-O3eGzJmYBdthn68Ft4ii6ZRK0thXI8JrkQvefwzGAicOqtkbjLEqriUQq4ZiMh0HXH-TkKEbTnuozrM18dBaY4vQ5AtFNFTFhIhCd3T0OxrQ==',
	version1:
		'NmI2NzZkMzQ2ZDIyZmNmZTY2NzE1ZDFmYzVlOTdhYzNkZWVlMjIyOXwxMjM0NTY3OzEyMzQ1Njc7MTg5MzQ1NjAwMDsyOzEyMzQ1O3pvb20uc3luY0BleGFtcGxlLmNvbTtkaXNhYmxlZW50aXRsZW1lbnQ7Ow==',
};

describe('a KS made elsewhere', () => {
	test.each([
		[
			'version 2, admin',
			VECTORS.admin,
			{ sessionType: 2, userId: 'zoom.sync@example.com', privileges: 'disableentitlement,list:*' },
		],
		['version 2, user without anything', VECTORS.user, { sessionType: 0, userId: '', privileges: '' }],
		['version 2, beyond ASCII', VECTORS.unicode, { userId: 'Jörg Müller+1', privileges: 'all:*,sessionid:0_abc/def' }],
		[
			'version 1',
			VECTORS.version1,
			{ sessionType: 2, userId: 'zoom.sync@example.com', privileges: 'disableentitlement' },
		],
	])('is read: %s', async (_, ks, expected) => {
		const info = await kaltura.call('session.get', { session: ks });
		expect(info).toMatchObject({ partnerId: PARTNER_ID, expiry: 1893456000, ...expected });
	});

	test('opens calls until it expires', async () => {
		await kaltura.control('POST', '/clock', { advanceSeconds: 1893455000 - Math.floor(Date.now() / 1000) });
		expect(await kaltura.call('media.list', {}, VECTORS.admin)).toMatchObject({
			objectType: 'KalturaMediaListResponse',
		});
		await kaltura.control('POST', '/clock', { advanceSeconds: 1001 });
		expect((await kaltura.call('media.list', {}, VECTORS.admin)).args.KSID).toBe('EXPIRED');
	});

	test('with one changed letter is INVALID_KS that carries the whole string', async () => {
		const broken = VECTORS.admin.replace('djJ8MTIzNDU2N3wtv', 'djJ8MTIzNDU2N3wtw');
		expect(await kaltura.call('media.list', {}, broken)).toEqual({
			code: 'INVALID_KS',
			message: `Invalid KS "${broken}", Error "-1,INVALID_STR"`,
			objectType: 'KalturaAPIException',
			args: { KSID: broken, ERR_CODE: '-1', ERR_DESC: 'INVALID_STR' },
		});
	});
});

describe('session.start', () => {
	test('a wrong secret, another partner, or an admin session by the user secret are refused alike', async () => {
		for (const wrong of [{ secret: 'x' }, { partnerId: 99 }, { secret: USER_SECRET }]) {
			expect(codeOf(await kaltura.startSession(wrong))).toBe('START_SESSION_ERROR');
		}
		expect(await kaltura.startSession({ secret: USER_SECRET, type: 0 })).toMatch(/^djJ8/);
	});

	test('a session expires on the clock; the reason stands in KSID, the code stays -1', async () => {
		const ks = await kaltura.startSession({ expiry: 60 });
		await kaltura.control('POST', '/clock', { advanceSeconds: 61 });
		expect(await kaltura.call('media.list', {}, ks)).toMatchObject({
			code: 'INVALID_KS',
			message: 'Invalid KS "EXPIRED", Error "-1,INVALID_STR"',
			args: { KSID: 'EXPIRED', ERR_CODE: '-1' },
		});
	});

	test('a session cannot be longer than the partner allows', async () => {
		const ks = await kaltura.startSession({ expiry: 10_000_000 });
		const { expiry } = await kaltura.call('session.get', { session: ks });
		expect(expiry - Date.now() / 1000).toBeLessThanOrEqual(86_400);
	});

	test('an ended session says LOGOUT, one with too many uses EXCEEDED_ACTIONS_LIMIT', async () => {
		const ended = await kaltura.startSession();
		expect(await kaltura.call('session.end', {}, ended)).toBeNull();
		expect((await kaltura.call('media.list', {}, ended)).args.KSID).toBe('LOGOUT');
		const limited = await kaltura.startSession({ privileges: 'actionslimit:2' });
		await kaltura.call('media.list', {}, limited);
		await kaltura.call('media.list', {}, limited);
		expect((await kaltura.call('media.list', {}, limited)).args.KSID).toBe('EXCEEDED_ACTIONS_LIMIT');
	});
});

describe('app tokens', () => {
	const widget = async () =>
		(await kaltura.call('session.startWidgetSession', { widgetId: `_${PARTNER_ID}` }, null)).ks;
	const hash = (text: string, algorithm = 'sha256') => createHash(algorithm).update(text).digest('hex');

	test('open a session with hash(ks + token), and only in this order', async () => {
		const { id, token } = await kaltura.call('appToken.add', {
			appToken: {
				hashType: 'SHA256',
				sessionType: 2,
				sessionUserId: 'sync',
				sessionPrivileges: 'disableentitlement',
				sessionDuration: 600,
			},
		});
		const ks = await widget();
		const start = (tokenHash: string) =>
			kaltura.call('appToken.startSession', { id, tokenHash, expiry: 7200, userId: 'other' }, ks);
		expect(codeOf(await start(hash(token + ks)))).toBe('INVALID_APP_TOKEN_HASH');
		const info = await start(hash(ks + token));
		expect(info).toMatchObject({ sessionType: 2, userId: 'sync', objectType: 'KalturaSessionInfo' });
		expect(info.privileges).toContain(`apptoken:${id}`);
		// Absolute, and no longer than the token allows.
		expect(info.expiry - Date.now() / 1000).toBeLessThanOrEqual(600);
		expect(await kaltura.call('user.list', {}, info.ks)).toMatchObject({ objectType: 'KalturaUserListResponse' });
	});

	test.each([
		['unknown', { id: '1_nothere' }, 'APP_TOKEN_ID_NOT_FOUND'],
		['expired', { expiry: 1_600_000_000 }, 'APP_TOKEN_EXPIRED'],
	])('%s ones are refused', async (_, { id, ...appToken }: { id?: string; expiry?: number }, expected) => {
		const added = await kaltura.call('appToken.add', { appToken });
		const ks = await widget();
		const tokenHash = hash(ks + added.token, 'sha1');
		expect(codeOf(await kaltura.call('appToken.startSession', { id: id ?? added.id, tokenHash }, ks))).toBe(expected);
	});

	test('a widget session may look, not write', async () => {
		const ks = await widget();
		expect(await kaltura.call('media.list', {}, ks)).toMatchObject({ totalCount: 0 });
		expect(codeOf(await kaltura.call('media.add', { entry: {} }, ks))).toBe('SERVICE_FORBIDDEN');
		expect(codeOf(await kaltura.call('session.startWidgetSession', { widgetId: '_99' }, null))).toBe(
			'INVALID_WIDGET_ID',
		);
	});
});

describe('a user session', () => {
	const userKs = (userId: string, privileges = '') => kaltura.startSession({ type: 0, userId, privileges });

	test.each([
		['category.add', { category: { name: 'x' } }],
		['caption_captionAsset.add', { entryId: '1_x', captionAsset: {} }],
		['user.list', {}],
		['groupUser.sync', { userId: 'ann.lee', groupIds: 'Studio' }],
		['appToken.add', { appToken: {} }],
	])('may not call %s', async (endpoint, parameters) => {
		const answer = await kaltura.call(endpoint, parameters, await userKs('ann.lee'));
		expect(answer).toMatchObject({
			code: 'SERVICE_FORBIDDEN',
			args: { SERVICE: endpoint.toLowerCase().replace('.', '->') },
		});
	});

	test('works on its own entries only; somebody else’s are INVALID_KS with -4', async () => {
		const own = await userKs('ann.lee');
		const { id } = await kaltura.call('media.add', { entry: { name: 'Mine' } }, own);
		expect((await kaltura.call('media.update', { entryId: id, mediaEntry: { name: 'Still mine' } }, own)).name).toBe(
			'Still mine',
		);
		const answer = await kaltura.call(
			'media.update',
			{ entryId: id, mediaEntry: { name: 'x' } },
			await userKs('bo.chen@example.edu'),
		);
		expect(answer).toMatchObject({ code: 'INVALID_KS', args: { KSID: '', ERR_CODE: '-4', ERR_DESC: 'INVALID_TYPE' } });
		const taken = await kaltura.call('media.add', { entry: { userId: 'bo.chen@example.edu' } }, own);
		expect(taken.args.ERR_CODE).toBe('-4');
	});

	test('lists its own entries, and all with list:*', async () => {
		await kaltura.call('media.add', { entry: { name: 'A', userId: 'ann.lee' } });
		await kaltura.call('media.add', { entry: { name: 'B', userId: 'bo.chen@example.edu' } });
		const filter = { statusEqual: '7' };
		expect((await kaltura.call('media.list', { filter }, await userKs('ann.lee'))).totalCount).toBe(1);
		expect((await kaltura.call('media.list', { filter }, await userKs('ann.lee', 'list:*'))).totalCount).toBe(2);
	});

	test('without disableentitlement even an admin misses categories with a privacy context, and what is in them', async () => {
		const bound = await kaltura.startSession({ privileges: '' });
		const filter = { fullNameEqual: 'MediaSpace>site>channels>CS101' };
		expect((await kaltura.call('category.list', { filter }, bound)).totalCount).toBe(0);
		const [category] = (await kaltura.call('category.list', { filter })).objects;
		const entry = await kaltura.call('media.add', { entry: { name: 'x', userId: 'bo.chen@example.edu' } });
		expect(codeOf(await kaltura.call('media.get', { entryId: entry.id }, bound))).toBeNull();
		await kaltura.call('categoryEntry.add', { categoryEntry: { categoryId: category.id, entryId: entry.id } });
		expect(codeOf(await kaltura.call('media.get', { entryId: entry.id }, bound))).toBe('ENTRY_ID_NOT_FOUND');
	});
});
