import type { KalturaApi } from '../api';
import { KalturaError } from '../errors';
import type { KalturaParams, KalturaRequest } from '../wire';

/** What one sub-request came to. */
export type StepResult = { ok: true; value: unknown } | { ok: false; error: KalturaError };

/**
 * Collects the sub-requests of one multirequest together with what each result means, so that building a request and
 * reading its answer stand side by side. Nothing in Kaltura stops a multirequest at the first failure, and a reference to
 * a failed step is replaced by an empty text: every step therefore reads its own result.
 */
export class RequestList {
	private readonly requests: KalturaRequest[] = [];
	private readonly readers: Array<(result: StepResult) => void> = [];

	get length(): number {
		return this.requests.length;
	}

	/** @returns the 1-based position, for references of later sub-requests */
	add(service: string, action: string, params: KalturaParams, read: (result: StepResult) => void): number {
		this.requests.push({ service, action, params });
		this.readers.push(read);
		return this.requests.length;
	}

	/**
	 * One HTTP request (none when the list is empty).
	 * @throws {KalturaError} when the request as a whole failed; a write may have happened nevertheless
	 */
	async send(api: KalturaApi): Promise<void> {
		if (this.requests.length === 0) return;
		const results = await api.multi(this.requests);
		for (const [index, read] of this.readers.entries()) {
			const value = results[index];
			read(value instanceof KalturaError ? { ok: false, error: value } : { ok: true, value });
		}
	}
}
