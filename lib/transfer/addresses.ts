import { BlockList, isIP } from 'node:net';

/**
 * Addresses that a transfer may never reach unless its origin is listed in the credential: loopback, private, link-local
 * (cloud metadata), carrier-grade NAT, multicast, reserved, documentation and the IPv6 forms that wrap IPv4.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry
 */
const internal = new BlockList();
for (const [network, prefix] of [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.0.2.0', 24],
	['192.88.99.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['198.51.100.0', 24],
	['203.0.113.0', 24],
	['224.0.0.0', 4],
	['240.0.0.0', 4],
] as const) {
	internal.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
	['::', 96],
	['64:ff9b::', 96],
	['64:ff9b:1::', 48],
	['100::', 64],
	['2001::', 32],
	['2001:db8::', 32],
	['2002::', 16],
	['fc00::', 7],
	['fe80::', 10],
	['fec0::', 10],
	['ff00::', 8],
] as const) {
	internal.addSubnet(network, prefix, 'ipv6');
}

/** Whether a host can only be reached from inside: a private address, or a name that no public resolver knows. */
export function isInternalHost(hostname: string): boolean {
	return isInternalAddress(hostname) || /(^|\.)(localhost|local|internal)\.?$/i.test(hostname);
}

/** Whether an IP address literal belongs to a network that is not the public internet. IPv4-mapped IPv6 counts as IPv4. */
export function isInternalAddress(address: string): boolean {
	const bare = address.replace(/^\[|\]$/g, '');
	const family = isIP(bare);
	if (family === 0) return false;
	if (family === 4) return internal.check(bare, 'ipv4');
	return internal.check(bare, 'ipv6');
}
