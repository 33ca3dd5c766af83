import type { Sandbox } from '../sandbox';

/** Kaltura's API as it is on the wire: JSON in, JSON out, errors as HTTP 200. */
export function kalturaCalls(sandbox: () => Sandbox) {
	let ks: string | undefined;
	const post = async (service: string, action: string, params: object): Promise<any> => {
		const response = await fetch(
			`${sandbox().credentials.kalturaApi.serviceUrl}/api_v3/service/${service}/action/${action}`,
			{
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ format: 1, ...params }),
			},
		);
		const answer = await response.json();
		if (answer?.objectType === 'KalturaAPIException')
			throw new Error(`${service}.${action}: ${answer.code} ${answer.message}`);
		return answer;
	};
	return async (service: string, action: string, params: object): Promise<any> => {
		const { adminSecret, partnerId, userId } = sandbox().credentials.kalturaApi;
		ks ??= await post('session', 'start', {
			secret: adminSecret,
			partnerId: Number(partnerId),
			userId,
			type: 2,
			privileges: 'disableentitlement',
		});
		return post(service, action, { ks, ...params });
	};
}
