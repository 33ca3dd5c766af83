import type { Dice, Mood } from '../dice.mts';
import type { Clock } from './clock.mts';
import type { State } from './account/state.mts';
import type { Faults } from './wire/faults.mts';
import type { MediaLibrary } from './media.mts';
import type { RateLimits } from './wire/rate-limits.mts';
import type { RequestLog } from './wire/request-log.mts';
import type { Webhooks } from './webhooks/model.mts';
import type { Answer } from './wire/answer.mts';

/** One running local Zoom: its account, its clock and everything that watches or disturbs it. */
export interface World {
	clock: Clock;
	/** Replaced as a whole by POST /_sandbox/reset, so read it anew in every request. */
	state: State;
	log: RequestLog;
	faults: Faults;
	limits: RateLimits;
	media: MediaLibrary;
	webhooks: Webhooks;
	/** Origins without a trailing slash; known once both servers listen. */
	origins: { api: string; cdn: string };
	/** Users that a write holds locked, with the moment until which (docs/vendors/zoom.md#limits). */
	locks: Map<string, number>;
	/** What is left to chance. */
	dice: Dice;
	/** "hostile": answers vary and break as far as the documents allow (wire/hostile.mts). */
	mood: Mood;
	/** Ids of access tokens that ended before their time. */
	revoked: Set<string>;
	/** Ids of access tokens that have opened a call: one that never did is not revoked early. */
	used: Set<string>;
	/** Tells that something changed and should be kept when a state file is used. */
	changed(): void;
}

/** One API request after authentication, as its handler sees it. */
export interface Call {
	world: World;
	/** Path parameters, decoded once, as Zoom's gateway does it. */
	params: Record<string, string>;
	query: URLSearchParams;
	/** Parsed JSON object; {} when the request had none. Large numbers keep their digits (wire/json.mts). */
	body: Record<string, unknown>;
}

export type Handler = (call: Call) => Answer | Promise<Answer>;
/** Handlers by endpoint name, e.g. "GET /users/{userId}". */
export type Handlers = Record<string, Handler>;
