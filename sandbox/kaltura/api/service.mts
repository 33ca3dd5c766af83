import type { Session } from '../sessions/session.mts';
import type { World } from '../world.mts';

/** What an action gets besides its arguments. */
export interface Call {
	world: World;
	session: Session;
	/** Aborted when the client goes away: long waits end then. */
	signal: AbortSignal;
}

/**
 * Who may call: "admin" needs an ADMIN session, "user" any session of a person, "widget" any session at all, "anybody" needs
 * none (docs/vendors/kaltura.md#privileges).
 */
export type Access = 'admin' | 'user' | 'widget' | 'anybody';

export interface Action {
	access: Access;
	/** Parameter → type of classes.mts; "?" at the end: optional. */
	params: Readonly<Record<string, string>>;
	run(call: Call, args: Record<string, unknown>): unknown;
}

export interface Service {
	/** As documented, with the plugin's prefix where it has one (docs/vendors/kaltura.md#addresses); compared without regard to case, like action names. */
	name: string;
	actions: Readonly<Record<string, Action>>;
}

/** Declares an action; the type of `args` restates `params` for the compiler. */
export function action<Args extends object>(declared: {
	access: Access;
	params: Readonly<Record<string, string>>;
	run(call: Call, args: Args): unknown;
}): Action {
	return { ...declared, run: (call, args) => declared.run(call, args as Args) };
}
