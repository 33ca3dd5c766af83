import type { Routing } from './route';

/**
 * What rules said, for a recording that is its owner's alone: no categories and nobody else's rights. Name, tags, owner and what
 * keeps it in Zoom stay.
 * @param why joins the names of the rules that acted
 */
export function madePrivate(routing: Routing | undefined, why: string): Routing {
	const made: Routing = { ...routing, rules: [...(routing?.rules ?? []), why], private: true };
	delete made.categories;
	delete made.coEditors;
	delete made.coPublishers;
	return made;
}
