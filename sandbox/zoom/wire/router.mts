import type { Endpoint } from '../account/endpoints.mts';

export interface Match {
	endpoint: Endpoint;
	params: Record<string, string>;
}

export interface Router {
	/** The endpoint of a path below /v2, still encoded. */
	find(method: string, path: string): Match | undefined;
	/**
	 * The endpoint that a badly encoded meeting UUID was meant for: an unencoded "/" makes segments of its own
	 * (docs/vendors/zoom.md#meeting-uuids), and Zoom answers "no such meeting".
	 */
	findBadlyEncoded(method: string, path: string): Endpoint | undefined;
}

export function createRouter(endpoints: readonly Endpoint[]): Router {
	const routes = endpoints.map((endpoint) => {
		const [method, path] = endpoint.endpoint.split(' ') as [string, string];
		const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
		return {
			endpoint,
			method,
			names,
			exact: new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}/?$`),
			greedy: /\{meeting|\{webinar/.test(path) ? new RegExp(`^${path.replace(/\{\w+\}/g, '.+')}/?$`) : undefined,
		};
	});
	// "/users/email" before "/users/{userId}".
	routes.sort((a, b) => a.names.length - b.names.length);
	return {
		find(method, path) {
			for (const { endpoint, method: wanted, names, exact } of routes) {
				if (wanted !== method) continue;
				const found = exact.exec(path);
				if (!found) continue;
				const params: Record<string, string> = {};
				names.forEach((name, index) => (params[name] = decode(found[index + 1]!)));
				return { endpoint, params };
			}
			return undefined;
		},
		findBadlyEncoded: (method, path) =>
			routes.find((route) => route.method === method && route.greedy?.test(path))?.endpoint,
	};
}

function decode(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}

/**
 * What a meeting segment of a path means, after the gateway decoded it once. A UUID that starts with "/" or contains
 * "//" must have been encoded twice; encoded once it is not found. Encoding twice works for every UUID
 * (docs/vendors/zoom.md#meeting-uuids).
 */
export function meetingReference(segment: string): { number: number } | { uuid: string } | undefined {
	if (/^\d{9,12}$/.test(segment)) return { number: Number(segment) };
	if (/%[0-9a-f]{2}/i.test(segment)) return { uuid: decode(segment) };
	return segment.startsWith('/') || segment.includes('//') ? undefined : { uuid: segment };
}
