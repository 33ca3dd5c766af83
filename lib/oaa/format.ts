/**
 * The authorization-metadata payload (custom application) of the public format.
 * @see docs/vendors/directory.md#authorization-metadata
 */
export interface OaaPayload {
	custom_property_definition: { applications: Array<Record<string, unknown>> };
	applications: OaaApplication[];
	permissions: Array<{
		name: string;
		permission_type: string[];
		apply_to_sub_resources: boolean;
		resource_types: string[];
	}>;
	identity_to_permissions: Array<{
		identity: string;
		identity_type: 'local_user';
		role_assignments: Array<{ application: string; role: string; apply_to_application: boolean }>;
	}>;
}

export interface OaaApplication {
	name: string;
	application_type: string;
	description: string | null;
	local_users: Array<Record<string, unknown>>;
	local_groups: Array<Record<string, unknown>>;
	local_roles: Array<Record<string, unknown>>;
	local_access_creds: never[];
	tags: never[];
	custom_properties: Record<string, never>;
	resources: never[];
}

/** How a snapshot is said in the format. */
export interface OaaOptions {
	/** Name of the application, "Zoom" by default. */
	application: string;
	/** Name of the second one, "Kaltura" by default; '' leaves out what the snapshot holds of Kaltura. */
	kalturaApplication: string;
	mapping: 'fine' | 'veza';
	/** Which identity of the provider belongs to a user: by address, by unique id, or both. */
	identities: 'email' | 'unique-id' | 'both';
	/** Own table, e.g. { "ann@example.edu": "alee" }: wins over the rule. */
	customIdentities: Readonly<Record<string, string>>;
}
