/** An app token, docs/vendors/kaltura.md#app-tokens. Status: 2 active, 1 disabled, 3 deleted. */
export interface AppToken {
	id: string;
	token: string;
	createdAt: number;
	updatedAt: number;
	status: number;
	/** Epoch seconds; 0 = never. */
	expiry: number;
	sessionType: number;
	sessionUserId: string;
	sessionDuration: number;
	sessionPrivileges: string;
	hashType: string;
	description: string;
}
