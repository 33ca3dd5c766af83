import { createDecipheriv, createHash } from 'node:crypto';

import type { KalturaAccount } from '../../../lib/kaltura/session';
import { SessionStore, appTokenHash, generateSession, sessionKey } from '../../../lib/kaltura/session';

// Vectors that the official Python client produces as well (docs/vendors/kaltura.md#sessions-made-by-oneself).
const SHARED = {
	partnerId: 1234567,
	secret: '0123456789abcdef'.repeat(2),
	expiresAt: 1893456000,
	random: Buffer.from([...Array(16).keys()]),
};

describe('a session made here', () => {
	test.each([
		[
			'an admin with privileges',
			{ type: 2, userId: 'zoom.sync@example.com', privileges: 'disableentitlement,list:*' },
			'djJ8MTIzNDU2N3wtvBGRtUCL-L7_WfctLVt3VCffAyjRJM63HDq79NG34LspF0CV-HLl_pY3LvT7bRryiqJamnwIBiAi-dFhxmyMQmphDoTCzoKL8X_8I3LEmZIa_VDRX6MCOkzqhXRhCeXJ83fUUwdQp5b3PUTwJHic',
		],
		[
			'a nameless user',
			{ type: 0, userId: '', privileges: '' },
			'djJ8MTIzNDU2N3yJt69qeaY9gADY-cWgOKcmEspA1T6PlMa7URC_Gl8bKJNu0J1VsEWLZ2Y2F60705IlUJ_THMJsJqHBFw-HO7s_',
		],
		[
			'a name beyond ASCII, all privileges, padding kept',
			{ type: 2, userId: 'Jörg Müller+1', privileges: '*,sessionid:0_abc/def' },
			'djJ8MTIzNDU2N3yRkFefdsw2ehHaJQODxvhsTmMzszcDec0fNBklhDJr1D65a38VzFAnG0k99qm-k-O3eGzJmYBdthn68Ft4ii6ZRK0thXI8JrkQvefwzGAicOqtkbjLEqriUQq4ZiMh0HXH-TkKEbTnuozrM18dBaY4vQ5AtFNFTFhIhCd3T0OxrQ==',
		],
	] as const)('fits the published form: %s', (_, fields, expected) => {
		expect(generateSession({ ...SHARED, ...fields })).toBe(expected);
	});

	test('differs each time, and carries what it was made for', () => {
		const fields = {
			...SHARED,
			random: undefined,
			type: 2,
			userId: "o'neil~(x)!*",
			privileges: ' sview:a:b , , *',
		} as const;
		const [one, other] = [generateSession(fields), generateSession(fields)];
		expect(one).not.toBe(other);
		expect(read(one)).toEqual({ sview: 'a:b', all: '*', _e: '1893456000', _t: '2', _u: "o'neil~(x)!*" });
	});

	function read(ks: string) {
		const raw = Buffer.from(ks.replaceAll('-', '+').replaceAll('_', '/'), 'base64');
		const head = Buffer.from(`v2|${SHARED.partnerId}|`);
		expect(raw.subarray(0, head.length)).toEqual(head);
		const key = createHash('sha1').update(SHARED.secret).digest().subarray(0, 16);
		const decipher = createDecipheriv('aes-128-cbc', key, Buffer.alloc(16)).setAutoPadding(false);
		const plain = Buffer.concat([decipher.update(raw.subarray(head.length)), decipher.final()]);
		const signed = Buffer.from(plain.toString('latin1').replace(/\0+$/, ''), 'latin1');
		expect(createHash('sha1').update(signed.subarray(20)).digest()).toEqual(signed.subarray(0, 20));
		return Object.fromEntries(new URLSearchParams(signed.subarray(36).toString('latin1')));
	}
});

test('an app token is proven by hashing session and token, in this order', () => {
	const expected = createHash('sha256')
		.update('widget-session' + 'tokentoken')
		.digest('hex');
	expect(appTokenHash('SHA256', 'widget-session', 'tokentoken')).toBe(expected);
});

describe('the store of sessions', () => {
	const HOUR = 3_600_000;
	let now = 0;
	let started = 0;
	const start = async () => ({ ks: `session ${++started}`, expiresAt: now + HOUR });
	beforeEach(() => ((now = 1_000_000), (started = 0)));

	test('starts one session for all who ask at once, and keeps it', async () => {
		const store = new SessionStore(() => now);
		const asked = await Promise.all([store.get('a', start), store.get('a', start), store.get('a', start)]);
		expect([...asked, await store.get('a', start)]).toEqual(Array(4).fill('session 1'));
	});

	test('renews before the end, not at it', async () => {
		const store = new SessionStore(() => now);
		await store.get('a', start);
		now += HOUR * 0.89;
		expect(await store.get('a', start)).toBe('session 1');
		now += HOUR * 0.02;
		expect(await store.get('a', start)).toBe('session 2');
	});

	test('replaces a refused session once, however many were refused with it', async () => {
		const store = new SessionStore(() => now);
		await store.get('a', start);
		const renewed = await Promise.all([1, 2, 3].map(() => store.get('a', start, 'session 1')));
		expect(renewed).toEqual(Array(3).fill('session 2'));
		expect(await store.get('a', start, 'session 1')).toBe('session 2');
	});

	test('a start that failed is not remembered', async () => {
		const store = new SessionStore(() => now);
		await expect(store.get('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
		expect(await store.get('a', start)).toBe('session 1');
	});

	test('credentials that differ in one field do not share a session', () => {
		const account: KalturaAccount = {
			serviceUrl: 'https://k.example',
			partnerId: 1,
			authentication: 'adminSecret',
			adminSecret: 'one',
			userId: '',
			privileges: '',
			sessionExpirySeconds: 60,
		};
		const keys = [account, { ...account, adminSecret: 'two' }, { ...account, userId: 'n8n' }, { ...account }].map(
			sessionKey,
		);
		expect(new Set(keys).size).toBe(3);
		expect(keys[0]).not.toContain('one');
	});
});
