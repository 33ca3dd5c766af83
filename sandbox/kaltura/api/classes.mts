import { ACCOUNT } from './classes/account.mts';
import { ASSETS } from './classes/assets.mts';
import { CATEGORIES } from './classes/categories.mts';
import { CONTENT } from './classes/content.mts';
import { ENTRIES } from './classes/entries.mts';
import type { ClassRule } from './classes/notation.mts';
import { PEOPLE } from './classes/people.mts';
import { SEARCH } from './classes/search.mts';

/** Every input class by name. The deserialiser works only from this table. */
export const CLASSES: Readonly<Record<string, ClassRule>> = {
	...ACCOUNT,
	...ENTRIES,
	...CONTENT,
	...ASSETS,
	...CATEGORIES,
	...PEOPLE,
	...SEARCH,
};
