import { createHmac, randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { HOUR, MINUTE } from '../clock.mts';
import type { World } from '../world.mts';
import type { Delivery, DeliveryAttempt, Subscription } from './model.mts';
import type { DeliverOptions, Webhooks } from './model.mts';

const RETRY_AFTER = [5 * MINUTE, 20 * MINUTE, 60 * MINUTE];
const REVALIDATE_AFTER = 72 * HOUR;

export function createWebhooks(world: World): Webhooks {
	let lastId = 0;
	let held: Array<() => void> = [];
	const underWay = new Set<Promise<unknown>>();
	let stopped = false;

	const track = (work: Promise<unknown>) => {
		underWay.add(work);
		void work.finally(() => underWay.delete(work));
	};

	function begin(subscription: Subscription, event: string, body: string, options: DeliverOptions): Delivery {
		const delivery: Delivery = {
			id: ++lastId,
			subscriptionId: subscription.id,
			url: subscription.url,
			event,
			body,
			createdAt: world.clock.iso(),
			attempts: [],
			state: 'waiting',
		};
		world.state.deliveries.push(delivery);
		const go = () => track(attempt(delivery, subscription, options));
		if (options.delaySeconds) world.clock.schedule(world.clock.now() + options.delaySeconds * 1000, go);
		else if (options.reorder) held.push(go);
		else {
			go();
			const late = held;
			held = [];
			// After the newer one has certainly left.
			if (late.length > 0) setTimeout(() => late.forEach((send) => send()), 50);
		}
		return delivery;
	}

	async function attempt(delivery: Delivery, subscription: Subscription, options: DeliverOptions) {
		// Whether a retry is signed anew is not established (docs/assumptions.md).
		const signedAt = world.state.settings.webhooks.resignRetries ? undefined : delivery.signedAt;
		delivery.signedAt ??= Math.floor(world.clock.now() / 1000);
		const result = await post(subscription, delivery.body, options, signedAt);
		delivery.attempts.push(result);
		delete delivery.nextAt;
		// Any 2xx ends it; 3xx and 4xx are never sent again (docs/vendors/zoom.md#events).
		if (result.result >= 200 && result.result < 300) delivery.state = 'delivered';
		else if (result.result >= 300 && result.result < 500) delivery.state = 'refused';
		else {
			const wait = RETRY_AFTER[delivery.attempts.length - 1];
			if (wait === undefined) delivery.state = 'lost';
			else {
				delivery.state = 'retrying';
				schedule(delivery, subscription, world.clock.now() + wait * world.state.settings.webhooks.retryFactor, options);
			}
		}
		world.changed();
	}

	function schedule(delivery: Delivery, subscription: Subscription, at: number, options: DeliverOptions = {}) {
		delivery.nextAt = new Date(at).toISOString();
		world.clock.schedule(at, () => {
			if (!stopped && world.state.deliveries.includes(delivery)) track(attempt(delivery, subscription, options));
		});
	}

	function post(
		subscription: Subscription,
		body: string,
		options: DeliverOptions = {},
		signedAt = Math.floor(world.clock.now() / 1000),
	): Promise<DeliveryAttempt> {
		const bytes = Buffer.from(body);
		const stamp = signedAt - (options.signature === 'stale' ? 86_400 : 0);
		const signed = Buffer.concat([Buffer.from(`v0:${stamp}:${options.signature === 'wrong' ? ' ' : ''}`), bytes]);
		const signature = createHmac('sha256', subscription.secretToken).update(signed).digest('hex');
		const began = performance.now();
		const at = world.clock.iso();
		return new Promise((resolve) => {
			let settled = false;
			const done = (result: number, answer?: string, encoding?: string) => {
				if (settled) return;
				settled = true;
				resolve({
					at,
					result,
					ms: Math.round(performance.now() - began),
					...(answer ? { answer: answer.slice(0, 2000) } : {}),
					...(encoding ? { encoding } : {}),
				});
			};
			const url = new URL(subscription.url);
			const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
				method: 'POST',
				timeout: world.state.settings.webhooks.timeoutMs,
				headers: {
					'content-type': 'application/json; charset=utf-8',
					'content-length': bytes.length,
					'user-agent': 'Zoom Marketplace/1.0a',
					'accept-encoding': 'gzip',
					...(options.signature === 'missing'
						? {}
						: { 'x-zm-signature': `v0=${signature}`, 'x-zm-request-timestamp': String(stamp) }),
					'x-zm-request-id': `${randomBytes(4).toString('hex')}_${randomBytes(2).toString('hex')}_${randomBytes(6).toString('hex')}`,
					'x-zm-trackingid': `WEBHOOK_${randomBytes(8).toString('hex')}`,
					clientid: world.state.app.clientId,
				},
			});
			// The whole answer counts, not only the time between bytes.
			const deadline = setTimeout(() => {
				done(-4);
				request.destroy();
			}, world.state.settings.webhooks.timeoutMs);
			request.on('response', (response) => {
				const parts: Buffer[] = [];
				response.on('data', (part: Buffer) => parts.push(part));
				response.on('end', () => {
					clearTimeout(deadline);
					done(response.statusCode ?? 0, Buffer.concat(parts).toString(), response.headers['content-encoding']);
				});
				response.on('error', () => done(-1));
			});
			request.on('error', (error: NodeJS.ErrnoException) => {
				clearTimeout(deadline);
				done(error.code === 'ECONNREFUSED' ? -2 : error.code === 'ENOTFOUND' ? -13 : -1);
			});
			request.end(bytes);
		});
	}

	const wants = (subscription: Subscription, event: string) =>
		subscription.enabled &&
		subscription.events.some(
			(one) => one === '*' || one === event || (one.endsWith('.*') && event.startsWith(one.slice(0, -1))),
		);

	function receivers(event: string, options: DeliverOptions): Subscription[] {
		return world.state.subscriptions.filter((one) =>
			options.subscription === undefined ? wants(one, event) : one.id === options.subscription,
		);
	}

	async function validate(subscription: Subscription): Promise<boolean> {
		const plainToken = randomBytes(16).toString('base64url');
		const body = JSON.stringify({
			payload: { plainToken },
			event_ts: world.clock.now(),
			event: 'endpoint.url_validation',
		});
		const result = await post(subscription, body);
		const expected = createHmac('sha256', subscription.secretToken).update(plainToken).digest('hex');
		// Whether Zoom unpacks what it offered to take packed is not known; an answer of 150 bytes has no reason to be.
		const plain = result.encoding === undefined;
		const valid =
			(result.result === 200 || result.result === 204) && plain && proves(result.answer, plainToken, expected);
		const { validation } = subscription;
		validation.lastAt = result.at;
		validation.lastResult = valid
			? 'valid'
			: `failed (${plain ? result.result : `compressed with ${result.encoding}`})`;
		validation.consecutiveFailures = valid ? 0 : validation.consecutiveFailures + 1;
		// Six failures in a row end the subscription (docs/vendors/zoom.md#events).
		if (validation.consecutiveFailures >= 6) subscription.enabled = false;
		else planRevalidation(subscription);
		world.changed();
		return valid;
	}

	function planRevalidation(subscription: Subscription) {
		world.clock.schedule(world.clock.now() + REVALIDATE_AFTER, () => {
			if (!stopped && world.state.subscriptions.includes(subscription)) track(validate(subscription));
		});
	}

	return {
		emit(build, options = {}) {
			const sample = build('sample');
			const deliveries: Delivery[] = [];
			for (const subscription of receivers(sample.event, options)) {
				for (let copy = 0; copy < (options.duplicate ? 2 : 1); copy++) {
					const body = JSON.stringify(build(`${subscription.id}#${copy}`));
					deliveries.push(begin(subscription, sample.event, body, options));
				}
			}
			world.changed();
			return deliveries;
		},
		emitRaw: (body, event, options = {}) =>
			receivers(event, options).flatMap((subscription) =>
				Array.from({ length: options.duplicate ? 2 : 1 }, () => begin(subscription, event, body, options)),
			),
		validate,
		subscribe(url, secretToken, events) {
			const subscription: Subscription = {
				id: `sub-${world.state.subscriptions.length + 1}-${randomBytes(3).toString('hex')}`,
				url,
				secretToken,
				events,
				enabled: true,
				validation: { consecutiveFailures: 0 },
			};
			world.state.subscriptions.push(subscription);
			world.changed();
			return subscription;
		},
		async settled() {
			while (underWay.size > 0) await Promise.all(underWay);
		},
		resume() {
			lastId = Math.max(0, ...world.state.deliveries.map(({ id }) => id));
			for (const delivery of world.state.deliveries) {
				const subscription = world.state.subscriptions.find(({ id }) => id === delivery.subscriptionId);
				if (!subscription || (delivery.state !== 'retrying' && delivery.state !== 'waiting')) continue;
				schedule(delivery, subscription, delivery.nextAt ? Date.parse(delivery.nextAt) : world.clock.now());
			}
			for (const subscription of world.state.subscriptions) if (subscription.enabled) planRevalidation(subscription);
		},
		stop() {
			stopped = true;
		},
	};
}

function proves(answer: string | undefined, plainToken: string, encryptedToken: string): boolean {
	try {
		const body = JSON.parse(answer ?? '') as { plainToken?: unknown; encryptedToken?: unknown };
		return body.plainToken === plainToken && body.encryptedToken === encryptedToken;
	} catch {
		return false;
	}
}
