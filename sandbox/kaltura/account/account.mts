/** The customer's account ("partner"). Status 1 = active, 2 = blocked. */
export interface Partner {
	id: number;
	name: string;
	adminEmail: string;
	status: number;
	adminSecret: string;
	userSecret: string;
	createdAt: number;
}

/** How uploads are converted. `keepSource` off: the source flavor is deleted after conversion, as some profiles do. */
export interface ConversionProfile {
	id: number;
	name: string;
	systemName: string;
	isDefault: boolean;
	flavorParamsIds: string;
	keepSource: boolean;
	createdAt: number;
}

/** Settings of Kaltura's own Zoom integration, docs/vendors/kaltura-integration.md#settings. Status 1 disabled, 2 active. */
export interface ZoomIntegration {
	id: number;
	status: number;
	accountId: string;
	createdAt: number;
	updatedAt: number;
	[setting: string]: unknown;
}
