/**
 * Who appears in the small day. The "people" and "demo" data sets of the local Zoom hold all of them but the guest; those of
 * the local Kaltura all but the guest and Erin.
 */
export interface Person {
	name: string;
	email: string;
}

export const ANN: Person = { name: 'Ann Lee', email: 'ann.lee@example.edu' };
export const BO: Person = { name: 'Bo Andersson', email: 'bo.andersson@example.edu' };
export const CHLOE: Person = { name: 'Chloé Dubois', email: 'chloe.dubois@example.edu' };
export const DMITRI: Person = { name: 'Dmitri Orlov', email: 'dmitri.orlov@example.edu' };
/** Has a Zoom account, but Kaltura has never seen the address. */
export const ERIN: Person = { name: 'Erin Newcomer', email: 'erin.newcomer@example.edu' };
export const GINA: Person = { name: 'Gina Rossi', email: 'gina.rossi@example.edu' };
export const HUGO: Person = { name: 'Hugo Helper', email: 'hugo.helper@example.edu' };
export const IVY: Person = { name: 'Ivy Chen', email: 'ivy.chen@example.edu' };
/** From outside, without an address that Zoom would tell. */
export const GUEST: Person = { name: '山田 太郎', email: '' };
