import { BlockList, isIP } from 'node:net';

/**
 * Networks that are not the public internet, after IANA's registries of special addresses: loopback, private, link-local
 * (cloud metadata), shared, protocol assignments, documentation, benchmarks, multicast, reserved. What answers of a vendor
 * name may not lead there, unless an admin lists the origin.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
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
	['192.31.196.0', 24],
	['192.52.193.0', 24],
	['192.88.99.0', 24],
	['192.168.0.0', 16],
	['192.175.48.0', 24],
	['198.18.0.0', 15],
	['198.51.100.0', 24],
	['203.0.113.0', 24],
	['224.0.0.0', 4],
	['240.0.0.0', 4],
] as const) {
	internal.addSubnet(network, prefix, 'ipv4');
}
/**
 * The public internet of IPv6 is 2000::/3; everything else (loopback, IPv4-compatible and -translated, NAT64, discard-only,
 * segment routing, unique-local, link- and site-local, multicast) is not, and so is what follows here within it.
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
for (const [network, prefix] of [
	// Protocol assignments: Teredo, benchmarks, ORCHID, drone remote identification.
	['2001::', 23],
	['2001:db8::', 32],
	// 6to4 carries an IPv4 address, which may be any.
	['2002::', 16],
	['2620:4f:8000::', 48],
	['3fff::', 20],
] as const) {
	internal.addSubnet(network, prefix, 'ipv6');
}
const publicIPv6 = new BlockList();
publicIPv6.addSubnet('2000::', 3, 'ipv6');
/** IPv4 in the form of IPv6: it is judged as what it is. */
const mapped = new BlockList();
mapped.addSubnet('::ffff:0:0', 96, 'ipv6');

/** Names that no public resolver knows, and those that are set aside for private networks (RFC 6761, 6762, 8375, 9476). */
const INTERNAL_NAME =
	/(^|\.)(localhost|local|internal|intranet|private|corp|home|lan|home\.arpa|test|invalid|onion|alt)$/;

/** Whether a host can only be reached from inside: a private address, or a name that no public resolver knows. */
export function isInternalHost(hostname: string): boolean {
	const name = hostname.toLowerCase().replace(/\.$/, '');
	if (isIP(bare(name)) !== 0) return isInternalAddress(name);
	return !name.includes('.') || INTERNAL_NAME.test(name);
}

/** Whether an IP address literal belongs to a network that is not the public internet. IPv4-mapped IPv6 counts as IPv4. */
export function isInternalAddress(address: string): boolean {
	const literal = bare(address);
	switch (isIP(literal)) {
		case 4:
			return internal.check(literal, 'ipv4');
		case 6:
			// A zone ("%eth0") names an interface of this machine: there is nothing public behind it.
			if (literal.includes('%') || internal.check(literal, 'ipv6')) return true;
			return !publicIPv6.check(literal, 'ipv6') && !mapped.check(literal, 'ipv6');
		default:
			return false;
	}
}

function bare(address: string): string {
	return address.replace(/^\[|\]$/g, '');
}
