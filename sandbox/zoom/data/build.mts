import type { State } from '../account/state.mts';
import type { Clock } from '../clock.mts';
import type { MediaLibrary } from '../media.mts';

/** What a data set is built with. `name(text)` makes ids differ between accounts. */
export interface Build {
	state: State;
	clock: Clock;
	media: MediaLibrary;
	account: number;
	seed(text: string): string;
}
