/**
 * Who appears in the small day. The "people" and "demo" data sets of the local Zoom hold all of them but the guest; those of
 * the local Kaltura all but the guest and Erin.
 */
export interface Person {
	name: string;
	email: string;
	/** Kaltura's id of the user with this address; null: Kaltura has never seen it. */
	kalturaUser: string | null;
}

/** Her Kaltura id is another; she is found by her address. */
export const ANN: Person = { name: 'Ann Lee', email: 'ann.lee@example.edu', kalturaUser: 'ann.lee' };
export const BO: Person = {
	name: 'Bo Andersson',
	email: 'bo.andersson@example.edu',
	kalturaUser: 'bo.andersson@example.edu',
};
export const CHLOE: Person = {
	name: 'Chloé Dubois',
	email: 'chloe.dubois@example.edu',
	kalturaUser: 'chloe.dubois@example.edu',
};
export const DMITRI: Person = {
	name: 'Dmitri Orlov',
	email: 'dmitri.orlov@example.edu',
	kalturaUser: 'dmitri.orlov@example.edu',
};
/** Has a Zoom account, but Kaltura has never seen the address. */
export const ERIN: Person = { name: 'Erin Newcomer', email: 'erin.newcomer@example.edu', kalturaUser: null };
export const GINA: Person = {
	name: 'Gina Rossi',
	email: 'gina.rossi@example.edu',
	kalturaUser: 'gina.rossi@example.edu',
};
export const HUGO: Person = {
	name: 'Hugo Helper',
	email: 'hugo.helper@example.edu',
	kalturaUser: 'hugo.helper@example.edu',
};
export const IVY: Person = { name: 'Ivy Chen', email: 'ivy.chen@example.edu', kalturaUser: 'ivy.chen@example.edu' };
/** From outside, without an address that Zoom would tell. */
export const GUEST: Person = { name: '山田 太郎', email: '', kalturaUser: null };
