import { isInternalAddress, isInternalHost } from '../../../lib/transfer/addresses';
import { AllowedHosts } from '../../../lib/transfer/allowed-hosts';

describe('addresses that are not the public internet', () => {
	test.each([
		'127.0.0.1',
		'127.8.9.10',
		'10.0.0.1',
		'172.16.0.1',
		'172.31.255.255',
		'192.168.1.1',
		'169.254.169.254',
		'100.64.0.1',
		'0.0.0.0',
		'224.0.0.1',
		'255.255.255.255',
		'::1',
		'[::1]',
		'::',
		'::ffff:127.0.0.1',
		'::ffff:7f00:1',
		'[::ffff:10.0.0.1]',
		'::127.0.0.1',
		'64:ff9b::7f00:1',
		'2002:7f00:1::',
		'fe80::1',
		'fec0::1',
		'fd00::1',
		'ff02::1',
		'0.1.2.3',
		'192.0.0.8',
		'192.0.0.170',
		'192.0.2.1',
		'192.31.196.1',
		'192.52.193.1',
		'192.88.99.1',
		'192.175.48.1',
		'198.18.0.1',
		'198.19.255.255',
		'198.51.100.7',
		'203.0.113.9',
		'239.255.255.255',
		'240.0.0.1',
		'::ffff:169.254.169.254',
		'::ffff:0:10.0.0.1',
		'::8.8.8.8',
		'64:ff9b::8.8.8.8',
		'64:ff9b:1::1',
		'100::1',
		'100:0:0:1::1',
		'2001::1',
		'2001:2::1',
		'2001:10::1',
		'2001:20::1',
		'2001:30::1',
		'2001:db8::1',
		'2002:808:808::',
		'2620:4f:8000::1',
		'3fff::1',
		'3fff:fff:ffff::1',
		'5f00::1',
		'4000::1',
		'fc00::1',
		'fe80::1%eth0',
		'[fe80::1%25eth0]',
	])('%s', (address) => expect(isInternalAddress(address)).toBe(true));

	test.each([
		'8.8.8.8',
		'172.32.0.1',
		'172.15.255.255',
		'100.128.0.1',
		'2606:4700::1111',
		'2001:200::1',
		'2001:4860:4860::8888',
		'3ffe::1',
		'2a00::1',
		'192.0.1.1',
		'198.17.255.255',
		'198.20.0.1',
		'223.255.255.255',
		'::ffff:8.8.8.8',
		'zoom.us',
	])('%s is public, or a name', (address) => expect(isInternalAddress(address)).toBe(false));

	test.each([
		['localhost', true],
		['files.local', true],
		['metadata.google.internal', true],
		['LOCALHOST.', true],
		['kaltura', true],
		['kaltura.home.arpa', true],
		['kaltura.intranet', true],
		['127.0.0.1', true],
		['8.8.8.8', false],
		['[2606:4700::1111]', false],
		['local.zoom.us', false],
		['mylocalhost.edu', false],
	])('the name %s is internal: %s', (name, internal) => expect(isInternalHost(name)).toBe(internal));
});

const zoom = new AllowedHosts('zoom.us, zoom.com');
const refusal = (check: () => void) => {
	try {
		check();
		return null;
	} catch (error) {
		return error as { code: string; message: string };
	}
};

describe('where a download may start', () => {
	test.each(['https://zoom.us/rec/download/x', 'https://us02web.zoom.us/x', 'https://files.zoom.com/x'])('%s', (url) =>
		expect(refusal(() => zoom.assertStart(new URL(url)))).toBeNull(),
	);

	test.each([
		'http://zoom.us/x',
		'https://evilzoom.us/x',
		'https://zoom.us.evil.example/x',
		'https://127.0.0.1/x',
		'https://zoom.us@evil.example/x',
		'ftp://zoom.us/x',
		'file:///etc/passwd',
	])('not %s', (url) => {
		expect(refusal(() => zoom.assertStart(new URL(url)))).toMatchObject({ code: 'target-not-allowed' });
	});

	test('an origin that is listed in full may be http and private, and is exactly that origin', () => {
		const listed = new AllowedHosts('zoom.us, http://127.0.0.1:4010');
		expect(refusal(() => listed.assertStart(new URL('http://127.0.0.1:4010/x')))).toBeNull();
		for (const other of ['http://127.0.0.1:4011/x', 'https://127.0.0.1:4010/x', 'http://127.0.0.1/x']) {
			expect(refusal(() => listed.assertStart(new URL(other)))).toMatchObject({ code: 'target-not-allowed' });
		}
	});

	test.each(['', 'not a host', 'localhost', '10.0.0.1', 'https://zoom.us/path', 'ftp://zoom.us'])(
		'Download Hosts "%s" is named as unusable',
		(list) => expect(refusal(() => new AllowedHosts(list))?.message).toMatch(/Download Hosts/),
	);
});

describe('where a redirect may lead', () => {
	test.each([
		'https://us.zoom.us/file.mp4',
		'https://d1.cloudfront.net/file.mp4?Policy=a&Signature=b&Key-Pair-Id=c',
		'https://bucket.s3.amazonaws.com/file.mp4?X-Amz-Signature=b',
		'https://storage.googleapis.com/file.mp4?X-Goog-Signature=b',
		'https://store.blob.core.windows.net/file.mp4?sv=1&sig=b',
	])('%s', (url) => expect(refusal(() => zoom.assertRedirect(new URL(url)))).toBeNull());

	test.each([
		['http', 'http://d1.cloudfront.net/file.mp4?Signature=b'],
		['no signature', 'https://d1.cloudfront.net/file.mp4'],
		['a private address', 'https://10.0.0.1/file.mp4?Signature=b'],
		['cloud metadata', 'https://169.254.169.254/latest?Signature=b'],
		['IPv4 inside IPv6', 'https://[::ffff:127.0.0.1]/file.mp4?Signature=b'],
		['a decimal loopback address', 'https://2130706433/file.mp4?Signature=b'],
		['localhost', 'https://localhost/file.mp4?Signature=b'],
		['a user name', 'https://user:word@d1.cloudfront.net/file.mp4?Signature=b'],
		['a file', 'file:///etc/passwd'],
	])('not to %s, and the refusal names no path or query', (_, url) => {
		const refused = refusal(() => zoom.assertRedirect(new URL(url)));
		expect(refused).toMatchObject({ code: 'target-not-allowed' });
		expect(refused?.message).not.toMatch(/Signature|file\.mp4|passwd/);
	});
});
