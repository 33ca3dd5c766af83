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
