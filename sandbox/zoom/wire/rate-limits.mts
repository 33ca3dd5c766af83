import { DAY, MINUTE, isoSeconds } from '../clock.mts';
import type { RateLabel } from '../account/endpoints.mts';
import type { Settings } from '../account/settings.mts';
import { ZoomRefusal } from './answer.mts';

/** One bucket: so many calls per window; some labels share a daily budget. */
interface Limit {
	calls: number;
	windowMs: number;
	daily?: { calls: number; bucket: string };
}
type Plan = Exclude<Settings['rateLimits'], 'off'>;

const perSecond = (calls: number, daily?: { calls: number; bucket: string }): Limit => ({
	calls,
	windowMs: 1000,
	...(daily ? { daily } : {}),
});
const perMinute = (calls: number, daily?: { calls: number; bucket: string }): Limit => ({
	calls,
	windowMs: MINUTE,
	...(daily ? { daily } : {}),
});
const day = (calls: number, bucket: string) => ({ calls, bucket });

/** The table of docs/vendors/zoom.md#limits. Heavy and resource-intensive share their daily budget from Pro on. */
const LIMITS: Record<Plan, Record<RateLabel, Limit>> = {
	free: {
		light: perSecond(4, day(6000, 'light')),
		medium: perSecond(2, day(2000, 'medium')),
		heavy: perSecond(1, day(1000, 'heavy')),
		'resource-intensive': perMinute(10, day(30_000, 'resource-intensive')),
	},
	pro: {
		light: perSecond(30),
		medium: perSecond(20),
		heavy: perSecond(10, day(30_000, 'heavy')),
		'resource-intensive': perMinute(10, day(30_000, 'heavy')),
	},
	business: {
		light: perSecond(80),
		medium: perSecond(60),
		heavy: perSecond(40, day(60_000, 'heavy')),
		'resource-intensive': perMinute(20, day(60_000, 'heavy')),
	},
};
/** Phone has lower limits of its own; Free has no phone, so Pro's count. */
const PHONE_LIMITS: Record<'pro' | 'business', Record<RateLabel, Limit>> = {
	pro: {
		light: perSecond(20),
		medium: perSecond(10),
		heavy: perSecond(5, day(15_000, 'phone-heavy')),
		'resource-intensive': perMinute(5, day(15_000, 'phone-heavy')),
	},
	business: {
		light: perSecond(40),
		medium: perSecond(20),
		heavy: perSecond(10, day(30_000, 'phone-heavy')),
		'resource-intensive': perMinute(10, day(30_000, 'phone-heavy')),
	},
};
const CATEGORY: Record<RateLabel, string> = {
	light: 'Light',
	medium: 'Medium',
	heavy: 'Heavy',
	'resource-intensive': 'Resource-intensive',
};

export interface RateLimits {
	/**
	 * Counts one call and gives the headers that go with it.
	 * @throws 429 per second (X-RateLimit-Type QPS) or per day (Retry-After as an ISO date, docs/vendors/zoom.md#limits)
	 */
	count(endpoint: { label: RateLabel; phone?: true }, settings: Settings, now: number): Record<string, string>;
	reset(): void;
}

export function createRateLimits(): RateLimits {
	const windows = new Map<string, { index: number; used: number }>();
	const use = (bucket: string, index: number) => {
		const window = windows.get(bucket);
		if (window?.index === index) return window;
		const fresh = { index, used: 0 };
		windows.set(bucket, fresh);
		return fresh;
	};
	return {
		count(endpoint, settings, now) {
			if (settings.rateLimits === 'off') return {};
			const plan = settings.rateLimits;
			const limit = endpoint.phone
				? PHONE_LIMITS[plan === 'free' ? 'pro' : plan][endpoint.label]
				: LIMITS[plan][endpoint.label];
			const category = CATEGORY[endpoint.label];
			const shown = (headers: Record<string, string>) => (settings.rateLimitHeaders ? headers : {});
			if (limit.daily) {
				const calls = Math.max(1, Math.floor(limit.daily.calls / settings.dailyLimitDivisor));
				const today = use(`day:${limit.daily.bucket}`, Math.floor(now / DAY));
				if (today.used >= calls) {
					throw new ZoomRefusal(
						429,
						429,
						'You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request.',
						{
							headers: {
								...shown({
									'x-ratelimit-category': category,
									'x-ratelimit-type': 'Daily-limit',
									'x-ratelimit-limit': String(calls),
									'x-ratelimit-remaining': '0',
								}),
								'retry-after': isoSeconds((Math.floor(now / DAY) + 1) * DAY),
							},
						},
					);
				}
				today.used++;
			}
			const window = use(`${endpoint.phone ? 'phone-' : ''}${endpoint.label}`, Math.floor(now / limit.windowMs));
			const headers = {
				'x-ratelimit-category': category,
				'x-ratelimit-type': 'QPS',
				'x-ratelimit-limit': String(limit.calls),
			};
			if (window.used >= limit.calls) {
				const until = Math.ceil(((Math.floor(now / limit.windowMs) + 1) * limit.windowMs) / 1000);
				throw new ZoomRefusal(
					429,
					429,
					'You have reached the maximum per-second rate limit for this API. Try again later.',
					{
						headers: shown({ ...headers, 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(until) }),
					},
				);
			}
			window.used++;
			return shown({ ...headers, 'x-ratelimit-remaining': String(limit.calls - window.used) });
		},
		reset: () => windows.clear(),
	};
}
