export interface Subscription {
	id: string;
	url: string;
	secretToken: string;
	/** Event names; "recording.*" and "*" stand for families. */
	events: string[];
	enabled: boolean;
	validation: { lastAt?: string; consecutiveFailures: number; lastResult?: string };
}

export interface DeliveryAttempt {
	at: string;
	/** HTTP status, or Zoom's negative code: −1 connection broke, −2 refused, −4 no answer in time, −13 no such host. */
	result: number;
	ms: number;
	answer?: string;
	/** The answer's content-encoding. Its text is then unreadable here. */
	encoding?: string;
}

/** One event to one subscription, with all its attempts. */
export interface Delivery {
	id: number;
	subscriptionId: string;
	url: string;
	event: string;
	/** The exact bytes, as text. */
	body: string;
	createdAt: string;
	attempts: DeliveryAttempt[];
	state: 'waiting' | 'delivered' | 'retrying' | 'refused' | 'lost';
	nextAt?: string;
	/** Seconds since the epoch in the first attempt's signature. */
	signedAt?: number;
}

/**
 * The bodies of events (docs/vendors/zoom.md#events-about-recordings, #events). Every call makes new URLs and a new
 * token: two deliveries of one event to two subscriptions differ in both (docs/vendors/zoom.md#events-about-recordings).
 */
export type EventBody = Record<string, unknown> & { event: string };

/** Builds the body anew for each subscription; `nonce` makes its URLs differ. */
export type EventBuilder = (nonce: string) => EventBody;

/**
 * Delivers events as Zoom does (docs/vendors/zoom.md#events): signed over the raw bytes, three seconds to answer, retries only
 * on 5xx and broken connections after 5, 20 and 60 minutes by the sandbox's clock, then lost.
 */
export interface DeliverOptions {
	/** Each subscription gets it twice, the second within milliseconds, with another URL and token (docs/vendors/zoom.md#events-about-recordings). */
	duplicate?: boolean;
	/** Hold this event until the next one was sent, so that they arrive in the wrong order. */
	reorder?: boolean;
	/** Later by so many seconds of the sandbox's clock; the token is as old as the event. */
	delaySeconds?: number;
	/** Only to this subscription. */
	subscription?: string;
	/** Send it with a signature over other bytes, an old timestamp or none: for tests of the receiver. */
	signature?: 'wrong' | 'missing' | 'stale';
}

export interface Webhooks {
	emit(event: EventBuilder, options?: DeliverOptions): Delivery[];
	/** Sends exactly this text, whatever it is. */
	emitRaw(body: string, event: string, options?: DeliverOptions): Delivery[];
	/** Asks the endpoint for the HMAC of a plain token (docs/vendors/zoom.md#events). */
	validate(subscription: Subscription): Promise<boolean>;
	subscribe(url: string, secretToken: string, events: string[]): Subscription;
	/** Resolves when nothing is under way right now (retries may still wait). */
	settled(): Promise<void>;
	/** Takes up what a restart interrupted. */
	resume(): void;
	stop(): void;
}
